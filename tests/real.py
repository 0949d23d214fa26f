"""Where the real scans lie that tests measure on; they are never part of the repository."""

import os
from pathlib import Path

import pytest

REAL = Path(__file__).parents[2] / "shared" / "real"


def real_folder(name: str) -> Path:
    """A folder of real scans; missing, the test is skipped in a user's clone and fails in CI."""
    folder = REAL / name
    if not folder.is_dir():
        message = f"the real scans of {name!r} are not beside this clone (../shared/real)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder
