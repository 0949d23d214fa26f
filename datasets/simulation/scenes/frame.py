"""What carries a container: cast corner fittings, posts, and the rails and sills between them."""

from datasets.simulation.beam.materials import STEEL
from datasets.simulation.blocks import Blocks, Bounds, blocks, both_sides, reflected
from datasets.simulation.scenes.fittings import WIDTH, Fittings

SIDE = WIDTH / 2
STEEL_G_CM3 = 7.85
FITTING = (0.178, 0.118, 0.162)  # length, height, width of a corner fitting, ISO 1161
FORTY_FEET = 12.192  # where longer boxes have their corner fittings, ISO 668
REAR_POST, FRONT_POST = 0.152, 0.165  # along the travel
RAIL_TOP = 0.163  # of the bottom side rail


def frame(fittings: Fittings) -> Blocks:
    """Everything but walls, floor, roof and doors."""
    length, height = fittings.length, fittings.height
    rows = corner_fittings(length, height) + rear_posts(height) + front_posts(length, height)
    rows += (
        top_rails(length, height)
        + gussets(length, height)
        + bottom_rails(fittings)
        + front_sills(length, height)
        + door_frame(height)
    )
    if length > FORTY_FEET + 0.1:
        rows += posts_within(length, height)
    return steel(rows)


def steel(rows: list[Bounds]) -> Blocks:
    return blocks(rows, STEEL, STEEL_G_CM3)


def corner_fittings(length: float, height: float, start: float = 0.0) -> list[Bounds]:
    """Eight castings with their holes, between `start` and as far from the other end."""
    deep, high, wide = FITTING
    side, face, inner = 0.017, 0.026, 0.010
    one: list[Bounds] = [
        (0, deep, 0, 0.034, SIDE - side, SIDE), (0, deep, 0.085, high, SIDE - side, SIDE),
        (0, 0.050, 0.034, 0.085, SIDE - side, SIDE), (0.128, deep, 0.034, 0.085, SIDE - side, SIDE),
        (0, side, 0, high, SIDE - 0.05, SIDE - side), (0, side, 0, high, SIDE - wide, SIDE - 0.113),
        (0, deep, 0, face, SIDE - 0.05, SIDE - side), (0, deep, 0, face, SIDE - wide, SIDE - 0.113),
        (deep - inner, deep, face, high, SIDE - wide, SIDE - side),
        (side, deep - inner, face, high, SIDE - wide, SIDE - wide + inner),
    ]  # fmt: skip
    one = [(x0 + start, x1 + start, *rest) for x0, x1, *rest in one]  # type: ignore[misc]
    lower = both_sides(one + reflected(one, 0, length / 2))
    return lower + reflected(lower, 1, height / 2)


def rear_posts(height: float) -> list[Bounds]:
    """A pressed outer section of 6 mm and a hot-rolled channel of 113 x 40 x 12 mm inside it."""
    low, high = FITTING[1], height - FITTING[1]
    return both_sides(
        [
            (0.0, REAR_POST, low, high, SIDE - 0.006, SIDE),
            (0.0, 0.006, low, high, SIDE - 0.075, SIDE - 0.006),
            (0.030, 0.143, low, high, SIDE - 0.052, SIDE - 0.040),
            (0.030, 0.042, low, high, SIDE - 0.040, SIDE - 0.012),
            (0.131, 0.143, low, high, SIDE - 0.040, SIDE - 0.012),
        ]
    )


def front_posts(length: float, height: float) -> list[Bounds]:
    """One pressed section of 6 mm, open towards the inside."""
    low, high = FITTING[1], height - FITTING[1]
    return both_sides(
        [
            (length - FRONT_POST, length, low, high, SIDE - 0.006, SIDE),
            (length - 0.006, length, low, high, SIDE - 0.10, SIDE - 0.006),
            (length - 0.045, length - 0.006, low, high, SIDE - 0.106, SIDE - 0.10),
            (length - FRONT_POST, length - FRONT_POST + 0.006, low, high, SIDE - 0.032, SIDE - 0.006),
        ]
    )


def top_rails(length: float, height: float) -> list[Bounds]:
    """Square tubes of 60 x 60 x 4 mm along the roof."""
    start, end = FITTING[0], length - FITTING[0]
    return both_sides(tube_along(start, end, (height - 0.070, height - 0.010), (SIDE - 0.064, SIDE - 0.004), 0.004))


def gussets(length: float, height: float) -> list[Bounds]:
    """Plates of 4 mm in the upper corners of the side walls, between post and rail, and on the roof by the castings."""
    rear: list[Bounds] = [
        (REAR_POST, REAR_POST + 0.13, height - 0.26, height - 0.070, SIDE - 0.010, SIDE - 0.006),
        (FITTING[0], FITTING[0] + 0.12, height - 0.013, height - 0.009, SIDE - 0.30, SIDE - 0.066),
    ]
    return both_sides(rear + reflected(rear, 0, length / 2))


