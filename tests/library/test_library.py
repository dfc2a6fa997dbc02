from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields, is_dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import voicecoach
from tests.coach.sessions import SHIPPED, library_over
from tests.facts import of_each
from tests.running import run_voicecoach
from voicecoach.base.errors import ScriptError
from voicecoach.checks.routines import check_script, checked_script
from voicecoach.formats.plain import revive, to_plain
from voicecoach.formats.source import ScriptSource
from voicecoach.language.phrases import Language
from voicecoach.library import reader
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import Exercise
from voicecoach.model.programme import Programme
from voicecoach.model.routine import ExerciseStep, Routine
from voicecoach.store.local import LocalStore

SCRIPTS = shipped_scripts()
FILES: list[tuple[Any, Path]] = [
    *((Routine, SCRIPTS / f"routines/{name}.yaml") for name in SHIPPED.names("routines")),
    *((Exercise, SCRIPTS / f"exercises/{name}.yaml") for name in SHIPPED.names("exercises")),
    *((Language, SCRIPTS / f"languages/{name}.yaml") for name in SHIPPED.names("languages")),
    *((Programme, SCRIPTS / f"programmes/{name}.yaml") for name in SHIPPED.names("programmes")),
    (Coaching, SCRIPTS / "coaching.yaml"),
]


def read(library: Library, shape: Any, file: Path) -> Any:
    readers = {
        Routine: library.routine,
        Exercise: library.exercise,
        Programme: library.programme,
    }
    if shape is Coaching:
        return library.coaching()[0]
    if shape is Language:
        return library.language(file.stem)[0]
    return readers[shape](file)[0]


def types_of(value: Any) -> Any:
    """The types of everything in a value: 5 == 5.0 and lists hide in equal reprs."""
    if is_dataclass(value):
        return type(value), [types_of(getattr(value, f.name)) for f in fields(value)]
    if isinstance(value, tuple | list):
        return type(value), [types_of(item) for item in value]
    if isinstance(value, dict):
        return type(value), {key: types_of(item) for key, item in value.items()}
    return type(value)


@of_each(FILES)
def test_a_script_comes_back_from_json_as_it_was(shape: Any, file: Path) -> None:
    value = read(SHIPPED, shape, file)
    again = revive(shape, json.loads(json.dumps(to_plain(value))))
    assert again == value
    assert types_of(again) == types_of(value)
    assert getattr(again, "file", "") == getattr(value, "file", "")


@pytest.mark.slow
def test_a_script_read_through_the_cache_is_the_same(tmp_path: Path) -> None:
    cache = LocalStore(tmp_path / "cache")
    for name in SHIPPED.names("routines"):
        file = SCRIPTS / "routines" / f"{name}.yaml"
        fresh = SHIPPED.script(file)
        assert Library((SCRIPTS,), cache).script(file) == fresh
        assert Library((SCRIPTS,), cache).script(file) == fresh


READ_DAILY = """
import sys
from pathlib import Path
from voicecoach.store.local import LocalStore
from voicecoach.library.library import Library, shipped_scripts
root = shipped_scripts()
library = Library((root,), LocalStore(Path(sys.argv[1])))
script, problems = library.script(root / "routines/daily.yaml")
assert script is not None and not problems
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.slow
def test_a_second_read_parses_nothing(tmp_path: Path) -> None:
    def modules() -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", READ_DAILY, str(tmp_path)],
            env=os.environ | {"PYTHONPATH": str(Path(voicecoach.__file__).parents[1])},
            capture_output=True,
            text=True,
            check=True,
        )
        return set(done.stdout.split())

    assert {"ruamel", "pydantic"} <= modules()
    assert not {"ruamel", "pydantic", "pydantic_core"} & modules()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_warm_build_reads_no_exercise_that_its_routine_has_not(
    language: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("build", "desk-break", "--quiet", "--language", language, "--voice", "silent")
    run_voicecoach(*arguments, cwd=project)
    opened: set[str] = set()
    read = ScriptSource.read

    def noted(source: ScriptSource, file: Path) -> bytes:
        if file.parent.name == "exercises":
            opened.add(file.name.partition(".")[0])
        return read(source, file)

    monkeypatch.setattr(ScriptSource, "read", noted)
    run_voicecoach(*arguments, cwd=project)
    script, _ = SHIPPED.script(SCRIPTS / "routines/desk-break.yaml")
    assert script is not None
    assert opened == {*script.exercises}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A scripts folder with one routine."""
    root = tmp_path / "scripts"
    for folder in ("routines", "exercises", "languages"):
        (root / folder).mkdir(parents=True)
    write_routine(root, "- bridge: 10 reps")
    return root


