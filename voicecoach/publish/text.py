"""Texts of others as text: whatever a title holds, it ends as letters on a page."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

_BREAKS = "\t\n\r\v\f\x85\u2028\u2029"
# Marks that turn the direction of the text around them, and are not closed.
_TURNS = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"}
_UNFIT = ("Cc", "Cs", "Co", "Cn")  # control, surrogate, private, unassigned


@lru_cache(maxsize=8192)  # a page says most of its words many times
def clean(text: str, longest: int = 300) -> str:
    """A text on one line, without characters that are no text.

    Control characters, unpaired surrogates and marks of direction are left out; XML 1.0, HTTP
    headers and terminals take what is left. Too long a text is cut, with an ellipsis.
    """
    line = " ".join((text if text.isprintable() else _letters(text)).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "\u2026"


def _letters(text: str) -> str:
    """A text without what is no letter of any kind; printable ones have no such thing."""
    spaced = "".join(" " if c in _BREAKS else c for c in text)
    kept = (c for c in spaced if c not in _TURNS and unicodedata.category(c) not in _UNFIT)
    return "".join(kept)


def slug(text: str, longest: int = 40) -> str:
    """Small ASCII letters, digits and hyphens of a text, or nothing: safe as a file's name."""
    plain = unicodedata.normalize("NFKD", clean(text)).encode("ascii", "ignore").decode().lower()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return "-".join(words)[:longest].strip("-")


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts texts as people do: Week 2 before Week 10."""
    parts = re.split(r"(\d+)", clean(text).casefold())
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in parts if part)


def written_length(ms: int, language: str) -> str:
    """A length as it is written in the language: `12 min`, below two minutes `90 sec`."""
    from babel.units import format_unit

    seconds = round(ms / 1000)
    number, unit = (
        (seconds, "second") if seconds < 120 and seconds % 60 else (seconds / 60, "minute")
    )
    return format_unit(max(1, round(number)), f"duration-{unit}", "short", locale=language)


def language_name(code: str) -> str:
    """What a language is called by those who speak it: `Deutsch`, `हिन्दी`."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(code, sep="-").get_display_name(code)
    except (ValueError, UnknownLocaleError):
        return code
    return (name[:1].upper() + name[1:]) if name else code


def written_day(text: str, language: str) -> tuple[str, str]:
    """A day as it is written in the language and as YYYY-MM-DD; what is none stays as it is."""
    from babel import UnknownLocaleError
    from babel.dates import format_date

    try:
        day = date.fromisoformat(text)
        return format_date(day, "long", locale=language), day.isoformat()
    except (ValueError, UnknownLocaleError):
        return text, ""


_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}


def direction(language: str) -> str:
    """Where the lines of a language start: `ltr` or `rtl`."""
    return "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


_PHONE = re.compile(r"[+*#0-9][-+*#0-9 ().]*")


def call(number: str) -> str:
    """The link that calls a number; empty for a text with more in it, which would call another."""
    if not _PHONE.fullmatch(number.strip()):
        return ""
    country = number.strip().startswith("+")
    plain = number.replace("(0)", "") if country else number  # that zero is for calls at home
    return "tel:" + re.sub(r"[^+*#0-9]", "", plain).replace("#", "%23")


_ON_THE_WEB = re.compile("https?://", re.IGNORECASE)  # a link to anything else might be a script
_MAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+")


def reach(contact: str) -> str:
    """The link that reaches somebody by a number, a mail or web address; empty for other texts."""
    plain = contact.strip()
    if _ON_THE_WEB.match(plain):
        return plain
    return f"mailto:{plain}" if _MAIL.fullmatch(plain) else call(plain)
