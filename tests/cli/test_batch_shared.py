"""What the patients of a place share lies there once, and tells of none of them."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zlib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from tests.cli.test_batch import TO, Write, addresses, times, told, write
from tests.cli.test_publish import PERSON, everything, forms_of
from tests.running import Run
from tests.web.places import client_of

__all__ = ["write"]

ROWS = ("p-1,short,,,", "p-2,short other,,narwhal-7,")


class Linked(HTMLParser):
    """The addresses that a page leads to or loads."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name in ("href", "src") and value}
        kept = dict(attrs).get("data-files")
        self.found |= {*kept.split()} if kept else set()


def assets(site: Path) -> dict[str, bytes]:
    """The shared files of a place, but for the empty page that hides them."""
    folder = site / "assets"
    return {f.name: f.read_bytes() for f in folder.iterdir() if f.name != "index.html"}


def test_what_is_the_same_lies_in_the_place_once(write: Write, voicecoach: Run) -> None:
    project = write(*ROWS)
    voicecoach("batch", "roster.csv", *TO)
    site = project / "site"
    for name, content in assets(site).items():
        assert name.split(".")[-2] == hashlib.sha256(content).hexdigest()[:12]
    kinds = {name.split(".")[0] for name in assets(site)}
    assert {"style", "sw", "player", "cover", "podcast", "icon-512"} <= kinds
    for place in addresses(project).values():
        assert not (place / "assets").exists()
        assert {f.suffix for f in place.rglob("*") if f.is_file()} <= {
            *(".html", ".json", ".xml", ".vtt", ".webmanifest", ".js", ".svg")
        }
        assert (place / "sw.js").stat().st_size < 200


def test_every_link_of_a_page_leads_to_what_is_there(write: Write, voicecoach: Run) -> None:
    project = write(*ROWS)
    voicecoach("batch", "roster.csv", *TO)
    client, site, seen = client_of(project / "site"), project / "site", set[str]()
    for page in (page for place in addresses(project).values() for page in place.rglob("*.html")):
        own = f"https://ex.example/{page.relative_to(site).as_posix()}"
        for address in (urlsplit(urljoin(own, each)) for each in Linked(page).found):
            if address.netloc == "ex.example":
                seen.add(address.path)
    feeds = [place / "feed.xml" for place in addresses(project).values()]
    for feed in feeds:
        urls = re.findall(r'(?:href|url)="https://ex.example(/[^"]+)"', feed.read_text("utf-8"))
        seen |= {*urls}
    for path in seen:
        reply = client(path)
        assert reply.status == 200, path
        cached = "public, max-age=31536000, immutable" if path.startswith("/assets/") else None
        assert cached is None or reply.fields["cache-control"] == cached
    shared = {path.removeprefix("/assets/") for path in seen if path.startswith("/assets/")}
    others = {name.split(".")[0] for name in {*assets(site)} - shared}
    assert others == {"sw", "splice"}, "what the service worker is made of, it names itself"
    for nothing in ("/assets/", "/assets", "/assets/index.html", "/assets/x/y", "/assets/.x"):
        assert client(nothing).status == 404
    client.close()


def test_no_shared_file_tells_where_a_patient_is(write: Write, voicecoach: Run) -> None:
    project = write(*ROWS)
    voicecoach("batch", "roster.csv", *TO)
    before = assets(project / "site")
    voicecoach("links", "revoke", "p-1")
    voicecoach("links", "revoke", "p-2")
    voicecoach("batch", "roster.csv", *TO)
    assert assets(project / "site") == before, "nothing in it depends on an address"
    for content in before.values():
        assert not any(place.name.encode() in content for place in addresses(project).values())


def test_what_was_lost_is_written_again_and_all_else_is_not_touched(
    write: Write, voicecoach: Run
) -> None:
    project = write(*ROWS)
    voicecoach("batch", "roster.csv", *TO)
    site = project / "site"
    before, kept = times(site), assets(site)
    lost = next(f for f in (site / "assets").iterdir() if f.name.startswith("cover"))
    lost.unlink()
    ran = voicecoach("batch", "roster.csv", *TO, "--json")
    assert "made" in {each["state"] for each in told(ran.stdout).values()}
    assert assets(site) == kept
    after = times(site)
    assert {f for f in before if before[f] != after[f]} <= {lost}
    shutil.rmtree(site / "assets")
    voicecoach("batch", "roster.csv", *TO)
    assert assets(site) == kept


