"""What mends a problem: it is gone then, and nothing else of the text has changed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.checks.test_bad_files import FILES
from tests.coach.sessions import SHIPPED
from voicecoach.app.editing import SeenRoutine, seen
from voicecoach.app.seen import MOST_MENDED
from voicecoach.app.workspace import Workspace

MANY = "routine: mine\ntitle: Mine\nsteps:\n" + "  - rest: 5\n" * 50
KNOWN = ("unknown-exercise", "dose/no-unit", "length/no-unit", "unsafe-dose/reps", "unknown-key")


def routines() -> dict[str, str]:
    """The faulty routines that are text."""
    found = {}
    for file in FILES:
        text = file.read_bytes().decode(errors="replace")
        if "routine:" in text and "steps:" in text and "\ufffd" not in text:
            found[file.name] = text
    return found


BAD = routines()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    opened = Workspace.open(tmp_path_factory.mktemp("clinic"))
    opened.library.reader.know(SHIPPED.reader)
    return opened


def see(workspace: Workspace, text: str, name: str = "mine.yaml") -> SeenRoutine:
    return seen(workspace, Path("/clinic/scripts/routines") / name, text)


def told(found: SeenRoutine) -> Counter[str]:
    return Counter(
        f"{each.located.problem.where.path}: {each.located.problem.phrase}"
        for each in found.problems
    )


@pytest.mark.slow
def test_a_problem_is_gone_with_each_of_its_remedies(workspace: Workspace) -> None:
    kinds: Counter[str] = Counter()
    for name, text in BAD.items():
        found = see(workspace, text, name)
        for each in found.problems:
            problem = each.located.problem
            for remedy in each.remedies:
                kinds[problem.phrase.kind] += 1
                mended = remedy.edit.apply(text)
                key = f"{problem.where.path}: {problem.phrase}"
                assert told(see(workspace, mended, name))[key] < told(found)[key], (name, remedy)
                assert abs(len(mended.splitlines()) - len(text.splitlines())) <= 1
                assert len(remedy.edit.old) < 80
    assert kinds.total() > 90
    assert len(kinds) > 35
    assert {*KNOWN} <= {*kinds}


TEXT = "routine: mine\ntitle: Mine\nsteps:\n  - include: warm-up\n  - {step}\n"


@pytest.mark.parametrize(
    ("step", "kind", "mended"),
    [
        ("brigde: 10 reps  # so", "unknown-exercise", ["bridge: 10 reps  # so"]),
        ("brigde", "unknown-exercise", ["bridge"]),
        ("glute bridges: 10 reps", "name/bad", ["glute-bridges: 10 reps"]),
        ("bridge: 10 reps, hold 5", "dose/no-unit", ["bridge: 10 reps, hold 5s"]),
        ("bridge: 12", "dose/number", ["bridge: 12 reps"]),
        ("bridge: {dose: 12, say: Up.}", "dose/number", ["bridge: {dose: 12 reps, say: Up.}"]),
        (
            "bridge: 10 reps, 5s",
            "dose/no-key",
            ["bridge: 10 reps, hold 5s", "bridge: 10 reps, rest 5s"],
        ),
        (
            "heel-slide: 3 x 10s",
            "dose/which",
            ["heel-slide: 3 reps, hold 10s", "heel-slide: 3 sets, hold 10s"],
        ),
        ("bridge: 150 reps, hold 5s", "unsafe-dose/reps", ["bridge: 100 reps, hold 5s"]),
        ("bridge: {reps: 150}", "unsafe-dose/reps", ["bridge: {reps: 100}"]),
        ("bridge: 10-150 reps", "unsafe-dose/reps", ["bridge: 10-100 reps"]),
        ("bridge: 10 reps, hold 90s", "unsafe-dose/hold", ["bridge: 10 reps, hold 1m"]),
        ("cat-cow: 2 reps", "outside-sources/reps", ["cat-cow: 10 reps"]),
        ("bridge: 10 reps each side", "no-sides", ["bridge: 10 reps"]),
        ("rest: 30", "length/no-unit", ["rest: 30s"]),
        (
            "breathe: in 4, out 6s, 9 breaths",
            "length/no-unit",
            ["breathe: in 4s, out 6s, 9 breaths"],
        ),
        ("say: Now: breathe.", "unquoted-text/colon", ['say: "Now: breathe."']),
        ("say: Press, #1 of three.", "unquoted-text/hash", ['say: "Press, #1 of three."']),
        ("include: warmup", "unknown-routine", ["include: warm-up"]),
        ("bridge 10 reps", "name/colon", ["bridge: 10 reps"]),
        (
            "bridge: 10 reps\n    optinal: true",
            "unknown-key",
            ["bridge: 10 reps\n    optional: true"],
        ),
        ("transition: lyin-on-back", "value/choice", ["transition: lying-on-back"]),
        ("xyzzy: 10 reps", "unknown-exercise", []),
        ("bridge: with feeling", "dose/no-load", ["bridge: load feeling"]),
    ],
)
def test_what_is_meant_is_offered(
    workspace: Workspace, step: str, kind: str, mended: list[str]
) -> None:
    text = TEXT.format(step=step) if "{" not in step else TEXT.replace("{step}", step)
    found = see(workspace, text)
    (problem,) = (each for each in found.problems if each.located.problem.phrase.kind == kind)
    offered = [each.edit.apply(text) for each in problem.remedies]
    assert offered == [TEXT.replace("{step}", each) for each in mended]


def test_a_routine_without_a_warm_up_gets_one(workspace: Workspace) -> None:
    text = TEXT.replace("include: warm-up", "bridge: 10 reps").replace("  - {step}\n", "")
    (problem,) = see(workspace, text).problems
    (remedy,) = problem.remedies
    assert remedy.meant == "include: warm-up"
    assert not see(workspace, remedy.edit.apply(text)).problems


def test_a_length_that_cannot_be_has_the_nearest(workspace: Workspace) -> None:
    text = TEXT.replace("{step}", "bridge: 10 reps").replace("steps:", "length: 1m\nsteps:")
    (problem,) = see(workspace, text).problems
    assert problem.located.problem.code == "unreachable-length"
    (remedy,) = problem.remedies
    assert not see(workspace, remedy.edit.apply(text)).problems


@pytest.mark.parametrize("name", ["daily", "walking-start"])
def test_a_sound_routine_needs_none(workspace: Workspace, name: str) -> None:
    file = SHIPPED.find("routines", name)
    assert file is not None
    assert seen(workspace, file, file.read_text()).problems == ()


def test_of_many_problems_the_first_are_mended(workspace: Workspace) -> None:
    found = see(workspace, MANY)
    assert len(found.problems) == 50
    assert [bool(each.remedies) for each in found.problems] == [n < MOST_MENDED for n in range(50)]
