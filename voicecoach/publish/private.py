"""Where a private site lies: a path that nobody can guess, the same each time."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from voicecoach.errors import OutputError
from voicecoach.files import write_file

_BITS = 128
_FILE = "private-sites.json"


@dataclass(frozen=True, slots=True)
class Private:
    """The local file that remembers private paths: it is no part of any site.

    Attributes:
        folder: of the file: the project's own, or the user's data folder.
    """

    folder: Path

    def token(self, to: Path) -> str:
        """The path of the private site in a folder; a new one when there is none yet."""
        known = self._read()
        return known.get(str(to.resolve())) or self._keep(to, known)

    def replaced(self, to: Path) -> tuple[str, str]:
        """The path of before, and the new one that is kept from now on.

        Raises:
            OutputError: there is no private site.
        """
        known = self._read()
        before = known.get(str(to.resolve()))
        if before is None:
            raise OutputError(f"{to} has no private site", "Make one: voicecoach publish --private")
        return before, self._keep(to, known)

    @property
    def file(self) -> Path:
        """The file itself."""
        return self.folder / _FILE

    def _read(self) -> dict[str, str]:
        try:
            data = json.loads(self.file.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise OutputError(
                f"cannot read {self.file}: {error}", "Bring it back from a copy, or delete it."
            ) from error
        if not isinstance(data, dict) or not all(map(_is_token, data.values())):
            raise OutputError(f"{self.file} is damaged", "Bring it back from a copy, or delete it.")
        return data

    def _keep(self, to: Path, known: dict[str, str]) -> str:
        token = secrets.token_hex(_BITS // 8)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            write_file(ignore, "*\n")  # what is secret is in no version control
        text = json.dumps(known | {str(to.resolve()): token}, indent=1) + "\n"
        write_file(self.file, text)
        if os.name == "posix":
            self.file.chmod(0o600)
        return token


def _is_token(value: object) -> bool:
    return isinstance(value, str) and len(value) == _BITS // 4 and value.isalnum()
