"""Of two courses along the travel the one that lies on the container: told once both have been made exact.

A path is found on contrast gathered over rows, and there a wrong one may be the cheaper: it follows the near wall's
pattern where the other scan shows the other wall's, or a load that moved. Made exact it fits less well.
"""

import math

import numpy as np

from datasets.course import Course
from datasets.pyramid import Level
from datasets.quality import LEAST_BENDING, agreement, agreement_along, bending
from datasets.warp import Fields

APART_PX = 2.0  # of the frame: courses that are nowhere farther apart are one
# Logistic regression on 155 of 789 pairs, those of which one course was right and the other off by some pixels; of all
# 789, cross-fitted, 6.8 % are then off by more than 3 px at a tenth of their places, and 5.1 % with a perfect choice.
OF_AGREEMENT, OF_WEAKEST, OF_BENDING, OF_COST = 8.0, 11.4, -3.7, -21.0


def are_apart(courses: tuple[Course, ...], grid: int) -> bool:
    """Whether there is anything to choose between courses that were found on this grid."""
    offsets = [course.path.offset for course in courses]
    return len(courses) > 1 and float(np.ptp(offsets, axis=0).max()) * grid > APART_PX


def standing(level: Level, course: Course, fields: Fields) -> float:
    """How likely a course is that was made exact on the finest level: log odds, to be compared with a rival's."""
    moved = level.moved(fields)
    weakest, _ = agreement_along(moved)
    return (
        OF_AGREEMENT * agreement(moved)
        + OF_WEAKEST * weakest
        + OF_BENDING * math.log(bending(course.path.offset) + LEAST_BENDING)
        + OF_COST * course.path.cost
    )
