"""The ID3v2.3 tag in front of a session: what players show, with cover and chapters.

Version 2.3 and no unsynchronisation, because that is what every player reads; a reader of chapters
sorts them by start, for a tag's frames stand in no promised order. The frames are those of
id3v2.3.0 and of the ID3v2 Chapter Frame Addendum, in the order in which mutagen writes them. They
are laid here, as the MP3's own frames are: a session's bytes must be the same with any release of
a library, for its ETag is.
"""

# mypy: allow-untyped-calls
# (mutagen says it is typed, but it is not all through)

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Iterator
from pathlib import Path

from voicecoach.base.values import dataclass

MAX_CHAPTERS = 255  # the table of contents counts its entries in one byte

_NOWHERE = 0xFFFFFFFF  # byte offset of a chapter: "use the times" (ID3v2 Chapter Frame Addendum)
_HEADER = struct.Struct(">3sBBB4s")  # magic, version, revision, flags, length in 7 bits a byte
_CHAPTER = struct.Struct(">IIII")  # start, end, ms; offsets of both
_COVER_FRONT = 3
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
    return id3_before(tags, len(tags.cover_png)) + tags.cover_png


def id3_before(tags: SessionTags, picture_bytes: int) -> bytes:
    """Return what stands in the tag in front of its picture, which is the last of it.

    So a tag can be laid out by whoever knows how long its picture is, and has not read it.

    Args:
        tags: whose own picture does not count.
        picture_bytes: how long the picture is; 0 for none.

    Raises:
        ValueError: there are more chapters than a tag can list.
    """
    if len(tags.chapters) > MAX_CHAPTERS:
        raise ValueError(f"a tag lists at most {MAX_CHAPTERS} chapters, not {len(tags.chapters)}")
    named = [_frame(name, _text(text)) for name, text in _titles(tags) if text]
    others = sorted(_others(tags), key=lambda frame: (len(frame), frame))
    chapters = _chapters(tags.chapters)
    picture = bytes([0, *b"image/png\0", _COVER_FRONT, 0])
    head = _FRAME.pack(b"APIC", len(picture) + picture_bytes) + picture if picture_bytes else b""
    frames = b"".join([*named, *others, *chapters, head])
    length = len(frames) + picture_bytes
    size = bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0))
    return _HEADER.pack(b"ID3", 3, 0, 0, size) + frames


def _titles(tags: SessionTags) -> list[tuple[bytes, str]]:
    """The frames that come first, in their order."""
    return [
        (b"TIT2", _line(tags.title)),
        (b"TPE1", _line(tags.artist)),
        (b"TALB", _line(tags.album)),
        (b"TCON", _line(tags.genre)),
    ]


def _others(tags: SessionTags) -> Iterator[bytes]:
    """The frames behind them, which stand by their length."""
    language = _LANGUAGES.get(tags.language.lower().partition("-")[0], "und")
    yield _frame(b"TLAN", _text(language))
    yield _frame(b"TLEN", _text(str(tags.duration_ms)))
    for name, text in ((b"COMM", _lines(tags.comment)), (b"USLT", _lines(tags.lyrics))):
        if text:
            coding, said = _encoded(text)
            nothing = _encoded_as("", coding)
            yield _frame(name, bytes([coding]) + language.encode() + nothing + said)


def _chapters(chapters: tuple[tuple[str, int, int], ...]) -> Iterator[bytes]:
    """The contents, without which players hide the chapters, and these in the order of time.

    Players that take chapters as they come would show them jumbled otherwise.
    """
    names = [f"chp{number:03}".encode() + b"\0" for number in range(len(chapters))]
    if names:
        yield _frame(b"CTOC", b"toc\0" + bytes([_TOP_LEVEL_ORDERED, len(names)]) + b"".join(names))
    for name, (title, start_ms, end_ms) in zip(names, chapters, strict=True):
        times = _CHAPTER.pack(start_ms, end_ms, _NOWHERE, _NOWHERE)
        told = _frame(b"TIT2", _text(_line(title))) if _line(title) else b""
        yield _frame(b"CHAP", name + times + told)


def _frame(name: bytes, content: bytes) -> bytes:
    return _FRAME.pack(name, len(content)) + content


def _text(text: str) -> bytes:
    coding, encoded = _encoded(text)
    return bytes([coding]) + encoded


def _encoded(text: str) -> tuple[int, bytes]:
    """Encode a text with its end, as 0 (Latin-1) or 1 (UTF-16), all that 2.3 has.

    Latin-1 only for ASCII: some players read its upper half in the machine's own code page.
    """
    coding = 0 if text.isascii() else 1
    return coding, _encoded_as(text, coding)


def _encoded_as(text: str, coding: int) -> bytes:
    if coding:
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le") + b"\0\0"
    return text.encode() + b"\0"


def cover_of(mp3: Path) -> bytes | None:
    """The picture that a session carries, if it does and can be read."""
    from mutagen import MutagenError, id3

    try:
        pictures = id3.ID3(mp3).getall("APIC")
    except (MutagenError, OSError):
        return None
    return bytes(pictures[0].data) if pictures else None


def _line(text: str) -> str:
    return " ".join(_lines(text).split())


def _lines(text: str) -> str:
    r"""Return text that a frame can hold.

    A NUL would end the field early, other control characters garble displays, and half of a
    surrogate pair has no UTF-16: each becomes a space. `\n` and `\t` stay.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", " ", unified)
