"""Texts that are being written: undone, saved, never over somebody else's, and never lost."""

from __future__ import annotations

import json
import os
import random
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.running import ROOT
from voicecoach.app import journals
from voicecoach.app.drafts import Draft, Drafts
from voicecoach.app.editing import InsertItem, RemoveItem, SetField, SetHead
from voicecoach.app.workspace import Workspace
from voicecoach.base.errors import ScriptError

TEXT = "routine: mine\ntitle: Mine # so\nsteps:\n  - march: hold 20s\n  - bridge: 10 reps\n"


@pytest.fixture
def file(project: Path) -> Path:
    return project / "scripts" / "routines" / "mine.yaml"


@pytest.fixture
def drafts(project: Path, file: Path) -> Drafts:
    file.write_bytes(TEXT.encode())
    return again(project)


def again(project: Path) -> Drafts:
    """What a program that starts has."""
    return Drafts(Workspace.open(project))


def changed(drafts: Drafts, file: Path, text: str, joins: bool = False) -> Draft:
    draft, problems = drafts.change(file, text, joins=joins)
    assert draft is not None, problems
    return draft


def journal_of(project: Path) -> Path:
    (found,) = (project / ".voicecoach" / "drafts").glob("*.json")
    return found


def test_a_text_is_changed_undone_and_made_again(drafts: Drafts, file: Path) -> None:
    first = drafts.open(file)
    assert (first.text, first.revision, first.is_unsaved) == (TEXT, 0, False)
    draft, _ = drafts.change(file, SetField(("steps", 1), "reps", "12"))
    assert draft is not None
    assert draft.text == TEXT.replace("10 reps", "12 reps")
    assert (draft.path, draft.undoes, draft.is_unsaved) == (("steps", 1), 1, True)
    assert drafts.workspace.unsaved == {file.resolve(): draft.text}
    undone = drafts.undo(file)
    assert (undone.text, undone.redoes, undone.is_unsaved) == (TEXT, 1, False)
    assert not drafts.workspace.unsaved
    assert drafts.redo(file).text == draft.text
    assert drafts.redo(file).revision == 3
    assert file.read_text() == TEXT


def test_several_changes_are_one_to_undo_and_none_is_made_where_one_cannot_be(
    drafts: Drafts, file: Path
) -> None:
    draft, _ = drafts.change(file, [InsertItem(("steps", 2), "rest: 5s"), RemoveItem(("steps", 0))])
    assert draft is not None
    assert "march" not in draft.text
    assert drafts.undo(file).text == TEXT
    nothing, problems = drafts.change(file, [SetHead("title", "Other"), RemoveItem(("steps", 9))])
    assert nothing is None
    assert [problem.code for problem in problems] == ["not-editable"]
    assert drafts.open(file).text == TEXT


def test_typing_is_undone_as_one(drafts: Drafts, file: Path) -> None:
    changed(drafts, file, TEXT.replace("Mine", "M"))
    changed(drafts, file, TEXT.replace("Mine", "My"), joins=True)
    draft = changed(drafts, file, TEXT.replace("Mine", "My own"), joins=True)
    assert (draft.undoes, draft.revision) == (1, 3)
    assert drafts.undo(file).text == TEXT


def test_what_another_window_did_meanwhile_is_not_written_over(drafts: Drafts, file: Path) -> None:
    known = drafts.open(file).revision
    changed(drafts, file, TEXT + "# one\n")
    with pytest.raises(ScriptError) as refused:
        drafts.change(file, TEXT + "# two\n", known)
    assert refused.value.phrase.kind == "draft/elsewhere"
    with pytest.raises(ScriptError):
        drafts.undo(file, known)
    assert drafts.open(file).text == TEXT + "# one\n"


