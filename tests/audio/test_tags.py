from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen import id3

from voicecoach.audio.mp3.splice import session_chunks
from voicecoach.audio.tags import MAX_CHAPTERS, SessionTags, id3_before, id3_bytes

TAGS = SessionTags(
    title="Rücken / täglich",
    artist="voicecoach",
    album="पीठ",
    genre="Health",
    language="de",
    comment="Zwei\nZeilen",
    lyrics="Einatmen …\nAusatmen",
    cover_png=b"\x89PNG\r\n\x1a\n\xff\xfb\xff\xe0 as if it were a sync word",
    duration_ms=1_500_123,
    chapters=(("Ankommen", 0, 10_000), ("Brücke", 10_000, 1_500_123)),
)


def read(tag: bytes) -> id3.ID3:
    return id3.ID3(io.BytesIO(tag), translate=False)


def chapters(tag: id3.ID3) -> list[tuple[str, int, int]]:
    found = sorted(tag.getall("CHAP"), key=lambda chapter: chapter.start_time)
    return [(str(one.sub_frames.get("TIT2", "")), one.start_time, one.end_time) for one in found]


def test_a_tag_reads_back_as_written() -> None:
    tag = read(id3_bytes(TAGS))
    assert tag.version == (2, 3, 0)
    assert not tag.f_unsynch
    texts = {name: str(tag[name]) for name in ("TIT2", "TPE1", "TALB", "TCON", "TLAN", "TLEN")}
    assert texts == {
        "TIT2": TAGS.title,
        "TPE1": TAGS.artist,
        "TALB": TAGS.album,
        "TCON": TAGS.genre,
        "TLAN": "deu",
        "TLEN": "1500123",
    }
    assert tag["COMM::deu"].text == [TAGS.comment]
    assert tag["USLT::deu"].text == TAGS.lyrics
    assert tag["APIC:"].data == TAGS.cover_png
    assert tag["CTOC:toc"].child_element_ids == ["chp000", "chp001"]
    assert tag["CTOC:toc"].flags == 3
    assert chapters(tag) == list(TAGS.chapters)


def test_the_same_tags_give_the_same_bytes_in_front_of_the_frames() -> None:
    tag = id3_bytes(TAGS)
    assert tag == id3_bytes(TAGS)
    size = tag[6] << 21 | tag[7] << 14 | tag[8] << 7 | tag[9]
    assert tag[:6] == b"ID3\3\0\0"
    assert len(tag) == 10 + size


def test_empty_fields_leave_their_frames_out() -> None:
    bare = SessionTags("Title", "", "", "", "", "", "", b"", 1000, ())
    assert {name[:4] for name in read(id3_bytes(bare))} == {"TIT2", "TLAN", "TLEN"}


@pytest.mark.parametrize(
    ("given_as", "written"),
    [("en", "eng"), ("hi", "hin"), ("pt-BR", "por"), ("DE", "deu"), ("fil", "und"), ("", "und")],
)
def test_languages_are_written_in_three_letters(given_as: str, written: str) -> None:
    assert str(read(id3_bytes(replace(TAGS, language=given_as)))["TLAN"]) == written


def test_chapters_stand_in_the_order_of_time() -> None:
    titles = ["Bird dog, and its wrists", "Zebra", "Knee to chest, each", "Yoga"]
    tags = replace(TAGS, chapters=tuple((title, n, n + 1) for n, title in enumerate(titles)))
    tag = id3_bytes(tags)
    places = [tag.index(title.encode()) for title in titles]
    assert places == sorted(places)
    assert [title for title, _, _ in chapters(read(tag))] == titles


def test_more_chapters_than_a_tag_can_list_are_refused() -> None:
    many = tuple((f"{n}", n, n + 1) for n in range(MAX_CHAPTERS + 1))
    assert len(chapters(read(id3_bytes(replace(TAGS, chapters=many[:-1]))))) == MAX_CHAPTERS
    with pytest.raises(ValueError, match="at most 255 chapters"):
        id3_bytes(replace(TAGS, chapters=many))


anything = st.text(st.characters(exclude_categories=()), max_size=30)


@settings(deadline=None)
@given(anything, anything, anything)
def test_no_text_can_break_a_frame(title: str, chapter: str, lyrics: str) -> None:
    tags = replace(TAGS, title=title, lyrics=lyrics, chapters=((chapter, 0, 1), ("last", 1, 2)))
    tag = read(id3_bytes(tags))
    assert len(tag.getall("TIT2")) <= 1
    for frame in tag.getall("TIT2"):
        assert len(frame.text) == 1
        assert frame.text[0].isprintable() or not frame.text[0].isascii()
    assert str(tag["TPE1"]) == TAGS.artist
    assert tag["APIC:"].data == TAGS.cover_png
    assert [start for _, start, _ in chapters(tag)] == [0, 1]
    if lyrics and lyrics.isprintable():
        assert tag["USLT::deu"].text == lyrics


