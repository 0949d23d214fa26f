"""python -m datasets: everything about scans and sets of pairs that needs no network."""

import json
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from datasets.commands import command_line, run
from datasets.cores import usable_cores
from datasets.errors import SetError
from datasets.locator.prior import FEWEST_SEEN
from datasets.scan import Source

MOST_LINES = 50

app = command_line("Scans and sets of pairs: make, check and measure them.")
console = Console(soft_wrap=True, highlight=False)

SetFolder = Annotated[Path, typer.Argument(metavar="SET", help="Folder with pairs.csv.", show_default=False)]
NewSet = Annotated[Path, typer.Option("--out", metavar="SET", help="Folder of the set to write.", show_default=False)]
PairCount = Annotated[
    int, typer.Option("--pairs", min=1, help="How many pairs the set is to hold.", show_default=False)
]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes at work.", show_default="all usable cores")]
Device = Annotated[str, typer.Option(help="Where path lengths are worked out: cpu or cuda.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed makes the same pairs.", show_default=False)]


@app.callback()
def every_command() -> None:
    """Scans and sets of pairs: make, check and measure them."""


@app.command("simulate")
def simulate_command(
    out: NewSet,
    pairs: PairCount,
    seed: Seed,
    benign: Annotated[bool, typer.Option("--benign", help="Only pairs in which nothing is hidden or changed.")] = False,
    split: Annotated[str, typer.Option(help="train, val or test for all pairs; by default 70, 15 and 15 %.")] = "",
    recipe: Annotated[str, typer.Option(help="Name of a recipe, or a file as `recipe` prints it.")] = "usual",
    device: Device = "cpu",
    workers: Workers = None,
) -> None:
    """Labelled pairs from scenes and physics; goes on where it was cut off."""
    from datasets.simulation.beam.devices import usable_device
    from datasets.simulation.recipes import find
    from datasets.simulation.simulate import Part, simulate

    found = find(recipe)
    part = Part(found.benign() if benign else found, pairs, seed, split)
    index = simulate(out, [part], workers=workers, device=usable_device(device))
    console.print(f"{out} holds {len(index.rows)} pairs", markup=False)


@app.command("benchmark")
def benchmark_command(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder of the three sets.", show_default=False)],
    only: Annotated[
        Literal["val", "test", "shift"] | None, typer.Option(help="This set alone.", show_default="all three")
    ] = None,
    first: Annotated[
        int | None, typer.Option(min=10, help="A leading piece of so many pairs of each.", show_default="all pairs")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Make nothing; hold what is there to the digests.")] = False,
    freeze: Annotated[bool, typer.Option("--freeze", help="Write the digests anew, from first pairs in DIR.")] = False,
    device: Device = "cpu",
    workers: Workers = None,
) -> None:
    """The fixed sets val, test and shift, and whether they are what others made; goes on where it was cut off."""
    from datasets.simulation import benchmark
    from datasets.simulation.beam.devices import usable_device

    sets = benchmark.chosen(only, first)
    if freeze:
        lines = benchmark.freeze(out, workers=workers)
    elif check:
        lines = benchmark.agreed(out, sets)
    else:
        lines = chain(
            benchmark.make(out, sets, workers=workers, device=usable_device(device)), benchmark.agreed(out, sets)
        )
    for line in lines:
        console.print(line, markup=False)


@app.command("bench")
def bench_command(
    pairs: Annotated[int, typer.Option("--pairs", min=1, help="How many pairs to time.")] = 24,
    device: Device = "cpu",
    workers: Workers = None,
) -> None:
    """How fast pairs are made on this machine, beside the matrix products in them alone."""
    from datasets.simulation.beam.devices import usable_device
    from datasets.simulation.throughput import measure

    with Progress(transient=True) as progress:
        bar = progress.add_task("making pairs", total=pairs)
        speed = measure(pairs, workers or usable_cores(), usable_device(device), lambda: progress.advance(bar))
    for line in speed.lines():
        console.print(line, markup=False)


@app.command("gallery")
def gallery_command(
    folder: SetFolder,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The page to write.", show_default=False)],
    beside: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder with real scans, to be shown between the pairs.")
    ] = None,
    pairs: Annotated[int, typer.Option("--pairs", min=1, help="How many pairs to show.")] = 40,
) -> None:
    """One page with pictures of a set: every load, container, event and place it holds."""
    from datasets.simulation.gallery.gallery import gallery

    gallery(folder, out, beside, pairs)
    console.print(f"{out} shows the set; open it in a browser", markup=False)


@app.command("realism")
def realism_command(
    folder: SetFolder,
    beside: Annotated[Path, typer.Option(metavar="DIR", help="Folder with real previews.", show_default=False)],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder for plots.", show_default=False)] = None,
) -> None:
    """How far simulated previews are from real ones: histograms, spectra, and a classifier on patches of loads."""
    from datasets.simulation.realism.realism import realism

    for line in realism(folder, beside, out).lines():
        console.print(line, markup=False)


@app.command("charts")
def charts_command(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the picture.", show_default=False)],
) -> None:
    """What simulated scanners show of steel, wires, foils and bars, modelled on ANSI N42.46 and IEC 62523."""
    from datasets.simulation.charts.chart_report import charts

    for line in charts(out):
        console.print(line, markup=False)


@app.command("recipe")
def recipe_command(
    name: Annotated[str, typer.Argument(help="usual, previews, sources, twins or shift.")] = "usual",
) -> None:
    """Prints a recipe as JSON: shares of containers, loads, events and energies, and the range of every nuisance."""
    from datasets.simulation.recipes import find

    typer.echo(json.dumps(json.loads(find(name).text()), indent=2))