def test_a_text_is_saved_whole_and_can_be_undone_after(drafts: Drafts, file: Path) -> None:
    text = "\ufeff" + TEXT.replace("\n", "\r\n")
    changed(drafts, file, text)
    saved = drafts.save(file)
    assert file.read_bytes() == text.encode()
    assert (saved.is_unsaved, saved.is_overtaken, saved.undoes) == (False, False, 1)
    assert drafts.undo(file).is_unsaved
    assert drafts.save(file).text == TEXT
    assert file.read_bytes() == TEXT.encode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_a_private_file_stays_private(drafts: Drafts, file: Path) -> None:
    file.chmod(0o600)
    changed(drafts, file, TEXT + "# a\n")
    drafts.save(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_that_something_else_has_changed_is_never_written_over(
    drafts: Drafts, file: Path
) -> None:
    mine = changed(drafts, file, TEXT + "# mine\n")
    file.write_text(TEXT + "# theirs\n")
    assert drafts.open(file).is_overtaken
    with pytest.raises(ScriptError) as refused:
        drafts.save(file)
    assert refused.value.phrase.kind == "changed-meanwhile"
    assert file.read_text() == TEXT + "# theirs\n"
    with pytest.raises(ScriptError):
        drafts.settle(file, mine.digest)
    settled = drafts.settle(file, journals.text_digest(TEXT + "# theirs\n"))
    assert (settled.text, settled.is_overtaken) == (TEXT + "# mine\n", False)
    assert drafts.save(file).text == file.read_text() == TEXT + "# mine\n"


def test_a_file_that_has_gone_is_said_to_be(drafts: Drafts, file: Path) -> None:
    changed(drafts, file, TEXT + "# mine\n")
    drafts.save(file)
    file.unlink()
    assert drafts.open(file).is_overtaken
    with pytest.raises(ScriptError):
        drafts.save(file)
    assert drafts.settle(file, "").is_unsaved
    drafts.save(file)
    assert file.read_text() == TEXT + "# mine\n"


def test_what_an_editor_wrote_is_one_more_change_where_nothing_is_unsaved(
    drafts: Drafts, file: Path
) -> None:
    changed(drafts, file, TEXT + "# mine\n")
    drafts.save(file)
    file.write_text(TEXT + "# theirs\n")
    draft = drafts.open(file)
    assert (draft.text, draft.is_unsaved, draft.is_overtaken) == (TEXT + "# theirs\n", False, False)
    assert drafts.undo(file).text == TEXT + "# mine\n"


def test_a_new_file_begins_with_what_is_given(drafts: Drafts, project: Path, file: Path) -> None:
    new = file.with_name("new.yaml")
    assert drafts.open(new, TEXT).text == TEXT
    draft, _ = drafts.change(new, SetHead("routine", "new"), start=TEXT)
    assert draft is not None
    assert not new.exists()
    assert again(project).open(new).text == draft.text
    drafts.save(new)
    assert new.read_text() == draft.text
    other = file.with_name("other.yaml")
    changed(drafts, other, "# mine\n")
    other.write_text("# theirs\n")
    with pytest.raises(ScriptError):
        drafts.save(other)


def test_what_is_discarded_is_as_the_file_is(drafts: Drafts, project: Path, file: Path) -> None:
    changed(drafts, file, TEXT + "# mine\n")
    draft = drafts.discard(file)
    assert (draft.text, draft.undoes, draft.is_unsaved) == (TEXT, 0, False)
    assert not drafts.workspace.unsaved
    assert again(project).restore() == ()


def test_all_is_there_when_the_program_starts_again(
    drafts: Drafts, project: Path, file: Path
) -> None:
    changed(drafts, file, TEXT + "# one\n")
    changed(drafts, file, TEXT + "# two\n")
    drafts.undo(file)
    other = file.with_name("other.yaml")
    changed(drafts, other, TEXT)
    drafts.save(other)
    later = again(project)
    (draft,) = later.restore()
    assert (draft.text, draft.undoes, draft.redoes) == (TEXT + "# one\n", 1, 1)
    assert later.workspace.unsaved == {file.resolve(): TEXT + "# one\n"}
    assert later.redo(file).text == TEXT + "# two\n"
    file.write_text("# theirs\n")
    (overtaken,) = again(project).restore()
    assert overtaken.is_overtaken


def test_a_program_that_is_killed_as_it_saves_knows_that_it_did(
    drafts: Drafts, project: Path, file: Path
) -> None:
    changed(drafts, file, TEXT + "# mine\n")
    before = journal_of(project).read_bytes()
    drafts.save(file)
    journal_of(project).write_bytes(before)  # as it is between the two
    draft = again(project).open(file)
    assert (draft.is_unsaved, draft.is_overtaken) == (False, False)
    assert not changed(again(project), file, TEXT + "# more\n").is_overtaken


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_nobody_else_may_read_a_journal(drafts: Drafts, project: Path, file: Path) -> None:
    changed(drafts, file, TEXT + "# mine\n")
    assert stat.S_IMODE(journal_of(project).stat().st_mode) == 0o600
    assert stat.S_IMODE(journal_of(project).parent.stat().st_mode) == 0o700
    assert (journal_of(project).parent / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b'{"version": 9}', b"\xff", b"[" * 100_000])
def test_a_journal_that_was_spoilt_is_put_aside(
    drafts: Drafts, project: Path, file: Path, spoilt: bytes
) -> None:
    changed(drafts, file, TEXT + "# mine\n")
    journal = journal_of(project)
    journal.write_bytes(spoilt)
    assert again(project).restore() == ()
    assert drafts.open(file).text == TEXT
    assert journal.with_suffix(".spoilt").read_bytes() == spoilt


