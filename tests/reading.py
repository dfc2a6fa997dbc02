"""Scripts are read once in a test process, whichever library asks for them.

A library that is opened in another project has nothing but its own scripts to read: what was read
of a file is known by its content, which each library looks at, as one does that lives on. The cache
of this run keeps it for other test processes, and for programs in processes of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.coach.sessions import SHIPPED
from voicecoach.base.once import Once
from voicecoach.library.library import Library
from voicecoach.store.local import LocalStore

_open = Library.__post_init__
_once = Once(1 << 13)  # what tests wrote of their own is forgotten again


def _open_knowing(self: Library, cache: LocalStore | None) -> None:
    _open(self, cache)
    self.reader._known = SHIPPED.reader._known
    self.once = _once


@pytest.fixture(scope="session", autouse=True)
def _scripts_are_read_once(shared_folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SHIPPED.reader, "cache", LocalStore(shared_folder / "cache"))
        patch.setattr(Library, "__post_init__", _open_knowing)
        yield


@pytest.fixture
def knows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested is reading itself: each library reads for itself, or from its cache."""
    monkeypatch.setattr(Library, "__post_init__", _open)
