"""What is permanent in one container and differs from the next of its kind."""

from dataclasses import dataclass

WIDTH = 2.438  # outer, ISO 668


@dataclass(frozen=True)
class Fittings:
    """Outer size, and the places of parts that no standard fixes, in metres; the same at every scan of one container.

    `fold_start` is where the side walls' first fold begins, `beam_spacing` lies between cross members, `bars` are the
    places of the locking bars across the doors, `plan` seeds the small parts that have no field of their own.
    """

    length: float
    height: float
    fold_start: float
    beam_spacing: float
    bars: tuple[float, float, float, float]
    pockets: bool
    plan: int

    @property
    def tunnel(self) -> bool:
        """Room for a chassis' gooseneck under the front, which containers of 40' and more have."""
        return self.length > 7
