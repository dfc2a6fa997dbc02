"""What a site knows of itself survives a run that is stopped, and costs little to note."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.base import files
from voicecoach.base.errors import OutputError
from voicecoach.publish.sinks import marker as site_marker
from voicecoach.publish.sinks.marker import (
    JOURNAL,
    MARKER,
    EpisodeState,
    Manifest,
    Marker,
    Stamp,
    append,
    read_marker,
)


def kept(name: str) -> EpisodeState:
    return EpisodeState(name, "en", 1, 1, "0", "0", (f"s/{name}/index.html",))


def stamps(*names: str) -> dict[str, Stamp]:
    return {f"s/{name}/index.html": (len(name), name) for name in names}


def batch(marker: Marker, *names: str) -> None:
    """What a run notes about a batch of sessions."""
    marker.plan(stamps(*names))
    marker.wrote(stamps(*names))
    for name in names:
        marker.keep(name, kept(name))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a marker that knows of one session."""
    marker = Marker(tmp_path, Manifest())
    batch(marker, "first")
    marker.finish()
    return tmp_path


def read(root: Path) -> Marker:
    marker = read_marker(root)
    assert marker is not None
    return marker


def test_a_marker_is_written_whole_twice_at_most_however_many_sessions_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: list[int] = []
    lines: list[Any] = []
    write, add = files.write_file, site_marker.append

    def wrote(path: Path, text: str, *, private: bool) -> None:
        whole.append(len(text))
        write(path, text, private=private)

    def added(file: Path, texts: list[str], again: bool) -> None:
        lines.extend(map(len, texts))
        add(file, texts, again)

    monkeypatch.setattr(site_marker, "write_file", wrote)
    monkeypatch.setattr(site_marker, "append", added)
    marker = Marker(tmp_path, Manifest())
    for number in range(100):
        batch(marker, f"session-{number}")
    marker.finish()
    assert len(whole) == 2
    assert len(lines) == 100
    assert sum(lines) < 2 * whole[-1], "each session is noted once"
    assert not (tmp_path / JOURNAL).exists()
    assert read(tmp_path).state == marker.state


def test_what_a_stopped_run_has_noted_is_known(root: Path) -> None:
    before = read(root)
    batch(before, "second")
    before.plan(stamps("third"))
    found = read(root)
    assert found.was_stopped
    assert found.state.sessions.keys() == {"first", "second"}
    assert found.state.pending == {"s/third/index.html"}
    assert found.state == before.state


def test_a_run_after_a_stopped_one_begins_a_journal_of_its_own(root: Path) -> None:
    stopped = read(root)
    batch(stopped, "second")
    stopped.plan(stamps("third"))
    again = read(root)
    batch(again, "third")
    batch(again, "fourth")
    found = read(root)
    assert found.state.sessions.keys() == {"first", "second", "third"}
    assert found.state.pending == {"s/fourth/index.html"}
    again.finish()
    assert read(root).state.sessions.keys() == {"first", "second", "third", "fourth"}
    assert not read(root).was_stopped


@given(cut=st.integers(min_value=0, max_value=2000))
def test_a_line_that_was_cut_short_is_none(
    cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("site")
    marker = Marker(root, Manifest())
    batch(marker, "first")
    marker.finish()
    for name in ("second", "third", "fourth"):
        batch(marker, name)
    content = (root / JOURNAL).read_bytes()
    (root / JOURNAL).write_bytes(content[:cut])
    whole = max(content[:cut].count(b"\n") - 1, 0)
    known = ["first", "second", "third", "fourth"]
    state = read(root).state
    assert [*state.files] == [f"s/{name}/index.html" for name in known[: 1 + whole]]
    assert [*state.sessions] == known[: max(whole, 1)]


def test_a_journal_of_another_marker_says_nothing(root: Path) -> None:
    """As when a run is stopped after the marker is written, and before the journal is gone."""
    marker = read(root)
    batch(marker, "second")
    journal = (root / JOURNAL).read_bytes()
    marker.finish()
    (root / JOURNAL).write_bytes(journal)
    found = read(root)
    assert not found.was_stopped
    assert found.state == marker.state
    found.finish()
    assert not (root / JOURNAL).exists()


def damaged(line: dict[str, object]) -> None:
    line["planned"] = {"../out.html": [1, "x"]}


def unknown(line: dict[str, object]) -> None:
    line["more"] = 1


def timeless(line: dict[str, object]) -> None:
    line["sessions"] = {"x": {**vars_of(kept("x")), "published": 10**18}}


def vars_of(session: EpisodeState) -> dict[str, object]:
    return {name: getattr(session, name) for name in EpisodeState.__slots__}


@pytest.mark.parametrize("spoil", [damaged, unknown, timeless])
def test_a_damaged_journal_is_an_error_that_loses_nothing(
    root: Path, spoil: Callable[[dict[str, object]], None]
) -> None:
    batch(read(root), "second")
    digest, line = (root / JOURNAL).read_text().splitlines()
    data = json.loads(line)
    spoil(data)
    (root / JOURNAL).write_text(f"{digest}\n{json.dumps(data)}\n")
    before = (root / MARKER).read_bytes()
    with pytest.raises(OutputError, match="is damaged") as raised:
        read_marker(root)
    assert "from a copy" in raised.value.remedy
    assert (root / MARKER).read_bytes() == before


def test_a_journal_that_leads_out_of_the_folder_is_not_written(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("out") / "file"
    try:
        (root / JOURNAL).symlink_to(outside)
    except OSError:
        pytest.skip("this system makes no links")
    with pytest.raises(OutputError, match="link out of the folder"):
        batch(read(root), "second")
    assert not outside.exists()


def test_a_journal_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write"):
        append(tmp_path / "none" / JOURNAL, ["x"], again=True)
