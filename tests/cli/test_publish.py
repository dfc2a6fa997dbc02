"""`voicecoach publish` as a clinic uses it, and that nothing of a patient goes out."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.progress.conftest import data
from tests.running import Run

__all__ = ["data"]  # the fixture: a data folder of the test's own


SHORT = """\
routine: short
title: Short
steps:
  - march: hold 10s
  - shoulder-rolls: 4 reps
"""
MARKED = ("Zebulonia", "Quaggasaurus", "Wombatitis", "narwhal-7", "Axolotlgasse")
PERSON = """\
profile: narwhal-7
name: Zebulonia
note: Quaggasaurus came by bus.
greeting: Good day to you in the Axolotlgasse.
voice: silent
leave_out: {shoulder-rolls: Wombatitis}
"""
URL = ("--base-url", "https://clinic.example/back")
QUICK = ("--no-pdf", *URL)


@pytest.fixture
def short(project: Path, voicecoach: Run) -> Path:
    """A project with a short routine that was built; returns its site's folder."""
    (project / "scripts" / "routines" / "short.yaml").write_text(SHORT, encoding="utf-8")
    voicecoach("build", "short", "--voice", "silent", "--quiet")
    return project / "site"


def everything(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file's name and bytes, with what is packed in PDFs unpacked."""
    for file in root.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        yield str(file.relative_to(root)), content
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                yield f"{file.name}, unpacked", zlib.decompress(stream)
            except zlib.error:
                continue


def forms_of(mark: str) -> Iterator[bytes]:
    yield from (mark.encode(), mark.lower().encode(), mark.encode("utf-16-le"))
    yield mark.encode("utf-16-be")


@pytest.mark.parametrize("options", [(), ("--private",)])
def test_nothing_of_a_profile_goes_out(
    voicecoach: Run, project: Path, options: tuple[str, ...]
) -> None:
    (project / "scripts" / "routines" / "short.yaml").write_text(SHORT, encoding="utf-8")
    profile = project / "scripts" / "profiles" / "narwhal-7.yaml"
    profile.parent.mkdir()
    profile.write_text(PERSON, encoding="utf-8")
    voicecoach("build", "short", "--quiet", "--profile", "narwhal-7")
    assert (project / "audio" / "short.narwhal-7.mp3").exists(), "the label is in the file's name"
    said = voicecoach("publish", "--to", "site", *URL, *options).stdout
    files = [*everything(project / "site")]
    assert sum(name.endswith(".mp3") for name, _ in files) == 1
    for mark in MARKED:
        for form in forms_of(mark):
            assert not [name for name, content in files if form in content or mark in name]
        assert mark not in said


def test_a_session_that_greets_by_name_is_refused(voicecoach: Run, project: Path) -> None:
    (project / "scripts" / "routines" / "short.yaml").write_text(SHORT, encoding="utf-8")
    (project / "p.yaml").write_text(PERSON + "greet: true\n", encoding="utf-8")
    voicecoach("build", "short", "--quiet", "--profile", "p.yaml")
    said = voicecoach("publish", "--to", "site", *URL, code=5).stderr
    assert "a name is spoken in it: short.narwhal-7.mp3" in said
    assert "without 'greet'" in said
    assert not (project / "site").exists()


def test_the_address_is_remembered_and_nothing_is_done_twice(
    voicecoach: Run, short: Path, project: Path
) -> None:
    said = voicecoach("publish", "short.silent", "--to", "site", *QUICK).stdout
    (slug,) = (folder.name for folder in (short / "s").iterdir())
    assert f"new: https://clinic.example/back/s/{slug}/" in said
    assert "1 session" in said
    again = voicecoach("publish", "--to", "site", "--no-pdf").stdout
    assert "0 files written, 0 removed" in again
    (project / "scripts" / "routines" / "short.yaml").write_text(
        SHORT.replace("4 reps", "6 reps"), encoding="utf-8"
    )
    voicecoach("build", "short", "--voice", "silent", "--quiet")
    assert f"changed: https://clinic.example/back/s/{slug}/" in (
        voicecoach("publish", "--to", "site", "--no-pdf").stdout
    )
    assert len([*short.rglob("*.mp3")]) == 1, "the one of before is gone"


def test_without_an_address_it_says_what_is_missing(voicecoach: Run, short: Path) -> None:
    said = voicecoach("publish", "--to", "site", "--no-pdf").stdout
    assert "they need the address, --base-url" in said
    assert not (short / "feed.xml").exists()
    assert not (short / "poster.html").exists()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("clinic.example", "does not begin with https://"),
        ("ftp://clinic.example/", "does not begin with https://"),
        ("https://", "does not begin with https://"),
        ("https://a:b@clinic.example/", "more than the address of a folder"),
        ("https://clinic.example/?x", "more than the address of a folder"),
        ("https://clinic.example:x/", "is no address for a site"),
        ('https://clinic.example/"><b>', "signs that no address has"),
        ("https://clinic.example/../x", "its path leads up"),
        ("https://clinic.example/" + "x" * 3000, "too long for a QR code"),
        ("https://clinic.example/a b", "signs that no address has"),
    ],
)
def test_bad_addresses(voicecoach: Run, short: Path, url: str, says: str) -> None:
    said = voicecoach("publish", "--to", "site", "--base-url", url, code=5).stderr
    assert says in said
    assert "--base-url https://clinic.example/back/" in said
    assert not short.exists()


