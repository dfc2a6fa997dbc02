"""What a voice is made of, as digests: the same wherever and whenever it was installed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from functools import lru_cache
from pathlib import Path

from voicecoach.base.errors import OutputError
from voicecoach.base.files import write_file
from voicecoach.base.intake import open_regular, read_bounded
from voicecoach.base.litter import sweep
from voicecoach.voices.packages import metadata_folder

_MEMORY_FILE = "digests.json"
_MOST_BYTES = 4_000_000  # of what is remembered
_COMPILED = (".pyc", ".pyo")
_SHOWN = 16  # hexadecimal digits: 64 bits tell the files of any one machine apart


def file_digest(path: Path) -> str:
    """Return a digest of a file's content.

    It is remembered by path, size and time of change, so that a large model is read once.

    Returns:
        Hexadecimal digits of its SHA-256; an empty text where it cannot be read.
    """
    try:
        status = path.stat()
    except OSError:
        return ""
    return _file_digest(str(path.resolve()), status.st_size, status.st_mtime_ns)


@lru_cache
def package_digest(name: str, *folders: str) -> str:
    """Return a digest of the files that a package installed, from the list that pip keeps of them.

    Args:
        name: the distribution's, lower case, with underscores.
        folders: its own folders, such as `hibari`.

    Returns:
        Hexadecimal digits; an empty text without the package or its list.
    """
    folder = metadata_folder(name)
    if folder is None:
        return ""
    try:
        listed = (folder / "RECORD").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    entries = (line.rsplit(",", 1)[0] for line in listed)
    own = [
        entry
        for entry in entries
        if entry.startswith(tuple(f"{own}/" for own in folders))
        and not entry.partition(",")[0].endswith(_COMPILED)
    ]
    return _shown(hashlib.sha256("\n".join(sorted(own)).encode()))


@lru_cache(maxsize=256)
def _file_digest(path: str, size_bytes: int, changed_ns: int) -> str:
    stamp = [size_bytes, changed_ns]
    known = _remembered().get(path, [])
    if known[:2] == stamp:
        return str(known[2])
    try:
        with open_regular(Path(path)) as stream:
            digest = _shown(hashlib.file_digest(stream, "sha256"))
    except OSError:
        return ""
    memory = _memory_file()
    _write(memory, {**_read(memory), path: [*stamp, digest]})  # others may have added some
    return digest


@lru_cache(maxsize=1)
def _remembered() -> dict[str, list[int | str]]:
    return _read(_memory_file())


def _shown(digest: hashlib._Hash) -> str:
    return digest.hexdigest()[:_SHOWN]


@lru_cache(maxsize=1)
def _memory_file() -> Path:
    """Where digests are remembered: they are of this machine's files, whatever project asks."""
    if sys.platform == "linux":  # as platformdirs says, which a warm build would import for this
        caches = os.environ.get("XDG_CACHE_HOME", "").strip() or Path("~", ".cache")
        return Path(os.path.expanduser(caches), "voicecoach", _MEMORY_FILE)  # noqa: PTH111
    from platformdirs import user_cache_path

    return user_cache_path("voicecoach", appauthor=False) / _MEMORY_FILE


def _read(memory: Path) -> dict[str, list[int | str]]:
    sweep(memory.parent)
    try:
        known = json.loads(read_bounded(memory, _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    sound = isinstance(known, dict) and all(
        isinstance(entry, list) and len(entry) == 3 for entry in known.values()
    )
    return known if sound else {}


def _write(memory: Path, known: dict[str, list[int | str]]) -> None:
    """Keep what was found; where that cannot be, files are read again the next time."""
    with contextlib.suppress(OutputError):
        write_file(memory, json.dumps(known))
