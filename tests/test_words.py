from datasets.depth import Depth
from serving.findings import Finding
from serving.words import depth_words
from serving.zones import Zone


def a_finding(depth: Depth | None) -> Finding:
    return Finding("concealed", 0.9, None, Zone("cargo", "in the load"), (0, 0, 1, 1), None, depth)


def test_a_depth_is_told_in_metres_from_the_near_wall() -> None:
    assert depth_words(a_finding(Depth(600.0, 310.0, 890.0))) == "0.3 to 0.9 m behind the near wall"


def test_an_unknown_depth_needs_no_words() -> None:
    assert depth_words(a_finding(None)) == ""
