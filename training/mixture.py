"""Several prepared sets as one: simulated pairs beside one's own, each drawn as often as its weight says."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from datasets.preparation import Pictures
from training.errors import SettingsError
from training.prepared import Planes, PreparedPair, PreparedSet


@dataclass(frozen=True)
class Mixture:
    """Prepared sets with the share of crops that each gets; no two hold pairs of one name."""

    sets: tuple[PreparedSet, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.weights) != len(self.sets):
            raise SettingsError(f"{len(self.weights)} weights for {len(self.sets)} sets, wanted one each")
        if min(self.weights) < 0 or sum(self.weights) <= 0:
            raise SettingsError(f"the weights are {self.weights}, wanted numbers of 0 and more, not all 0")
        names = [pair.pair_id for pair in self.pairs]
        if len(self.places) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise SettingsError(f"the pair {twice} is in two sets: name the pairs of one of them otherwise")

    @classmethod
    def of(cls, sets: Sequence[PreparedSet], weights: Sequence[float] = ()) -> "Mixture":
        """Without weights every pair counts alike, whatever set it is in."""
        return cls(tuple(sets), tuple(weights) or tuple(float(len(one.split("train"))) or 1.0 for one in sets))

    @cached_property
    def pairs(self) -> tuple[PreparedPair, ...]:
        return tuple(pair for one in self.sets for pair in one.pairs)

    @cached_property
    def places(self) -> dict[str, int]:
        """In which set the pair of a name lies."""
        return {pair.pair_id: place for place, one in enumerate(self.sets) for pair in one.pairs}

    def split(self, name: str) -> tuple[PreparedPair, ...]:
        return tuple(pair for pair in self.pairs if pair.split == name)

    def weight(self, pair: PreparedPair) -> tuple[int, float]:
        """Which set a pair belongs to, and the weight of that set."""
        place = self.places[pair.pair_id]
        return place, self.weights[place]

    @property
    def digest(self) -> str:
        """Of one set its own, of several the digest of theirs in the order given."""
        digests = [one.digest for one in self.sets]
        return digests[0] if len(digests) == 1 else sha256("\n".join(digests).encode()).hexdigest()

    def pictures(self, pair: PreparedPair, first: int = 0, columns: int | None = None) -> Pictures:
        return self.sets[self.places[pair.pair_id]].pictures(pair, first, columns)

    def planes(self, pair: PreparedPair) -> Planes:
        return self.sets[self.places[pair.pair_id]].planes(pair)
