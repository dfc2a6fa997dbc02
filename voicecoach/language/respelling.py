"""Words in the place of those that an engine would say wrongly: lexicons first, then homographs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from voicecoach.base.phonemes import MARKED, mark, unmarked
from voicecoach.base.values import dataclass
from voicecoach.language.homographs import Reading, reading_of
from voicecoach.language.lexicon import Sounds
from voicecoach.language.rules import key_alike, look_up

_GENITIVE = re.compile(r"['\u2019]\w")
_ROUND = str.maketrans("[]", "()")


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """What a rule did to a text.

    Attributes:
        rule: the kind of rule, and where it acted.
        written: the words that it found,
        spoken: and what became of them; sounds stand between slashes.
    """

    rule: str
    written: str
    spoken: str


class Respelling:
    """Respells the words of one language for one engine."""

    def __init__(
        self,
        words: Mapping[str, str | Sounds],
        homographs: Mapping[str, tuple[Reading, ...]],
        any_of: str,
        phonemes: bool,
    ) -> None:
        """Prepare.

        Args:
            words: what each becomes, by the word in small letters.
            homographs: words that are said in two ways; those of `words` are not looked at.
            any_of: an expression that finds any of both.
            phonemes: the engine takes `[word](/sounds/)`.
        """
        self._words = words
        self._homographs = homographs
        self._find = re.compile(rf"(?P<marked>{MARKED.pattern})|{any_of}")
        self._phonemes = phonemes
        self._known: dict[str, str] = {}  # sessions share most of their texts

    def __call__(self, text: str, changes: list[AppliedRule] | None = None) -> str:
        """Respell a text, and add what was changed to a list."""
        if changes is not None:
            return self._find.sub(partial(self._said, changes), text)
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._find.sub(partial(self._said, []), text)
        return known

    def _said(self, changes: list[AppliedRule], found: re.Match[str]) -> str:
        word = found[0]
        if found["marked"]:
            return word
        key, rule = key_alike(self._words, word), "lexicon"
        said = self._words[key] if key else None
        if said is None:
            said, rule = self._reading(found)
        if said is None:
            return word
        if isinstance(said, Sounds):
            if _GENITIVE.match(found.string, found.end()):
                return word  # engines say the ending with the word, or wrongly
            changes.append(AppliedRule(rule, word, f"/{said.ipa}/"))
            return mark(word, said.ipa)
        changes.append(AppliedRule(rule, word, said))
        return said

    def _reading(self, found: re.Match[str]) -> tuple[str | Sounds | None, str]:
        readings = look_up(self._homographs, found[0])
        left, right = found.string[: found.start()], found.string[found.end() :]
        fitting = reading_of(readings, unmarked(left), unmarked(right))
        if fitting is None:
            return None, ""
        reading, place = fitting
        said = Sounds(reading.ipa) if self._phonemes else reading.otherwise
        return said, f"homograph {place}"


def round_brackets(text: str) -> str:
    """A text without square brackets, which only the sounds of a word stand in."""
    return text.translate(_ROUND)