def write_routine(root: Path, steps: str) -> Path:
    file = root / "routines" / "own.yaml"
    file.write_text(
        f"routine: own\ntitle: Own\nsteps:\n  - include: warm-up\n  {steps}\n", encoding="utf-8"
    )
    return file


def own_library(root: Path, cache: LocalStore | None = None) -> Library:
    return Library((root, SCRIPTS), cache) if cache else library_over(root)


def reps_of(library: Library, root: Path) -> int:
    script, problems = library.script(root / "routines/own.yaml")
    assert script is not None, problems
    body = script.routine.steps[1].body
    assert isinstance(body, ExerciseStep)
    dose = body.dose
    assert dose is not None
    assert dose.reps is not None
    return dose.reps.low


def test_a_changed_file_is_read_anew(own: Path, tmp_path: Path) -> None:
    cache = LocalStore(tmp_path / "cache")
    assert reps_of(own_library(own, cache), own) == 10
    write_routine(own, "- bridge: 12 reps")
    assert reps_of(own_library(own, cache), own) == 12


def test_a_faulty_file_is_not_kept(own: Path, tmp_path: Path) -> None:
    cache = LocalStore(tmp_path / "cache")
    file = write_routine(own, "- bridge: 10 resp")
    first = own_library(own, cache).script(file)
    assert first[0] is None
    assert own_library(own, cache).script(file) == first


@pytest.mark.parametrize("damage", [b"", b"nonsense", None], ids=["empty", "nonsense", "one bit"])
def test_a_damaged_cache_entry_is_read_anew(
    own: Path, tmp_path: Path, damage: bytes | None
) -> None:
    cache = LocalStore(tmp_path / "cache")
    assert reps_of(own_library(own, cache), own) == 10
    entries = [path for path in (tmp_path / "cache").glob("??/*") if path.is_file()]
    assert entries
    for entry in entries:
        kept = bytearray(entry.read_bytes())
        kept[-1] ^= 1
        entry.write_bytes(bytes(kept) if damage is None else damage)
    assert reps_of(own_library(own, cache), own) == 10
    assert (cache.verify().sound, cache.verify().damaged) == (len(entries), 0)
    assert reps_of(own_library(own, LocalStore(tmp_path / "cache")), own) == 10


@pytest.mark.parametrize("kept", ["{}", "[]", "null", '{"head": {}, "steps": 3, "file": ""}'])
def test_an_entry_of_another_shape_is_read_anew(own: Path, tmp_path: Path, kept: str) -> None:
    """Such as an earlier version of the program kept."""
    cache = LocalStore(tmp_path / "cache")
    library = own_library(own, cache)
    file = own / "routines/own.yaml"
    key = reader._key(file, sha256(file.read_bytes()).hexdigest(), Routine)
    cache.put(key, kept.encode())
    assert reps_of(library, own) == 10


def test_a_project_s_own_scripts_come_first(own: Path) -> None:
    exercise = (SCRIPTS / "exercises/bridge.yaml").read_text(encoding="utf-8")
    own_bridge = own / "exercises/bridge.yaml"
    own_bridge.write_text(exercise.replace("title: Bridge", "title: Hip lift"), encoding="utf-8")
    library = own_library(own)
    assert library.find("exercises", "bridge") == own_bridge
    assert library.find("exercises", "plank") == SCRIPTS / "exercises/plank.yaml"
    assert library.find("exercises", "no-such") is None
    assert set(library.names("routines")) == {"own", *SHIPPED.names("routines")}


