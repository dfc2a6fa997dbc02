"""The files that a project, a script of one's own or a translation begins with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from voicecoach.app import templates
from voicecoach.base.controls import clipped
from voicecoach.base.errors import OutputError, ScriptError
from voicecoach.base.files import cannot_write, write_file
from voicecoach.base.messages import Fault
from voicecoach.base.names import check_file_name, is_name, meant
from voicecoach.base.units import format_duration, parse_duration
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Position, language_code
from voicecoach.formats.problems import Problem, Where
from voicecoach.library.library import Folder, Library, shipped_scripts
from voicecoach.model.exercise import Kind
from voicecoach.project import SETTINGS_FILE, Project
from voicecoach.session.faults import required
from voicecoach.session.find import SCRIPT_FOLDERS, folder_of, script_file

Pack = tuple[Literal["heat", "cold"], int]
"""What is laid on in a timed rest, and for how long, ms."""


def new_project(folder: Path) -> Path:
    """Make a project folder: settings, and a place for scripts and sessions of one's own.

    Returns:
        The folder, as an absolute path.

    Raises:
        OutputError: it is a project already, or cannot be written.
    """
    if folder.name:
        check_file_name(folder)
    settings = folder / SETTINGS_FILE
    if settings.exists():
        raise OutputError("exists/settings", file=settings)
    try:
        for place in ("scripts/routines", "scripts/exercises", "audio/cache"):
            (folder / place).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    ignore = folder / ".gitignore"
    if not ignore.exists():
        write_file(ignore, templates.IGNORED)
    for name, text in schemas():
        write_file(folder / "scripts" / "schema" / name, text)
    write_file(settings, templates.SETTINGS)
    return folder.resolve()


def begin_clinic(folder: Path, name: str, language: str) -> Path:
    """Make the project of a clinic.

    Args:
        folder: of it.
        name: the clinic's.
        language: of its sessions.

    Returns:
        The folder, as an absolute path.

    Raises:
        OutputError: it is a project already, or cannot be written.
    """
    made = new_project(folder)
    settings = templates.SETTINGS.replace('# language = "en"', f'language = "{language}"')
    name = templates.quoted_text(_tidied(name))
    told = settings.replace(
        '# [clinic]\n# name = "Harbour Physiotherapy"', f"[clinic]\nname = {name}"
    )
    write_file(made / SETTINGS_FILE, told)
    return made


def schemas() -> Iterator[tuple[str, str]]:
    """The JSON Schemas by which editors complete and check scripts: file names and texts."""
    from voicecoach.library.json_schema import SCHEMAS

    for kind, schema in SCHEMAS.items():
        yield f"{kind}.schema.json", json.dumps(schema(), indent=2) + "\n"


def new_script(project: Project, kind: templates.TemplateKind, name: str) -> Path:
    """Begin a routine, an exercise or a profile, with a commented file.

    Raises:
        ScriptError: it cannot have that name.
        OutputError: it is there already, or cannot be written.
    """
    return _begin(project, kind, name, {})


@dataclass(frozen=True, slots=True)
class Answers:
    """What an exercise of one's own needs to say.

    Attributes:
        title: as it is spoken and shown.
        position: where it begins.
        kind: of movement.
        setup: what one does, one line of one action.
        dose: what a routine gets that gives none.
    """

    title: str
    position: Position
    kind: Kind
    setup: str
    dose: str


def new_exercise(project: Project, name: str, answers: Answers) -> tuple[Path, tuple[Problem, ...]]:
    """Begin an exercise that is whole: what it leaves open comes from its kind and its position.

    Returns:
        Its file, and what `check` says of it.

    Raises:
        ScriptError: it cannot have that name.
        OutputError: it is there already, or cannot be written.
    """
    from voicecoach.app.checks import check_scripts
    from voicecoach.app.orders import Order

    if not is_name(name):
        raise ScriptError("unusable-name", name=clipped(name, 100), hint=meant(name))
    text = templates.answered(
        name,
        title=_tidied(answers.title),
        position=answers.position,
        kind=answers.kind,
        setup=(_tidied(answers.setup),),
        dose=_tidied(answers.dose),
    )
    file = script_folder(project, "exercises") / f"{name}.yaml"
    write_new(file, text, "exercise")
    return file, check_scripts(project, (str(file),), Order()).problems


def _tidied(text: str) -> str:
    return " ".join(text.split())


def checked_dose(text: str) -> str:
    """See that a dose can be read.

    Raises:
        Fault: it cannot, with what to write instead.
    """
    from voicecoach.model.dose import parse_dose

    parse_dose(text)
    return text


def is_shipped(name: str) -> bool:
    """Whether a script of that name comes with the program: one's own stands in its place."""
    shipped = Library((shipped_scripts(),))
    return any(shipped.find(folder, name) for folder in SCRIPT_FOLDERS)