def test_a_place_of_before_gives_its_copies_up(write: Write, voicecoach: Run) -> None:
    """A patient's own copy of what is shared now is no part of their pages any more."""
    from voicecoach.publish.sinks.marker import MARKER

    project = write("p-1,short,,,")
    voicecoach("batch", "roster.csv", *TO)
    (place,) = addresses(project).values()
    name, content = next(iter(assets(project / "site").items()))
    (place / "assets").mkdir()
    (place / "assets" / name).write_bytes(content)
    (marker,) = (project / ".voicecoach").rglob(MARKER)
    text = marker.read_text(encoding="utf-8")
    stamp = f'"assets/{name}": [{len(content)}, "{hashlib.sha256(content).hexdigest()}"], '
    marker.write_text(text.replace('"files": {', '"files": {' + stamp, 1), encoding="utf-8")
    voicecoach("batch", "roster.csv", *TO, "--again")
    assert not (place / "assets").exists()
    assert name in assets(project / "site")


def test_sounds_can_be_shared_and_laid_together_by_browsers(write: Write, voicecoach: Run) -> None:
    project = write("p-1,short,,,2099-01-31", "p-2,short other,,narwhal-7,")
    shared = ("--sessions", "shared")
    voicecoach("batch", "roster.csv", *TO, *shared)
    site, client = project / "site", client_of(project / "site")
    assert {each.name for each in site.iterdir()} == {"assets", "p"}, "no store is published"
    before = times(site)
    for label, place in addresses(project).items():
        told_ = json.loads((place / "place.json").read_bytes())
        assert (told_["media"], told_["days"]) == ({}, [])
        assert not [*place.rglob("feed*.xml"), *place.rglob("*.mp3")], "nothing leads to no file"
        plans = [*place.glob("s/*/*.plan")]
        assert len(plans) == (2 if label == "p-2" else 1)
        assert any("sounds." in path for path in told_["common"])
        for path in told_["common"]:
            assert client(f"/{path}").body == (site / path).read_bytes()
        for plan in plans:
            assert client(f"/{plan.relative_to(site).as_posix()}").body == plan.read_bytes()
    ran = voicecoach("batch", "roster.csv", *TO, *shared, "--json", "--again")
    assert {each["state"] for each in told(ran.stdout).values()} == {"same"}
    assert times(site) == before
    client.close()


def test_podcast_programs_can_have_their_mp3s_besides(write: Write, voicecoach: Run) -> None:
    project = write("p-1,short,,,")
    voicecoach("batch", "roster.csv", *TO, "--sessions", "shared", "--feed")
    (place,) = addresses(project).values()
    (plan,), (mp3,) = place.glob("s/*/*.plan"), place.glob("s/*/*.mp3")
    assert plan.name.startswith(mp3.stem)
    feed = (place / "feed.xml").read_text(encoding="utf-8")
    assert f"/{mp3.name}" in feed
    assert f'length="{mp3.stat().st_size}"' in feed
    assert json.loads((place / "place.json").read_bytes())["days"]
    assert "--feed is for" in voicecoach("batch", "roster.csv", *TO, "--feed", code=2).stderr


def test_what_is_personal_is_in_no_shared_sound(write: Write, voicecoach: Run) -> None:
    """Not the frames that greet somebody, nor a text of roster or profile in any file's bytes."""
    greets = PERSON.replace("note:", "greet: true\nnote:")
    project = write("quokka-77,short,,narwhal-7,", "p-2,short,,,", "p-3,other,,greeted,")
    profile = project / "scripts" / "profiles" / "greeted.yaml"
    profile.write_text(greets.replace("narwhal-7", "greeted"), encoding="utf-8")
    options = (*TO, "--sessions", "shared")
    ran = voicecoach("batch", "roster.csv", *options, "--json", code=11)
    assert "personal" in str(told(ran.stdout)["p-3"]["failed"])
    marks = ("Zebulonia", "Quaggasaurus", "Wombatitis", "narwhal-7", "quokka-77", "Axolotlgasse")
    for name, content in everything(project / "site"):
        unpacked = zlib.decompress(content) if name.endswith(".plan") else b""
        for mark in marks:
            assert mark not in name
            assert not any(form in content + unpacked for form in forms_of(mark)), (name, mark)
