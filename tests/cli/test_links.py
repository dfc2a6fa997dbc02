"""`voicecoach links` where something is wrong: no address is lost, and what is said is so."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.test_batch import TO, Write, addresses, write
from tests.running import Run
from voicecoach.roster import links
from voicecoach.roster.links import Links, list_alone

__all__ = ["write"]


def test_what_cannot_be_taken_away_is_told_and_can_be_tried_again(
    write: Write, voicecoach: Run
) -> None:
    """The list knew the new address alone, and nobody could end the old one any more."""
    project = write("p-1,short,,,")
    voicecoach("batch", "roster.csv", *TO)
    (folder,) = addresses(project).values()
    shutil.rmtree(project / ".voicecoach")  # so the folder is nobody's
    told = voicecoach("links", "revoke", "p-1", code=5).stderr
    assert "'p-1' stands as withdrawn in links.csv, but what is published is there still" in told
    assert str(folder) in told
    assert addresses(project)["p-1"] == folder
    assert (folder / "index.html").is_file()
    (link,) = Links.read(project / "links.csv").rows.values()
    assert link.withdrawn
    shutil.rmtree(folder)
    assert "links restore p-1" in voicecoach("links", "revoke", "p-1").stdout
    voicecoach("links", "restore", "p-1")
    (link,) = Links.read(project / "links.csv").rows.values()
    assert not link.withdrawn
    assert addresses(project)["p-1"] != folder


def test_an_address_is_shown_whole(write: Write, voicecoach: Run) -> None:
    project = write("p-1,short,,,")
    voicecoach("batch", "roster.csv", *TO[:3], "https://exercises.practice-by-the-sea.example/")
    shown = "".join(voicecoach("links", "list").stdout.split())
    assert "\u2026" not in shown
    assert (project / "links.csv").read_text(encoding="utf-8").split("p/")[1][:32] in shown


def test_a_backup_takes_the_place_of_nothing_else(write: Write, voicecoach: Run) -> None:
    project = write("p-1,short,,,", "p-2,short,,,")
    voicecoach("batch", "roster.csv", *TO)
    roster = (project / "roster.csv").read_bytes()
    assert "no list of addresses" in voicecoach("links", "backup", "roster.csv", code=5).stderr
    assert (project / "roster.csv").read_bytes() == roster
    voicecoach("links", "backup", "kept.csv")
    lines = (project / "links.csv").read_text(encoding="utf-8").splitlines()
    (project / "links.csv").write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    told = voicecoach("links", "backup", "kept.csv", code=5).stderr
    assert "kept.csv has addresses that links.csv lacks, of p-2" in told
    voicecoach("links", "recover", "kept.csv")
    assert len(addresses(project)) == 2


@pytest.mark.parametrize(
    "command", [("batch", "roster.csv", *TO), ("links", "recover", "kept.csv")]
)
def test_nobody_writes_a_list_that_another_is_changing(
    write: Write, voicecoach: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """Of two batches to two places, one would lose the addresses that the other has chosen."""
    project = write("p-1,short,,,")
    voicecoach("batch", "roster.csv", *TO)
    voicecoach("links", "backup", "kept.csv")
    monkeypatch.setattr(links, "_WAIT_S", 0)
    with list_alone(project / ".voicecoach", project / "links.csv"):
        assert "is changing links.csv" in voicecoach(*command, code=5).stderr
    voicecoach(*command)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_that_leads_to_itself_is_told_as_that(write: Write, voicecoach: Run) -> None:
    project: Path = write("p-1,short,,,")
    (project / "links.csv").symlink_to("links.csv")
    told = voicecoach("batch", "roster.csv", *TO, code=5).stderr
    assert "Too many levels of symbolic links" in told
