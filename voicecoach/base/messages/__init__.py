"""What people are told: one table of messages, which facts fill in.

Whoever finds a fault, refuses something or changes something names its message and gives the facts;
how that is said stands here alone. So it can be said in another language, and a program gets the
facts themselves. Each family of messages is a module; `CODES`, `TEMPLATES` and `REMEDIES` are the
one table that they make up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, Self

from voicecoach.base.messages import (
    changes,
    files,
    findings,
    programmes,
    publishing,
    recordings,
    rules,
    scripts,
    sessions,
    speakers,
    usage,
    voices,
)
from voicecoach.base.messages.kinds import Code, Severity
from voicecoach.base.values import dataclass

__all__ = [
    "CODES",
    "FAMILIES",
    "REMEDIES",
    "TEMPLATES",
    "Code",
    "Fault",
    "Faults",
    "Phrase",
    "Severity",
]
__all__ += ["described", "phrase", "together"]

FAMILIES = (
    scripts,
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


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message, or a part of one: which, and what fills it in.

    Attributes:
        kind: a key of `TEMPLATES`.
        facts: by the names in the template: numbers, texts, lists, other phrases. Lengths are in
            ms under names that end in `_ms`, in seconds under names that end in `_s`.
    """

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """The words, as people read them."""
        return self.filled(TEMPLATES[self.kind])

    def filled(self, template: str) -> str:
        """Fill the facts into a template."""
        return template.format(**{name: _shown(fact) for name, fact in self.facts.items()})

    def plain(self) -> dict[str, Any]:
        """Kind and facts as JSON has them."""
        facts = {name: _plain(fact) for name, fact in self.facts.items()}
        return {"kind": self.kind, "facts": facts}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Self:
        """A message as `plain` gave it, from another process."""
        facts = {
            name: cls.read(fact) if isinstance(fact, dict) else fact
            for name, fact in plain["facts"].items()
        }
        return cls(plain["kind"], facts)


def phrase(kind: str, /, **facts: object) -> Phrase:
    """A message by its kind and its facts."""
    return Phrase(kind, facts)


def described(phrase: Phrase, code: str = "") -> dict[str, Any]:
    """A message as JSON has it: code and facts, the words, and the page that explains it.

    Args:
        phrase: the message.
        code: where the kind of message does not begin with it.
    """
    code = code or phrase.kind.partition("/")[0]
    return {
        "code": code,
        "severity": CODES[code].severity,
        **phrase.plain(),
        "message": str(phrase),
        "page": CODES[code].page,
    }


def together(phrases: Iterable[Phrase]) -> Phrase:
    """Several messages as one, in their order; there is one at least."""
    *before, whole = phrases
    for each in reversed(before):
        whole = phrase("several", first=each, rest=whole)
    return whole


class Fault(ValueError):
    """A value that cannot be read.

    Attributes:
        phrase: what is wrong with it, and what to write instead.
        offset: characters into its text at which the fault begins.
        below: the keys that lead to the fault, where a mapping stands in the text's place.
    """

    def __init__(self, kind: str, /, *, offset: int = 0, under: str | None = None, **facts: object):
        self.phrase = Phrase(kind, facts)
        super().__init__(str(self.phrase))
        self.offset = offset
        self.below: tuple[str, ...] = () if under is None else (under,)

    @classmethod
    def of(cls, phrase: Phrase, offset: int = 0, under: str | None = None) -> Self:
        """A fault that is told by a phrase, such as another fault's, at a place of its own."""
        return cls(phrase.kind, offset=offset, under=under, **phrase.facts)

    def within(self, key: str) -> Self:
        """The same fault, of a value that stands under a key."""
        self.below = (key, *self.below)
        return self


class Faults(ValueError):
    """Several faults of one value; `errors` holds them."""

    def __init__(self, errors: list[Fault]) -> None:
        super().__init__(str(errors[0]))
        self.errors = errors


def _shown(fact: object) -> object:
    """A fact as a template takes it."""
    if isinstance(fact, OSError):
        return fact.strerror or str(fact)
    return ", ".join(map(str, fact)) if isinstance(fact, tuple | list) else fact


def _plain(fact: object) -> object:
    if isinstance(fact, Phrase):
        return fact.plain()
    if isinstance(fact, tuple | list):
        return [_plain(item) for item in fact]
    return fact if isinstance(fact, str | int | float | bool | None) else str(_shown(fact))
