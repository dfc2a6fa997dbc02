"""The events of YAML texts, kept of the last few.

A text is read for its data and for its layout, and most of either is ruamel.yaml's work.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_FEW = 3  # texts: what is written in a studio, before and behind a change
_known: dict[str, list[Any]] = {}


def events_of(text: str) -> Iterator[Any]:
    """Give a text's events, as far as they are asked for.

    Raises:
        YAMLError: the text is no YAML from there on.
    """
    if text in _known:
        yield from _known[text]
        return
    from ruamel.yaml import YAML

    read: list[Any] = []
    for event in YAML(typ="safe", pure=True).parse(text):
        read.append(event)
        yield event
    for old in [*_known][: 1 - _FEW]:
        _known.pop(old, None)  # another thread may have been faster
    _known[text] = read
