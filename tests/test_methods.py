from dataclasses import replace

import numpy as np

from tests.outcomes import an_outcome
from training.evaluating.methods import METHODS, NETWORK, SINGLE_NETWORK, single_methods
from training.evaluating.outcomes import ScansAlone


def test_a_refused_pair_is_not_found_by_any_method_whatever_the_threshold() -> None:
    refused = an_outcome(None)
    assert [method.pairs([refused])[0] for method in METHODS] == [-np.inf] * len(METHODS)


def test_the_network_scores_a_pair_as_it_was_served() -> None:
    assert METHODS[0].name == NETWORK
    assert METHODS[0].pairs([an_outcome(0.3)])[0] == 0.3


def test_methods_are_told_apart_by_name_and_colour() -> None:
    assert len({method.name for method in METHODS}) == len({method.colour for method in METHODS}) == len(METHODS)


def test_scans_are_scored_by_what_is_hidden_in_each() -> None:
    outcome = replace(
        an_outcome(0.1, concealed_in_origin=True, concealed_in_destination=False), origin=0.9, destination=0.2
    )
    assert SINGLE_NETWORK.scans([outcome], concealed=True).tolist() == [0.9]
    assert SINGLE_NETWORK.scans([outcome], concealed=False).tolist() == [0.2]


def test_patchcore_stands_beside_the_network_where_it_was_asked() -> None:
    outcome = an_outcome(0.1, concealed_in_origin=True, concealed_in_destination=False)
    assert single_methods([outcome]) == (SINGLE_NETWORK,)
    _, patchcore = single_methods([outcome, replace(outcome, patchcore=ScansAlone("PatchCore", 7.0, 5.0))])
    assert patchcore.name == "PatchCore"
    assert patchcore.scans([outcome, replace(outcome, patchcore=ScansAlone("PatchCore", 7.0, 5.0))], True).tolist() == [
        7.0
    ]
