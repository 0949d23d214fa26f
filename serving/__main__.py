"""python -m serving: read scans out, compare them, and answer over HTTP."""

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from datasets.commands import command_line, run
from datasets.cores import usable_cores
from datasets.pairs import PairIndex
from datasets.reading import load_scan
from serving.batch import Batch
from serving.comparing import compare, read_out
from serving.demo import SAMPLES, sample_table, show, write_report
from serving.errors import ServingError, SettingsError
from serving.replies import ComparisonReply, ReadingReply
from serving.report import comparison_page, reading_page
from serving.session import Session
from serving.settings import Region, Settings
from serving.stopwatch import Stopwatch
from serving.text import comparison_text, reading_text

app = command_line("Read scans out, compare them, and answer over HTTP.")
console = Console(soft_wrap=True, highlight=False)

ScanFile = Annotated[Path, typer.Argument(metavar="SCAN", show_default=False, help="TIFF, PNG, JPEG or .npy.")]
OriginFile = Annotated[Path, typer.Argument(metavar="ORIGIN", show_default=False, help="The scan made first.")]
DestinationFile = Annotated[
    Path, typer.Argument(metavar="DESTINATION", show_default=False, help="The scan made later.")
]
SetFolder = Annotated[Path, typer.Argument(metavar="SET", show_default=False, help="Folder with pairs.csv.")]
AsJson = Annotated[bool, typer.Option("--json", help="The reply of the HTTP service instead of a short text.")]
Report = Annotated[Path | None, typer.Option(metavar="F.html", help="Write one HTML page with pictures.")]
ModelFile = Annotated[
    Path | None, typer.Option("--model", help="The network, an ONNX file; the released one if absent.")
]
SitesFile = Annotated[
    Path | None,
    typer.Option("--sites", metavar="F.json", help="The sites' sources, as `python -m datasets sites` writes."),
]
RegionName = Annotated[Region | None, typer.Option(help="What is looked at: the container, or all that is not air.")]
Rate = Annotated[float | None, typer.Option(help="Share of unchanged pairs that may be called a mismatch.")]


@app.command("compare")
def compare_command(
    origin: OriginFile,
    destination: DestinationFile,
    as_json: AsJson = False,
    report: Report = None,
    model: ModelFile = None,
    region: RegionName = None,
    false_alarm_rate: Rate = None,
    sites: SitesFile = None,
) -> None:
    """Compare two scans of one container."""
    settings = settings_with(model=model, region=region, false_alarm_rate=false_alarm_rate, sites=sites)
    session = session_of(settings, usable_cores())
    clock = Stopwatch()
    with clock.stage("read"):
        scans = load_scan(origin), load_scan(destination)
    comparison = compare(*scans, session, settings.region, settings.false_alarm_rate, clock)
    if report is not None:
        write(report, comparison_page(comparison, f"{origin.name} and {destination.name}"))
    if as_json:
        typer.echo(ComparisonReply.of(comparison).model_dump_json())
    else:
        console.print(comparison_text(comparison))


@app.command("read")
def read_command(
    scan: ScanFile,
    as_json: AsJson = False,
    report: Report = None,
    model: ModelFile = None,
    region: RegionName = None,
    false_alarm_rate: Rate = None,
    sites: SitesFile = None,
) -> None:
    """Look for something hidden in one scan by itself."""
    settings = settings_with(model=model, region=region, false_alarm_rate=false_alarm_rate, sites=sites)
    session = session_of(settings, usable_cores())
    clock = Stopwatch()
    with clock.stage("read"):
        loaded = load_scan(scan)
    reading = read_out(loaded, session, settings.region, settings.false_alarm_rate, clock)
    if report is not None:
        write(report, reading_page(reading, scan.name))
    if as_json:
        typer.echo(ReadingReply.answer(reading).model_dump_json())
    else:
        console.print(reading_text(reading))


@app.command("batch")
def batch_command(
    folder: SetFolder,
    out: Annotated[Path, typer.Option(help="Folder for replies.jsonl and scores.csv.")],
    model: ModelFile = None,
    region: RegionName = None,
    false_alarm_rate: Rate = None,
    sites: SitesFile = None,
    resume: Annotated[bool, typer.Option("--resume", help="Keep what this model has answered before.")] = False,
) -> None:
    """Compare every pair of a set; a file that cannot be used costs its own line."""
    settings = settings_with(model=model, region=region, false_alarm_rate=false_alarm_rate, sites=sites)
    threads = settings.workers or usable_cores()
    batch = Batch(folder, session_of(settings), settings.region, settings.false_alarm_rate, threads)
    pairs = len(PairIndex.load(folder).rows)
    with progress_bar("comparing") as progress:
        bar = progress.add_task("", total=pairs)
        counts = batch.run(out, resume, lambda _: progress.advance(bar))
    console.print(
        ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common()) + f" in {out}", markup=False
    )


@app.command("demo")
def demo_command(
    samples: Annotated[Path, typer.Option("--set", help="The set of pairs to show.")] = SAMPLES,
    out: Annotated[Path, typer.Option(help="Folder for report.html.")] = Path("out/demo"),
    model: ModelFile = None,
) -> None:
    """Compare the sample pairs of the repository and write a page that shows them."""
    settings = settings_with(model=model)
    session = session_of(settings, usable_cores())
    shown = list(show(Batch(samples, session, settings.region, settings.false_alarm_rate)))
    Console(highlight=False).print(sample_table(shown))
    console.print(f"{write_report(shown, out)} shows every pair; open it in a browser", markup=False)


@app.command("bench")
def bench_command(
    samples: Annotated[Path, typer.Option("--set", help="The set of pairs to compare.")] = SAMPLES,
    comparisons: Annotated[int, typer.Option(min=1, help="How many comparisons to time.")] = 40,
    model: ModelFile = None,
) -> None:
    """How fast comparisons are on this machine."""
    from serving.bench import measure, stage_table

    settings = settings_with(model=model)
    threads = settings.workers or usable_cores()
    batch = Batch(samples, session_of(settings), settings.region, settings.false_alarm_rate, threads)
    with progress_bar("comparing") as progress:
        bar = progress.add_task("", total=comparisons)
        speed = measure(batch, comparisons, lambda: progress.advance(bar))
    console.print(stage_table(speed))
    console.print(
        f"{speed.pairs_per_s:.1f} pairs/s on {threads} threads; the network alone {speed.network_pairs_per_s:.1f}; "
        f"read and align take {speed.laying_to_network:.1f} times as long as infer"
    )


@app.command("serve")
def serve_command(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    model: ModelFile = None,
    sites: SitesFile = None,
) -> None:
    """Answer over HTTP until stopped."""
    import uvicorn

    from serving.http.app import create_app

    settings = settings_with(host=host, port=port, model=model, sites=sites)
    uvicorn.run(
        create_app(settings, session_of(settings)),
        host=settings.host,
        port=settings.port,
        timeout_graceful_shutdown=settings.drain_s,
        server_header=False,
    )


def session_of(settings: Settings, threads: int = 1) -> Session:
    return Session.load(settings.model, threads, settings.sites)


def progress_bar(what: str) -> Progress:
    """On the error output, so that what is printed can be piped."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))


def settings_with(**given: Any) -> Settings:
    """The settings, with what was given on the command line instead of what the environment says."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise SettingsError(f"{place}: {first['msg']}" if place else first["msg"]) from error


def write(path: Path, page: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    run(app, ServingError, OSError)
