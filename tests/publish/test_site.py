"""A site comes, changes and goes without a reader noticing; nothing is written twice."""

from __future__ import annotations

import json
import os
import re
import threading
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.coach.sessions import SHIPPED
from tests.conftest import Session
from tests.publish.conftest import CLINIC, mp3_of
from tests.records import as_version_1, changed
from voicecoach.base.errors import OutputError
from voicecoach.base.lock import exclusive_lock
from voicecoach.model.clinic import Clinic
from voicecoach.publish.catalogue import Finished, finished, read_finished
from voicecoach.publish.labels import Labels
from voicecoach.publish.paths import record_path
from voicecoach.publish.sinks import folder as site_folder
from voicecoach.publish.sinks import marker as site_marker
from voicecoach.publish.sinks.folder import LOCK
from voicecoach.publish.sinks.marker import MARKER, state_of
from voicecoach.publish.sinks.private import Private
from voicecoach.publish.sinks.zipped import write_zip
from voicecoach.publish.site import PublishReport, SiteConfig, publish_site
from voicecoach.session.record import Chapter, RecordedCue

URL = "https://clinic.example/back/"
LABELS = Labels(SHIPPED.language)
Make = Callable[..., Finished]


@pytest.fixture
def make(desk_break: Session, tmp_path: Path) -> Make:
    """A finished session of its own, with any record."""

    def make(identity: str, **changes: Any) -> Finished:
        folder = tmp_path / "sessions"
        folder.mkdir(exist_ok=True)
        named: dict[str, Any] = {"id": identity, "file": f"{identity[:8]}.mp3"}
        record = changed(desk_break.record, **(named | changes))
        mp3 = folder / record.media.file
        mp3.write_bytes(desk_break.mp3.read_bytes())
        mp3.with_suffix(".json").write_text(record.to_json(), encoding="utf-8")
        return read_finished(mp3.with_suffix(".json"))

    return make


def look(**changes: Any) -> SiteConfig:
    """How a site looks; its handouts are pages only, for setting a PDF takes a while."""
    return replace(SiteConfig(CLINIC, None, URL, "en", LABELS, pdfs=False), **changes)


def contents(root: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()
    }


def times(root: Path) -> dict[str, tuple[int, int]]:
    return {
        str(file): (file.stat().st_mtime_ns, file.stat().st_ino)
        for file in root.rglob("*")
        if file.is_file()
    }


def test_nothing_changed_and_nothing_is_written(make: Make, tmp_path: Path) -> None:
    root, sessions = tmp_path / "site", [make("a" * 32), make("b" * 32)]
    first = publish_site(root, sessions, look())
    assert len(first.new) == 2
    assert first.changes.written > 4
    before = times(root)
    again = publish_site(root, sessions, look())
    assert (again.changes.written, again.changes.removed) == (0, 0)
    assert times(root) == before
    assert publish_site(root, [], look(base_url=None)).changes.written == 0, (
        "the address is remembered"
    )


@pytest.mark.slow
def test_two_sites_of_the_same_sessions_are_the_same(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_790_000_000.0)
    sessions = [make("a" * 32), make("b" * 32)]
    publish_site(tmp_path / "one", sessions, look(pdfs=True))
    publish_site(tmp_path / "two", sessions[:1], look(pdfs=True))
    publish_site(tmp_path / "two", sessions[1:], look(pdfs=True))
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert one == two
    one, two = contents(state_of(tmp_path / "one")), contents(state_of(tmp_path / "two"))
    assert json.loads(one.pop(MARKER))["files"] == json.loads(two.pop(MARKER))["files"]
    assert one == two


def test_a_session_of_the_record_before_is_published_as_one_of_today(
    make: Make, tmp_path: Path
) -> None:
    session = make("a" * 32)
    file = mp3_of(session).with_suffix(".json")
    content, media = session.record.content, session.record.media
    file.write_text(as_version_1(content, media, session.record.id), encoding="utf-8")
    (offer,) = publish_site(tmp_path / "site", [read_finished(file)], look()).new
    record = state_of(tmp_path / "site") / record_path(offer.slug)
    written = read_finished(record, tmp_path / "site" / offer.folder)
    assert json.loads(record.read_bytes())["version"] == 2
    assert written.record.id == session.record.id
    assert written.record.content.slots == content.slots
    assert not publish_site(tmp_path / "site", [read_finished(file)], look()).changes.written