@app.command("project")
def project_command(
    scans: Annotated[Path, typer.Argument(metavar="SCANS", help="Folder with scans.", show_default=False)],
    out: NewSet,
    pairs: PairCount,
    seed: Seed,
    side: Annotated[
        int | None,
        typer.Option(help="-1 or 1: the source stood at the container's left or right.", show_default="drawn"),
    ] = None,
    distance: Annotated[
        float | None, typer.Option(help="Metres from the source to the container's middle.", show_default="drawn")
    ] = None,
    height: Annotated[
        float | None, typer.Option(help="Metres of the source above the container's underside.", show_default="drawn")
    ] = None,
) -> None:
    """Labelled pairs from your own unlabelled scans: each re-scanned, with lots laid in by physics."""
    from datasets.simulation.projecting.projected import Assumed
    from datasets.simulation.projecting.projection import project

    index = project(scans, out, pairs, seed, Assumed(side, distance, height))
    console.print(f"{out} holds {len(index.rows)} pairs", markup=False)


@app.command("check")
def check_command(folder: SetFolder) -> None:
    """Is this set sound: files, sizes, numbers, splits, leaks."""
    from datasets.checking import check

    report = check(folder)
    table = Table("split", "pairs", "same", "mismatch")
    for split, count in Counter(row.split for row in report.rows).most_common():
        labels = Counter(row.label for row in report.rows if row.split == split)
        table.add_row(split or "none", str(count), str(labels["same"]), str(labels["mismatch"]))
    console.print(table)
    for line in (*report.notes, *report.faults[:MOST_LINES]):
        console.print(line, markup=False)
    if report.faults:
        raise SetError(f"{folder} is not sound: {len(report.faults)} faults, the first: {report.faults[0]}")
    console.print(f"{folder} is sound: {len(report.rows)} pairs", markup=False)


@app.command("locate")
def locate_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder with pictures.", show_default=False)],
    region: Annotated[str, typer.Option(help="container, or object: all that is not air.")] = "container",
) -> None:
    """Where the containers lie; with YOLO labels beside the pictures, how well they are found."""
    from datasets.measuring.locate_report import locate_all, report

    for line in report(locate_all(folder, region)):
        console.print(line, markup=False)


@app.command("align")
def align_command(
    origin: Annotated[Path, typer.Argument(metavar="ORIGIN", help="Scan taken at origin.", show_default=False)],
    destination: Annotated[
        Path, typer.Argument(metavar="DESTINATION", help="Scan taken at destination.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The page to write.", show_default=False)],
    region: Annotated[
        Literal["container", "object"], typer.Option(help="container, or object: all that is not air.")
    ] = "container",
) -> None:
    """One page with two scans laid on each other: the map as curves, both in turn, the residual of each stage."""
    from datasets.pair_page.page import write_pair_page

    found = write_pair_page(origin, destination, out, region).alignment
    console.print(f"{out} shows the map; quality {found.quality:.2f}, residual {found.residual:.1%}", markup=False)


@app.command("measure-alignment")
def measure_alignment_command(
    folder: SetFolder,
    first: Annotated[int | None, typer.Option(min=1, help="The first so many pairs.", show_default="all pairs")] = None,
    only_split: Annotated[Literal["", "train", "val", "test"], typer.Option(help="Pairs of this split alone.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for tables, plot and the worst pairs.")
    ] = None,
    rescans: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder with real scans, to be laid on their re-scans, too.")
    ] = None,
    repeats: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder with the scans of one rack, to be laid on each other.")
    ] = None,
    workers: Workers = None,
) -> None:
    """How well the pairs of a simulated set are laid on each other, beside what is aimed at."""
    from datasets.measuring.measure import measure_alignment
    from datasets.measuring.output import write_output

    measured = measure_alignment(folder, first, only_split, workers or usable_cores(), rescans, repeats)
    for line in (*measured.failures[:MOST_LINES], *(row.line for row in measured.rows)):
        console.print(line, markup=False)
    if out is not None:
        write_output(out, measured)
        console.print(f"{out} holds the figures of each pair", markup=False)


@app.command("sites")
def sites_command(
    folder: SetFolder,
    out: Annotated[Path, typer.Option("--out", metavar="F.json", help="Where to write what is known of the sites.")],
    workers: Workers = None,
) -> None:
    """Where the sources of a set's sites stand, from all its pairs; `serving` takes the file as --sites."""
    from datasets.measuring.site_history import sites_of

    known, failures = sites_of(folder, workers or usable_cores())
    for line in (*failures[:MOST_LINES], *(f"{name}: {words_of(one)}" for name, one in sorted(known.sources.items()))):
        console.print(line, markup=False)
    known.write(out)
    console.print(f"{out} holds {len(known.sources)} sites, each seen {FEWEST_SEEN} times or more", markup=False)


@app.command("measure-sites")
def measure_sites_command(
    scanners: Annotated[int, typer.Option(min=2, help="How many pairs of two scanners are drawn.")] = 14,
    pairs: Annotated[int, typer.Option(min=1, help="Pairs of scans simulated for each.")] = 30,
    seed: Annotated[int, typer.Option(min=0, help="Of all that is drawn.")] = 77,
    workers: Workers = None,
) -> None:
    """How surely a history of pairs tells on which sides two scanners' sources stand; simulates all it needs."""
    from datasets.measuring.site_trial import site_trial

    for row in site_trial(scanners, pairs, seed, workers or usable_cores()):
        console.print(row.line, markup=False)


def words_of(source: Source) -> str:
    side = f"on the {source.side}" if source.side else "on a side that is not sure"
    return f"source {source.distance_m:.1f} m away, {source.height_m:.1f} m above the box's underside, {side}"


if __name__ == "__main__":
    run(app)
