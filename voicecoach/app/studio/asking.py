"""What a page sends, read: whatever is not as it must be is refused, not guessed."""

from __future__ import annotations

from collections.abc import Collection

from voicecoach.base.names import is_name
from voicecoach.web.studio.desk import PageValues

TITLE_MOST = 80
"""Characters of a title."""


def text_of(asked: PageValues, key: str, longest: int = 300) -> str:
    """Return a text that was sent; empty where there is none.

    Raises:
        ValueError: it is no text, or too long.
    """
    value = asked.get(key, "")
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(key)
    return value


def one_line_of(asked: PageValues, key: str) -> str:
    """Return a text of one line that was sent; empty where there is none.

    Raises:
        ValueError: it is no text, too long, or has several lines.
    """
    value = text_of(asked, key)
    if len(value.splitlines()) > 1:
        raise ValueError(key)
    return value


def asked_title(asked: PageValues) -> str:
    """Return the title that was sent, without needless blanks.

    Raises:
        ValueError: there is none, or it is too long.
    """
    title = " ".join(text_of(asked, "title", TITLE_MOST).split())
    if not title:
        raise ValueError("title")
    return title


def name_of(asked: PageValues, key: str) -> str:
    """Return a name that was sent; empty where there is none.

    Raises:
        ValueError: it is none that a script can have.
    """
    value = text_of(asked, key)
    if value and not is_name(value):
        raise ValueError(key)
    return value


def one_of(asked: PageValues, key: str, choices: Collection[str]) -> str | None:
    """Return one of some choices; None where none was sent.

    Raises:
        ValueError: it is none of them.
    """
    value = text_of(asked, key)
    if value and value not in choices:
        raise ValueError(key)
    return value or None


def whole_number_of(asked: PageValues, key: str, least: int, most: int) -> int | None:
    """Return a whole number; None where none was sent.

    Raises:
        ValueError: it is none, or not within the bounds.
    """
    value = asked.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(key)
    number = int(value)
    if not least <= number <= most:
        raise ValueError(key)
    return number


def texts_of_list(asked: PageValues, key: str, choices: Collection[str]) -> tuple[str, ...]:
    """Return those of some choices that were sent, in the order of the choices.

    Raises:
        ValueError: it is no list, or holds another.
    """
    value = asked.get(key, [])
    if not isinstance(value, list) or not all(each in choices for each in value):
        raise ValueError(key)
    return tuple(each for each in choices if each in value)
