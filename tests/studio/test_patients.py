"""The roster in the studio: a change is its own line, faults stand at cells, a batch is made."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.studio.opened import ROUTINE, Opened, Reply, clinic, opened_here

PROFILE = "profile: {label}\n# marked-{label}\navoid: [deep-knees]\n"
ROSTER = '# by hand\r\nlabel;what;profile\r\np-001;"mine";knee-one\r\n\r\np-002;mine;knee-two\r\n'


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    folder = clinic(tmp_path_factory.mktemp("patients"), cache)
    (folder / "scripts/profiles").mkdir()
    for label in ("knee-one", "knee-two"):
        text = PROFILE.format(label=label)
        (folder / f"scripts/profiles/{label}.yaml").write_text(text, encoding="utf-8")
    (folder / "scripts/routines/mine.yaml").write_text(ROUTINE, encoding="utf-8")
    with opened_here(folder) as studio:
        yield studio


@pytest.fixture
def file(studio: Opened) -> Path:
    """The roster, as it is written by hand."""
    (studio.folder / "roster.csv").write_bytes(ROSTER.encode())
    return studio.folder / "roster.csv"


def change(studio: Opened, deed: str, **asked: Any) -> Reply:
    digest = studio.do("roster").json["digest"]
    return studio.do(deed, **{"digest": digest, **asked})


def test_without_a_roster_the_page_says_how_to_begin_one(studio: Opened) -> None:
    (studio.folder / "roster.csv").unlink(missing_ok=True)
    assert "There is no roster yet" in studio.get("/patients").text
    assert studio.do("roster-begin").json == {"go": "/patients"}
    assert "Nobody is in it yet" in studio.get("/patients").text
    assert (studio.folder / "roster.csv").stat().st_mode & 0o077 == 0
    assert studio.do("roster-begin").status == 422
    told = change(studio, "roster-add", label="p-9", what="mine").json
    assert 'value="p-9"' in told["roster"]


def test_a_cell_changes_its_own_line(studio: Opened, file: Path) -> None:
    told = change(studio, "roster-cell", line=3, column="what", value="daily relief").json
    assert file.read_bytes().decode() == ROSTER.replace('"mine"', '"daily relief"')
    assert "2 can be made, 0 cannot" in told["roster"]
    assert told["undo"]
    change(studio, "roster-undo")
    assert file.read_bytes().decode() == ROSTER


def test_a_fault_stands_at_its_cell_with_what_mends_it(studio: Opened, file: Path) -> None:
    told = change(studio, "roster-cell", line=3, column="what", value="mine dialy").json
    assert 'data-mend="mine daily" data-of="cell-3-what"' in told["roster"]
    assert 'id="cell-3-what-said"' in told["roster"]
    assert "1 can be made, 1 cannot" in told["roster"]
    assert "p-002" not in change(studio, "roster", faulty="1").json["roster"]


def test_rows_come_and_go(studio: Opened, file: Path) -> None:
    change(studio, "roster-add", label="p-003", what="mine")
    assert file.read_bytes().decode() == f"{ROSTER}p-003;mine;\r\n"
    change(studio, "roster-remove", line=6)
    assert file.read_bytes().decode() == ROSTER


@pytest.mark.parametrize("content", [None, b"", b"name,what\nx,mine\n", b"label,label\nx,y\n"])
def test_a_roster_that_is_gone_or_none_any_more_is_told_to_an_open_page(
    studio: Opened, file: Path, content: bytes | None
) -> None:
    file.unlink() if content is None else file.write_bytes(content)
    told = studio.do("roster")
    assert told.status == 422
    assert "roster.csv" in told.json["message"]
    assert told.json["remedy"]
    assert studio.get("/patients").status == 200


def test_a_file_that_something_else_changed_is_not_touched(studio: Opened, file: Path) -> None:
    digest = studio.do("roster").json["digest"]
    by_hand = ROSTER.replace("p-002", "p-007")
    file.write_bytes(by_hand.encode())
    refused = studio.do("roster-cell", digest=digest, line=3, column="what", value="x")
    assert (refused.status, refused.json["code"]) == (422, "changed-meanwhile")
    assert file.read_bytes().decode() == by_hand


@pytest.mark.parametrize(
    "asked",
    [
        {"line": 0, "column": "what", "value": "x"},
        {"line": "3", "column": "what", "value": "a\nb"},
        {"column": "what", "value": "x"},
        {"line": 3, "column": ["what"], "value": "x"},
    ],
)
def test_what_makes_no_sense_is_refused(studio: Opened, file: Path, asked: dict[str, Any]) -> None:
    assert change(studio, "roster-cell", **asked).status == 400
    assert change(studio, "roster-cell", line=3, column="nobody", value="x").status == 422
    assert change(studio, "roster-cell", line=4, column="what", value="x").status == 422
    assert change(studio, "roster-add", label=" ").status == 400
    assert studio.do("batch", kept="other").status == 400
    assert studio.do("address", what="burn", label="p-001").status == 400
    assert studio.do("address", what="withdraw", label="p-999").status == 422
    assert file.read_bytes().decode() == ROSTER


def test_a_batch_is_made_looked_at_and_ended(studio: Opened, file: Path) -> None:
    address = "https://clinic.example/"
    told = studio.finished(studio.do("batch", address=address))
    assert told["state"] == "ready", told
    assert told["report"].count("<td>made</td>") == 2
    assert told["addresses"].count(f'href="{address}p/') == 2
    page = studio.get("/patients?label=p-001")
    assert "<svg" in page.text
    policy = page.headers["content-security-policy"]
    frame = page.text.split('<iframe src="')[1].split('"')[0]
    assert f"frame-src {frame.split('/p/')[0]};" in policy + ";"
    with urllib.request.urlopen(frame, timeout=60) as reply:
        assert "Mine" in reply.read().decode()
        assert reply.headers["content-security-policy"] == (
            f"frame-ancestors {studio.url} http://localhost:{studio.port}"
        )
    cards = studio.get("/cards?label=p-001")
    assert (cards.text.count("<article>"), "p-002" in cards.text) == (1, False)
    assert "script-src 'none'" in cards.headers["content-security-policy"]
    assert "style-src 'sha256-" in cards.headers["content-security-policy"]
    assert (studio.folder / "links.csv").stat().st_mode & 0o077 == 0
    ended = studio.do("address", what="withdraw", label="p-001").json
    assert "p-001 is withdrawn" in ended["told"]
    assert 'data-address="restore" data-label="p-001"' in ended["addresses"]
    told = studio.finished(studio.do("batch"))
    assert ("withdrawn" in told["report"], "as before" in told["report"]) == (True, True)
    assert studio.do("address", what="restore", label="p-001").status == 200
    assert studio.do("address", what="revoke", label="p-002").status == 200


@pytest.mark.parametrize("kept", ["plans", "mp3"])
def test_nothing_that_is_published_tells_of_a_patient(
    studio: Opened, file: Path, kept: str
) -> None:
    """No label, and no name or text of a profile, in any file of the place."""
    told = studio.finished(studio.do("batch", kept=kept, pdfs=True))
    assert told["state"] == "ready", told
    place = studio.folder / "patient-site"
    files = [each for each in place.rglob("*") if each.is_file()]
    assert len(files) > 20
    for each in files:
        content = each.read_bytes()
        for mark in (b"p-001", b"p-002", b"knee-one", b"knee-two", b"marked-"):
            assert mark not in content, each
            assert mark.decode() not in str(each.relative_to(place))


def test_a_list_is_a_table_too_and_a_change_is_its_own_line(studio: Opened) -> None:
    (studio.folder / "roster.csv").unlink(missing_ok=True)
    listed = studio.folder / "roster.yaml"
    text = "# by hand\n- {label: p-001, what: [mine]}  # ours\n\n- label: p-002\n  what: mien\n"
    listed.write_text(text, "utf-8")
    page = studio.get("/patients").text
    assert "<span>no routine or programme is called" in page
    assert "voicecoach list" not in page, "a button mends it"
    assert 'data-mend="mine" data-of="cell-4-what"' in page
    told = change(studio, "roster-cell", line=4, column="what", value="mine").json
    assert "2 can be made, 0 cannot" in told["roster"]
    mended = text.replace("mien", "mine")
    assert listed.read_text("utf-8") == mended
    change(studio, "roster-add", label="p-003", what="mine")
    assert listed.read_text("utf-8") == f"{mended}- {{label: p-003, what: mine}}\n"
    change(studio, "roster-remove", line=2)
    change(studio, "roster-undo")
    change(studio, "roster-undo")
    assert listed.read_text("utf-8") == mended
    assert change(studio, "roster-cell", line=3, column="what", value="x").status == 422
    listed.unlink()


LISTED = """\
# by hand
- what: mine
  label: p-001
