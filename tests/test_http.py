import asyncio
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from fastapi import FastAPI

from datasets.errors import LocatorError
from datasets.locator.edges import locator
from datasets.scan import Scan
from datasets.writing import write_tiff
from serving.answers import Reading
from serving.comparing import read_out
from serving.http.app import create_app
from serving.session import Session
from serving.settings import Settings
from tests.contract import KEPT, faults
from tests.services import a_service
from tests.standin import write_standin
from tests.trucks import AIR, a_scan

ROOT = Path(__file__).parents[1]
LOT = (1310, 200, 1370, 270, 0.6)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_standin(tmp_path_factory.mktemp("model") / "standin.onnx")


@pytest.fixture(scope="module")
def session(model: Path) -> Session:
    return Session.load(model)


@pytest.fixture(scope="module")
def client(session: Session) -> Iterator[httpx.Client]:
    with a_service(session) as client:
        yield client


@pytest.fixture(scope="module")
def origin() -> bytes:
    return write_tiff(a_scan())


@pytest.fixture(scope="module")
def destination() -> bytes:
    return write_tiff(a_scan(LOT, seed=1))


def test_two_scans_are_compared(client: httpx.Client, origin: bytes, destination: bytes) -> None:
    answer = client.post("/v1/compare", files={"origin": origin, "destination": destination})
    assert answer.status_code == 200
    assert answer.json()["verdict"] == "mismatch"
    assert "more near the doors" in answer.json()["reason"]


def test_one_scan_is_read(client: httpx.Client, origin: bytes) -> None:
    answer = client.post("/v1/read", files={"scan": origin})
    assert answer.status_code == 200
    assert answer.json().keys() == {
        *("score", "findings", "seen_fraction", "container_box"),
        *("model", "warnings", "seconds"),
    }


def test_region_and_rate_can_be_asked_for(client: httpx.Client, origin: bytes) -> None:
    asked = {"region": "object", "false_alarm_rate": "0.01"}
    answer = client.post("/v1/compare", files={"origin": origin, "destination": origin}, data=asked).json()
    assert answer["false_alarm_rate"] == 0.01
    assert answer["origin"]["container_box"][0] < 100  # the truck is part of the object


def test_a_request_id_is_echoed(client: httpx.Client) -> None:
    assert client.get("/healthz", headers={"X-Request-Id": "case-17"}).headers["x-request-id"] == "case-17"


def test_a_request_without_an_id_gets_one_and_so_does_one_with_a_harmful_id(client: httpx.Client) -> None:
    ids = [
        client.get("/healthz", headers=headers).headers["x-request-id"]
        for headers in ({}, {"X-Request-Id": "<script>"})
    ]
    assert all(len(one) == 32 for one in ids)


def test_a_missing_part_is_a_malformed_request(client: httpx.Client, origin: bytes) -> None:
    told = problem(client.post("/v1/compare", files={"origin": origin}), 400)
    assert told["detail"] == "destination: Field required"


def test_a_part_that_is_no_file_is_a_malformed_request(client: httpx.Client, origin: bytes) -> None:
    problem(client.post("/v1/compare", files={"origin": origin}, data={"destination": "a word"}), 400)


def test_an_unknown_region_is_a_malformed_request(client: httpx.Client, origin: bytes) -> None:
    told = problem(client.post("/v1/read", files={"scan": origin}, data={"region": "truck"}), 400)
    assert "region" in told["detail"]


def test_a_rate_without_a_threshold_is_a_malformed_request(client: httpx.Client, origin: bytes) -> None:
    told = problem(client.post("/v1/read", files={"scan": origin}, data={"false_alarm_rate": "0.3"}), 400)
    assert "there are 0.001, 0.004, 0.01, 0.05" in told["detail"]


def test_a_body_cut_short_is_a_malformed_request(client: httpx.Client) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    body = b"--x\r\nContent-Disposition: form-data; na"
    problem(client.post("/v1/read", content=body, headers=headers), 400)


def test_a_body_that_is_no_form_is_a_form_that_is_not_read(client: httpx.Client) -> None:
    told = problem(client.post("/v1/compare", json={"origin": "a"}), 415)
    assert told["detail"] == "the body is application/json, wanted multipart/form-data"


def test_a_file_in_no_known_form_is_a_form_that_is_not_read(client: httpx.Client) -> None:
    problem(client.post("/v1/read", files={"scan": b"a text with a picture's name"}), 415)


@pytest.mark.parametrize("data", [b"", b"II\x2a\0"])
def test_a_damaged_scan_is_unusable(client: httpx.Client, data: bytes) -> None:
    problem(client.post("/v1/read", files={"scan": data}), 422)


def test_open_air_is_unusable_and_the_detail_says_why(client: httpx.Client) -> None:
    air = write_tiff(Scan(np.full((300, 900), AIR, np.uint16), air=AIR))
    assert "air" in problem(client.post("/v1/read", files={"scan": air}), 422)["detail"]


def test_an_unknown_path_is_a_problem_too(client: httpx.Client) -> None:
    problem(client.get("/v1/nothing"), 404)


def test_the_wrong_method_is_a_problem_that_names_the_right_one(client: httpx.Client) -> None:
    answer = client.get("/v1/compare")
    problem(answer, 405)
    assert answer.headers["allow"] == "POST"


