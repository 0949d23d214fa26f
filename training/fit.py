"""One training run: sets of pairs in, a folder with checkpoints, log and all that is needed to repeat it out."""

import json
import logging
import subprocess
import warnings
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import lightning
import torch
from lightning.pytorch.callbacks import Callback, ModelCheckpoint, WeightAveraging
from lightning.pytorch.loggers import CSVLogger, TensorBoardLogger
from torch import Tensor

from datasets.simulation.pasting.pasting import paste
from model.network import SMALL_WIDTHS, WIDTHS, PairNet, pairnet, pairnet_small
from training.baselines.ablated import Ablated
from training.baselines.networks import PlainPair, SiameseDifference
from training.budget import Budget
from training.choosing import Chooser
from training.data import PairData
from training.errors import CheckpointError, SettingsError
from training.mixture import Mixture
from training.module import PairModule
from training.pictures import EarlyPictures
from training.progress import Told
from training.settings import TrainSettings

BEST, LAST = "best.ckpt", "last.ckpt"


@dataclass(frozen=True)
class RunRecord:
    """What a run came from, written beside its checkpoints; `prepared` is where its pairs lie on this machine."""

    seed: int
    commit: str
    training_data: str  # sha256 over the files of the pairs
    train_pairs: int
    val_pairs: int
    precision: str
    prepared: list[str]
    weights: list[float]  # of the sets

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=2) + "\n")

    @classmethod
    def read(cls, path: Path) -> "RunRecord":
        if not path.is_file():
            raise CheckpointError(f"{path} is not there: {path.parent} is no folder that fit wrote")
        return cls(**json.loads(path.read_text()))


def fit(prepared: Mixture, run: Path, settings: TrainSettings, init: Path | None = None, resume: bool = False) -> Path:
    """Trains until the budget is spent; answers the best checkpoint."""
    begin(run, resume)
    torch.set_num_threads(settings.threads)
    lightning.seed_everything(settings.seed, verbose=False)
    network = build(settings)
    if init is not None:
        begin_with(network, init)
    settings.write(run / "settings.json")
    record(prepared, settings).write(run / "run.json")
    module = PairModule(network, settings, Chooser(prepared.pairs, settings))
    data = PairData(prepared, settings, augment=paste)
    pictures = EarlyPictures(run / "pictures", data.validation, settings.shown_pairs)
    trainer(run, settings, pictures).fit(module, data, ckpt_path=run / LAST if resume else None, weights_only=True)
    return run / BEST


def begin_with(network: PairNet, checkpoint: Path) -> None:
    try:
        network.load_state_dict(network_weights(checkpoint))
    except RuntimeError as error:
        raise CheckpointError(f"{checkpoint} holds the weights of another network: {error}") from error


def begin(run: Path, resume: bool) -> None:
    """Makes the folder of a run; a run that is there is neither written over nor taken for granted."""
    if not resume and (run / LAST).exists():
        raise SettingsError(f"{run} already holds a run: go on with --resume, or choose another folder")
    if resume and not (run / LAST).is_file():
        raise CheckpointError(f"{run} holds no {LAST} to resume from")
    run.mkdir(parents=True, exist_ok=True)


def build(settings: TrainSettings) -> PairNet:
    widths = SMALL_WIDTHS if settings.small else WIDTHS
    if settings.without:
        return Ablated(widths, settings.without)
    if settings.network == "pairnet":
        return pairnet_small() if settings.small else pairnet()
    return (PlainPair if settings.network == "unet" else SiameseDifference)(*widths)


def network_weights(checkpoint: Path) -> dict[str, Tensor]:
    """The averaged weights of a run; only tensors and plain values are read, never objects."""
    if not checkpoint.is_file():
        raise CheckpointError(f"{checkpoint} is not there")
    state: dict[str, Tensor] = torch.load(checkpoint, map_location="cpu", weights_only=True)["state_dict"]
    return {name.removeprefix("network."): value for name, value in state.items() if name.startswith("network.")}


