"""Every faulty file of tests/data/bad gives exactly the text that stands beside it.

Rewrite the texts with `pytest tests/checks/test_bad_files.py --update-golden`, then read the diff.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.coach.sessions import SHIPPED, library_over
from tests.effort import cpu_s
from tests.facts import of_each
from tests.running import run_voicecoach
from voicecoach.audio.mp3.frames import GRID
from voicecoach.base.messages import scripts
from voicecoach.checks.exercises import checked_exercise
from voicecoach.checks.languages import Wordings
from voicecoach.checks.profiles import checked_profile
from voicecoach.checks.programmes import checked_programme
from voicecoach.checks.routines import checked_script
from voicecoach.checks.sources import check_routine_sources
from voicecoach.coach.compile.prompts import unheard_prompts
from voicecoach.coach.crossing import crossings
from voicecoach.formats import document, events
from voicecoach.formats.document import MAX_DEPTH, Document, locate_all, read_document
from voicecoach.formats.fields import RATE_MOST
from voicecoach.formats.problems import Problem
from voicecoach.formats.source import MAX_BYTES, ScriptSource
from voicecoach.library.library import Library
from voicecoach.library.naming import KnownExercises
from voicecoach.library.references import references_of
from voicecoach.model.exercise import Exercise
from voicecoach.voices.estimate import estimate_ms

BAD = Path(__file__).parents[1] / "data" / "bad"
FILES = sorted(BAD.glob("*.yaml"))
# Raised by what is made of a script, not by the script: placing, measuring and speaking it.
BY_THE_SESSION = {
    "does-not-fit",
    "long-session",
    "many-chapters",
    "nearest-length",
    "not-spoken",
    "spoken-again",
    "unknown-engine",
    "unreachable-length",
}
# Found when a profile meets a routine: tests/coach/test_tailor.py has them.
BY_TAILORING = {"empty-section", "empty-routine", "avoided-position", "avoided-movement"}
# Faults of a language's file, which is too long to keep a faulty copy, and of translations:
# test_library and test_translation have them.
OF_LANGUAGES = {"bad-braces", "missing-text", "stale-text"}
# Of exercises that the shipped library does not have: tests/checks/test_sources.py has it.
OF_A_CLINICIAN = {"needs-clinician"}
# Of a file of the whole project: tests/faults/test_small.py has it.
OF_A_PROJECT = {"unread-figures"}


@pytest.fixture(scope="module")
def library() -> Library:
    return SHIPPED


def problems_of(library: Library, file: Path) -> list[Problem]:
    """What `voicecoach check` finds in a file."""
    data = read_document(file).data
    if isinstance(data, dict) and "exercise" in data:
        language = data.get("language", "en")
        exercise, problems = checked_exercise(library, file, language)
        worded = Wordings(library).check("exercises", file, language)
        return [*problems, *(unheard(library, exercise) if exercise else ()), *worded]
    if isinstance(data, dict) and "programme" in data:
        return checked_programme(library, file)[2]
    if isinstance(data, dict) and "profile" in data:
        return checked_profile(library, file)[1]
    script, problems = checked_script(library, file)
    if script is None:
        return problems
    sources = check_routine_sources(script.routine, references_of(library))
    return [*problems, *sources, *crossings(script)]


@cache
def faults_of(file: Path) -> tuple[Problem, ...]:
    """What is found in a file of tests/data/bad, that is checked once for all tests."""
    return tuple(problems_of(SHIPPED, file))


def unheard(library: Library, exercise: Exercise) -> Iterator[Problem]:
    """Prompts that are too long, by estimated lengths."""
    coaching, _ = library.coaching()
    assert coaching is not None
    return unheard_prompts(exercise, coaching, lambda text: estimate_ms(text, RATE_MOST), GRID)


def codes(problems: Iterable[Problem]) -> list[str]:
    return [item.problem.code for item in locate_all(problems)]


def test_a_faulty_file_gives_the_text_beside_it(
    monkeypatch: pytest.MonkeyPatch, update_golden: bool
) -> None:
    monkeypatch.chdir(BAD)

    @of_each(FILES)
    def fact(file: Path) -> None:
        problems = faults_of(file)
        said = "".join(f"{item}\n" for item in locate_all(problems))
        expected = file.with_suffix(".txt")
        if update_golden:
            expected.write_text(said, encoding="utf-8")
        assert said == expected.read_text(encoding="utf-8")
        assert problems

    fact()


def test_each_text_has_its_file() -> None:
    assert [file.stem for file in sorted(BAD.glob("*.txt"))] == [file.stem for file in FILES]


@pytest.mark.slow
def test_every_code_has_a_faulty_file() -> None:
    found = {problem.code for file in FILES for problem in faults_of(file)}
    elsewhere = BY_THE_SESSION | BY_TAILORING | OF_LANGUAGES | OF_A_CLINICIAN | OF_A_PROJECT
    assert found == set(scripts.CODES) - elsewhere


@pytest.mark.slow
def test_no_message_shows_python() -> None:
    for file in FILES:
        for problem in faults_of(file):
            for sign in ("None", "True", "False", "['", "{'", "<", "object", "class", "Input"):
                assert sign not in problem.message.replace("!!python/object", ""), problem


def test_the_faults_of_two_files_are_found_in_one_run(library: Library) -> None:
    files = [BAD / "exercise-misspelt.yaml", BAD / "rest-without-unit.yaml"]
    problems = [problem for file in files for problem in problems_of(library, file)]
    assert [item.problem.where.file for item in locate_all(reversed(problems))] == [
        str(file) for file in files
    ]


def test_faults_of_what_a_routine_names_are_found_with_its_own(tmp_path: Path) -> None:
    for folder in ("routines", "exercises"):
        (tmp_path / folder).mkdir()
    exercise = (BAD / "exercise-key-misspelt.yaml").read_text(encoding="utf-8")
    write(tmp_path / "exercises/sway.yaml", exercise.replace("exercise-key-misspelt", "sway"))
    write(tmp_path / "routines/part.yaml", routine("part", "- bridge: 0 reps", "part: true\n"))
    file = tmp_path / "routines/whole.yaml"
    write(file, routine("whole", "- include: part\n  - sway: 3 reps\n  - rest: 30"))
    problems = checked_script(library_over(tmp_path), file)[1]
    assert sorted(codes(problems)) == ["bad-dose", "bad-value", "unknown-key"]


def test_routines_that_include_one_another_are_refused(tmp_path: Path) -> None:
    (tmp_path / "routines").mkdir()
    for name, other in (("one", "two"), ("two", "three"), ("three", "one")):
        write(tmp_path / f"routines/{name}.yaml", routine(name, f"- include: {other}"))
    library = library_over(tmp_path)
    (problem,) = checked_script(library, tmp_path / "routines/one.yaml")[1]
    assert problem.code == "include-cycle"
    assert problem.message.startswith("'one' includes 'two' includes 'three' includes 'one'")


def test_a_routine_included_by_many_is_read_once_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "routines").mkdir()
    write(tmp_path / "routines/r30.yaml", routine("r30", "- march: hold 30s"))
    for n in range(30):
        steps = f"- include: r{n + 1:02}\n  - include: r{n + 1:02}"
        write(tmp_path / f"routines/r{n:02}.yaml", routine(f"r{n:02}", steps))
    library = library_over(tmp_path)
    read: list[str] = []

    def counted(file: Path, source: ScriptSource) -> Document:
        read.append(file.name)
        return read_document(file, source)

    monkeypatch.setattr(document, "read_document", counted)
    problems = checked_script(library, tmp_path / "routines/r00.yaml")[1]
    assert {problem.code for problem in problems} == {"too-long"}
    assert {f"r{n:02}.yaml" for n in range(31)} <= {*read}
    assert len(read) == len({*read}), "exponential, it would not end at all"


def test_a_missing_file_and_a_folder_are_unreadable(tmp_path: Path, library: Library) -> None:
    assert codes(problems_of(library, tmp_path / "none.yaml")) == ["unreadable"]
    assert codes(problems_of(library, tmp_path)) == ["unreadable"]


REFUSED = {
    "over 96 KiB": "title: " + "long " * (MAX_BYTES // 5 + 1),
    "deep in brackets": "title: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
    "deep in brackets, never closed": "title: " + "[" * (MAX_BYTES - 10),
    "deep in braces": "title: " + "{a: " * 16_000,
    "deep in lists": "title:\n" + "- " * 32_000 + "x",
    "deep by indentation": "".join(" " * n + f"k{n}:\n" for n in range(300)),
    "many aliases": "a: &a [x, x]\nb: [" + "*a, " * 16_000 + "*a]",
    "aliases that multiply": "a0: &a0 [x, x]\n"
    + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)),
    "aliases that multiply as keys": "a0: &a0 {x: y}\n"
    + "".join(f"a{n}: &a{n} {{p: *a{n - 1}, q: *a{n - 1}}}\n" for n in range(1, 60)),
}


@pytest.fixture(scope="module")
def ordinary_s(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Processor time to read an ordinary file of the greatest size."""
    file = tmp_path_factory.mktemp("ordinary") / "long.yaml"
    line = "  - cat-cow: {dose: 10 reps, say: 'Slowly, and breathe as calmly as you can.'}\n"
    head = "routine: long\ntitle: Long\nsteps:\n"
    write(file, head + line * ((MAX_BYTES - len(head)) // len(line)))
    read_document(BAD / "tag.yaml")  # the import of ruamel.yaml is not what is measured
    assert not read_document(file).problems
    return cpu_s(lambda: read_anew(file), 1)


def read_anew(file: Path) -> Document:
    """Read a file as if it had not been read before."""
    document._parsed.cache_clear()
    events._known.clear()
    return read_document(file)


@pytest.mark.slow
@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_too_large_is_refused_quickly(
    text: str, tmp_path: Path, ordinary_s: float
) -> None:
    file = tmp_path / "large.yaml"
    write(file, text)
    assert cpu_s(lambda: read_anew(file), 1) < 3 * ordinary_s
    found = read_document(file)
    assert [problem.code for problem in found.problems] == ["too-large"]
    assert found.data is None


def test_a_file_of_too_many_values_is_refused_where_they_are_too_many(project: Path) -> None:
    file = project / "scripts" / "routines" / "many.yaml"
    step = "  - bridge: 10 reps\n"
    file.write_text("routine: many\ntitle: T\nsteps:\n" + 4_100 * step, encoding="utf-8")
    said = run_voicecoach("check", "many", cwd=project, code=3).stderr
    assert ": error: this file has over 6,000 values; split it into routines" in said
    assert "many.yaml:3002:" in said


def test_more_steps_than_any_session_has_are_not_read(project: Path) -> None:
    file = project / "scripts" / "routines" / "many.yaml"
    text = "routine: many\ntitle: T\nsteps:\n" + 2_601 * "  - brigde: 10 rep\n"
    file.write_text(text, encoding="utf-8")
    said = run_voicecoach("check", "many", cwd=project, code=3).stderr
    assert "many.yaml:3:1: error: it has 2601 steps" in said
    assert said.count(": error: ") == 1


def test_names_that_are_not_shown_are_not_searched_for(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def count(_: KnownExercises, text: str) -> str:
        asked.append(text)
        return ""

    monkeypatch.setattr(KnownExercises, "meant", count)
    file = project / "scripts" / "routines" / "many.yaml"
    steps = "".join(f"  - brigde-{number % 300}: 10 reps\n" for number in range(600))
    file.write_text(f"routine: many\ntitle: T\nsteps:\n{steps}", encoding="utf-8")
    said = run_voicecoach("check", "many", cwd=project, code=3).stderr
    assert "and 500 problems more" in said
    assert len(asked) == 100 == len(set(asked))


def test_a_file_as_deep_and_as_long_as_allowed_is_read(tmp_path: Path) -> None:
    file = tmp_path / "deep.yaml"
    depth = MAX_DEPTH - 2
    text = "title: " + "[" * depth + "x" + "]" * depth + "\n# "
    write(file, text + "-" * (MAX_BYTES - len(text)))
    assert not read_document(file).problems
    assert file.stat().st_size == MAX_BYTES


def test_a_line_is_shown_around_its_fault(tmp_path: Path, library: Library) -> None:
    file = tmp_path / "wide.yaml"
    write(file, routine("wide", f'- bridge: {{say: "{"so " * 100}", dose: 10 resp, title: "T"}}'))
    (item,) = locate_all(problems_of(library, file))
    head, source, caret = str(item).splitlines()
    assert len(source) <= 104
    assert source[caret.index("^") :].startswith("10 resp")
    assert ":5:" in head


def test_a_control_character_is_not_sent_to_the_terminal(tmp_path: Path, library: Library) -> None:
    file = tmp_path / "escape.yaml"
    write(file, routine("escape", "- say: A\x1b[31mred"))
    assert all("\x1b" not in str(item) for item in locate_all(problems_of(library, file)))


def routine(name: str, steps: str, head: str = "") -> str:
    return f"routine: {name}\ntitle: Test\n{head}steps:\n  - include: warm-up\n  {steps}\n"


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", newline="\n")
