import pytest

from serving.errors import DeadlinePassed
from serving.stopwatch import Stopwatch


def test_stages_are_within_the_total() -> None:
    clock = Stopwatch()
    with clock.stage("read"), clock.stage("align"):
        pass
    seconds = clock.seconds
    assert seconds.infer == 0.0
    assert 0 < seconds.align <= seconds.read <= seconds.total


def test_a_stage_that_comes_twice_adds_up() -> None:
    clock = Stopwatch()
    with clock.stage("read"):
        pass
    first = clock.seconds.read
    with clock.stage("read"):
        pass
    assert clock.seconds.read > first


def test_after_the_deadline_no_stage_begins() -> None:
    clock = Stopwatch(deadline_s=-1.0)
    with pytest.raises(DeadlinePassed), clock.stage("infer"):
        pytest.fail("it began")
