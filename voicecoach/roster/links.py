"""The list of patients' addresses: who can be found where. It is secret, and is never published."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from functools import lru_cache
from pathlib import Path

from voicecoach.base.controls import clipped
from voicecoach.base.errors import OutputError
from voicecoach.base.files import write_file
from voicecoach.base.intake import read_bounded
from voicecoach.base.lock import exclusive_lock
from voicecoach.base.messages import Fault, Phrase, phrase
from voicecoach.base.values import dataclass, replace
from voicecoach.formats.table import LongCell, Table, TableRow, read_table
from voicecoach.publish.address import checked_address
from voicecoach.publish.sinks.marker import PRIVATE
from voicecoach.roster.rows import ROSTER_COLUMNS

_MOST_BYTES = 64_000_000
_COLUMNS = ("label", "address", "made", "until", "withdrawn", "place")
_SECRET_BYTES = 16
_WAIT_S = 10  # for who writes a list, which takes far less


@dataclass(frozen=True, slots=True)
class PatientLink:
    """Where a patient is found.

    Attributes:
        label: theirs.
        place: where a batch put it, as it was given.
        base_url: address of the place, ending in a slash; empty where that is not known.
        secret: the part of the address that nobody can guess.
        made: when it was chosen.
        until: the last day on which it is offered; None for always.
        withdrawn: since when it is not offered; None where it is.
    """

    label: str
    place: str
    base_url: str
    secret: str
    made: date
    until: date | None = None
    withdrawn: date | None = None

    @property
    def address(self) -> str:
        """The address of their pages; from the place's own where that is not known."""
        return f"{self.base_url}p/{self.secret}/"

    def again(self, day: date) -> PatientLink:
        """Give them another address."""
        return replace(self, secret=new_secret(), made=day)


def new_secret() -> str:
    """Choose the part of an address that nobody can guess: 128 bits."""
    return secrets.token_hex(_SECRET_BYTES)


class Links:
    """The addresses of patients, by place and label.

    Attributes:
        file: in which they stand.
        rows: by place and label.
    """

    def __init__(self, file: Path, rows: Iterable[PatientLink] = ()) -> None:
        self.file = file
        self.rows = {(row.place, row.label): row for row in rows}

    @classmethod
    def read(cls, file: Path) -> Links:
        """Read a list; one that is not there is empty.

        Raises:
            OutputError: it cannot be read, or is damaged.
        """
        try:
            content = read_bounded(file, _MOST_BYTES)
        except FileNotFoundError:
            if file.is_symlink():  # a disk that is not connected would be a list without patients
                raise OutputError("links/away", file=file, target=file.readlink()) from None
            return cls(file)
        except OSError as error:
            raise OutputError("cannot-read", file=file, reason=error) from error
        links = cls(file)
        secrets_known = set[str]()
        for row in _table(file, content).rows:
            link = _link(file, row)
            if links.of(link.place, link.label) or link.secret in secrets_known or row.extra:
                raise _damaged(file, row.line, phrase("links/twice", label=link.label))
            secrets_known.add(link.secret)
            links.keep(link)
        return links

    def of(self, place: str, label: str) -> PatientLink | None:
        """Find a patient of a place."""
        return self.rows.get((place, label))

    def keep(self, link: PatientLink) -> None:
        """Add or replace a patient's address; `save` writes it."""
        self.rows[link.place, link.label] = link

    def save(self) -> None:
        """Write the list, for its owner alone; where a link leads to it, that stays one.

        Raises:
            OutputError: it cannot be written; what was there stays.
        """
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\n")
        table.writerow(_COLUMNS)
        for row in self.rows.values():
            days = [day.isoformat() if day else "" for day in (row.made, row.until, row.withdrawn)]
            table.writerow([row.label, row.address, *days, row.place])
        write_file(self.file.resolve(), out.getvalue(), private=True)


def list_alone(own_folder: Path, file: Path) -> AbstractContextManager[None]:
    """Keep others from changing a list of addresses between its being read and written.

    A batch to another place may do so at this moment, and one would lose what the other added.

    Args:
        own_folder: of the project.
        file: the list.

    Raises:
        OutputError: another program takes too long with it.
    """
    busy = OutputError("busy/links", file=file)
    return exclusive_lock(own_folder / "links.lock", busy, _WAIT_S)


def _table(file: Path, content: bytes) -> Table:
    """Read the table.

    Raises:
        OutputError: it is damaged.
    """
    try:
        table = read_table(content.decode("utf-8-sig"), "address")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _damaged(file, line, phrase("links/encoding")) from error
    except LongCell as error:
        raise _damaged(file, error.line, error.phrase) from error
    if table is None or sorted(_COLUMNS) != sorted(column.text for column in table.columns):
        raise _damaged(file, 1, phrase("links/columns", columns=[*_COLUMNS]))
    return table


def _damaged(file: Path, line: int, reason: Phrase) -> OutputError:
    return OutputError("links/damaged", file=file, line=line, reason=reason)


def _link(file: Path, row: TableRow) -> PatientLink:
    """Read a row.

    Raises:
        OutputError: it is damaged.
    """
    said = {name: cell.text for name, cell in row.cells.items()}
    base_url, _, rest = said.get("address", "").rpartition("p/")
    secret = rest.removesuffix("/")
    try:
        is_found = PRIVATE.fullmatch(secret) and _is_address(base_url)
        if not (said.get("label") and said.get("place") and is_found):
            raise Fault("links/row")
        return PatientLink(
            ROSTER_COLUMNS["label"].read(said["label"]),
            said["place"],
            base_url,
            secret,
            _day(said.get("made", "")),
            _day(said["until"]) if "until" in said else None,
            _day(said["withdrawn"]) if "withdrawn" in said else None,
        )
    except Fault as error:
        raise _damaged(file, row.line, error.phrase) from error


@lru_cache(maxsize=16)  # nearly all have the same
def _is_address(base_url: str) -> bool:
    """Whether it is the address of a place, as a batch writes it, or none."""
    try:
        return not base_url or checked_address(base_url) == base_url
    except OutputError:
        return False


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Fault("value/date", value=clipped(text, 60)) from None
