"""Processes that work side by side: one thread each, and gone when whoever started them is."""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread

import cv2


def process_pool(workers: int, prepare: Callable[[], None] | None = None) -> ProcessPoolExecutor:
    """A pool of processes; each calls `prepare` first. They are spawned: a fork copies the threads of whoever calls."""
    return ProcessPoolExecutor(workers, get_context("spawn"), initializer=begin, initargs=(prepare,))


def begin(prepare: Callable[[], None] | None) -> None:
    cv2.setNumThreads(1)
    Thread(target=end_with_parent, daemon=True).start()
    if prepare is not None:
        prepare()


def end_with_parent() -> None:
    """A run that is killed leaves nobody behind who goes on writing into its folder."""
    if parent := parent_process():
        parent.join()
        os._exit(1)
