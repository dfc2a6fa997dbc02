"""The one table of messages, which its families make up; `words/` has it in other languages."""

from __future__ import annotations

import tomllib
from collections import ChainMap
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from voicecoach.base.messages import (
    changes,
    editing,
    files,
    findings,
    imports,
    programmes,
    publishing,
    recordings,
    rosters,
    rules,
    scripts,
    sessions,
    speakers,
    usage,
    voices,
)
from voicecoach.base.messages.kinds import Code

FAMILIES = (
    scripts,
    editing,
    changes,
    findings,
    sessions,
    speakers,
    rules,
    files,
    voices,
    recordings,
    publishing,
    programmes,
    imports,
    rosters,
    usage,
)
"""The modules that the table is made up of, in the order in which the reference has them."""

CODES: dict[str, Code] = {}
"""By its name: what is before `/` in the kind of a message. Kinds that begin with no code are of
values, whose place decides on the code, or are parts of other messages."""

TEMPLATES: dict[str, str] = {}
"""By the kind of message: a code, or a code with what is behind `/` where it has several."""

REMEDIES: dict[str, str] = {}
"""What to do about a refusal, by the kind of its message."""

for _family in FAMILIES:
    CODES.update(_family.CODES)
    TEMPLATES.update(_family.TEMPLATES)
    REMEDIES.update(_family.REMEDIES)


class MessageTable(NamedTuple):
    """How messages are said in a language.

    Attributes:
        templates: by the kind of message.
        remedies: of what to do about a refusal, by the kind of its message.
    """

    templates: Mapping[str, str]
    remedies: Mapping[str, str]


@lru_cache
def table_in(language: str) -> MessageTable:
    """The table in a language, `words/<language>.toml`; what that lacks is said in English.

    Args:
        language: ISO 639-1 code.
    """
    file = Path(__file__).with_name("words") / f"{language}.toml"
    if not language.isalpha() or not file.is_file():
        return MessageTable(TEMPLATES, REMEDIES)
    own = tomllib.loads(file.read_text(encoding="utf-8"))
    return MessageTable(ChainMap(own["messages"], TEMPLATES), ChainMap(own["remedies"], REMEDIES))
