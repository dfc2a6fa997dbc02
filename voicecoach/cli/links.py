"""`voicecoach links`: the addresses of a clinic's patients."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from voicecoach.app import links
from voicecoach.cli.options import as_language, json_option
from voicecoach.cli.output import ONLY_YOU, counted, print_json, print_table, project_here, say

_FILE = Path("links.csv")
_links_option = click.option(
    "--links",
    "file",
    default=_FILE,
    show_default=True,
    type=click.Path(path_type=Path),
    help="The list of addresses.",
)
_place_option = click.option(
    "--to", "place", metavar="PLACE", help="Which place, where a patient has addresses in several."
)


@click.group("links")
def command() -> None:
    """Look after patients' addresses: list, print, end, back up. They are secret.

    \b
    Examples:
      voicecoach links sheet                  cards for the desk, with QR codes
      voicecoach links withdraw p-017
      voicecoach links backup /media/key/links.csv
    """


@command.command("list")
@_links_option
@json_option
def list_(file: Path, as_json: bool) -> None:
    """Show each patient's address, and until when it is offered."""
    known = links.known_links(file)
    if as_json:
        print_json({"links": [_as_json(link) for link in known]})
        return

    def columns(table: object) -> None:
        for name in ("label", "address", "made", "until", "withdrawn"):
            table.add_column(name, overflow="fold")  # type: ignore[attr-defined]

    print_table(([*map(str, _as_json(link).values())][:5] for link in known), columns)


@command.command("revoke")
@click.argument("label")
@_links_option
@_place_option
@json_option
def revoke(label: str, file: Path, place: str | None, as_json: bool) -> None:
    """Give a patient another address; the old one ends at once."""
    link = links.revoke(project_here(), file, label, place, date.today())
    next_ = f"The next batch fills the new one: {link.address}"
    if link.withdrawn:
        next_ = f"They are withdrawn; to offer the new one: voicecoach links restore {label}"
    said = f"{label}: the old address has ended. {next_}"
    _tell(as_json, _as_json(link), said)


@command.command("withdraw")
@click.argument("label")
@_links_option
@_place_option
@json_option
def withdraw(label: str, file: Path, place: str | None, as_json: bool) -> None:
    """Take away all that a patient was given; batches leave them out from now on."""
    link = links.withdraw(project_here(), file, label, place, date.today())
    said = f"{label} is withdrawn. What phones have already loaded stays on them."
    _tell(as_json, _as_json(link), said)


@command.command("restore")
@click.argument("label")
@_links_option
@_place_option
@json_option
def restore(label: str, file: Path, place: str | None, as_json: bool) -> None:
    """Offer a patient's sessions again who was withdrawn, at the address of before."""
    link = links.restore(project_here(), file, label, place)
    said = f"{label} is offered again. The next batch fills: {link.address}"
    _tell(as_json, _as_json(link), said)


@command.command("backup")
@click.argument("to", type=click.Path(path_type=Path, dir_okay=False))
@_links_option
@json_option
def backup(to: Path, file: Path, as_json: bool) -> None:
    """Write a copy of all addresses: without them every patient would need a new one."""
    count = links.backup(file, to)
    said = f"{to}: {counted(count, 'address', 'addresses')}, {ONLY_YOU}"
    _tell(as_json, {"file": str(to), "addresses": count}, said)


@command.command("recover")
@click.argument("source", metavar="BACKUP", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Take the backup's where both have an address.")
@_links_option
@json_option
def recover(source: Path, force: bool, file: Path, as_json: bool) -> None:
    """Put the addresses of a backup back; those that only the list has stay."""
    count = links.recover(project_here(), file, source, force)
    said = f"{file}: {counted(count, 'address', 'addresses')} put back"
    _tell(as_json, {"file": str(file), "addresses": count}, said)


@command.command("sheet")
@click.argument("labels", nargs=-1, metavar="[LABEL]...")
@click.option(
    "-o",
    "--output",
    "to",
    default=Path("desk.html"),
    type=click.Path(path_type=Path),
    show_default=True,
    help="The page.",
)
@click.option("--language", type=as_language, metavar="CODE", help="Of the cards.")
@_links_option
@json_option
def sheet(
    labels: tuple[str, ...], to: Path, language: str | None, file: Path, as_json: bool
) -> None:
    """Print cards with QR codes for the desk: of all patients, or of those that are named."""
    count = links.desk_sheet(project_here(), file, to, labels, language)
    said = f"{to}: {counted(count, 'card')} to print and cut, {ONLY_YOU}"
    _tell(as_json, {"file": str(to), "cards": count}, said)


def _tell(as_json: bool, facts: dict[str, object], said: str) -> None:
    """Print what was done, for people or for programs."""
    if as_json:
        print_json(facts)
    else:
        say(said)


def _as_json(link: links.PatientLink) -> dict[str, object]:
    days = {"made": link.made, "until": link.until, "withdrawn": link.withdrawn}
    told = {name: day.isoformat() if day else "" for name, day in days.items()}
    return {"label": link.label, "address": link.address, **told, "place": link.place}
