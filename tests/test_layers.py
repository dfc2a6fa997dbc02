"""Packages stand in rows, and import only from the rows below: pyproject.toml has the contracts."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import voicecoach
from tests.conftest import ROOT

PACKAGE = Path(voicecoach.__file__).parent


def test_every_contract_is_kept() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_every_part_of_the_package_says_what_it_is_for() -> None:
    rows = [name for row in layers() for name in row]
    for name in rows:
        path = PACKAGE / name
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))), name


def layers() -> list[list[str]]:
    """The rows of the contract, from the top."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    return [[name.strip() for name in row.split("|")] for row in contract["layers"]]


@pytest.mark.slow
def test_imports_are_absolute() -> None:
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and node.level), f"{file}:{node.lineno}"
