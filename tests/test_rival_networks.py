from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from datasets.errors import AlignmentError
from datasets.preparation import Picture, picture
from datasets.view import Image, Mask
from serving.comparing import compare
from serving.session import Session
from tests.standin import write_standin
from tests.training_sets import LOT
from tests.trucks import a_scan
from training.errors import RivalError, SettingsError
from training.evaluating.outcomes import Question
from training.evaluating.rival_networks import TAKEN, Rival, RivalScores, check_names, rival_scores, sessions_of

ORIGIN, DESTINATION = a_scan(seed=0), a_scan(LOT, seed=1)


@pytest.fixture(scope="module")
def standin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_standin(tmp_path_factory.mktemp("rival") / "standin.onnx")


@pytest.fixture(scope="module")
def session(standin: Path) -> Session:
    return Session.load(standin)


@pytest.fixture(autouse=True)
def loaded_anew() -> Iterator[None]:
    yield
    sessions_of.cache_clear()


def test_a_rival_is_given_by_its_name_and_its_file() -> None:
    assert Rival.of("unet=out/a=b.onnx") == Rival("unet", Path("out/a=b.onnx"))


@pytest.mark.parametrize("text", ["unet", "=a.onnx", "unet=", "a b=a.onnx", "a|b=a.onnx", "a,b=a.onnx"])
def test_what_is_no_name_and_file_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="wanted"):
        Rival.of(text)


@pytest.mark.parametrize("name", [*TAKEN, "SSIM", "PatchCore"])
def test_no_rival_takes_the_name_of_another_column(name: str) -> None:
    with pytest.raises(SettingsError, match="another column has that name"):
        Rival(name, Path("a.onnx"))


def test_every_rival_has_a_name_of_its_own() -> None:
    rivals = Rival("unet", Path("a.onnx")), Rival("siamese", Path("b.onnx")), Rival("UNet", Path("c.onnx"))
    with pytest.raises(SettingsError, match="2 rivals are called 'unet'"):
        Question(Path("set"), Path("model.onnx"), rivals=rivals)
    check_names(rivals[:2])


def test_a_rival_that_is_not_there_is_named() -> None:
    with pytest.raises(RivalError, match=r"rival unet: missing\.onnx is not there"):
        sessions_of((Rival("unet", Path("missing.onnx")),))


def test_a_rival_that_is_no_network_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.onnx").write_text("not a network")
    with pytest.raises(RivalError, match=r"rival unet: .*text\.onnx: no ONNX network"):
        sessions_of((Rival("unet", tmp_path / "text.onnx"),))


def test_a_rival_for_another_preparation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RivalError, match=r"rival unet: .*made for 'another'"):
        sessions_of((Rival("unet", write_standin(tmp_path / "other.onnx", {"preparation": "another"})),))


def test_a_rival_that_is_the_network_says_what_the_network_says(session: Session, standin: Path) -> None:
    comparison = compare(ORIGIN, DESTINATION, session)
    [said] = rival_scores(comparison, (Rival("same", standin),))
    read = comparison.origin.score, comparison.destination.score
    assert said == RivalScores("same", comparison.mismatch_score, *read)


def test_an_origin_whose_low_energy_was_left_out_of_the_pair_is_shown_with_it(session: Session) -> None:
    comparison = compare(replace(ORIGIN, low=ORIGIN.high), DESTINATION, session)
    said = RivalScores.of("same", session, comparison)
    assert comparison.pictures is not None
    assert not comparison.pictures.origin[1].any()
    assert comparison.origin.pictures.origin[1].any()
    assert (said.mismatch, said.alone) == (
        comparison.mismatch_score,
        (comparison.origin.score, comparison.destination.score),
    )


def test_scans_that_cannot_be_laid_on_each_other_are_read_each_by_itself(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise AlignmentError("too far apart")

    monkeypatch.setattr("serving.laying.align", fails)
    said = RivalScores.of("same", session, compare(ORIGIN, DESTINATION, session))
    assert said.mismatch is None
    assert min(said.alone) >= 0


def test_pictures_are_prepared_once_however_many_rivals_are_asked(
    session: Session, standin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def counted(attenuation: Image, unseen: Mask) -> Picture:
        made.append(unseen.shape)
        return picture(attenuation, unseen)

    monkeypatch.setattr("datasets.preparation.picture", counted)
    rival_scores(compare(ORIGIN, DESTINATION, session), (Rival("unet", standin), Rival("siamese", standin)))
    assert len(made) == 3  # both of the pair, and the destination by itself