def test_a_missing_language_says_which_there_are() -> None:
    with pytest.raises(ScriptError, match="language 'xx'") as caught:
        SHIPPED.language("xx")
    assert "en" in caught.value.remedy


def test_missing_coaching_figures_are_an_error(tmp_path: Path) -> None:
    coaching, (problem,) = Library((tmp_path,)).coaching()
    assert coaching is None
    assert problem.code == "unreadable"


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("  pillow: a pillow\n", "", "'pillow:'"),
        ("  chair: You are now sitting on your chair.\n", "", "'chair:'"),
        ("  standing > chair: [Sit down on your chair.]\n", "", "'standing > chair'"),
        (
            "[Sit down on your chair.]",
            "[Sit down on, your chair.]",
            "'standing > chair'",
        ),
        ('    kneeling: "no kneeling"\n', "", "'kneeling:'"),
        ('    tones: "tones only"\n', "", "'tones:'"),
        (
            '    signs:\n      - "Past cancer, osteoporosis, or long use of steroids."\n',
            "    signs: []\n",
            "no session goes without these lines",
        ),
    ],
)
def test_a_language_without_a_text_is_reported(own: Path, old: str, new: str, missing: str) -> None:
    text = (SCRIPTS / "languages/en.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (own / "languages/en.yaml").write_text(text.replace(old, new), encoding="utf-8")
    script, problems = checked_script(own_library(own), own / "routines/own.yaml")
    assert script is None
    assert [problem.code for problem in problems] == ["missing-text"]
    assert missing in problems[0].message


def test_the_lexicon_that_is_nearest_to_the_words_has_the_last_word(own: Path) -> None:
    text = (SCRIPTS / "languages/en.yaml").read_text(encoding="utf-8")
    words = "lexicon:\n  plank: one\n  bridge: one\n  crunch: one\n  march: one\n"
    assert "\nlexicon:\n" in text
    (own / "languages/en.yaml").write_text(text.replace("lexicon:\n", words), encoding="utf-8")
    (own / "lexicon.yaml").write_text(
        "lexicon: {Bridge: two, crunch: two, march: {flite: two}}\n", encoding="utf-8"
    )
    part = "routine: part\ntitle: Part\npart: true\nlexicon: {crunch: three, twist: three}\n"
    (own / "routines/part.yaml").write_text(part + "steps: [cat-cow]\n", encoding="utf-8")
    file = write_routine(own, "- include: part")
    routine = file.read_text(encoding="utf-8")
    file.write_text(routine.replace("steps:", "lexicon: {twist: four}\nsteps:"), encoding="utf-8")
    for cache in (None, LocalStore(own / "cache"), LocalStore(own / "cache")):
        script, problems = checked_script(own_library(own, cache), file)
        assert not problems
        assert script is not None
        said = "plank bridge crunch twist march"
        assert script.ear("flite").for_ear(said) == "one two three four two"
        assert script.ear("pyttsx3").for_ear(said) == "one two three four one"


def test_a_faulty_lexicon_of_a_project_is_reported(own: Path) -> None:
    (own / "lexicon.yaml").write_text("lexicon: {plank: 3}\nwords: x\n", encoding="utf-8")
    script, problems = checked_script(own_library(own), own / "routines/own.yaml")
    assert script is None
    assert {(Path(p.where.file).name, p.code) for p in problems} == {
        ("lexicon.yaml", "bad-value"),
        ("lexicon.yaml", "unknown-key"),
    }


def test_the_coaching_of_a_routine_replaces_the_common_figures(own: Path) -> None:
    file = own / "routines/own.yaml"
    text = file.read_text(encoding="utf-8")
    coaching = "coaching: {rest: 20s, settle: {same: 6s}}\n"
    file.write_text(text.replace("steps:", coaching + "steps:"), encoding="utf-8")
    script, problems = own_library(own).script(file)
    assert script is not None, problems
    assert script.coaching.rest == 20_000
    assert script.coaching.settle_ms("same") == (6000,)
    common, _ = SHIPPED.coaching()
    assert common is not None
    assert script.coaching.settle_ms("approach") == common.settle_ms("approach")
    assert check_script(script) == []
