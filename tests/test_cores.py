from pathlib import Path

from datasets.cores import quota_of, usable_cores


def test_without_a_limit_there_is_no_quota(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert quota_of(tmp_path) is None


def test_a_quota_of_cgroup_v2_is_read_in_cores(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    assert quota_of(tmp_path) == 1.5


def test_a_quota_of_cgroup_v1_is_read_in_cores(tmp_path: Path) -> None:
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text("400000\n")
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
    assert quota_of(tmp_path) == 4.0


def test_a_quota_below_one_core_still_leaves_one(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("20000 100000\n")
    assert usable_cores(tmp_path) == 1