@pytest.mark.parametrize(
    "place",
    [
        "../elsewhere.yaml",
        "voicecoach.toml",
        "scripts/mine.yaml",
        "scripts/routines/mine.txt",
        "scripts/routines/../../../mine.yaml",
        "scripts/routines/deeper/mine.yaml",
        "scripts/other/mine.yaml",
        "scripts/routines/.yaml",
        "scripts/routines/a b.yaml",
        "scripts/routines/CON:x.yaml",
        "scripts/routines/" + "x" * 99 + ".yaml",
    ],
)
def test_only_scripts_of_the_project_are_written(drafts: Drafts, project: Path, place: str) -> None:
    for refuse in (
        lambda: drafts.open(project / place),
        lambda: drafts.change(project / place, TEXT),
        lambda: drafts.save(project / place),
        lambda: drafts.discard(project / place),
    ):
        with pytest.raises(ScriptError) as refused:
            refuse()
        assert refused.value.phrase.kind == "draft/place"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_out_of_the_project_is_no_place(drafts: Drafts, project: Path, file: Path) -> None:
    outside = project.parent / "outside.yaml"
    outside.write_text(TEXT)
    file.with_name("link.yaml").symlink_to(outside)
    with pytest.raises(ScriptError):
        drafts.open(file.with_name("link.yaml"))


def test_what_no_script_can_be_is_refused_and_the_text_stays(drafts: Drafts, file: Path) -> None:
    for text, kind in (("x" * 100_000, "draft/large"), ("\ud800", "draft/letters")):
        with pytest.raises(ScriptError) as refused:
            drafts.change(file, text)
        assert refused.value.phrase.kind == kind
    assert drafts.open(file).text == TEXT
    file.write_bytes(b"title: \xff\n")
    with pytest.raises(ScriptError) as refused:
        drafts.open(file)
    assert refused.value.phrase.kind == "draft/encoding"


def test_journals_are_bounded_in_what_they_hold(
    drafts: Drafts, project: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "MOST_CHANGES", 5)
    monkeypatch.setattr(journals, "MOST_CHANGED", 100)
    for number in range(9):
        draft = changed(drafts, file, f"# {number}\n")
    assert draft.undoes == 5
    assert changed(drafts, file, "x" * 300).undoes == 1
    assert drafts.undo(file).text == "# 8\n"


def test_journals_are_bounded_in_number(
    drafts: Drafts, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journals, "MOST_DRAFTS", 3)
    files = [file.with_name(f"r{number}.yaml") for number in range(5)]
    for each in files[:3]:
        changed(drafts, each, TEXT)
    with pytest.raises(ScriptError) as refused:
        drafts.change(files[3], TEXT)
    assert refused.value.phrase.kind == "draft/many"
    drafts.save(files[1])
    changed(drafts, files[3], TEXT)
    assert drafts.open(files[1]).undoes == 0
    assert drafts.open(files[0]).undoes == 1


def test_threads_take_their_turn(drafts: Drafts, file: Path) -> None:
    def add(name: str) -> None:
        for number in range(10):
            done, problems = drafts.change(file, InsertItem(("steps", 0), f"say: {name} {number}"))
            assert done is not None, problems

    threads = [threading.Thread(target=add, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    draft = drafts.open(file)
    assert draft.text.count("- say:") == 30
    assert draft.undoes == 30


@pytest.mark.slow
@given(st.lists(st.sampled_from(["undo", "redo"]) | st.text(max_size=9), max_size=12))
def test_undo_and_redo_lead_through_all_texts(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    journal = journals.Journal(1, "routines/a.yaml", "", "")
    texts, at = [""], 0
    for step in steps:
        if step == "undo":
            journal, at = journal.undo(), max(0, at - 1)
        elif step == "redo":
            journal, at = journal.redo(), min(len(texts) - 1, at + 1)
        elif step != journal.text:
            journal = journal.changed(step, joins=False)
            texts[at + 1 :] = [step]
            at += 1
        assert journal.text == texts[at]
        assert len(journal.done) == at
        assert len(journal.undone) == len(texts) - 1 - at


WRITER = """
import sys
from pathlib import Path
from voicecoach.app.drafts import Drafts
from voicecoach.app.workspace import Workspace

folder, file = Path(sys.argv[1]), Path(sys.argv[2])
drafts = Drafts(Workspace.open(folder))
number = drafts.open(file).revision
while True:
    number += 1
    drafts.change(file, f"# {number}\\n" * 200)
    if number % 5 == 0:
        drafts.save(file)
    print(number, flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows kills otherwise")
def test_what_was_written_survives_a_kill_at_any_moment(
    drafts: Drafts, project: Path, file: Path
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    known, seeded = 0, random.Random(17)
    for _ in range(8):
        command = [sys.executable, "-c", WRITER, str(project), str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
            assert process.stdout is not None
            for _ in range(seeded.randrange(1, 12)):
                known = int(process.stdout.readline())
            process.kill()
            rest = process.stdout.read().split(b"\n")[:-1]
        known = int(rest[-1]) if rest else known
        draft = again(project).open(file)
        assert draft.revision in (known, known + 1)
        assert draft.text == f"# {draft.revision}\n" * 200
        assert not draft.is_overtaken
        assert file.read_text() in (TEXT, *(f"# {n}\n" * 200 for n in range(draft.revision + 1)))
        json.loads(journal_of(project).read_text())