def test_a_session_that_is_built_anew_keeps_its_place(make: Make, tmp_path: Path) -> None:
    root = tmp_path / "site"
    (before,) = publish_site(root, [make("a" * 32)], look()).site.offers
    outcome = publish_site(root, [make("a" * 32, title="Another title")], look())
    (after,) = outcome.changed
    assert (after.slug, after.published) == (before.slug, before.published)
    assert not outcome.new
    assert b"Another title" in (root / "index.html").read_bytes()


@pytest.mark.slow
def test_everything_that_a_page_needs_is_there_before_it(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every moment of a run, all that pages and index lead to within the site is there."""
    root, moments = tmp_path / "site", [0]
    write, remove = site_folder._write, site_folder._remove

    def wrote(target: Path, chunks: Iterable[bytes], site: Path | None) -> None:
        write(target, chunks, site)
        moments[0] += 1
        assert not dangling(root), target

    def removed(root: Path, path: str) -> None:
        remove(root, path)
        assert not dangling(root), path

    monkeypatch.setattr(site_folder, "_write", wrote)
    monkeypatch.setattr(site_folder, "_remove", removed)
    publish_site(root, [make("a" * 32), make("b" * 32)], look(pdfs=True))
    publish_site(root, [make("a" * 32, title="Changed")], look(clinic=Clinic("Another"), pdfs=True))
    publish_site(root, [], look(pdfs=True), withdraw=["a" * 32])
    assert moments[0] > 10


def test_all_that_is_in_a_site_is_for_everybody_and_what_is_known_of_it_for_nobody(
    make: Make, tmp_path: Path
) -> None:
    if os.name != "posix":
        pytest.skip("rights are another thing here")
    root, before = tmp_path / "site", os.umask(0o077)
    try:
        publish_site(root, [make("a" * 32)], look())
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in root.rglob("*") if path.is_file()}
    folders = {path.stat().st_mode & 0o777 for path in (root, *root.rglob("*")) if path.is_dir()}
    assert (modes, folders) == ({0o644}, {0o755})
    assert state_of(root).stat().st_mode & 0o777 == 0o700


def test_what_is_copied_to_the_host_is_the_site_alone(make: Make, tmp_path: Path) -> None:
    root = tmp_path / "site"
    publish_site(root, [make("a" * 32)], look())
    endings = {".css", ".html", ".js", ".jpg", ".mp3", ".png", ".svg", ".vtt", ".webmanifest"}
    names = {file.name for file in root.rglob("*") if file.is_file()}
    other = {name for name in names if Path(name).suffix not in endings}
    assert other == {"chapters.json", "feed.xml"}
    assert not [name for name in names if name.startswith(".")]


LINK = re.compile(r'(?:href|src)="([^"#:]+)"')


def dangling(root: Path) -> set[str]:
    """What readers who know the index or a session's page would miss on their way.

    The index itself comes last, and leads to all of them.
    """
    missing = set()
    ahead = [page for page in (root / "index.html", *root.glob("s/*/index.html")) if page.exists()]
    seen = {*ahead}
    while ahead:
        page = ahead.pop()
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            target = Path(os.path.normpath(page.parent / link))
            if target == root / "index.html" or _leads_somewhere(target):
                if target.suffix == ".html" and target.exists() and target not in seen:
                    ahead.append(target)
                    seen.add(target)
            else:
                missing.add(f"{page.relative_to(root)} -> {link}")
    return missing


def _leads_somewhere(target: Path) -> bool:
    return target.is_file() or (target / "index.html").is_file()


# What a run writes with: the files, the marker, the lines of the journal.
STEPS = ((site_folder, "_write"), (site_marker, "write_file"), (site_marker, "append"))


@pytest.mark.slow
@pytest.mark.parametrize("at", range(0, 28, 3))
def test_a_run_that_is_stopped_leaves_a_site_and_the_next_carries_on(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_790_000_000.0)
    root, sessions = tmp_path / "site", [make("a" * 32), make("b" * 32)]
    publish_site(root, sessions, look())
    changed = [make("a" * 32, title="Changed"), make("c" * 32)]
    count = [0]

    def stopping(write: Callable[..., None]) -> Callable[..., None]:
        def stopped(target: Path, *rest: object, **named: object) -> None:
            count[0] += 1
            if count[0] > at:
                target.parent.mkdir(parents=True, exist_ok=True)
                (target.parent / ".99999999-0123456789ab.part").write_bytes(b"half")
                raise KeyboardInterrupt
            write(target, *rest, **named)

        return stopped

    with monkeypatch.context() as patched:
        for module, name in STEPS:
            patched.setattr(module, name, stopping(getattr(module, name)))
        try:
            publish_site(root, changed, look())
        except KeyboardInterrupt:
            assert not dangling(root)
    publish_site(root, changed, look())
    publish_site(tmp_path / "fresh", sessions, look())
    publish_site(tmp_path / "fresh", changed, look())
    found, wanted = contents(root), contents(tmp_path / "fresh")
    if at == 0:  # stopped before the journal knew of anything: what is half may stay
        found.pop(".99999999-0123456789ab.part", None)
    assert found == wanted


def test_what_a_first_run_left_when_it_was_stopped_is_in_nobodys_way(
    make: Make, tmp_path: Path
) -> None:
    root, part = tmp_path / "site", ".99999999-0123456789ab.part"
    root.mkdir()
    (root / part).write_bytes(b"half a marker")
    publish_site(root, [make("a" * 32)], look())
    assert not (root / part).exists()
    assert (root / "index.html").exists()


def test_a_second_run_leaves_what_the_first_is_writing(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, sessions = tmp_path / "site", [make("a" * 32), make("b" * 32)]
    write, refused = site_folder._write, []

    def meanwhile(target: Path, chunks: Iterable[bytes], site: Path | None) -> None:
        def interrupted() -> Iterator[bytes]:
            yield from chunks
            with pytest.raises(OutputError, match="at this moment"):
                publish_site(root, sessions[1:], look())
            refused.append(target.name)

        write(target, interrupted(), site)

    monkeypatch.setattr(site_folder, "_write", meanwhile)
    publish_site(root, sessions[:1], look())
    assert "index.html" in refused
    assert "sw.js" in refused


def test_a_folder_that_is_not_ours_is_left_alone(make: Make, tmp_path: Path) -> None:
    root = tmp_path / "holiday"
    root.mkdir()
    (root / "photo.jpg").write_bytes(b"dear")
    with pytest.raises(OutputError, match=r"holds other things, such as 'photo\.jpg'"):
        publish_site(root, [make("a" * 32)], look())
    assert [file.name for file in root.iterdir()] == ["photo.jpg"]


def test_a_folder_around_a_site_is_somebody_elses(make: Make, tmp_path: Path) -> None:
    publish_site(tmp_path / "site", [make("a" * 32)], look())
    with pytest.raises(OutputError, match="holds other things"):
        publish_site(tmp_path, [], look())


def test_what_others_put_into_the_site_stays(make: Make, tmp_path: Path) -> None:
    root = tmp_path / "site"
    (offer,) = publish_site(root, [make("a" * 32)], look()).site.offers
    for place in (root / "CNAME", root / offer.folder / "own.txt"):
        place.write_text("ours")
    publish_site(root, [], look(), withdraw=[offer.slug])
    assert (root / "CNAME").exists()
    assert (root / offer.folder / "own.txt").exists()


def test_a_link_out_of_the_folder_is_not_followed(make: Make, tmp_path: Path) -> None:
    root, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    (offer,) = publish_site(root, [make("a" * 32)], look()).site.offers
    place = root / offer.folder
    for file in [*place.iterdir()]:
        file.rename(outside / file.name)
    place.rmdir()
    try:
        place.symlink_to(outside, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    before = contents(outside)
    with pytest.raises(OutputError, match="link out of the folder"):
        publish_site(root, [make("a" * 32, title="Changed")], look())
    assert contents(outside) == before


KEPT = (
    '{"voicecoach_site": 1, "sessions": {"a": {"slug": %(slug)s, "language": "en", '
    '"published": %(published)s, "changed": 1, "record": "", "inputs": "", "files": %(files)s}}}'
)


@pytest.mark.parametrize(
    "marker",
    [
        "",
        "[]",
        "{}",
        '{"voicecoach_site": 2}',
        '{"voicecoach_site": 1, "files": {"../x": [1, "a"]}}',
        '{"voicecoach_site": 1, "files": {"/etc/passwd": [1, "a"]}}',
        '{"voicecoach_site": 1, "sessions": {"a": {}}}',
        '{"voicecoach_site": 1, "other": 1}',
        "[" * 200_000,
        '{"voicecoach_site": 1, "base_url": 5}',
        '{"voicecoach_site": 1, "base_url": "javascript:alert(1)"}',
        '{"voicecoach_site": 1, "identity": []}',
        '{"voicecoach_site": 1, "pending": null}',
        '{"voicecoach_site": 1, "shared": ["../x"]}',
        KEPT % {"slug": '"../../x"', "published": "1", "files": "[]"},
        KEPT % {"slug": "5", "published": "1", "files": "[]"},
        KEPT % {"slug": '"x"', "published": "1", "files": '["../x"]'},
        KEPT % {"slug": '"x"', "published": "1e30", "files": "[]"},
    ],
)
def test_a_damaged_marker_is_an_error_that_loses_nothing(
    make: Make, tmp_path: Path, marker: str
) -> None:
    root = tmp_path / "site"
    publish_site(root, [make("a" * 32)], look())
    (state_of(root) / MARKER).write_text(marker)
    before = contents(root)
    with pytest.raises(OutputError, match="is damaged"):
        publish_site(root, [make("b" * 32)], look())
    assert contents(root) == before


def test_a_withdrawn_session_is_gone_until_it_is_restored(make: Make, tmp_path: Path) -> None:
    root, sessions = tmp_path / "site", [make("a" * 32, title="Secret title"), make("b" * 32)]
    first = publish_site(root, sessions, look())
    slug = next(offer.slug for offer in first.site.offers if offer.record.id[0] == "a")
    publish_site(root, [], look(), withdraw=["aaaaaa"])
    everything = b"".join(contents(root).values())
    assert b"Secret title" not in everything
    assert not [*(root / "s" / slug).glob("*.mp3")]
    assert slug.encode() not in (root / "index.html").read_bytes()
    again = publish_site(root, sessions, look())
    assert [offer.slug for offer in again.refused] == [slug]
    assert again.changes.written == 0
    with pytest.raises(OutputError, match="was removed from the site"):
        publish_site(root, [], look(), restore=[slug])
    publish_site(root, sessions[:1], look(), restore=[slug])
    assert b"Secret title" in (root / "index.html").read_bytes()


@pytest.mark.parametrize(
    ("name", "says"),
    [("x", "names no session"), ("desk", "names several sessions"), ("", "names no session")],
)
def test_a_session_that_is_not_clear_is_asked_for(
    make: Make, tmp_path: Path, name: str, says: str
) -> None:
    root = tmp_path / "site"
    publish_site(root, [make("a" * 32), make("b" * 32)], look())
    with pytest.raises(OutputError, match=says):
        publish_site(root, [], look(), withdraw=[name])


def test_nothing_to_withdraw_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="names no session") as raised:
        publish_site(tmp_path / "typo", [], look(), withdraw=["x"])
    assert "give another one with --to" in raised.value.remedy
    assert not (tmp_path / "typo").exists()


def test_the_only_session_is_not_withdrawn_by_an_empty_name(make: Make, tmp_path: Path) -> None:
    publish_site(tmp_path / "site", [make("a" * 32)], look())
    with pytest.raises(OutputError, match="names no session"):
        publish_site(tmp_path / "site", [], look(), withdraw=[""])


def test_restoring_what_was_not_withdrawn_changes_nothing(make: Make, tmp_path: Path) -> None:
    publish_site(tmp_path / "site", [make("a" * 32)], look())
    outcome = publish_site(tmp_path / "site", [], look(), restore=["aaa"])
    assert len(outcome.site.live) == 1
    assert outcome.changes.written == 0


def test_a_session_that_somebody_deleted_from_the_site(make: Make, tmp_path: Path) -> None:
    root, session = tmp_path / "site", make("a" * 32)
    (offer,) = publish_site(root, [session], look()).site.offers
    (state_of(root) / record_path(offer.slug)).unlink()
    with pytest.raises(OutputError) as raised:
        publish_site(root, [], look())
    assert "by its name" in raised.value.remedy
    assert offer.slug in raised.value.remedy
    publish_site(root, [session], look())
    (state_of(root) / record_path(offer.slug)).unlink()
    assert not publish_site(root, [], look(), withdraw=[offer.slug]).site.live


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://clinic.example/", True),
        ("HTTP://clinic.example/", True),
        ("javascript:alert(1)", False),
        ("clinic.example", False),
    ],
)
def test_the_clinics_own_page_is_on_the_web(
    make: Make, tmp_path: Path, url: str, is_link: bool
) -> None:
    publish_site(tmp_path / "site", [make("a" * 32)], look(clinic=replace(CLINIC, url=url)))
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert (f'href="{url}"' in page) is is_link
    assert url in page


def test_a_letter_that_no_font_holds_stops_the_run_before_it_writes(
    make: Make, tmp_path: Path
) -> None:
    root = tmp_path / "site"
    publish_site(root, [make("a" * 32)], look(pdfs=True))
    before = contents(root)
    sessions = [make("b" * 32), make("c" * 32, title="\u819d")]
    with pytest.raises(OutputError, match="no font holds \u819d") as raised:
        publish_site(root, sessions, look(pdfs=True))
    assert contents(root) == before
    assert "--no-pdf" in raised.value.remedy
    outcome = publish_site(root, sessions, look())
    assert len(outcome.new) == 2
    assert not [name for name in contents(root) if name.endswith(".pdf")]


def test_what_hostile_texts_become(make: Make, tmp_path: Path) -> None:
    root = tmp_path / "site"
    hostile = "<script>alert(1)</script>\"'&]]>\u202egnp.exe \x07../../../etc/passwd \U0001f600" * 8
    session = make("a" * 32, title=hostile, routine="../../../../tmp/x", programme='"><b>')
    publish_site(root, [session], look(clinic=replace(CLINIC, name=hostile)))
    for path, content in contents(root).items():
        assert path.isascii()
        assert ".." not in path
        if path.endswith(".html"):
            page = content.decode()
            assert "<script>alert" not in page
            assert "<b>" not in page
            assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", page)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "sessions",
        "site",
        "site.voicecoach",
    ]


def test_ids_that_are_paths(make: Make, tmp_path: Path) -> None:
    session = make("a" * 32)
    publish_site(
        tmp_path / "site", [replace(session, record=changed(session.record, id="../../x"))], look()
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "sessions",
        "site",
        "site.voicecoach",
    ]


# Sessions of one person


def test_a_session_of_one_person_is_in_neither_index_nor_feed_unless_asked(
    make: Make, tmp_path: Path
) -> None:
    root = tmp_path / "site"
    own = make("a" * 32, tailored=True, routine="anna-smith", title="Her own")
    (offer,) = publish_site(root, [own, make("b" * 32)], look()).site.listed
    assert offer.record.id == "b" * 32
    paths = {*contents(root)}
    assert not any("anna" in path for path in paths)
    for shared in ("index.html", "feed.xml"):
        assert b"Her own" not in (root / shared).read_bytes()
    page = next(path for path in paths if re.fullmatch("s/session-[0-9a-f]{32}/index.html", path))
    assert b"noindex" in contents(root)[page]
    assert len(publish_site(root, [make("c" * 32)], look(tailored=True)).site.listed) == 2
    assert len(publish_site(root, [own], look(tailored=True)).site.listed) == 3
    assert len(publish_site(root, [own], look()).site.listed) == 3, "it was asked for once"
    for asked in (look(tailored=True), look(private=True)):
        assert asked.lists(own.record.content)


def test_sessions_that_come_together_have_times_of_their_own_in_their_order(
    make: Make, tmp_path: Path
) -> None:
    weeks = [make(f"{week:032}", title=f"Week {week}") for week in (10, 9, 1)]
    offers = publish_site(tmp_path / "site", weeks, look()).site.offers
    assert [offer.content.title for offer in offers] == ["Week 1", "Week 9", "Week 10"]
    times = [offer.published for offer in offers]
    assert times == sorted({*times})


# Private sites


def test_a_private_site_has_a_stable_path_until_it_is_revoked(make: Make, tmp_path: Path) -> None:
    keeper, to = Private(tmp_path / "own"), tmp_path / "site"
    root = keeper.root(to)
    assert root.parent == to
    assert re.fullmatch("[0-9a-f]{32}", root.name)
    outcome = publish_site(root, [make("a" * 32)], look(private=True))
    assert outcome.site.base_url == f"{URL}{root.name}/"
    assert keeper.root(to) == root
    assert (tmp_path / "own" / ".gitignore").read_text() == "*\n"
    keeper.revoke(to)
    moved = keeper.root(to)
    assert moved != root
    assert not root.exists()
    after = publish_site(moved, [], look(private=True, base_url=None))
    assert after.site.base_url == f"{URL}{moved.name}/"
    assert len(after.site.live) == 1
    assert not any(root.name.encode() in content for content in contents(to).values())


def test_a_path_that_was_revoked_on_another_machine_does_not_come_back(
    make: Make, tmp_path: Path
) -> None:
    here, there, to = Private(tmp_path / "here"), Private(tmp_path / "there"), tmp_path / "site"
    first = here.root(to)
    publish_site(first, [make("a" * 32)], look(private=True))
    assert there.root(to) == first
    here.revoke(to)
    second = here.root(to)
    assert there.root(to) == second == here.root(to)
    assert not first.exists()
    outcome = publish_site(second, [], look(private=True, base_url=None))
    assert len(outcome.site.live) == 1
    assert not any(first.name.encode() in content for content in contents(to).values())


def test_a_site_that_is_published_to_is_not_moved(make: Make, tmp_path: Path) -> None:
    keeper, to = Private(tmp_path / "own"), tmp_path / "site"
    root = keeper.root(to)
    publish_site(root, [make("a" * 32)], look(private=True))
    keeper.revoke(to)
    with (
        exclusive_lock(state_of(root) / LOCK, OutputError("busy/site", folder=root)),
        pytest.raises(OutputError, match="at this mom"),
    ):
        keeper.root(to)
    assert root.exists()
    assert keeper.root(to) != root
    assert not root.exists()


def test_the_secret_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    keeper = Private(tmp_path / "own")
    keeper.root(tmp_path / "site")
    if os.name == "posix":
        assert keeper.file.stat().st_mode & 0o077 == 0


def test_a_lost_secret_is_found_in_the_folder(make: Make, tmp_path: Path) -> None:
    keeper, to = Private(tmp_path / "own"), tmp_path / "site"
    root = keeper.root(to)
    publish_site(root, [make("a" * 32)], look(private=True))
    keeper.file.unlink()
    assert keeper.root(to) == root


def test_a_private_site_is_not_taken_for_a_foreign_folder(make: Make, tmp_path: Path) -> None:
    root = Private(tmp_path / "own").root(tmp_path / "site")
    publish_site(root, [make("a" * 32)], look(private=True))
    with pytest.raises(OutputError, match="is a private one") as raised:
        publish_site(tmp_path / "site", [], look(), withdraw=["a"])
    assert "--private" in raised.value.remedy
    assert root.name not in str(raised.value)


def test_what_is_above_a_private_path_is_empty_and_closed(make: Make, tmp_path: Path) -> None:
    to = tmp_path / "site"
    root = Private(tmp_path / "own").root(to)
    publish_site(root, [make("a" * 32)], look(private=True))
    assert sorted(path.name for path in to.iterdir()) == [root.name, "index.html"]
    page = (to / "index.html").read_text()
    assert "noindex" in page
    assert "<body></body>" in page
    if os.name == "posix":
        assert to.stat().st_mode & 0o777 == 0o700
        assert (to / "index.html").stat().st_mode & 0o777 == 0o644


def test_a_private_site_does_not_come_into_one_for_everybody(make: Make, tmp_path: Path) -> None:
    to = tmp_path / "site"
    publish_site(to, [make("a" * 32)], look())
    before = contents(tmp_path)
    with pytest.raises(OutputError, match="is for everybody") as raised:
        Private(tmp_path / "own").root(to)
    assert "nothing was changed" in raised.value.remedy
    assert contents(tmp_path) == before


def test_a_private_site_does_not_come_into_a_folder_of_other_things(tmp_path: Path) -> None:
    to = tmp_path / "photos"
    to.mkdir()
    (to / "index.html").write_text("mine")
    with pytest.raises(OutputError, match="holds other things"):
        Private(tmp_path / "own").root(to)
    assert (to / "index.html").read_text() == "mine"


def test_a_lock_that_leads_out_of_the_folder(make: Make, tmp_path: Path) -> None:
    root, outside = tmp_path / "site", tmp_path / "outside"
    state_of(root).mkdir()
    try:
        (state_of(root) / LOCK).symlink_to(outside)
    except OSError:
        pytest.skip("this system makes no links")
    with pytest.raises(OutputError, match="link out of the folder"):
        publish_site(root, [make("a" * 32)], look())
    assert not outside.exists()


def test_a_link_that_leads_in_a_circle(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    try:
        loop.symlink_to(loop)
    except OSError:
        pytest.skip("this system makes no links")
    for private in (Private(tmp_path / "own").root, Private(tmp_path / "own").revoke):
        with pytest.raises(OutputError):
            publish_site(private(loop) or loop, [], look())


def test_there_is_nothing_to_revoke(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="has no private site"):
        Private(tmp_path / "own").revoke(tmp_path / "site")


@pytest.mark.parametrize("text", ["x", "[]", "[" * 200_000, '{"a": "../x"}'])
def test_a_damaged_secret_file(tmp_path: Path, text: str) -> None:
    keeper = Private(tmp_path)
    keeper.file.write_text(text)
    with pytest.raises(OutputError):
        keeper.root(tmp_path / "site")


# Which sessions


def test_sessions_are_found_by_name_file_and_folder(make: Make, tmp_path: Path) -> None:
    one, two = make("a" * 32), make("b" * 32)
    output = mp3_of(one).parent
    (output / "notes.json").write_text("{}")
    (output / "broken.json").write_text("{")
    (output / "deep.json").write_text("[" * 200_000)
    for names in (
        ["aaaaaaaa", "bbbbbbbb"],
        [str(mp3_of(one)), str(mp3_of(two).with_suffix(".json"))],
        [str(output)],
        [],
    ):
        found = finished(names, output)
        assert [session.record.id[0] for session in found] == ["a", "b"]


def test_sessions_that_cannot_be_published(make: Make, tmp_path: Path) -> None:
    session = make("a" * 32)
    output = mp3_of(session).parent
    with pytest.raises(OutputError, match=r"no session 'aaaaaaa' .*did you mean 'aaaaaaaa'"):
        finished(["aaaaaaa"], output)
    copy = output / "copy.json"
    copy.write_bytes(mp3_of(session).with_suffix(".json").read_bytes())
    with pytest.raises(OutputError, match="have the same id"):
        finished([], output)
    copy.unlink()
    make("c" * 32, personal=True)
    with pytest.raises(OutputError, match="a name is spoken in it"):
        finished([], output)
    (output / "cccccccc.mp3").write_bytes(b"x")
    with pytest.raises(OutputError, match="is not the recording"):
        finished(["cccccccc"], output)
    (output / "cccccccc.mp3").unlink()
    with pytest.raises(OutputError, match="which cannot be read"):
        finished(["cccccccc"], output)


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("media.sha256", {"sha256": ""}),
        ("media.sha256", {"sha256": "../" * 20 + "abcd"}),
        ("id", {"id": ""}),
        ("content.title", {"title": " \u202e\0"}),
        ("content.duration_ms", {"duration_ms": 0}),
        ("content.duration_ms", {"duration_ms": -1}),
        ("content.duration_ms", {"duration_ms": 10**15}),
        ("media.file", {"file": ""}),
        ("media.file", {"file": ".."}),
        ("media.file", {"file": "a\0b.mp3"}),
        ("content.chapters.1", {"chapters": (Chapter("a", 0, 9), Chapter("b", -5, 9))}),
        ("content.chapters.0", {"chapters": (Chapter("a", 9, 0),)}),
        ("content.chapters.1", {"chapters": (Chapter("a", 5, 9), Chapter("b", 0, 5))}),
        ("content.cues.0", {"cues": (RecordedCue("a", "say", "coach", 0, 10**9),)}),
    ],
)
def test_records_that_tell_of_what_cannot_be(
    make: Make, place: str, changes: dict[str, Any]
) -> None:
    session = make("a" * 32)
    file = mp3_of(session).with_suffix(".json")
    file.write_text(changed(session.record, **changes).to_json(), encoding="utf-8")
    with pytest.raises(OutputError, match=rf"is not a session record: at {place}: ") as raised:
        read_finished(file)
    assert "Build the session again" in raised.value.remedy


def test_a_name_that_is_too_long_for_a_file(make: Make) -> None:
    output = mp3_of(make("a" * 32)).parent
    with pytest.raises(OutputError, match="was built in"):
        finished(["x" * 300], output)
    with pytest.raises(OutputError, match="cannot read"):
        finished(["a/" + "x" * 300], output)


def test_another_mp3_of_the_same_size_is_noticed(make: Make, tmp_path: Path) -> None:
    session = make("a" * 32)
    content = bytearray(mp3_of(session).read_bytes())
    content[-1] ^= 1
    mp3_of(session).write_bytes(content)
    with pytest.raises(OutputError, match="is not the recording"):
        publish_site(tmp_path / "site", [session], look())
    assert not [*(tmp_path / "site").rglob("*.mp3")]


def test_two_at_once_do_not_mix(make: Make, tmp_path: Path) -> None:
    root = tmp_path / "site"
    sessions = {letter: make(letter * 32) for letter in "abcd"}
    outcomes: list[PublishReport | OutputError] = []

    def run(letter: str) -> None:
        try:
            outcomes.append(publish_site(root, [sessions[letter]], look()))
        except OutputError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=run, args=(letter,)) for letter in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = [outcome for outcome in outcomes if isinstance(outcome, PublishReport)]
    assert done
    assert all("at this moment" in str(outcome) for outcome in outcomes if outcome not in done)
    final = publish_site(root, sessions.values(), look())
    assert len(final.site.live) == 4
    assert not dangling(root)


def test_a_site_that_another_begins_now_is_not_foreign(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, first, second = tmp_path / "site", make("a" * 32), make("b" * 32)
    read = site_marker.read_marker

    def late(folder: Path) -> site_marker.Marker | None:
        monkeypatch.setattr(site_folder, "read_marker", read)
        marker = read(folder)
        publish_site(root, [first], look())
        return marker

    monkeypatch.setattr(site_folder, "read_marker", late)
    assert len(publish_site(root, [second], look()).site.live) == 2


# One file


def test_a_zip_is_whole_and_always_the_same(make: Make, tmp_path: Path) -> None:
    sessions = [make("a" * 32), make("b" * 32)]
    one, two = tmp_path / "one.zip", tmp_path / "two.zip"
    for target in (one, two):
        assert write_zip(target, sessions, look(base_url=None, standalone=True)) > 0
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len({*names})
        assert "index.html" in names
        assert not {"feed.xml", "sw.js", MARKER} & {*names}
        archive.extractall(tmp_path / "out")
    assert not dangling(tmp_path / "out")
    with pytest.raises(OutputError, match="no name of a ZIP"):
        write_zip(tmp_path / "one", sessions, look())


def test_the_records_file_name_is_not_published(make: Make, tmp_path: Path) -> None:
    root = tmp_path / "site"
    session = make("a" * 32, file="knee-of-somebody.mp3")
    publish_site(root, [session], look())
    assert not any(b"knee-of-somebody" in content for content in contents(root).values())