def test_control_characters_become_spaces() -> None:
    tag = read(id3_bytes(replace(TAGS, title="a\0b\x07\r\nc\ud800d", lyrics="a\r\nb\0c\td")))
    assert tag["TIT2"].text == ["a b c d"]
    assert tag["USLT::deu"].text == "a\nb c\td"


@pytest.mark.tools
def test_ffprobe_reads_titles_and_chapters(tool: Callable[[str], str], tmp_path: Path) -> None:
    path = tmp_path / "tagged.mp3"
    path.write_bytes(id3_bytes(TAGS) + b"".join(session_chunks([], 1_500_123 * 48, 64)))
    command = [tool("ffprobe"), "-v", "error", "-show_chapters", "-show_format", "-of", "json"]
    ran = subprocess.run([*command, path], capture_output=True, check=True)
    said = json.loads(ran.stdout)
    assert [
        (one["tags"]["title"], round(1000 * float(one["start_time"])), one["end"])
        for one in said["chapters"]
    ] == list(TAGS.chapters)
    assert said["format"]["tags"]["title"] == TAGS.title
    assert said["format"]["tags"]["album"] == TAGS.album


def by_mutagen(tags: SessionTags) -> bytes:
    """The same tag as mutagen writes it."""

    def coding(said: str) -> int:
        return 0 if said.isascii() else 1

    def text(kind: type[id3.TextFrame], said: str) -> id3.Frame:
        return kind(encoding=coding(said), text=[said])

    tag = id3.ID3()
    for kind, said in (
        (id3.TIT2, tags.title),
        (id3.TPE1, tags.artist),
        (id3.TALB, tags.album),
        (id3.TCON, tags.genre),
        (id3.TLAN, "deu"),
        (id3.TLEN, str(tags.duration_ms)),
    ):
        if said:
            tag.add(text(kind, said))
    comment, lyrics = tags.comment, tags.lyrics
    if comment:
        tag.add(id3.COMM(encoding=coding(comment), lang="deu", desc="", text=[comment]))
    if lyrics:
        tag.add(id3.USLT(encoding=coding(lyrics), lang="deu", desc="", text=lyrics))
    if tags.cover_png:
        front = id3.PictureType.COVER_FRONT
        picture = id3.APIC(encoding=0, mime="image/png", type=front, desc="", data=tags.cover_png)
        tag.add(picture)
    names = [f"chp{number:03}" for number in range(len(tags.chapters))]
    nowhere = 0xFFFFFFFF
    for name, (title, start, end) in zip(names, tags.chapters, strict=True):
        told = [text(id3.TIT2, title)]
        tag.add(id3.CHAP(name, start, end, nowhere, nowhere, sub_frames=told))
    if names:
        tag.add(id3.CTOC("toc", flags=3, child_element_ids=names, sub_frames=[]))
    tag.update_to_v23()
    buffer = io.BytesIO()
    tag.save(buffer, v1=0, v2_version=3, padding=lambda _: 0)
    return buffer.getvalue()


def frames_of(tag: bytes) -> list[bytes]:
    """The frames of a tag of version 2.3, in their order; nothing may be left over."""
    head, frames = io.BytesIO(tag), []
    assert head.read(6) == b"ID3\x03\0\0"
    length = sum(byte << shift for byte, shift in zip(head.read(4), (21, 14, 7, 0), strict=True))
    assert length == len(tag) - 10
    while name := head.read(4):
        size = head.read(4)
        frames.append(name + size + head.read(2 + int.from_bytes(size)))
    assert b"".join(frames) == tag[10:]
    return frames


def ordered(frames: list[bytes]) -> list[bytes]:
    """The frames that mutagen wrote, as they should stand: contents, chapters, then the picture."""
    places = {b"CTOC": 1, b"CHAP": 2, b"APIC": 3}
    number = re.compile(rb"chp(\d+)")

    def place(frame: bytes) -> tuple[int, bytes]:
        named = number.search(frame) if frame[:4] == b"CHAP" else None
        return places.get(frame[:4], 0), named[1] if named else b""

    return sorted(frames, key=place)


WORDS = st.sampled_from(["", "Rücken", "back", "पीठ", "a line\nand another", "x" * 300])
TITLES = st.sampled_from(["Ankommen", "Brücke", "", "पीठ"])


@given(
    st.builds(
        SessionTags,
        title=TITLES,
        artist=TITLES,
        album=TITLES,
        genre=TITLES,
        language=st.just("de"),
        comment=WORDS,
        lyrics=WORDS,
        cover_png=st.binary(max_size=200),
        duration_ms=st.integers(0, 10_000_000),
        chapters=st.lists(
            st.tuples(TITLES, st.integers(0, 9_999), st.integers(0, 9_999)), max_size=12
        ).map(tuple),
    )
)
def test_a_tag_is_as_mutagen_writes_it(tags: SessionTags) -> None:
    assert frames_of(id3_bytes(tags)) == ordered(frames_of(by_mutagen(tags)))
    before = id3_before(replace(tags, cover_png=b""), len(tags.cover_png))
    assert before + tags.cover_png == id3_bytes(tags)
