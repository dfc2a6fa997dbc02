"""Writes the pages that would go stale by hand: schemas, commands, codes, figures.

Run with `make docs`; a test fails when a page differs from what this makes.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

import click

from bench.coaching import page as coaching_table
from docs.exercises import FOLDER, exercise_pages
from docs.picture import extract_of, timeline_svg
from docs.sheet import contact_sheet
from voicecoach.base import errors
from voicecoach.base.messages.table import CODES, FAMILIES, REMEDIES
from voicecoach.cli import COMMANDS, cli
from voicecoach.library.json_schema import SCHEMAS
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.library.references import references_of
from voicecoach.model.coaching import Coaching
from voicecoach.session.order import Order
from voicecoach.session.record import record_schema
from voicecoach.session.timing import preview

DOCS = Path(__file__).parent
NOTE = "<!-- Written by `make docs`; edit the code instead. -->\n\n"


def pages() -> dict[str, Callable[[], str]]:
    """Every generated page but those of exercises: its path below docs/, and what makes it."""
    schemas = {**SCHEMAS, "session-record": record_schema}
    return {
        **{f"schema/{kind}.schema.json": partial(_json, make) for kind, make in schemas.items()},
        "reference/commands.md": _commands,
        "design.md": _design,
        "reference/check-codes.md": _check_codes,
        "reference/sources.md": _sources,
        "reference/coaching.md": _coaching,
        "reference/exit-codes.md": _exit_codes,
        "reference/coaching-table.md": coaching_table,
        "timeline.svg": _timeline,
        "drawings.svg": _drawings,
    }


def _json(schema: Callable[[], object]) -> str:
    return json.dumps(schema(), indent=2) + "\n"


def _commands() -> str:
    parts = [NOTE + "# Commands\n"]
    context = _context(cli, "voicecoach")
    parts.append(f"```text\n{cli.get_help(context)}\n```\n")
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        parts += _command(command, f"voicecoach {name}")
    return "\n".join(parts)


def _context(command: click.Command, name: str) -> click.Context:
    """What help is shown in: as when the program runs, which keeps it with the command."""
    return click.Context(command, info_name=name, max_content_width=88, **cli.context_settings)


def _command(command: click.Command, name: str) -> list[str]:
    context = _context(command, name)
    parts = [f"## {name}\n\n```text\n{command.get_help(context)}\n```\n"]
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            parts += _command(found, f"{name} {inner}")
    return parts


def _design() -> str:
    """The page about the inside, with the packages as the contracts of pyproject.toml have them."""
    begin, end = "<!-- packages: made by docs/generate.py -->\n", "<!-- end of packages -->\n"
    before, _, rest = (DOCS / "design.md").read_text(encoding="utf-8").partition(begin)
    settings = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    layers, *others = settings["tool"]["importlinter"]["contracts"]
    rows = [
        f"| {', '.join(f'`{name}`' for name in names)} | {' '.join(map(_purpose, names))} |\n"
        for row in layers["layers"]
        for names in [[name.strip() for name in row.split("|")]]
    ]
    told = "".join(f"- {contract['name']}.\n" for contract in (layers, *others))
    table = "| package | holds |\n|---|---|\n" + "".join(rows)
    said = (
        f"Import-linter holds these, also where one imports the other by way of a third:\n\n{told}"
    )
    return f"{before}{begin}\n{said}\n{table}\n{end}{rest.partition(end)[2]}"


def _purpose(name: str) -> str:
    """What a package says of itself."""
    path = DOCS.parent / "voicecoach" / name
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return " ".join((ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split())


def _sources() -> str:
    """The page of sources, with those that `sources.yaml` has."""
    begin, end = "<!-- sources: made by docs/generate.py -->\n", "<!-- end of sources -->\n"
    before, _, rest = (DOCS / "reference/sources.md").read_text(encoding="utf-8").partition(begin)
    rows = ["| source | publication | what was taken |\n|---|---|---|\n"]
    for name, each in references_of(Library((shipped_scripts(),))).sources.items():
        title = f"[{each.title}]({each.url})" if each.url else each.title
        said = ", ".join(map(str, filter(None, (title, each.publisher, each.year))))
        rows.append(f'| <a id="{name.lower()}"></a>`{name}` | {said} | {each.taken} |\n')
    return before + begin + "\n" + "".join(rows) + "\n" + end + rest.partition(end)[2]


def _check_codes() -> str:
    parts = [
        NOTE,
        "# Codes\n\nWhat `voicecoach check` can find, why a command is refused, what a length, a "
        "profile or being\nknown changes in a session, and who speaks it. With `--json` a program "
        "gets each with its code, the\nkind of its message and the facts that fill it in. Where a "
        "command is refused, `--json` gives\n`refused`, with the remedy and the exit code, and "
        "under `problems` each fault with its place. An error\nstops what was asked for; a note "
        "tells of what was done.\n\n"
        "| code | severity | meaning | more |\n|---|---|---|---|\n",
    ]
    for code, each in CODES.items():
        link = f"[{_title(each.page)}]({_from_reference(each.page)})"
        parts.append(f"| `{code}` | {each.severity} | {each.meaning} | {link} |\n")
    parts.append(
        "\n## Messages\n\nWhat is in braces is a fact: lengths are in ms under names that end in "
        "`_ms`, in seconds under\nnames that end in `_s`. Behind a refusal stands what to do.\n"
    )
    for family in FAMILIES:
        heading = (family.__doc__ or "").removesuffix(".").strip()
        parts.append(f"\n### {heading}\n\n| kind | message | what to do |\n|---|---|---|\n")
        parts += [_message(kind, template) for kind, template in family.TEMPLATES.items()]
    return "".join(parts)


def _message(kind: str, template: str) -> str:
    row = f"| `{kind}` | {template} | {REMEDIES.get(kind, '')} |\n"
    return row.replace("{{", "{").replace("}}", "}")


def _title(page: str) -> str:
    """The heading that a link into a page leads to."""
    path, _, anchor = page.partition("#")
    headings: list[str] = re.findall(
        r"^#+ (.+)$", (DOCS / path).read_text(encoding="utf-8"), re.MULTILINE
    )
    named = {heading.lower().replace(" ", "-"): heading for heading in headings}
    return named[anchor] if anchor else headings[0]


def _from_reference(page: str) -> str:
    """A page as `docs/reference/` links to it."""
    return page.removeprefix("reference/") if page.startswith("reference/") else f"../{page}"


def _coaching() -> str:
    values = _coaching_values()
    docs = _field_docs(Coaching)
    rows = [f"| `{f.name}` | {values[f.name]} | {docs.get(f.name, '')} |" for f in fields(Coaching)]
    head = (
        "# Coaching figures\n\nHow sessions are paced, and their limits: `scripts/coaching.yaml`. "
        "An exercise or a routine differs in any of them under its key `coaching`.\n\n"
    )
    return NOTE + head + "| figure | value | meaning |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _coaching_values() -> dict[str, str]:
    from voicecoach.formats.document import read_document

    data = read_document(shipped_scripts() / "coaching.yaml").data
    return {
        key: "a table, in the file" if isinstance(value, dict) else _shown(value)
        for key, value in data.items()
    }


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _field_docs(shape: type) -> dict[str, str]:
    """The docstring under each field."""
    source = inspect.getsource(shape)
    found = re.findall(r'^    (\w+): [^\n]+\n    """(.*?)"""', source, re.MULTILINE | re.DOTALL)
    return {name: " ".join(text.split()) for name, text in found}


def _exit_codes() -> str:
    rows = ["| 0 | Done. |", "| 2 | The command line has a mistake. |"]
    classes = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, errors.VoicecoachError)
    ]
    for kind in sorted(classes, key=lambda value: value.exit_code):
        says = (kind.__doc__ or "").split("\n")[0]
        if kind is errors.VoicecoachError:
            says = "Something else went wrong."
        rows.append(f"| {kind.exit_code} | {says} |")
    rows.sort(key=lambda row: int(row.split("|")[1]))
    head = "# Exit codes\n\n| code | meaning |\n|---|---|\n"
    return NOTE + head + "\n".join(rows) + "\n"


def _timeline() -> str:
    """The picture of `daily`, by estimated lengths: the same on every machine."""
    library = Library((shipped_scripts(),))
    script, _ = library.script(shipped_scripts() / "routines" / "daily.yaml")
    assert script is not None, "the shipped scripts have no faults"
    schedule, _ = preview(script, Order())
    return timeline_svg(schedule, extract_of(schedule, "pelvic-tilt", 2_000, 24_000))


def _drawings() -> str:
    """Every drawing on one sheet, with the English names."""
    library = Library((shipped_scripts(),))
    language, _ = library.language("en")
    assert language is not None, "the shipped scripts have no faults"
    titles: dict[str, str] = {}
    for name in library.names("exercises"):
        file = library.find("exercises", name)
        assert file is not None
        exercise, _ = library.exercise(file)
        assert exercise is not None, "the shipped scripts have no faults"
        titles[name] = exercise.title
    return contact_sheet(titles, language.pages.positions)


def main() -> None:
    """Write every page; one of an exercise that is gone goes too."""
    written = dict(exercise_pages(Library((shipped_scripts(),))))
    others = {path: make() for path, make in pages().items()}
    for file in (DOCS / FOLDER).rglob("*.*"):
        if file.relative_to(DOCS).as_posix() not in written:
            file.unlink()
    for path, text in (others | written).items():
        target = DOCS / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
