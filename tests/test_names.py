"""A public name stands for one thing: nobody has to ask which of two is meant."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import voicecoach

PACKAGE = Path(voicecoach.__file__).parent
# Shared by contract: see docs/decisions/moves.md.
BY_CONTRACT = {"command", "CODES", "TEMPLATES", "REMEDIES", "VERSION", "main"}


def defined(tree: ast.Module) -> Iterator[str]:
    """The names that a module defines for others; commands have those that a person types."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            made = {ast.unparse(each).partition("(")[0] for each in node.decorator_list}
            if not any(each.endswith((".command", ".group")) for each in made):
                yield node.name
        elif isinstance(node, ast.Assign):
            yield from (each.id for each in node.targets if isinstance(each, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


@pytest.mark.slow
def test_no_public_name_is_defined_in_two_modules() -> None:
    places = defaultdict(set)
    for file in PACKAGE.rglob("*.py"):
        for name in defined(ast.parse(file.read_text(encoding="utf-8"))):
            places[name].add(str(file.relative_to(PACKAGE)))
    assert len(places) > 1000
    twice = {
        name: sorted(files)
        for name, files in places.items()
        if len(files) > 1 and not name.startswith("_") and name not in BY_CONTRACT
    }
    assert twice == {}
