import numpy as np

from tests.outcomes import an_outcome
from training.methods import METHODS, NETWORK


def test_a_refused_pair_is_not_found_by_any_method_whatever_the_threshold() -> None:
    refused = an_outcome(None)
    assert [method.pairs([refused])[0] for method in METHODS] == [-np.inf] * len(METHODS)


def test_the_network_scores_a_pair_as_it_was_served() -> None:
    assert NETWORK.pairs([an_outcome(0.3)])[0] == 0.3


def test_methods_are_told_apart_by_name_and_colour() -> None:
    assert len({method.name for method in METHODS}) == len({method.colour for method in METHODS}) == len(METHODS)