def test_withdrawn_by_the_beginning_of_its_name(voicecoach: Run, short: Path) -> None:
    voicecoach("publish", "--to", "site", *QUICK)
    said = voicecoach("publish", "--to", "site", "--withdraw", "short", "--no-pdf").stdout
    assert "0 sessions" in said
    assert "Podcast apps that have fetched it keep it" in said
    said = voicecoach("publish", "--to", "site", "--no-pdf").stdout
    assert "withdrawn, and so left out: short-" in said
    page = next((short / "s").glob("*/index.html")).read_text(encoding="utf-8")
    assert "This session is no longer offered" in page
    assert "March" not in page
    assert (
        "1 session"
        in voicecoach("publish", "--to", "site", "--restore", "short", "--no-pdf").stdout
    )


def test_private_and_revoked(voicecoach: Run, short: Path, project: Path) -> None:
    voicecoach("publish", "--private", "--to", "site", *QUICK)
    (before,) = (path for path in short.iterdir() if path.is_dir())
    assert "noindex" in (before / "index.html").read_text(encoding="utf-8")
    voicecoach("publish", "--private", "--to", "site", "--no-pdf")
    assert {*short.iterdir()} == {before, short / "index.html"}
    said = voicecoach("publish", "--to", f"site/{before.name}", "--no-pdf").stdout
    assert "0 files written" in said, "it is still private"
    voicecoach("publish", "--revoke", "--to", "site", "--no-pdf")
    (after,) = (path for path in short.iterdir() if path.is_dir())
    assert after.name != before.name
    assert len([*after.rglob("*.mp3")]) == 1
    assert (project / ".voicecoach" / "private-sites.json").exists()


def test_one_file_for_email(voicecoach: Run, short: Path, project: Path) -> None:
    said = voicecoach("publish", "short.silent", "--zip", "--to", "short.zip").stdout
    assert "short.zip: 1 session" in said
    with zipfile.ZipFile(project / "short.zip") as archive:
        assert archive.testzip() is None
        assert "index.html" in archive.namelist()
    said = voicecoach("publish", "--zip", "--private", "--to", "x.zip", code=2).stderr
    assert "--zip goes with none of" in said
    assert "no name of a ZIP" in voicecoach("publish", "--zip", "--to", "x", code=5).stderr