def bottom_rails(fittings: Fittings) -> list[Bounds]:
    """Channels of 150 x 48 x 30 x 4.5 mm along the floor, cut where fork pockets pass."""
    start, end = FITTING[0], fittings.length - FITTING[0]
    outer = (SIDE - 0.0105, SIDE - 0.006)
    rows: list[Bounds] = [(start, end, RAIL_TOP - 0.0045, RAIL_TOP, SIDE - 0.036, SIDE - 0.006)]
    for low, high in between(start, end, pocket_spans(fittings)):
        rows += [(low, high, 0.013, RAIL_TOP, *outer), (low, high, 0.013, 0.0175, SIDE - 0.054, SIDE - 0.006)]
    return both_sides(rows)


def pocket_spans(fittings: Fittings) -> list[tuple[float, float]]:
    """Fork pockets 360 mm wide, 2,050 mm apart (ISO 1496-1)."""
    middle = fittings.length / 2
    return [(middle + at - 0.18, middle + at + 0.18) for at in (-1.025, 1.025)] if fittings.pockets else []


def between(start: float, end: float, gaps: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """What is left of a stretch without its gaps."""
    places = [start, *(place for gap in gaps for place in gap), end]
    return list(zip(places[0::2], places[1::2], strict=True))


def front_sills(length: float, height: float) -> list[Bounds]:
    """Across the front: a tube at the roof, and a channel at the floor."""
    across = (-SIDE + 0.16, SIDE - 0.16)
    rows = tube_across((length - 0.062, length - 0.002), (height - 0.070, height - 0.010), across, 0.003)
    rows += [
        (length - 0.008, length - 0.004, 0.017, 0.163, *across),
        (length - 0.075, length - 0.008, 0.017, 0.021, *across),
        (length - 0.075, length - 0.008, 0.159, 0.163, *across),
        (length - 0.079, length - 0.075, 0.017, 0.163, *across),
    ]
    return rows


def door_frame(height: float) -> list[Bounds]:
    """Header and sill that the doors close against, with the keepers' lugs."""
    across = (-SIDE + 0.16, SIDE - 0.16)
    rows = tube_across((0.060, 0.145), (height - 0.118, height - 0.012), across, 0.005)
    rows += [
        (0.060, 0.0645, 0.017, 0.150, *across),
        (0.0645, 0.165, 0.1455, 0.150, *across),
        (0.0645, 0.165, 0.017, 0.0215, *across),
        (0.1605, 0.165, 0.0215, 0.1455, *across),
    ]
    rows += [(0.062, 0.140, 0.0215, 0.1455, z, z + 0.004) for z in (-0.9, -0.3, 0.3, 0.9)]
    return rows


def posts_within(length: float, height: float) -> list[Bounds]:
    """Boxes of 45' are lifted and stacked at the places of 40': castings and posts there."""
    start = (length - FORTY_FEET) / 2
    low, high = FITTING[1], height - FITTING[1]
    rows = both_sides(
        [
            (start, start + 0.17, low, high, SIDE - 0.008, SIDE),
            (start, start + 0.006, low, high, SIDE - 0.045, SIDE - 0.008),
            (start + 0.164, start + 0.17, low, high, SIDE - 0.045, SIDE - 0.008),
        ]
    )
    rows += tube_across((start + 0.03, start + 0.13), (0.017, 0.150), (-SIDE + 0.17, SIDE - 0.17), 0.005)
    return rows + reflected(rows, 0, length / 2) + corner_fittings(length, height, start)


def tube_along(start: float, end: float, y: tuple[float, float], z: tuple[float, float], wall: float) -> list[Bounds]:
    """A rectangular tube along the travel."""
    return [
        (start, end, *y, z[0], z[0] + wall),
        (start, end, *y, z[1] - wall, z[1]),
        (start, end, y[0], y[0] + wall, z[0] + wall, z[1] - wall),
        (start, end, y[1] - wall, y[1], z[0] + wall, z[1] - wall),
    ]


def tube_across(
    x: tuple[float, float], y: tuple[float, float], across: tuple[float, float], wall: float
) -> list[Bounds]:
    """A rectangular tube across the container."""
    return [
        (x[0], x[0] + wall, *y, *across),
        (x[1] - wall, x[1], *y, *across),
        (x[0] + wall, x[1] - wall, y[0], y[0] + wall, *across),
        (x[0] + wall, x[1] - wall, y[1] - wall, y[1], *across),
    ]


def tube_upright(x: tuple[float, float], y: tuple[float, float], z: tuple[float, float], wall: float) -> list[Bounds]:
    """A rectangular tube that stands."""
    return [
        (x[0], x[0] + wall, *y, *z),
        (x[1] - wall, x[1], *y, *z),
        (x[0] + wall, x[1] - wall, *y, z[0], z[0] + wall),
        (x[0] + wall, x[1] - wall, *y, z[1] - wall, z[1]),
    ]