def test_a_body_that_says_it_is_too_large_is_refused(session: Session, origin: bytes) -> None:
    with a_service(session, body_limit_mib=1) as client:
        told = problem(client.post("/v1/read", files={"scan": bytes(2 << 20)}), 413)
        assert "at most 1048576 are read" in told["detail"]
        assert client.post("/v1/read", files={"scan": origin}).status_code == 200


def test_a_body_that_turns_out_to_be_too_large_is_refused_while_it_streams(session: Session) -> None:
    def endless() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="scan"; filename="a"\r\n\r\n'
        for _ in range(64):
            yield bytes(1 << 18)

    with a_service(session, body_limit_mib=1) as client:
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        problem(client.post("/v1/read", content=endless(), headers=headers), 413)


def test_past_the_deadline_there_is_no_answer(session: Session, origin: bytes) -> None:
    with a_service(session, deadline_s=0.001) as client:
        problem(client.post("/v1/read", files={"scan": origin}), 504)


def test_with_the_queue_full_a_caller_is_told_when_to_come_again(
    session: Session, origin: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered, leave = threading.Event(), threading.Event()

    def slow(*arguments: Any) -> Reading:
        entered.set()
        leave.wait(20)
        return read_out(*arguments)

    monkeypatch.setattr("serving.http.service.read_out", slow)
    with a_service(session, workers=1, queue_length=0) as client, ThreadPoolExecutor(1) as other:
        first = other.submit(client.post, "/v1/read", files={"scan": origin})
        entered.wait(20)
        second = client.post("/v1/read", files={"scan": origin})
        leave.set()
        assert first.result().status_code == 200
        problem(second, 503)
        assert int(second.headers["retry-after"]) > 0
        assert 'doorlicht_rejected_total{reason="queue_full"} 1.0' in client.get("/metrics").text


def test_a_fault_of_the_service_tells_the_caller_no_more_than_its_id(
    session: Session, origin: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serving.http.service.read_out", lambda *_: 1 / 0)
    with a_service(session) as client:
        answer = client.post("/v1/read", files={"scan": origin}, headers={"X-Request-Id": "case-18"})
    assert problem(answer, 500)["request_id"] == "case-18"
    assert "division" not in answer.text


def test_it_is_ready_while_it_runs_and_says_with_which_network(client: httpx.Client) -> None:
    assert client.get("/readyz").json()["model"]["name"] == "stand-in"


def test_before_it_has_started_it_is_alive_but_not_ready(session: Session) -> None:
    app = create_app(Settings(), session)
    assert asyncio.run(status_of(app, "/healthz")) == 200
    assert asyncio.run(status_of(app, "/readyz")) == 503


def test_without_the_locator_s_file_it_does_not_start(
    session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("datasets.locator.edges.RELEASED", tmp_path / "locator.onnx")
    locator.cache_clear()
    with pytest.raises(LocatorError, match="the checkout is incomplete"):
        asyncio.run(started(create_app(Settings(), session)))


async def started(app: FastAPI) -> None:
    async with app.router.lifespan_context(app):
        pass


async def status_of(app: FastAPI, path: str) -> int:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://unstarted") as client:
        return (await client.get(path)).status_code


def test_the_metrics_count_verdicts_stages_and_requests(client: httpx.Client, origin: bytes) -> None:
    client.post("/v1/compare", files={"origin": origin, "destination": origin})
    text = client.get("/metrics").text
    for name in (
        'doorlicht_verdicts_total{verdict="match"}',
        'doorlicht_stage_seconds_count{stage="align"}',
        'doorlicht_requests_total{route="/v1/compare",status="200"}',
        "doorlicht_queue_depth 0.0",
        "doorlicht_model_info{",
    ):
        assert name in text


def test_the_schema_describes_the_reply_and_every_problem(client: httpx.Client) -> None:
    schema = client.get("/openapi.json").json()
    responses = schema["paths"]["/v1/compare"]["post"]["responses"]
    assert {"200", "400", "413", "415", "422", "503", "504"} <= responses.keys()
    assert all("application/problem+json" in responses[status]["content"] for status in responses if status != "200")
    assert schema["components"]["schemas"]["ComparisonReply"]["properties"]["verdict"]["enum"] == [
        *("match", "mismatch", "not_comparable")
    ]


def test_a_real_server_keeps_to_the_contract(model: Path, tmp_path: Path, origin: bytes, destination: bytes) -> None:
    (tmp_path / "origin.tif").write_bytes(origin)
    (tmp_path / "destination.tif").write_bytes(destination)
    with a_server(model) as base:
        assert faults("http", base, str(tmp_path / "origin.tif"), str(tmp_path / "destination.tif")) == KEPT


@contextmanager
def a_server(model: Path) -> Iterator[str]:
    """`python -m serving serve` on a port of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "serving", "serve", "--port", str(port), "--model", str(model)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        wait_until_ready(base)
        yield base
    finally:
        process.terminate()
        assert process.wait(10) in (0, -signal.SIGTERM)


def wait_until_ready(base: str) -> None:
    for _ in range(200):
        try:
            if httpx.get(f"{base}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"{base} was not ready within 20 s")


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """What a problem says, once it is known to be one."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["detail"]
    return told
