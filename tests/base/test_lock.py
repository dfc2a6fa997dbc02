"""Locks: what lies in their place is not waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from voicecoach.base.errors import OutputError
from voicecoach.base.lock import exclusive_lock

BUSY = OutputError("busy/batch", place="site")


def test_a_lock_keeps_others_out_and_is_had_again(tmp_path: Path) -> None:
    with (
        exclusive_lock(tmp_path / "lock", BUSY),
        pytest.raises(OutputError, match="another batch"),
        exclusive_lock(tmp_path / "lock", BUSY),
    ):
        pass
    with exclusive_lock(tmp_path / "lock", BUSY, wait_s=1):
        pass


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lock")
    with pytest.raises(OutputError, match="cannot write"), exclusive_lock(tmp_path / "lock", BUSY):
        pass
