"""What people are told: one table of messages, which facts fill in.

Whoever finds a fault, refuses something or changes something names its message and gives the facts;
how that is said stands here alone. So it can be said in another language, and a program gets the
facts themselves. Each family of messages is a module; `table` has what they make up together, and
is read when the first message is told: who builds what is well needs no word of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, Self

from voicecoach.base.messages.kinds import Severity
from voicecoach.base.values import dataclass

__all__ = ["Advice", "Fault", "Faults", "InEnglish", "Phrase", "Severity", "Translations"]
__all__ += ["described", "phrase", "together"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A message, or a part of one: which, and what fills it in.

    Attributes:
        kind: a key of `table.TEMPLATES`.
        facts: by the names in the template: numbers, names, lists, and words that are said in the
            language of the reader: other phrases, `Advice`, `Translations`, `InEnglish`. Lengths
            are in ms under names that end in `_ms`, in seconds under names that end in `_s`.
    """

    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """The words, as people read them, in English."""
        return self.said()

    def said(self, language: str = "en") -> str:
        """The words in a language; in English where it has none.

        Args:
            language: ISO 639-1 code.
        """
        from voicecoach.base.messages.table import table_in

        return self._filled(table_in(language).templates[self.kind], language)

    def remedy(self, language: str = "en") -> str:
        """What to do about a refusal, one sentence; empty when the message says it."""
        from voicecoach.base.messages.table import table_in

        return self._filled(table_in(language).remedies.get(self.kind, ""), language)

    def _filled(self, template: str, language: str) -> str:
        facts = {name: _shown(fact, language) for name, fact in self.facts.items()}
        return template.format(**facts)

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
    from voicecoach.base.messages.table import CODES

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


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about a refusal, as a part of another message.

    Attributes:
        about: the refusal's message.
    """

    about: Phrase

    def said(self, language: str = "en") -> str:
        """The words in a language."""
        return self.about.remedy(language)


@dataclass(frozen=True, slots=True)
class Translations:
    """A text that scripts have in several languages, such as the title of an exercise.

    Attributes:
        texts: by ISO 639-1 codes; what has no code is `en`.
    """

    texts: Mapping[str, str] = field(hash=False)

    def said(self, language: str = "en") -> str:
        """The text in a language; in English where it has none."""
        return self.texts.get(language) or self.texts["en"]


@dataclass(frozen=True, slots=True)
class InEnglish:
    """What is said in brackets in English, and left out in all other languages.

    Attributes:
        text: words that nobody has translated, such as those of a schema.
    """

    text: str

    def said(self, language: str = "en") -> str:
        """The words, as they follow a sentence."""
        return f" ({self.text})" if self.text and language.partition("-")[0] == "en" else ""


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


def _shown(fact: object, language: str = "en") -> object:
    """A fact as a template takes it."""
    if isinstance(fact, Phrase | Advice | Translations | InEnglish):
        return fact.said(language)
    if isinstance(fact, OSError):
        if language.partition("-")[0] == "en":
            return fact.strerror or str(fact)
        from voicecoach.base.system import refused_by_system

        return refused_by_system(fact).said(language)
    if isinstance(fact, tuple | list):
        return ", ".join(str(_shown(item, language)) for item in fact)
    return fact


def _plain(fact: object) -> object:
    if isinstance(fact, Phrase):
        return fact.plain()
    if isinstance(fact, InEnglish):
        return fact.text
    if isinstance(fact, tuple | list):
        return [_plain(item) for item in fact]
    return fact if isinstance(fact, str | int | float | bool | None) else str(_shown(fact))