# the next
- {label: p-002, what: mine}

- what: mine
  label: p-003
"""
SHOWN = re.compile(r'data-line="(\d+)".*?value="(p-\d+|)"', re.DOTALL)


@pytest.mark.parametrize(
    ("deed", "asked"),
    [
        *(("roster-remove", {"line": line}) for line in (2, 5, 7)),
        ("roster-add", {"label": "p-004", "what": "mine"}),
        ("roster-cell", {"line": 2, "column": "language", "value": "de"}),
        ("roster-cell", {"line": 2, "column": "what", "value": ""}),
        ("roster-cell", {"line": 5, "column": "what", "value": "daily"}),
    ],
)
def test_it_is_told_where_a_change_and_its_undoing_move_the_rows(
    studio: Opened, deed: str, asked: dict[str, Any]
) -> None:
    (studio.folder / "roster.csv").unlink(missing_ok=True)
    listed = studio.folder / "roster.yaml"
    listed.write_text(LISTED, "utf-8")
    before = change(studio, "roster").json
    assert [label for _, label in SHOWN.findall(before["roster"])] == ["p-001", "p-002", "p-003"]
    made = change(studio, deed, **asked).json
    undone = change(studio, "roster-undo").json
    assert listed.read_text("utf-8") == LISTED
    listed.unlink()
    for old, new in ((before, made), (made, undone)):
        rows = {label: int(line) for line, label in SHOWN.findall(new["roster"])}
        for line, label in SHOWN.findall(old["roster"]):
            moved = now_at(int(line), **new["rows"])
            assert moved == rows.get(label) or (label == "p-004" and label not in rows)


def now_at(line: int, behind: int, by: int, gone: int | None = None) -> int | None:
    """The line that the page takes a row to be at by then."""
    if line == gone:
        return None
    return line + by if line > behind else line
