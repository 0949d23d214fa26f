"""The parts of a multipart body, as the contract names them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import File, Form, UploadFile

from serving.settings import Region

ScanPart = Annotated[UploadFile, File(description="A scan: TIFF, PNG, JPEG or .npy.")]
LowPart = Annotated[UploadFile | None, File(description="The low energy, where it is a PNG of its own.")]
RegionPart = Annotated[Region | None, Form(description="What is looked at; the service's setting where absent.")]
RatePart = Annotated[
    float | None, Form(gt=0, lt=1, description="False-alarm rate; picks one of the stored thresholds.")
]


@dataclass(frozen=True)
class Delivered:
    """The bytes of a scan, and those of its low energy where it came apart."""

    data: bytes
    low: bytes | None


@dataclass(frozen=True)
class Asked:
    """What a request asks otherwise than the service's settings."""

    region: Region | None
    false_alarm_rate: float | None


def asked(region: RegionPart = None, false_alarm_rate: RatePart = None) -> Asked:
    return Asked(region, false_alarm_rate)


async def origin(origin: ScanPart, origin_low: LowPart = None) -> Delivered:
    return await delivered(origin, origin_low)


async def destination(destination: ScanPart, destination_low: LowPart = None) -> Delivered:
    return await delivered(destination, destination_low)


async def scan(scan: ScanPart, scan_low: LowPart = None) -> Delivered:
    return await delivered(scan, scan_low)


async def delivered(high: UploadFile, low: UploadFile | None) -> Delivered:
    return Delivered(await high.read(), None if low is None else await low.read())