def new_rest(project: Project, name: str, pack: Pack) -> Path:
    """Begin a routine that is a rest with a warm or a cold pack.

    Raises:
        ScriptError: it cannot have that name.
        OutputError: it is there already, or cannot be written.
    """
    step, length_ms = pack
    warmth = "warm" if step == "heat" else "cold"
    facts = {"step": step, "length": format_duration(length_ms), "pack": warmth}
    return _begin(project, "rest", name, {**facts, "purpose": templates.PURPOSES[step]})


def read_pack(step: Literal["heat", "cold"], length: str) -> Pack:
    """Read how long a pack stays on, such as `10m`.

    Raises:
        Fault: it is no length.
    """
    return step, parse_duration(length)


def new_translation(project: Project, name: str, language: str) -> Path:
    """Begin the file of a script's texts in a language, each to be translated.

    Raises:
        ScriptError: there is no such script, or its kind has no texts; or `Faulty`, it has errors.
        OutputError: the file is there already, or cannot be written.
    """
    from voicecoach.library.translation import as_yaml, texts_of, translation_file

    _check_language(language)
    library = project.library()
    read = {
        "exercises": library.exercise,
        "programmes": library.programme,
        "routines": library.routine,
    }
    file = script_file(library, name, SCRIPT_FOLDERS)
    folder = folder_of(library, file)
    if folder not in read:
        raise ScriptError("not-translated", kind_of_script=folder.removesuffix("s"))
    script, problems = read[folder](file)
    sound = required(script, problems, name)
    texts = (text for text, _ in texts_of(sound, Where(str(file))))
    target = translation_file(script_folder(project, folder) / file.name, language)
    return write_new(target, as_yaml(dict.fromkeys(texts, "")), "translation")


def _begin(
    project: Project, kind: templates.TemplateKind, name: str, facts: dict[str, str]
) -> Path:
    if not is_name(name):
        raise ScriptError("unusable-name", name=clipped(name, 100), hint=meant(name))
    folder, template = templates.FILES[kind]
    text = template.format(name=name, title=name.replace("-", " ").capitalize(), **facts)
    file = script_folder(project, folder) / f"{name}.yaml"
    return write_new(file, text, folder.removesuffix("s"), private=kind == "profile")


def _check_language(code: str) -> None:
    try:
        language_code(code)
    except Fault as fault:
        raise ScriptError("unusable-name/language", reason=fault.phrase) from fault


def script_folder(project: Project, folder: Folder) -> Path:
    """Where scripts of a kind go: below the project, or into the current folder outside one."""
    return project.root / "scripts" / folder if project.root else Path.cwd()


def write_new(file: Path, text: str, schema: str, private: bool = False) -> Path:
    """Write a new file, with the schema that editors check it by where the project has those.

    Raises:
        OutputError: it is there already, or cannot be written.
    """
    if file.exists():
        raise OutputError("exists/script", file=file)
    with_schemas = (file.parent.parent / "schema").is_dir()
    line = templates.SCHEMA_LINE.format(kind=schema) if with_schemas else ""
    write_file(file, line + text, private=private)  # a profile tells of somebody's health
    return file
