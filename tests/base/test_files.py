"""Files that appear whole, and what is the same is left as it is."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.base.errors import OutputError
from voicecoach.base.files import Staging, Written, write_file

_LONG_AGO_NS = 10**18
parts = st.lists(st.binary(max_size=40), max_size=6)


def written(folder: Path, chunks: list[bytes], *, private: bool = False) -> Written:
    """What writing a file tells of it."""
    with Staging(folder, private) as staging:
        return staging.write("session.mp3", chunks)


@given(before=parts, after=parts)
def test_a_file_holds_what_was_written_last_whatever_stood_there(
    before: list[bytes], after: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("files")
    written(folder, before)
    told = written(folder, after)
    content = b"".join(after)
    assert (folder / "session.mp3").read_bytes() == content
    assert (told.size_bytes, told.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert told.is_new == (content != b"".join(before))
    assert [file.name for file in folder.iterdir()] == ["session.mp3"]


def test_what_is_the_same_keeps_its_time(tmp_path: Path) -> None:
    blocks = [bytes([number]) * 300_000 for number in range(5)]
    assert written(tmp_path, blocks).is_new
    file = tmp_path / "session.mp3"
    os.utime(file, ns=(_LONG_AGO_NS, _LONG_AGO_NS))
    assert not written(tmp_path, [b"".join(blocks)]).is_new
    assert file.stat().st_mtime_ns == _LONG_AGO_NS
    assert written(tmp_path, [*blocks[:-1], blocks[0]]).is_new
    assert file.read_bytes() == b"".join([*blocks[:-1], blocks[0]])


@pytest.mark.parametrize("change", [lambda text: text + b"x", lambda text: text[:-1]])
def test_a_beginning_of_the_file_is_not_the_file(change: object, tmp_path: Path) -> None:
    assert callable(change)
    written(tmp_path, [b"breathe", b" in"])
    assert written(tmp_path, [change(b"breathe in")]).is_new
    assert (tmp_path / "session.mp3").read_bytes() == change(b"breathe in")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_a_private_file_that_others_can_read_is_written_again(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    write_file(file, "pain\n")
    file.chmod(0o644)
    write_file(file, "pain\n", private=True)
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "session.mp3")
    assert written(tmp_path, [b"sound"]).is_new
    assert (tmp_path / "session.mp3").read_bytes() == b"sound"


@pytest.mark.skipif(sys.platform == "win32", reason="devices have no place there")
def test_no_file_takes_the_place_of_a_device_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "device").symlink_to(os.devnull)
    for name in ("folder", "device"):
        with pytest.raises(OutputError, match="it is no regular file") as refused:
            write_file(tmp_path / name, "text")
        assert refused.value.remedy == "Choose another place."
    assert {each.name for each in tmp_path.iterdir()} == {"folder", "device"}
    assert (tmp_path / "device").is_symlink()
