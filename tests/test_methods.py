from dataclasses import replace

import numpy as np

from tests.outcomes import an_outcome
from training.evaluating.methods import METHODS, NETWORK, SINGLE_NETWORK, pair_methods, single_methods
from training.evaluating.outcomes import ScansAlone
from training.evaluating.rival_networks import TAKEN, RivalScores

RIVALS = RivalScores("unet", 0.7, 0.2, 0.3), RivalScores("siamese", 0.6, 0.4, 0.5)


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


def test_rivals_stand_beside_the_others_where_they_were_asked() -> None:
    unreadable, asked = an_outcome(None), replace(an_outcome(0.1), rivals=RIVALS)
    assert pair_methods([unreadable]) == METHODS
    *others, unet, siamese = pair_methods([unreadable, asked])
    assert tuple(others) == METHODS
    assert (unet.name, siamese.name) == ("unet", "siamese")
    assert unet.pairs([unreadable, asked]).tolist() == [-np.inf, 0.7]
    assert siamese.pairs([unreadable, asked]).tolist() == [-np.inf, 0.6]


def test_a_pair_that_the_system_refused_is_missed_by_rivals_too() -> None:
    refused = replace(an_outcome(None), rivals=RIVALS)
    assert [method.pairs([refused])[0] for method in pair_methods([refused])] == [-np.inf] * 5


def test_rivals_score_each_scan_by_itself() -> None:
    known = an_outcome(0.1, concealed_in_origin=True, concealed_in_destination=False)
    outcomes = [known, replace(known, rivals=RIVALS)]
    network, unet, siamese = single_methods(outcomes)
    assert (network, unet.name, siamese.name) == (SINGLE_NETWORK, "unet", "siamese")
    assert unet.scans(outcomes, concealed=True).tolist() == [0.2]
    assert siamese.scans(outcomes, concealed=False).tolist() == [0.5]


def test_rivals_have_colours_of_their_own() -> None:
    methods = pair_methods([replace(an_outcome(0.1), rivals=RIVALS)])
    assert len({method.colour for method in methods}) == len(methods)


def test_no_rival_can_have_the_name_of_a_method() -> None:
    assert {method.name.casefold() for method in METHODS} < set(TAKEN)
