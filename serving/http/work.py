"""Work in a bounded pool of threads: no more at once than there are cores, no more waiting than may wait."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from serving.errors import DeadlinePassed, ServiceBusy
from serving.http.metrics import Metrics
from serving.stopwatch import Stopwatch

T = TypeVar("T")


class WorkPool:
    """Runs each piece of work on a thread of its own, under the deadline of its request."""

    def __init__(self, threads: int, queue_length: int, metrics: Metrics) -> None:
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix="doorlicht")
        self.places = threading.BoundedSemaphore(threads + queue_length)
        self.queue_length = queue_length
        self.metrics = metrics

    async def do(self, work: Callable[[], T], clock: Stopwatch) -> T:
        """The result of `work`; past the deadline it is not waited for, and what has not begun never begins."""
        if not self.places.acquire(blocking=False):
            self.metrics.rejected.labels("queue_full").inc()
            raise ServiceBusy(f"{self.queue_length} requests are waiting already, come again later")
        self.metrics.occupied.inc()
        future = self.executor.submit(work)
        future.add_done_callback(self.leave)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), max(clock.deadline_s - clock.total, 0.0))
        except TimeoutError:
            self.metrics.rejected.labels("deadline").inc()
            raise DeadlinePassed(f"there was no answer within {clock.deadline_s:g} s") from None

    def leave(self, _: Future[T]) -> None:
        self.metrics.occupied.dec()
        self.places.release()

    def close(self) -> None:
        self.executor.shutdown(wait=True, cancel_futures=True)