def test_two_sessions_of_one_name_are_warned_of(
    voicecoach: Run, short: Path, project: Path
) -> None:
    voicecoach("publish", "--to", "site", *QUICK)
    audio = project / "audio"
    for file in (*audio.glob("short.silent.*"),):
        text = file.read_bytes().replace(b"short.silent.mp3", b"twin.mp3")
        text = re.sub(rb'"id": "[0-9a-f]+"', b'"id": "' + b"c" * 32 + b'"', text)
        file.with_name("twin" + file.suffix).write_bytes(text)
    said = voicecoach("publish", "twin", "--to", "site", "--no-pdf").stdout
    assert "nobody can tell them apart" in said


ENTITIES = b'<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>'
DAMAGED = (
    b"\x89PNG\r\n\x1a\nhalf IEND",
    b"\xff\xd8\xff and then \xff\xd9",
    b"<svg",
    b"<svg>&x;</svg>",
    ENTITIES,
)


def test_a_logo_that_is_none(voicecoach: Run, short: Path, project: Path) -> None:
    settings = project / "voicecoach.toml"
    settings.write_text('[clinic]\nname = "Harbour"\nlogo = "logo.png"\n', encoding="utf-8")
    said = voicecoach("publish", "--to", "site", code=3).stderr
    assert "voicecoach.toml:3:1: clinic.logo: cannot read the logo" in said
    (project / "logo.png").write_bytes(b"GIF89a")
    assert "is no PNG, JPEG or SVG" in voicecoach("publish", "--to", "site", code=5).stderr
    (project / "logo.png").write_bytes(bytes(2_000_000))
    assert "at most 1 MB" in voicecoach("publish", "--to", "site", code=5).stderr
    for damaged in DAMAGED:
        (project / "logo.png").write_bytes(damaged)
        said = voicecoach("publish", "--to", "site", "--no-pdf", code=5).stderr
        assert "is damaged" in said
        assert "Save it again" in said
        assert not (project / "site").exists()
    (project / "logo.png").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    voicecoach("publish", "--to", "site", "--no-pdf")
    assert len([*(short / "assets").glob("logo.*.svg")]) == 1


def test_a_logo_whose_name_is_no_name(voicecoach: Run, short: Path, project: Path) -> None:
    (project / "voicecoach.toml").write_text('[clinic]\nlogo = "a\\u0000b"\n', encoding="utf-8")
    assert "voicecoach.toml:2:1" in voicecoach("publish", "--to", "site", code=3).stderr


def test_settings_of_spaces_are_none(voicecoach: Run, short: Path, project: Path) -> None:
    clinic = '[clinic]\nname = "\\u200b \\u202e"\nemergency_number = " "\n'
    (project / "voicecoach.toml").write_text(clinic, encoding="utf-8")
    voicecoach("publish", "--to", "site", "--no-pdf")
    for page in (short / "index.html", *short.glob("s/*/index.html")):
        text = page.read_text(encoding="utf-8")
        assert "<title></title>" not in text
        assert "mergency: " not in text
        assert 'class="emergency"' not in text


def test_a_programme_s_session_shows_its_plan(voicecoach: Run, project: Path, data: Path) -> None:
    from tests.cli.test_programmes import NO, TODAY
    from tests.conftest import run_voicecoach

    who = ("--prescriber", "A. Physio", "--emergency-number", "0118 999")
    run_voicecoach("start", "flare-up", *who, cwd=project, answers=NO)
    for days in range(7):
        day = TODAY.fromordinal(TODAY.toordinal() + days)
        voicecoach("today", "--build", "--voice", "silent", "--date", str(day))
        if [*(project / "audio").glob("*.mp3")]:
            break
    voicecoach("publish", "--to", "site", *QUICK)
    page = next((project / "site" / "s").glob("*/index.html")).read_text(encoding="utf-8")
    assert "A. Physio" in page
    assert 'href="tel:0118999"' in page
    index = (project / "site" / "index.html").read_text(encoding="utf-8")
    title = re.search(r"title: (.*)", (ROOT / "scripts/programmes/flare-up.yaml").read_text())
    assert title
    assert f'<h2 dir="auto">{title[1]}</h2>' in index
