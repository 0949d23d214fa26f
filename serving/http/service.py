"""What the handlers share: the network, the settings, the pool of threads and the metrics."""

from dataclasses import dataclass
from typing import Annotated, Self

from fastapi import Depends, Request

from datasets.cores import usable_cores
from datasets.reading import read_scan
from serving.comparing import compare, read_out
from serving.errors import ServiceBusy
from serving.http.metrics import Metrics
from serving.http.uploads import Asked, Delivered
from serving.http.work import WorkPool
from serving.replies import ComparisonReply, ReadingReply
from serving.session import Session
from serving.settings import Settings
from serving.stopwatch import Stopwatch


@dataclass(frozen=True, eq=False)
class Service:
    """One network, run by as many threads as there are cores, one thread a request."""

    settings: Settings
    session: Session
    metrics: Metrics
    pool: WorkPool

    @classmethod
    def start(cls, settings: Settings, session: Session) -> Self:
        metrics = Metrics(session.card)
        return cls(
            settings, session, metrics, WorkPool(settings.workers or usable_cores(), settings.queue_length, metrics)
        )

    async def compare(
        self, origin: Delivered, destination: Delivered, asked: Asked, clock: Stopwatch
    ) -> ComparisonReply:
        region, rate = asked.region or self.settings.region, asked.false_alarm_rate or self.settings.false_alarm_rate

        def work() -> ComparisonReply:
            with clock.stage("read"):
                scans = read_scan(origin.data, origin.low), read_scan(destination.data, destination.low)
            return ComparisonReply.of(compare(*scans, self.session, region, rate, clock))

        reply = await self.pool.do(work, clock)
        self.metrics.compared(reply)
        return reply

    async def read_out(self, scan: Delivered, asked: Asked, clock: Stopwatch) -> ReadingReply:
        region, rate = asked.region or self.settings.region, asked.false_alarm_rate or self.settings.false_alarm_rate

        def work() -> ReadingReply:
            with clock.stage("read"):
                delivered = read_scan(scan.data, scan.low)
            return ReadingReply.answer(read_out(delivered, self.session, region, rate, clock))

        reply = await self.pool.do(work, clock)
        self.metrics.read(reply)
        return reply


def service_of(request: Request) -> Service:
    service: Service | None = getattr(request.app.state, "service", None)
    if service is None:
        raise ServiceBusy("the service is starting or stopping, come again later")
    return service


def clock_of(request: Request) -> Stopwatch:
    """Started when the request arrived."""
    clock: Stopwatch = request.state.clock
    return clock


RunningService = Annotated[Service, Depends(service_of)]
Clock = Annotated[Stopwatch, Depends(clock_of)]
