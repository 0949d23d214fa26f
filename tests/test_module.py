from dataclasses import replace
from pathlib import Path

import pytest
import torch

from model.loss import pair_loss
from model.network import PairNet
from tests.exported import a_tiny_net
from tests.training_sets import a_prepared_set
from training.budget import Budget, learning_rate
from training.choosing import Chooser
from training.data import Crops, as_batch
from training.errors import CheckpointError, SettingsError
from training.fit import BEST, LAST, RunRecord, fit, network_weights
from training.mixture import Mixture
from training.module import PairModule
from training.settings import TrainSettings, smoke

SETTINGS = replace(smoke(), steps=4, precision="32-true", paste=False)


@pytest.fixture
def prepared(tmp_path: Path) -> Mixture:
    return Mixture.of([a_prepared_set(tmp_path / "prepared")])


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network of a few channels in place of the small one."""
    monkeypatch.setattr("training.fit.pairnet_small", a_tiny_net)


def test_steps_lower_the_loss_on_one_batch(prepared: Mixture) -> None:
    torch.manual_seed(0)
    module = PairModule(a_tiny_net(), SETTINGS, Chooser(prepared.pairs, SETTINGS))
    crops = Crops(prepared, replace(SETTINGS, lot_share=1.0), None)
    batch = as_batch([crops[draw] for draw in range(4)])
    optimiser = module.configure_optimizers()
    losses = []
    for _ in range(5):
        loss = pair_loss(module.network(batch.origin, batch.destination, batch.sweep), batch.truth, SETTINGS.lot_weight)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]


@pytest.mark.usefixtures("tiny")
def test_a_run_leaves_checkpoints_settings_log_and_what_it_came_from(prepared: Mixture, tmp_path: Path) -> None:
    run = tmp_path / "run"
    fit(prepared, run, SETTINGS)
    assert {BEST, LAST, "settings.json", "run.json", "log"} <= {path.name for path in run.iterdir()}
    assert TrainSettings.read(run / "settings.json") == SETTINGS
    assert RunRecord.read(run / "run.json").training_data == prepared.digest
    assert "val/chosen" in (run / "log" / "version_0" / "metrics.csv").read_text()


@pytest.mark.usefixtures("tiny")
def test_a_checkpoint_holds_tensors_and_plain_values_only(prepared: Mixture, tmp_path: Path) -> None:
    fit(prepared, tmp_path / "run", SETTINGS)
    checkpoint = torch.load(tmp_path / "run" / LAST, weights_only=True)
    assert checkpoint["global_step"] == 4
    a_tiny_net().load_state_dict(network_weights(tmp_path / "run" / BEST))


@pytest.mark.usefixtures("tiny")
def test_a_resumed_run_goes_on_from_where_it_stopped(prepared: Mixture, tmp_path: Path) -> None:
    run = tmp_path / "run"
    fit(prepared, run, SETTINGS)
    fit(prepared, run, replace(SETTINGS, steps=7), resume=True)
    assert torch.load(run / LAST, weights_only=True)["global_step"] == 7
    assert (run / "log" / "version_0" / "metrics.csv").is_file()
    assert (run / "log" / "version_1" / "metrics.csv").is_file()


@pytest.mark.usefixtures("tiny")
def test_a_run_may_begin_with_the_weights_of_another(prepared: Mixture, tmp_path: Path) -> None:
    fit(prepared, tmp_path / "first", SETTINGS)
    still = replace(SETTINGS, learning_rate=0.0, last_learning_rate=0.0, steps=1)
    fit(prepared, tmp_path / "second", still, init=tmp_path / "first" / BEST)
    first, second = network_weights(tmp_path / "first" / BEST), network_weights(tmp_path / "second" / LAST)
    assert torch.allclose(first["pair.head.weight"], second["pair.head.weight"])


@pytest.mark.usefixtures("tiny")
def test_the_weights_of_another_network_are_refused(prepared: Mixture, tmp_path: Path) -> None:
    weights = {f"network.{name}": value for name, value in PairNet((4, 6), (4, 8)).state_dict().items()}
    torch.save({"state_dict": weights}, tmp_path / "other.ckpt")
    with pytest.raises(CheckpointError, match=r"other\.ckpt holds the weights of another network"):
        fit(prepared, tmp_path / "run", SETTINGS, init=tmp_path / "other.ckpt")


def test_a_folder_that_holds_a_run_is_not_written_over(prepared: Mixture, tmp_path: Path) -> None:
    (tmp_path / LAST).touch()
    with pytest.raises(SettingsError, match="go on with --resume"):
        fit(prepared, tmp_path, SETTINGS)


def test_there_must_be_something_to_resume(prepared: Mixture, tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"no last\.ckpt to resume from"):
        fit(prepared, tmp_path, SETTINGS, resume=True)


def test_a_checkpoint_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"absent\.ckpt is not there"):
        network_weights(tmp_path / "absent.ckpt")


def test_the_learning_rate_warms_up_to_its_peak_and_falls_to_the_last() -> None:
    rates = [learning_rate(progress / 1000, SETTINGS) for progress in range(1001)]
    assert max(rates) == pytest.approx(SETTINGS.learning_rate)
    assert rates.index(max(rates)) == pytest.approx(1000 * SETTINGS.warm_up, abs=1)
    assert rates[-1] == pytest.approx(SETTINGS.last_learning_rate)
    assert learning_rate(1.2, SETTINGS) == pytest.approx(SETTINGS.last_learning_rate)


def test_minutes_that_were_spent_before_a_stop_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.budget.time.monotonic", lambda: 1000.0)
    budget = Budget(replace(SETTINGS, steps=100, minutes=10.0))
    budget.load_state_dict({"spent_s": 300.0})
    assert budget.progress(0) == pytest.approx(0.5)
    assert budget.progress(90) == pytest.approx(0.9)


def test_light_lots_and_easy_events_do_not_choose_the_checkpoint(prepared: Mixture) -> None:
    chooser = Chooser(prepared.pairs, SETTINGS)
    pair = prepared.pairs[1]
    kinds = (replace(pair, mass_kg=3.0), replace(pair, event="other_load"), prepared.pairs[0], pair)
    assert [chooser.is_lot(kind) for kind in kinds] == [False, False, False, True]


def test_of_two_checkpoints_that_find_as_many_the_one_that_comes_nearer_is_chosen(prepared: Mixture) -> None:
    chooser, rows = Chooser(prepared.pairs, SETTINGS), torch.arange(8)
    far = chooser.figures(torch.tensor([0.5, 0.1] * 4), rows)["chosen"]
    near = chooser.figures(torch.tensor([0.5, 0.4] * 4) + torch.tensor([0.0, 0.0, -0.5, 0.0] * 2), rows)["chosen"]
    assert near > far
