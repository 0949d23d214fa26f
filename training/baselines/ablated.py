"""PairNet without one of its parts, to see what that part brings."""

from torch import Tensor
from torch.nn import functional as F

from model.network import Attenuation, PairNet

PARTS = {
    "depths": (),
    "resolution": (),
    "moved": ("moved",),
    "unexplained": ("unexplained", "moved"),
    "high-pass": ("fine", "high-pass", "coarse"),
    "material": ("material",),
}


class Ablated(PairNet):
    """One whose comparing branch is told nothing of a part; whatever the part, it has as many weights.

    Without `depths` all depths lie as the middle plane does; without `resolution` pixels are twice as wide and high.
    """

    def __init__(self, widths: tuple[tuple[int, ...], tuple[int, ...]], without: str) -> None:
        super().__init__(*widths)
        self.without = without

    def parts(self, o: Attenuation, d: Attenuation, sweep: Tensor) -> dict[str, Tensor]:
        if self.without == "depths":
            sweep = sweep[:, :1].expand_as(sweep)
        if self.without == "resolution":
            o, d = coarse(o), coarse(d)
        silent = PARTS[self.without]
        return {name: part * 0 if name in silent else part for name, part in super().parts(o, d, sweep).items()}


def coarse(view: Attenuation) -> Attenuation:
    """Means over 2 x 2 pixels."""
    high, low = (
        F.interpolate(F.avg_pool2d(each, 2), scale_factor=2.0, mode="nearest") for each in (view.high, view.low)
    )
    return view._replace(high=high, low=low)