def record(prepared: Mixture, settings: TrainSettings) -> RunRecord:
    return RunRecord(
        seed=settings.seed,
        commit=git_commit(),
        training_data=prepared.digest,
        train_pairs=len(prepared.split("train")),
        val_pairs=len(prepared.split("val")),
        precision=precision(settings),
        prepared=[str(one.folder.resolve()) for one in prepared.sets],
        weights=list(prepared.weights),
    )


def git_commit() -> str:
    """The commit that the code is at, with a + where files differ from it."""
    here = Path(__file__).parent
    try:
        head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=here, capture_output=True, text=True, check=True).stdout
        changed = subprocess.run(
            ["git", "status", "--porcelain"], cwd=here, capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return head.strip() + ("+" if changed.strip() else "")


def precision(settings: TrainSettings) -> str:
    """bf16 is three times as fast as 32 bit where the hardware has it, and slower where it is emulated."""
    return auto_precision() if settings.precision == "auto" else settings.precision


def auto_precision() -> str:
    """What this machine is fastest in."""
    has_bf16 = (
        torch.cuda.is_bf16_supported()
        if torch.cuda.is_available()
        else bool(torch.cpu.get_capabilities().get("avx512_bf16"))
    )
    return "bf16-mixed" if has_bf16 else "32-true"


def trainer(run: Path, settings: TrainSettings, pictures: EarlyPictures) -> lightning.Trainer:
    quiet()
    version = len(list(run.glob("log/version_*")))  # a resumed run writes log/version_1
    return lightning.Trainer(
        default_root_dir=run,
        accelerator="auto",
        devices=settings.devices,
        num_nodes=settings.nodes,
        strategy=settings.strategy,
        precision=precision(settings),  # type: ignore[arg-type]
        max_epochs=-1,
        reload_dataloaders_every_n_epochs=1,
        gradient_clip_val=settings.clip_norm,
        num_sanity_val_steps=0,
        log_every_n_steps=min(20, settings.epoch_crops // settings.batch),
        enable_model_summary=False,
        use_distributed_sampler=False,
        logger=[kind(run, name="log", version=version) for kind in (CSVLogger, TensorBoardLogger)],
        callbacks=[*callbacks(run, settings), pictures],
    )


def quiet() -> None:
    """Lightning's notices that ask for nothing."""
    logging.getLogger("lightning.pytorch").setLevel(logging.WARNING)
    # How many workers there are is the user's choice, and a run resumed within an epoch draws new crops.
    warnings.filterwarnings("ignore", message=".*does not have many workers.*")
    warnings.filterwarnings("ignore", message=".*resuming from a checkpoint that ended before the epoch ended.*")
    warnings.filterwarnings("ignore", message=".*Checkpoint directory .* exists and is not empty.*")
    warnings.filterwarnings("ignore", message=".*isinstance.treespec, LeafSpec.* is deprecated.*")


def callbacks(run: Path, settings: TrainSettings) -> list[Callback]:
    kept = partial(ModelCheckpoint, run, enable_version_counter=False)
    after = partial(kept, save_on_train_epoch_end=False)
    chosen, last = after(filename="best", monitor="val/chosen", mode="max"), after(filename="last")
    meanwhile = kept(filename="last", train_time_interval=timedelta(minutes=settings.keep_minutes))
    budget = Budget(settings)
    return [budget, averaged_by(settings.average_decay), chosen, last, meanwhile, Told(budget)]


def averaged_by(most: float) -> WeightAveraging:
    """A moving average of the weights that is validated and kept."""

    def averaged(average: Tensor, current: Tensor, updates: Tensor | int) -> Tensor:
        # The average follows fast at first, or it would hold the random weights for a thousand steps.
        decay = min(most, (1 + int(updates)) / (10 + int(updates)))
        return decay * average + (1 - decay) * current

    return WeightAveraging(avg_fn=averaged)
