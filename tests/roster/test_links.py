"""The list of patients' addresses: read whole, or refused with its line; nobody gets another's."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from voicecoach.base.errors import OutputError
from voicecoach.roster import links
from voicecoach.roster.links import Links, PatientLink, list_alone

HEAD = "label,address,made,until,withdrawn,place\n"
FIRST, OTHER = "0a" * 16, "1b" * 16
ROW = f"p-1,https://a.example/p/{FIRST}/,2026-11-30,,,site\n"


def read(folder: Path, text: str) -> Links:
    file = folder / "links.csv"
    file.write_text(text, encoding="utf-8")
    return Links.read(file)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    day = date(2026, 11, 30)
    link = PatientLink("p-1", "site", "https://a.example/", FIRST, day, withdrawn=day)
    Links(tmp_path / "links.csv", [link]).save()
    assert [*Links.read(tmp_path / "links.csv").rows.values()] == [link]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("label,address,made,until,place\n" + ROW, 1),
        ("label,address,made,until,ended,place\n" + ROW, 1),
        ("label,label,address,made,until,withdrawn,place\n" + ROW, 1),
        (HEAD + ROW + ROW, 3),
        (HEAD + ROW + ROW.replace(FIRST, OTHER), 3),
        (HEAD + ROW + ROW.replace("p-1", "p-2"), 3),
        (HEAD + ROW.replace("\n", ",more\n"), 2),
        (HEAD + ROW[: len(ROW) // 2], 2),
        (HEAD + ROW.replace("2026-11-30", "soon"), 2),
        (HEAD + ROW.replace("2026-11-30,,", "2026-11-30,,yes"), 2),
        (HEAD + ROW.replace(FIRST, FIRST[1:]), 2),
        (HEAD + ROW.replace("p-1", ""), 2),
        (HEAD + ROW.replace("p-1", "p-\x1b[2J"), 2),
        (HEAD + ROW.replace("p-1", "p-\0"), 2),
        *(
            (HEAD + ROW.replace("https://", said), 2)
            for said in ("https://\0", "https://a b", "x:")
        ),
        (HEAD.replace("place", "place,mine") + ROW.replace("site", "site,kept"), 1),
        (HEAD + ROW + ROW.replace("p-1", "x" * 140_000), 3),
    ],
    ids=range(20),
)
def test_what_is_damaged_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    """A withdrawn patient would be offered again, or two would share one address."""
    with pytest.raises(OutputError) as refused:
        read(tmp_path, text)
    assert refused.value.phrase.kind == "links/damaged"
    assert refused.value.phrase.facts["line"] == line
    assert refused.value.remedy


def test_another_encoding_is_damage_and_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "links.csv"
    file.write_bytes((HEAD + ROW + ROW.replace("site", "praxis-süd")).encode("latin-1"))
    with pytest.raises(OutputError) as refused:
        Links.read(file)
    assert (refused.value.phrase.kind, refused.value.phrase.facts["line"]) == ("links/damaged", 3)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_a_disk_that_is_away_is_no_list_without_patients(tmp_path: Path) -> None:
    """A batch would give everybody another address."""
    (tmp_path / "links.csv").symlink_to(tmp_path / "key" / "links.csv")
    with pytest.raises(OutputError) as refused:
        Links.read(tmp_path / "links.csv")
    assert refused.value.phrase.kind == "links/away"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_list_is_written_where_a_link_leads(tmp_path: Path) -> None:
    """The old list would stay on its disk, and say that a withdrawn patient is offered."""
    real = tmp_path / "key" / "links.csv"
    real.parent.mkdir()
    (tmp_path / "links.csv").symlink_to(real)
    link = PatientLink("p-1", "site", "https://a.example/", FIRST, date(2026, 11, 30))
    Links(tmp_path / "links.csv", [link]).save()
    assert (tmp_path / "links.csv").is_symlink()
    assert [*Links.read(real).rows.values()] == [link]


def test_who_changes_a_list_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "_WAIT_S", 0)
    with list_alone(tmp_path, tmp_path / "links.csv"):
        with pytest.raises(OutputError) as refused, list_alone(tmp_path, tmp_path / "links.csv"):
            pass
        assert refused.value.phrase.kind == "busy/links"
    with list_alone(tmp_path, tmp_path / "links.csv"):
        pass


def test_a_label_may_have_an_address_in_each_of_several_places(tmp_path: Path) -> None:
    other = ROW.replace(FIRST, OTHER).replace(",site", ",elsewhere")
    assert len(read(tmp_path, HEAD + ROW + other).rows) == 2
