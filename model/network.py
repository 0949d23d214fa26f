"""PairNet: what is hidden in each of two aligned views, and what changed between them.

Everything from attenuation to scores is in here. Letters of the shape notes: B pairs, H = FRAME_ROWS, W columns,
h = H/2, w = W/2, P = SWEEP_PLANES.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from datasets.planes import FLOOR_ROW, ROOF_ROW, SWEEP_PLANES, SWEPT
from datasets.preparation import ENDS, UNITS, UNSEEN
from datasets.view import FRAME_ROWS

RATIO = 1.17  # low over high attenuation of light goods
GAIN = 4.0  # a brick is 0.15 to 0.2 of attenuation: linear differences, raised and clipped, keep it in sight
CLIP = 2.5
NEIGHBOURHOOD = 15  # half-resolution pixels: the local mean that a high-pass takes away
TOP = 20  # pixels that make a score: a brick is 60 of 100,000
BETWEEN = 4  # steps from one depth of the sweep to the next, where all depths together are looked through
ROUNDING, RESIDUAL = 0.03, 0.06  # attenuation, and share of it, by which views of one load usually differ
CERTAIN = 12.0  # times that: a difference beyond it counts for less than its size
REACHES = 4, 10  # half-resolution pixels: 8 and 20 cm
OPAQUE = 9.0  # attenuation that no scanner sees through
SEEN_CHANGE = 0.5  # attenuation by which the bound of an unseen pixel must exceed the other view to count as a change
MASKED = -12.0  # logit of what cannot be seen


class Maps(NamedTuple):
    """Logits: maps B h w, scores B. The order of the maps is that of PairTruth."""

    hidden_origin: Tensor
    hidden_destination: Tensor
    inserted: Tensor
    removed: Tensor
    other: Tensor
    mismatch: Tensor
    origin: Tensor
    destination: Tensor


class Attenuation(NamedTuple):
    """One view at half resolution, each B 1 h w: attenuation at both energies, is there a low one, is it unseen."""

    high: Tensor
    low: Tensor
    dual: Tensor
    unseen: Tensor


class PairNet(nn.Module):
    """A branch that reads each view by itself, and one that compares the two by their differences over depth planes."""

    level: Tensor
    down: Tensor

    def __init__(self, single_widths: tuple[int, ...], pair_widths: tuple[int, ...]) -> None:
        super().__init__()
        self.single = UNet(inputs=6, outputs=1, widths=single_widths)
        self.pair = UNet(inputs=SWEEP_PLANES + 23, outputs=3, widths=pair_widths)
        self.register_buffer("level", torch.linspace(-1, 1, FRAME_ROWS // 2)[None, None, :, None], persistent=False)
        middles = 2 * torch.arange(FRAME_ROWS // 2) + 0.5
        down = (middles - ROOF_ROW) / (FLOOR_ROW - ROOF_ROW)  # h: 0 at the roof, 1 at the floor
        self.register_buffer("down", down, persistent=False)

    def forward(self, origin: Tensor, destination: Tensor, sweep: Tensor) -> Maps:
        """Pictures B 2 H W of whole containers and sweep B P 2 of datasets.preparation."""
        o, d = (attenuation(F.pad(view, (ENDS, ENDS), value=UNSEEN)) for view in (origin, destination))  # B 1 h w+ENDS
        inside = slice(ENDS // 2, -ENDS // 2)
        return gathered(self.hidden(o, d)[..., inside], self.changes(o, d, sweep)[..., inside])

    def branch(self, name: str, origin: Tensor, destination: Tensor, sweep: Tensor) -> Maps:
        """What one branch says, `single` or `pair`, or `both`: they share no weights, so each can be trained by itself.

        Pictures are parts of containers, with ENDS unseen columns where a container ends.
        """
        o, d = attenuation(origin), attenuation(destination)
        hidden = self.hidden(o, d) if name != "pair" else torch.full_like(o.high, MASKED).repeat(2, 1, 1, 1)
        changes = self.changes(o, d, sweep) if name != "single" else torch.full_like(o.high, MASKED).repeat(1, 3, 1, 1)
        return gathered(hidden, changes)

    def hidden(self, o: Attenuation, d: Attenuation) -> Tensor:
        both = torch.cat([self.single_input(o), self.single_input(d)])  # 2B 6 h w
        logits: Tensor = self.single(both)  # 2B 1 h w
        return logits.masked_fill(torch.cat([o.unseen, d.unseen]) > 0.5, MASKED)

    def changes(self, o: Attenuation, d: Attenuation, sweep: Tensor) -> Tensor:
        logits: Tensor = self.pair(self.pair_input(o, d, sweep))  # B 3 h w
        return logits.masked_fill(hides_change(o, d), MASKED)

    def single_input(self, view: Attenuation) -> Tensor:
        fine = ((view.high - local_mean(view.high)) * GAIN).clamp(-CLIP, CLIP)
        material = (view.low - RATIO * view.high) * view.dual
        level = self.level.expand_as(view.high)
        return torch.cat(
            [view.high / 2 - 1, fine, (material * GAIN).clamp(-CLIP, CLIP), view.dual, view.unseen, level], 1
        )

    def pair_input(self, o: Attenuation, d: Attenuation, sweep: Tensor) -> Tensor:
        return torch.cat(
            [*self.parts(o, d, sweep).values()], 1
        )  # B P+23 h w, 32: onnxruntime is slow where channels are no multiple of 8

    def parts(self, o: Attenuation, d: Attenuation, sweep: Tensor) -> dict[str, Tensor]:
        """What the input is made of, in its order (each B c h w)."""
        otherwise = torch.cat([sweep[:, :1], sweep[:, len(SWEPT) :]], 1)
        depths = [self.over_depths(d.high[:, 0], one) for one in (sweep[:, : len(SWEPT)], otherwise)]
        difference = d.high - o.high
        coarse = local_mean(difference)
        fine = difference - coarse
        doubtful = {
            "planes": self.swept(d.high[:, 0], sweep) - o.high,
            "unexplained": torch.cat([each for low, high in depths for each in unexplained_at(o.high, low, high)], 1),
            "fine": fine,
            "moved": torch.cat([each for low, high in depths for each in unexplained_along(o, d, low, high)], 1),
            "coarse": coarse,
        }
        plain = {
            "difference": difference,
            "high-pass": fine,
            "material": ((d.low - o.low) - RATIO * difference) * o.dual * d.dual,
        }
        usual = ROUNDING + RESIDUAL * torch.minimum(o.high, d.high)
        return (
            {name: bent(part / usual) for name, part in doubtful.items()}
            | {name: (part * GAIN).clamp(-CLIP, CLIP) for name, part in plain.items()}
            | {
                "seen": torch.cat([o.high / 2 - 1, d.high / 2 - 1, o.unseen, d.unseen], 1),
                "level": self.level.expand_as(o.high),
                "dual": o.dual * d.dual,
            }
        )

    def over_depths(self, high: Tensor, sweep: Tensor) -> tuple[Tensor, Tensor]:
        """The least and the most attenuation (B 1 h w each) that a view (B h w) shows over all depths of a sweep."""
        through = self.swept(high, finer(sweep))
        return through.amin(dim=1, keepdim=True), through.amax(dim=1, keepdim=True)

    def swept(self, high: Tensor, sweep: Tensor) -> Tensor:
        """Attenuation (B h w) with its rows stretched by each plane of a sweep (B p 2): B p h w."""
        roof, floor = sweep[..., :1], sweep[..., 1:]
        rows = ((roof + (floor - roof) * self.down - 0.5) / 2).clamp(0, FRAME_ROWS // 2 - 1)  # B p h
        above = rows.floor().long().clamp(max=FRAME_ROWS // 2 - 2)
        # Taken row by row: as a product of matrices autocast would round it to bf16, which is half a brick among cargo.
        first = torch.arange(len(high), device=high.device)[:, None, None] * (FRAME_ROWS // 2)
        lines, width = high.flatten(0, 1), high.shape[-1]
        upper = lines.index_select(0, (first + above).flatten())
        lower = lines.index_select(0, (first + above + 1).flatten())
        return torch.lerp(upper, lower, (rows - above).flatten()[:, None]).reshape(*rows.shape, width)


def bent(doubtful: Tensor) -> Tensor:
    """Half of a difference of any shape, in times the usual, where it is small, and never more than CERTAIN / 2.

    Nothing is cut off: an edge that lies askew and a lot both stand out, and by how much tells them apart.
    """
    return doubtful / (2 + doubtful.abs() * (2 / CERTAIN))


def unexplained_at(origin: Tensor, low: Tensor, high: Tensor) -> tuple[Tensor, Tensor]:
    """The least and the most change over all depths and neighbouring pixels, from the destination's extremes.

    Where the least is above 0 something came, where the most is below 0 something went, at whatever depth.
    """
    return -near(origin - low), near(high - origin)


def unexplained_along(o: Attenuation, d: Attenuation, low: Tensor, high: Tensor) -> Iterator[Tensor]:
    """What came and what went (B 1 h w each), above 0, if the load moved along the container by each of REACHES.

    Pallets move by centimetres on the way, and their edges then leave strips that look like lots. But what came is
    denser than all that stood nearby; what could not be seen there may have been as dense as it likes.
    """
    for before, after in zip(reached(o.high + OPAQUE * o.unseen), reached(high + OPAQUE * d.unseen), strict=True):
        yield low - before
        yield o.high - after


def reached(x: Tensor) -> tuple[Tensor, Tensor]:
    """The largest within each of REACHES along the container, in a row and the rows beside it (B 1 h w each)."""
    short, long = REACHES
    little = along(near(x), short - 1)
    return little, along(little, long - short)


def along(x: Tensor, reach: int) -> Tensor:
    return F.max_pool2d(x, (1, 2 * reach + 1), 1, (0, reach))


def finer(sweep: Tensor) -> Tensor:
    """The depths of SWEPT (B 5 2) with BETWEEN steps from each to the next, from wall to wall."""
    middle, near_wall, nearer, farther, far_wall = sweep.unbind(1)
    walls = torch.stack([near_wall, nearer, middle, farther, far_wall], 1)
    share = torch.arange(BETWEEN, device=sweep.device)[:, None] / BETWEEN
    steps = torch.lerp(walls[:, :-1, None], walls[:, 1:, None], share)  # B 4 BETWEEN 2
    return torch.cat([steps.flatten(1, 2), walls[:, -1:]], 1)


def near(x: Tensor) -> Tensor:
    """The largest of each pixel and its neighbours."""
    return F.max_pool2d(x, 3, 1, 1)


def gathered(hidden: Tensor, changes: Tensor) -> Maps:  # 2B 1 h w, B 3 h w
    origin, destination = hidden[: len(changes), 0], hidden[len(changes) :, 0]
    inserted, removed, other = changes[:, 0], changes[:, 1], changes[:, 2]
    scores = top(changes.amax(dim=1)), top(origin), top(destination)
    return Maps(origin, destination, inserted, removed, other, *scores)


class UNet(nn.Module):
    """Halves its input once for each width after the first, and comes back up with what it saw on the way."""

    def __init__(self, inputs: int, outputs: int, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.stem = convolution(inputs, widths[0])
        self.down = nn.ModuleList(Residual(wide, wider) for wide, wider in pairwise(widths))
        self.bridge = Context(widths[-1])
        upward = widths[::-1]
        self.across = nn.ModuleList(nn.Conv2d(wider, wide, 1) for wider, wide in pairwise(upward))
        self.up = nn.ModuleList(convolution(wide, wide) for wide in upward[1:])
        self.head = nn.Conv2d(widths[0], outputs, 1, bias=False)
        self.rare = nn.Parameter(torch.full((outputs, 1, 1), -4.0))  # hidden things are rare: begin there

    def forward(self, x: Tensor) -> Tensor:  # B inputs h w
        return self.decoded(self.encoded(x))  # B outputs h w

    def encoded(self, x: Tensor) -> list[Tensor]:
        """What each level sees, each with half the rows and columns of the one before."""
        skips: list[Tensor] = [self.stem(x)]
        for down in self.down:
            skips.append(down(F.max_pool2d(skips[-1], 2)))
        return skips

    def decoded(self, skips: list[Tensor]) -> Tensor:
        x = self.bridge(skips.pop())
        # Fewer channels before there are more pixels, and skips added rather than stacked: half as fast again.
        for across, up in zip(self.across, self.up, strict=True):
            x = up(F.interpolate(across(x), scale_factor=2.0, mode="nearest") + skips.pop())
        return torch.add(self.head(x), self.rare)


class Context(nn.Module):
    """At the coarsest level: how far things reach along the container, by dilated convolutions, and what is everywhere.

    Two views that agree badly from end to end are to be believed less anywhere.
    """

    def __init__(self, wide: int) -> None:
        super().__init__()
        self.reach = nn.ModuleList(convolution(wide, wide, dilation) for dilation in (1, 2, 4))
        self.everywhere = nn.Conv2d(wide, wide, 1)
        for own in self.everywhere.parameters():  # nothing, to begin with
            nn.init.zeros_(own)

    def forward(self, x: Tensor) -> Tensor:
        for reach in self.reach:
            x = x + reach(x)
        return torch.add(x, self.everywhere(x.mean(dim=(2, 3), keepdim=True)))


class Residual(nn.Module):
    """Two convolutions beside a projection."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.first, self.second = convolution(inputs, outputs), convolution(outputs, outputs)
        self.project = nn.Conv2d(inputs, outputs, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return torch.add(self.second(self.first(x)), self.project(x))


def convolution(inputs: int, outputs: int, dilation: int = 1) -> nn.Sequential:
    conv = nn.Conv2d(inputs, outputs, 3, padding=dilation, dilation=dilation, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


def attenuation(picture: Tensor) -> Attenuation:
    """From the numbers of datasets.preparation (B 2 H W, any type) to half resolution."""
    steps = picture.float()
    unseen = (steps >= UNSEEN).float()
    values = F.avg_pool2d((steps - UNSEEN * unseen) / UNITS, 2)  # B 2 h w
    dual = (values[:, 1:].amax(dim=(2, 3), keepdim=True) > 0).float().expand_as(values[:, 1:])
    return Attenuation(values[:, :1], values[:, 1:], dual, F.max_pool2d(unseen[:, :1], 2))


def hides_change(o: Attenuation, d: Attenuation) -> Tensor:
    """B 1 h w: unseen in both views, or in one whose bound does not clearly exceed the other view."""
    more = d.high - o.high
    hidden = (d.unseen > 0.5) & (more < SEEN_CHANGE) | (o.unseen > 0.5) & (more > -SEEN_CHANGE)
    return hidden | (o.unseen > 0.5) & (d.unseen > 0.5)


def local_mean(x: Tensor) -> Tensor:
    # One axis after the other: the cost grows with the side of the window, not with its area.
    across = F.avg_pool2d(x, (1, NEIGHBOURHOOD), 1, (0, NEIGHBOURHOOD // 2), count_include_pad=False)
    return F.avg_pool2d(across, (NEIGHBOURHOOD, 1), 1, (NEIGHBOURHOOD // 2, 0), count_include_pad=False)


def top(logits: Tensor) -> Tensor:
    """The mean of the strongest pixels (B h w -> B): a lot is few of many, and a mean over all would drown it."""
    return logits.flatten(1).topk(TOP, dim=1).values.mean(dim=1)


SMALL_WIDTHS = (16, 32, 48, 64), (16, 32, 64, 96)  # of the branch for single scans, and of that for pairs
WIDTHS = (32, 64, 96, 128), (32, 64, 128, 192)


def pairnet_small() -> PairNet:
    """For two processor cores."""
    return PairNet(*SMALL_WIDTHS)


def pairnet() -> PairNet:
    return PairNet(*WIDTHS)
