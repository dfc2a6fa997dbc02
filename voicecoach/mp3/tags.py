"""The ID3v2.3 tag in front of a session: what players show, with cover and chapters.

Version 2.3 and no unsynchronisation, because that is what every player reads; a reader of chapters
sorts them by start, for a tag's frames stand in no promised order.
"""

# mypy: allow-untyped-calls
# (mutagen says it is typed, but its frames' constructors are not)

from __future__ import annotations

import io
import re
import struct
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.values import dataclass

if TYPE_CHECKING:
    from mutagen import id3

MAX_CHAPTERS = 255  # the table of contents counts its entries in one byte

_NOWHERE = 0xFFFFFFFF  # byte offset of a chapter: "use the times" (ID3v2 Chapter Frame Addendum)
_HEADER_BYTES = 10  # of the tag
_FRAME = struct.Struct(">4sI2x")  # name, length in bytes without this, flags
_TOP_LEVEL_ORDERED = 3  # flags of the table of contents

# ISO 639-1 to 639-2, which ID3 asks for, in its terminology form (deu, not ger); others: "und".
_LANGUAGES = {
    "ar": "ara",
    "cs": "ces",
    "da": "dan",
    "de": "deu",
    "el": "ell",
    "en": "eng",
    "es": "spa",
    "fi": "fin",
    "fr": "fra",
    "he": "heb",
    "hi": "hin",
    "hu": "hun",
    "it": "ita",
    "ja": "jpn",
    "ko": "kor",
    "nb": "nob",
    "nl": "nld",
    "no": "nor",
    "pl": "pol",
    "pt": "por",
    "ro": "ron",
    "ru": "rus",
    "sv": "swe",
    "tr": "tur",
    "uk": "ukr",
    "vi": "vie",
    "zh": "zho",
}


@dataclass(frozen=True, slots=True)
class SessionTags:
    """What the tag says; an empty field leaves its frame out.

    Attributes:
        title: of the session.
        artist: who speaks or made it.
        album: the collection that players file it under.
        genre: in words.
        language: ISO 639-1, a region after it allowed (`de`, `pt-BR`).
        comment: a few lines about the session.
        lyrics: what is spoken, line by line.
        cover_png: the picture.
        duration_ms: of the decoded session.
        chapters: title, start and end in ms, in order; about 200 ms before their first cue is a
            good start. At most `MAX_CHAPTERS`.
    """

    title: str
    artist: str
    album: str
    genre: str
    language: str
    comment: str
    lyrics: str
    cover_png: bytes
    duration_ms: int
    chapters: tuple[tuple[str, int, int], ...]


def id3_bytes(tags: SessionTags) -> bytes:
    """Return the tag to write in front of the frames; the same bytes for the same tags.

    Raises:
        ValueError: there are more chapters than a tag can list.
    """
    from mutagen import id3

    if len(tags.chapters) > MAX_CHAPTERS:
        raise ValueError(f"a tag lists at most {MAX_CHAPTERS} chapters, not {len(tags.chapters)}")
    language = _LANGUAGES.get(tags.language.lower().partition("-")[0], "und")
    frames: list[id3.Frame] = [
        kind(encoding=_encoding(text), text=[text])
        for kind, text in (
            (id3.TIT2, _line(tags.title)),
            (id3.TPE1, _line(tags.artist)),
            (id3.TALB, _line(tags.album)),
            (id3.TCON, _line(tags.genre)),
            (id3.TLAN, language),
            (id3.TLEN, str(tags.duration_ms)),
        )
        if text
    ]
    if comment := _lines(tags.comment):
        frames.append(id3.COMM(encoding=_encoding(comment), lang=language, desc="", text=[comment]))
    if lyrics := _lines(tags.lyrics):
        frames.append(id3.USLT(encoding=_encoding(lyrics), lang=language, desc="", text=lyrics))
    if tags.cover_png:
        front = id3.PictureType.COVER_FRONT
        frames.append(
            id3.APIC(encoding=0, mime="image/png", type=front, desc="", data=tags.cover_png)
        )
    frames += _chapter_frames(tags.chapters)
    tag = id3.ID3()
    for frame in frames:
        tag.add(frame)
    tag.update_to_v23()
    buffer = io.BytesIO()
    tag.save(buffer, v1=0, v2_version=3, padding=lambda _: 0)
    return buffer.getvalue()


def id3_around(tags: SessionTags, picture_bytes: int) -> tuple[bytes, bytes]:
    """Return what stands in the tag in front of the picture and behind it.

    So a tag can be laid out by whoever knows how long its picture is, and has not read it.

    Args:
        tags: without a picture.
        picture_bytes: how long the picture is.
    """
    whole = id3_bytes(replace(tags, cover_png=b"\0" * picture_bytes))
    at = _HEADER_BYTES
    while True:
        name, size = _FRAME.unpack_from(whole, at)
        at += _FRAME.size + size
        if name == b"APIC":
            return whole[: at - picture_bytes], whole[at:]


def cover_of(mp3: Path) -> bytes | None:
    """The picture that a session carries, if it does and can be read."""
    from mutagen import MutagenError, id3

    try:
        pictures = id3.ID3(mp3).getall("APIC")
    except (MutagenError, OSError):
        return None
    return bytes(pictures[0].data) if pictures else None


def _chapter_frames(chapters: tuple[tuple[str, int, int], ...]) -> list[id3.Frame]:
    """Return a frame per chapter and the contents, without which players hide them."""
    from mutagen import id3

    if not chapters:
        return []
    names = [f"chp{number:03}" for number in range(len(chapters))]
    frames = [
        id3.CHAP(
            element_id=name,
            start_time=start_ms,
            end_time=end_ms,
            start_offset=_NOWHERE,
            end_offset=_NOWHERE,
            sub_frames=[id3.TIT2(encoding=_encoding(_line(title)), text=[_line(title)])],
        )
        for name, (title, start_ms, end_ms) in zip(names, chapters, strict=True)
    ]
    contents = id3.CTOC(
        element_id="toc", flags=_TOP_LEVEL_ORDERED, child_element_ids=names, sub_frames=[]
    )
    return [contents, *frames]


def _encoding(text: str) -> int:
    """Return 0 (Latin-1) or 1 (UTF-16), all that 2.3 has.

    Latin-1 only for ASCII: some players read its upper half in the machine's own code page.
    """
    return 0 if text.isascii() else 1


def _line(text: str) -> str:
    return " ".join(_lines(text).split())


def _lines(text: str) -> str:
    r"""Return text that a frame can hold.

    A NUL would end the field early, other control characters garble displays, and half of a
    surrogate pair has no UTF-16: each becomes a space. `\n` and `\t` stay.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", " ", unified)
