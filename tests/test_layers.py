"""A package imports only from the rows above its own in the table of docs/design.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import voicecoach

PACKAGE = Path(voicecoach.__file__).parent
# From the ground up. Members of one row do not know one another, but for themselves.
ROWS: tuple[tuple[str, ...], ...] = (
    ("values",),
    ("messages",),
    ("errors", "units", "grid", "clinic", "fonts", "phonemes"),
    ("script",),
    ("coach",),
    ("sound",),
    ("mp3",),
    ("store", "lock"),
    ("voices",),
    ("speech",),
    ("files", "project"),
    ("session",),
    ("recordings",),
    ("publish",),
    ("progress",),
    ("app",),
    ("cli",),
)
ROW = {name: index for index, row in enumerate(ROWS) for name in row}
# Imports that break the rule, each with its reason.
EXCEPTIONS = {
    ("script.library", "store"): "keeps what it has checked: the type of the store,",
    ("script.reader", "store"): "and the key of an entry",
    ("__main__", "cli"): "starts the command line",
}
# Rows above that are none of a package's business all the same.
KEPT_APART = {
    "cli": set(ROW) - {"app", "errors", "messages", "units"},  # `app` is the only door
    "sound": {"script", "coach"},
    "mp3": {"script", "coach"},
    "store": {"script", "coach"},
    "voices": {"script", "coach"},
}

Import = tuple[str, str, str]  # file and line, module without the package's name, imported part


def imports() -> Iterator[Import]:
    """Every import of one part of the package by another, also those inside functions."""
    for file in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(file.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for name in _imported(node):
                place = f"{file.relative_to(PACKAGE.parent)}:{getattr(node, 'lineno', 0)}"
                yield place, module.removesuffix(".__init__"), name


def _imported(node: ast.AST) -> Iterator[str]:
    names: list[str] = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        assert not node.level, f"line {node.lineno}: imports are absolute here"
        source = node.module or ""
        names = [f"{source}.{a.name}" for a in node.names] if source == "voicecoach" else [source]
    for name in names:
        parts = name.split(".")
        if parts[0] == "voicecoach" and len(parts) > 1 and parts[1] != "__version__":
            yield parts[1]


def allowed(module: str, part: str) -> bool:
    own = module.split(".")[0]
    if own == part or (module, part) in EXCEPTIONS:
        return True
    if own not in ROW or part in KEPT_APART.get(own, ()):
        return False
    return ROW[part] < ROW[own]


def test_imports_follow_the_table() -> None:
    wrong = [
        f"{place}: {module} imports {part}"
        for place, module, part in imports()
        if not allowed(module, part)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_part_of_the_package_has_a_row() -> None:
    parts = {
        path.stem
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert parts - set(ROW) == {"__init__", "__main__"}


def test_every_exception_is_needed() -> None:
    used = {(module, part) for _, module, part in imports()}
    assert set(EXCEPTIONS) <= used


@pytest.mark.parametrize(
    ("module", "part", "right"),
    [
        ("coach.place", "script", True),
        ("script.model", "coach", False),
        ("cli.check", "app", True),
        ("cli.check", "session", False),
        ("cli.common", "project", False),
        ("session.plan", "app", False),
        ("sound.tones", "script", False),
        ("voices.worker", "coach", False),
        ("voices.worker", "mp3", True),
        ("coach.place", "store", False),
        ("script.model", "store", False),
        ("script.library", "store", True),
    ],
)
def test_the_rule_itself(module: str, part: str, right: bool) -> None:
    assert allowed(module, part) is right


def test_no_command_passes_its_options_on_unnamed() -> None:
    for file in sorted((PACKAGE / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.args.kwarg:
                assert node.name == "__init__", f"{file.name}:{node.lineno}: name every option"
