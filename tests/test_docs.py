"""Documentation that can go stale is generated, and compared here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import jsonschema
import pytest

from docs.exercises import FOLDER, exercise_pages
from docs.generate import pages
from tests.coach.sessions import SHIPPED, language_of
from tests.conftest import ROOT
from tests.facts import of_each
from voicecoach.formats.document import read_document
from voicecoach.language.normalise import TextNormaliser
from voicecoach.library.library import shipped_scripts
from voicecoach.model.dose import parse_dose
from voicecoach.model.dose_context import in_context, is_timed
from voicecoach.model.dose_writing import write_dose

SCRIPTS = shipped_scripts()


SLOW = ("reference/coaching-table.md", "drawings.svg")


@pytest.mark.parametrize(
    "path", [pytest.param(path, marks=[pytest.mark.slow] * (path in SLOW)) for path in pages()]
)
def test_generated_pages_are_up_to_date(path: str) -> None:
    if path.startswith("schema/") and version("pydantic") < "2.13":
        pytest.skip("older versions of pydantic leave the shapes' own descriptions out")
    written = (ROOT / "docs" / path).read_text(encoding="utf-8")
    assert written == pages()[path](), "run `make docs`"


@pytest.fixture(scope="module")
def of_exercises() -> dict[str, str]:
    """The pages and drawings of exercises as they stand, by their paths below docs/."""
    docs = ROOT / "docs"
    return {
        file.relative_to(docs).as_posix(): file.read_text(encoding="utf-8")
        for file in (docs / FOLDER).rglob("*.*")
    }


@pytest.mark.slow
def test_the_pages_of_exercises_are_up_to_date(of_exercises: dict[str, str]) -> None:
    made = dict(exercise_pages(SHIPPED))
    assert sorted(of_exercises) == sorted(made), "run `make docs`"
    stale = [path for path, text in made.items() if of_exercises[path] != text]
    assert stale == [], "run `make docs`"


def test_the_pages_of_exercises_stay_small(of_exercises: dict[str, str]) -> None:
    assert sum(len(text.encode()) for text in of_exercises.values()) < 1_500_000
    assert max(len(text.encode()) for text in of_exercises.values()) < 40_000  # the index


def test_an_exercise_has_a_page_with_all_of_its_variants_and_sources(
    of_exercises: dict[str, str],
) -> None:
    sources = (ROOT / "docs/reference/sources.md").read_text(encoding="utf-8")
    for name, (exercise, _) in SHIPPED.exercises().items():
        page = of_exercises[f"{FOLDER}/{name}.md"]
        assert f"{FOLDER}/drawings/{name}.svg" in of_exercises
        for other in (*exercise.easier, *exercise.harder):
            assert f"]({other}.md)" in page
        for each in exercise.sources:
            anchor = {"editorial": "no-publication", "clinician": "no-publication"}
            place = anchor.get(each.source, each.source.lower())
            assert f"(../reference/sources.md#{place})" in page
            assert f'<a id="{place}"></a>' in sources


def test_the_index_of_exercises_has_each_under_all_that_it_is_for(
    of_exercises: dict[str, str],
) -> None:
    index = of_exercises[f"{FOLDER}/README.md"]
    for name, (exercise, _) in SHIPPED.exercises().items():
        for key in (*exercise.regions, *exercise.goals):
            (line,) = re.findall(rf"^- \*\*{key}\*\*: (.*)$", index, re.MULTILINE)
            assert f"]({name}.md)" in line


def schema_of(kind: str) -> jsonschema.Draft202012Validator:
    """What holds a file to its published schema, which is one itself."""
    schema = json.loads((ROOT / "docs" / "schema" / f"{kind}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["exercise", "routine", "language", "programme", "translation"])
def test_shipped_files_follow_their_schema_and_name_it(kind: str) -> None:
    schema = schema_of(kind)
    folder = "*" if kind == "translation" else f"{kind}s"
    files = [
        file
        for file in sorted(SCRIPTS.glob(f"{folder}/*.yaml"))
        if ("." in file.stem) == (kind == "translation")
    ]
    assert files
    for file in files:
        schema.validate(read_document(file).data)
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../../docs/schema/{kind}.schema.json"


def test_the_table_of_what_is_spoken_is_true() -> None:
    page = (ROOT / "docs" / "how-to" / "pronunciation.md").read_text(encoding="utf-8")
    words = language_of("en")
    rows = re.findall(r"^\| (`.*?) \| (.*?) \|$", page, re.MULTILINE)
    assert len(rows) > 8
    for written, spoken in rows:
        said = [TextNormaliser(words).for_ear(text) for text in re.findall(r"`(.*?)`", written)]
        assert ", ".join(said) == spoken


def spellings() -> Iterator[tuple[str, str, str]]:
    """Each spelling of the table for physiotherapists, its exercise, what it is understood as."""
    text = (ROOT / "docs/how-to/prescriptions.md").read_text(encoding="utf-8")
    table = text.partition("<!-- spellings")[2].partition("<!-- end of spellings")[0]
    for row in re.findall(r"^\| (`.*) \| `(.*)` \| `(.*)` \|$", table, re.MULTILINE):
        for written in re.findall("`([^`]+)`", row[0]):
            yield written, row[1], row[2]


@of_each(spellings())
def test_the_table_of_spellings_is_what_doses_are_understood_as(
    written: str, name: str, canonical: str
) -> None:
    exercise = {each: found for each, (found, _) in SHIPPED.exercises().items()}[name]
    for text in (written, canonical):
        dose = in_context(parse_dose(text), exercise)
        assert write_dose(dose, is_timed(exercise)) == canonical


def test_the_schema_of_lexicons_knows_texts_and_engines() -> None:
    lexicons = schema_of("lexicon")
    sounds = {"ipa": "kloʊz", "otherwise": "d", "flite": "e"}
    lexicons.validate({"lexicon": {"a": "b", "c": {"flite": "d"}, "e": sounds}})
    wrongs: tuple[object, ...] = (
        {"a": 3},
        {"a": {}},
        {"a": {"flite": None}},
        {"a": {"ipa": "klOz"}},
        ["a"],
    )
    for wrong in wrongs:
        with pytest.raises(jsonschema.ValidationError):
            lexicons.validate({"lexicon": wrong})


def test_the_schema_refuses_what_check_refuses() -> None:
    routines = schema_of("routine")
    for steps in (["x y"], [{"bridge": 5}], [{"rest": 3}], []):
        with pytest.raises(jsonschema.ValidationError):
            routines.validate({"routine": "a", "title": "A", "steps": steps})


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (page.parent / target).exists(), f"{page}: {target}"


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    for page in folder.glob("[!R]*.md"):
        text = page.read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix("# ")
        assert f"[{title}]({page.name})" in index
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
            "Context",
            "Decision",
            "Consequences",
        ]


def test_a_report_of_a_fault_brings_what_doctor_says() -> None:
    form = ROOT / ".github" / "ISSUE_TEMPLATE" / "bug.yml"
    (asked,) = [part for part in read_document(form).data["body"] if part.get("id") == "doctor"]
    assert "voicecoach doctor" in asked["attributes"]["label"]
    assert asked["validations"]["required"]


def test_every_class_of_error_has_a_documented_exit_code() -> None:
    from voicecoach.base import errors

    page = (ROOT / "docs" / "reference" / "exit-codes.md").read_text(encoding="utf-8")
    for value in vars(errors).values():
        if isinstance(value, type) and issubclass(value, errors.VoicecoachError):
            assert f"| {value.exit_code} |" in page


def test_the_two_commands_of_the_readme_are_targets() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = Path(ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {name for line in makefile.splitlines() for name in line.partition(":")[0].split()}
    for command in ("daily-15", "daily", "test"):
        assert f"make {command} " in readme
        assert command in targets
