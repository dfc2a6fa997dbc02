"""Where a private site lies: a path that nobody can guess, the same each time."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from voicecoach.base.errors import OutputError
from voicecoach.base.files import Staging, cannot_write, write_file
from voicecoach.base.intake import open_regular, read_bounded
from voicecoach.base.litter import is_part
from voicecoach.base.stored import Misshapen, as_shape
from voicecoach.base.values import dataclass
from voicecoach.publish.pages import render_page
from voicecoach.publish.sinks.folder import is_revoked, make_private, refuse_foreign, revoke_path
from voicecoach.publish.sinks.marker import MARKER, PRIVATE, read_marker, state_of

_BITS = 128
_FILE = "private-sites.json"
_INDEX = "index.html"
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Private:
    """The local file that remembers private paths: it is no part of any site.

    Attributes:
        folder: of the file: the project's own, or the user's data folder.
    """

    folder: Path

    def root(self, to: Path) -> Path:
        """The folder of the private site in a folder, under its path of today.

        What lies under another path, from a run that was stopped or before that was revoked, is
        moved there, so that the old one ends. Where the path that is known here was revoked on
        another machine, that of the folder is taken: a revoked path never comes back.

        Raises:
            OutputError: it cannot be moved, the file is damaged, or the folder holds a site that is
                not private, or other things.
        """
        _refuse_public(to)
        known, there = self._read(), _sites(to)
        token = known.get(_place(to))
        one = there[0] if len(there) == 1 else None
        if one and (token is None or is_revoked(one, token)):
            token = self._keep(to, known, one.name)
        elif token is None:
            token = self._keep(to, known, _new())
        root = to / token
        _close(to)
        if there and not root.exists():
            revoke_path(there[0])
            try:
                there[0].rename(root)
            except OSError as error:
                raise cannot_write(root, error) from error
        return root

    def revoke(self, to: Path) -> None:
        """Choose another path from now on.

        Raises:
            OutputError: there is no private site.
        """
        known = self._read()
        if _place(to) not in known and not _sites(to):
            raise OutputError("private-site/none", folder=to)
        self._keep(to, known, _new())

    @property
    def file(self) -> Path:
        """The file itself."""
        return self.folder / _FILE

    def _read(self) -> dict[str, str]:
        try:
            data = as_shape(dict[str, str], json.loads(read_bounded(self.file, _MOST_BYTES)))
        except FileNotFoundError:
            return {}
        except Misshapen as error:
            raise OutputError("damaged/secret", file=self.file) from error
        except (OSError, ValueError, RecursionError) as error:
            raise OutputError("cannot-read/secret", file=self.file, reason=error) from error
        if not all(map(_is_token, data.values())):
            raise OutputError("damaged/secret", file=self.file)
        return data

    def _keep(self, to: Path, known: dict[str, str], token: str) -> str:
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            write_file(ignore, "*\n")  # what is secret is in no version control
        text = json.dumps(known | {_place(to): token}, indent=1) + "\n"
        write_file(self.file, text, private=True)
        return token


def is_private(to: Path) -> bool:
    """Whether a folder is a private site itself, and not that which holds one."""
    return _is_token(to.name) and to.is_dir() and (state_of(to) / MARKER).is_file()


def _refuse_public(to: Path) -> None:
    """Refuse a folder that is a site for everybody, or holds what is no part of a private one."""
    known = read_marker(state_of(to))
    if known and not known.state.private:
        raise OutputError("private-site/not", folder=to)
    refuse_foreign(to, lambda name: name == _INDEX or _is_token(name) or is_part(name))


def _holds(file: Path, content: bytes) -> bool:
    """Whether a file is just that, whatever its size."""
    with open_regular(file) as stream:
        return stream.read(len(content) + 1) == content


def _close(to: Path) -> None:
    """Keep the folder above the private path from others here, and from being listed anywhere."""
    make_private(to)
    index = to / _INDEX
    try:
        to.chmod(0o700)
        empty = render_page("closed.html")
        if index.is_symlink() or (index.is_file() and not _holds(index, empty)):
            raise OutputError("not-ours/foreign", folder=to, name=_INDEX)
    except OSError as error:
        raise cannot_write(to, error) from error
    if not index.exists():
        with Staging(to, public=True) as staging:
            staging.write(_INDEX, [empty])


def _new() -> str:
    return secrets.token_hex(_BITS // 8)


def _place(to: Path) -> str:
    try:
        return str(to.resolve())
    except (OSError, RuntimeError) as error:  # the second for links, up to Python 3.12
        raise OutputError("cannot-read/place", file=to, reason=error) from error


def _sites(to: Path) -> list[Path]:
    """The private sites in a folder."""
    if not (state_of(to) / MARKER).is_file():
        return []
    return sorted(path for path in to.glob("*") if _is_token(path.name) and path.is_dir())


def _is_token(value: object) -> bool:
    return isinstance(value, str) and PRIVATE.fullmatch(value) is not None
