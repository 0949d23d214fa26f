"""python -m training: prepare, fit, mine, sweep, export, quantise, calibrate, weigh, evaluate."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from datasets.commands import command_line, run
from datasets.cores import usable_cores
from model.errors import ModelError
from serving.errors import ServingError
from serving.settings import Region
from training.errors import SettingsError, TrainingError
from training.options import with_settings
from training.settings import Experiment, TrainSettings, settings_of

if TYPE_CHECKING:
    from training.mixture import Mixture

app = command_line("Trains, exports, calibrates and scores the network.")

SetFolder = Annotated[Path, typer.Argument(metavar="SET", help="Folder with pairs.csv.", show_default=False)]
Workers = Annotated[
    int,
    typer.Option(default_factory=usable_cores, show_default="all usable cores", help="Processes at work on pairs."),
]
Sets = Annotated[list[Path], typer.Argument(metavar="SET...", help="Folders with pairs.csv.", show_default=False)]
Weights = Annotated[
    list[float] | None,
    typer.Option("--weight", help="Share of crops of a set, one for each SET; by its pairs by default."),
]
PreparedSets = Annotated[
    list[Path] | None,
    typer.Option("--prepared", help="Prepared pairs, one folder for each SET; SET/prepared by default."),
]
OnnxIn = Annotated[Path, typer.Option(help="The exported network.")]
OnnxOut = Annotated[Path, typer.Option(help="File to write, .onnx.")]


@app.command("prepare")
def prepare_command(
    folder: SetFolder,
    workers: Workers,
    out: Annotated[Path | None, typer.Option(help="Folder for the prepared pairs; SET/prepared by default.")] = None,
) -> None:
    """Read, locate, normalise and align each pair of SET once; goes on where it was stopped."""
    from training.preparing import prepare

    prepared = prepare(folder, out or folder / "prepared", workers)
    typer.echo(f"{len(prepared.pairs)} pairs prepared in {prepared.folder}, {len(prepared.skipped)} skipped")


@app.command("fit")
@with_settings
def fit_command(
    folders: Sets,
    out: Annotated[Path, typer.Option(help="Folder for checkpoints, logs, pictures and settings.")],
    changes: dict[str, Any],
    experiment: Annotated[
        Experiment, typer.Option(help="Settings to begin with; training/settings.py.")
    ] = Experiment.PAIR,
    weight: Weights = None,
    prepared: PreparedSets = None,
    init: Annotated[Path | None, typer.Option(help="Checkpoint whose weights to begin with.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in OUT, with its settings.")] = False,
) -> None:
    """Train on one or several SETs; the best checkpoint by validation and the last are kept in OUT."""
    from training.fit import fit

    began = TrainSettings.read(out / "settings.json") if resume else settings_of(experiment)
    settings = replace(began, **changes)
    typer.echo(settings.record, nl=False)
    best = fit(mixture(folders, prepared, weight), out, settings, init, resume)
    typer.echo(f"best checkpoint: {best}")


@app.command("mine")
def mine_command(
    folders: Sets,
    model: OnnxIn,
    out: Annotated[Path, typer.Option(help="Table to write, .csv.")],
    workers: Workers,
    prepared: PreparedSets = None,
) -> None:
    """Find where a network sees changes in unchanged training pairs, for `fit --hard`."""
    from training.mining import mine

    found = mine(mixture(folders, prepared, None), model, out, workers)
    typer.echo(f"{out}: {len(found)} pairs, the highest score {found[0].score:.3f}" if found else f"{out}: no pair")


@app.command("sweep")
@with_settings
def sweep_command(
    folders: Sets,
    out: Annotated[Path, typer.Option(help="Folder for the trials; a sweep that is there goes on.")],
    changes: dict[str, Any],
    trials: Annotated[int, typer.Option(help="Runs more.")] = 10,
    experiment: Annotated[Experiment, typer.Option(help="Settings to begin with.")] = Experiment.PAIR,
    weight: Weights = None,
    prepared: PreparedSets = None,
    init: Annotated[Path | None, typer.Option(help="Checkpoint whose weights to begin with.")] = None,
) -> None:
    """Look for the learning rate and the shares of lots and easy events by short runs (Optuna)."""
    from training.sweep import sweep

    settings = replace(settings_of(experiment), **changes)
    typer.echo(settings.record, nl=False)
    study = sweep(mixture(folders, prepared, weight), out, settings, trials, init)
    best = ", ".join(f"{name} {value:.4g}" for name, value in study.best_params.items())
    typer.echo(f"trial {study.best_trial.number} of {len(study.trials)}: {study.best_value:.3f} by {best}")


def mixture(folders: list[Path], prepared: list[Path] | None, weight: list[float] | None) -> "Mixture":
    """The sets, prepared where they are not yet."""
    from training.mixture import Mixture
    from training.preparing import prepare

    places = prepared or [folder / "prepared" for folder in folders]
    if len(places) != len(folders):
        raise SettingsError(f"{len(places)} times --prepared for {len(folders)} sets, wanted one each")
    sets = [prepare(folder, place, usable_cores()) for folder, place in zip(folders, places, strict=True)]
    return Mixture.of(sets, weight or ())


@app.command("export")
def export_command(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder that fit wrote.", show_default=False)],
    out: OnnxOut,
    prepared: Annotated[
        list[Path] | None, typer.Option(help="Folders of prepared pairs; those the run was trained on by default.")
    ] = None,
    last: Annotated[bool, typer.Option("--last", help="The last checkpoint instead of the best.")] = False,
    single: Annotated[
        Path | None, typer.Option(metavar="RUN", help="Run that trained the branch for single scans, if another.")
    ] = None,
) -> None:
    """Export, prove on 20 pairs and calibrate; writes nothing where file and network differ."""
    from training.fit import BEST, LAST, RunRecord
    from training.mixture import Mixture
    from training.prepared import PreparedSet
    from training.release import release

    places = prepared or map(Path, RunRecord.read(folder / "run.json").prepared)
    pairs = Mixture.of([PreparedSet.load(place) for place in places])
    calibrated = release(folder, pairs, out, LAST if last else BEST, usable_cores(), single)
    typer.echo(f"{out}: {calibrated.summary}")


@app.command("quantise")
def quantise_command(
    folder: SetFolder,
    model: OnnxIn,
    out: OnnxOut,
    workers: Workers,
    prepared: Annotated[Path | None, typer.Option(help="Prepared pairs; SET/prepared by default.")] = None,
    pairs: Annotated[int, typer.Option(help="Pairs that tell the ranges.")] = 50,
) -> None:
    """The network with its convolutions in eight bits; thresholds stay, so calibrate it anew."""
    from training.preparing import prepare
    from training.quantising import quantise

    quantise(prepare(folder, prepared or folder / "prepared", workers), model, out, pairs)
    typer.echo(f"{out} is written")


@app.command("calibrate")
def calibrate_command(
    folder: SetFolder,
    model: OnnxIn,
    out: OnnxOut,
    workers: Workers,
    region: Annotated[Region, typer.Option(help="What is compared, as in serving.")] = "container",
    rate: Annotated[
        float, typer.Option(help="False alarms that must be carried; a higher one needs fewer pairs.")
    ] = 0.004,
) -> None:
    """New thresholds from the benign pairs of SET, no retraining; 0.4 % needs 200 pairs."""
    from training.site import Site, calibrate_site

    typer.echo(f"{out}: {calibrate_site(Site(folder, region), model, out, rate, workers).summary}")


@app.command("weigh")
def weigh_command(folder: SetFolder, model: OnnxIn, out: OnnxOut, workers: Workers) -> None:
    """What turns line integrals into masses with intervals, from the lots of SET; none that it was trained on."""
    from training.weighing import weigh

    laws = weigh(folder, model, out, workers)
    typer.echo(
        f"{out}: masses of what changed from {laws.changed.lots} findings, of what is hidden from {laws.concealed.lots}"
    )


@app.command("evaluate")
def evaluate_command(
    folder: SetFolder,
    model: OnnxIn,
    out: Annotated[Path, typer.Option(help="Folder for replies, scores, figures, plots and report.")],
    workers: Workers,
    split: Annotated[str, typer.Option(help="Which pairs; an empty word takes all.")] = "test",
    region: Annotated[Region, typer.Option(help="What is compared, as in serving.")] = "container",
    patchcore: Annotated[Path | None, typer.Option(help="Memory of clean patches that fit-patchcore wrote.")] = None,
    rival: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FILE", help="Another exported network, and the name of its columns; repeatable."),
    ] = None,
) -> None:
    """Score the exported network on SET through the serving code, beside plain methods and rivals."""
    from training.evaluating.evaluate import evaluate
    from training.evaluating.outcomes import Question
    from training.evaluating.report import in_words
    from training.evaluating.rival_networks import Rival

    rivals = tuple(map(Rival.of, rival or ()))
    shown = evaluate(Question(folder, model, region, patchcore, rivals), out, split, workers)
    for line in shown.headline:
        typer.echo(in_words(line))
    typer.echo(
        f"false alarms at the threshold in use: {shown.false_alarms}; benign pairs refused: {shown.refused_benign}"
    )
    typer.echo(f"report: {out / 'report.html'}")


@app.command("fit-patchcore")
def fit_patchcore_command(
    folder: SetFolder,
    out: Annotated[Path, typer.Option(help="File to write, .pt.")],
    weights: Annotated[Path | None, typer.Option(help="Of torchvision's ResNet-18; random without.")] = None,
    prepared: Annotated[Path | None, typer.Option(help="Prepared pairs; SET/prepared by default.")] = None,
) -> None:
    """Gather patches of clean training scans, for evaluate to measure single scans by."""
    from training.baselines.patchcore import PatchCore
    from training.preparing import prepare

    PatchCore.of(prepare(folder, prepared or folder / "prepared", usable_cores()), weights).write(out)
    typer.echo(f"{out} is written")


@app.command("measure-real")
def measure_real_command(
    folder: Annotated[Path, typer.Argument(metavar="REAL", help="Folder with real scans.", show_default=False)],
    model: OnnxIn,
    out: Annotated[Path, typer.Option(help="Folder for asked.csv and real.json.")],
    workers: Workers,
    number: Annotated[int, typer.Option(help="Re-scans, and weapons laid into them.")] = 200,
    seed: Annotated[int, typer.Option(help="The same seed draws the same.")] = 0,
) -> None:
    """Ask the exported network about real scans: repeats, re-scans, and weapons laid into the second of two."""
    from training.real_scans.measure import Question, measure_real

    for figure in measure_real(Question(folder, model, number, seed), out, workers):
        typer.echo(figure.line)


@app.command("fit-locator")
def fit_locator_command(
    folders: Annotated[list[Path], typer.Argument(metavar="SET...", help="Simulated sets.", show_default=False)],
    out: Annotated[Path, typer.Option(help="Folder for checkpoint, log and settings.")],
    workers: Workers,
    init: Annotated[Path | None, typer.Option(help="Checkpoint whose weights to begin with.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in OUT, with its settings.")] = False,
    minutes: Annotated[float | None, typer.Option(help="Wall clock of the whole run.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of weights and pictures.")] = 0,
) -> None:
    """Train the network that sees a container's edges in a scan, on every scan of simulated sets."""
    from training.locator.fit import fit_locator
    from training.locator.settings import LocatorSettings

    settings = LocatorSettings.of_run(out) if resume else LocatorSettings(seed=seed)
    settings = settings if minutes is None else replace(settings, minutes=minutes)
    typer.echo(f"checkpoint: {fit_locator(folders, out, settings, workers, init, resume)}")


@app.command("export-locator")
def export_locator_command(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder fit-locator wrote.", show_default=False)],
    out: OnnxOut,
) -> None:
    """Export a locator and prove it on 20 pictures; writes nothing where file and network differ."""
    from training.locator.release import release_locator

    release_locator(folder, out)
    typer.echo(f"{out} is written")


if __name__ == "__main__":
    run(app, TrainingError, ModelError, ServingError)
