"""How texts are worded: what a language never says, and prompts that do not say what to do.

What these checks know of a language stands in its file: `never`, `breath_only`,
`comma_before_joiner`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from voicecoach.base.values import dataclass
from voicecoach.checks.phrases import SENTENCE_END, check_words
from voicecoach.formats.fields import Wording
from voicecoach.formats.problems import KeyPath, Problem, Where
from voicecoach.language.phrases import Language
from voicecoach.language.placeholders import phrases_of
from voicecoach.library.library import Folder, Library
from voicecoach.library.script import Welcome
from voicecoach.library.translation import Translation, texts_of
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import Exercise, Phase

_WORDED = ("routines", "exercises", "programmes")
_SENTENCE = re.compile(r"[^.!?;:\u0964]+")
_WORD = re.compile(r"[^\s.,;:!?\u0964()\u00ab\u00bb\"\u201c\u201d\u2026]+")
_SHORT_MINUTES = re.compile(r"(?<!\w)\d+m(?!\w)")
# What some write and others leave out: the dot below that marks borrowed sounds in Devanagari,
# under these letters; under others it makes another letter.
_DOT = re.compile("(?<=[\u0915\u0916\u0917\u091c\u092b])\u093c")


@dataclass(frozen=True, slots=True)
class SaidText:
    """A text as it is heard or read in a language.

    Attributes:
        text: the words.
        path: where it stands in the script that it belongs to.
        where: the place that gives the words: the script, or its translation.
    """

    text: str
    path: KeyPath
    where: Where


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a language's phrases ask of every text in it.

    Attributes:
        language: the phrases.
        never: finds what is never said; None where all may be.
        usual: the spelling of each word of the phrases, by the word without its signs.
    """

    language: Language
    never: re.Pattern[str] | None
    usual: Mapping[str, str]

    @classmethod
    def of(cls, language: Language) -> _Rules:
        """Find them."""
        return cls(language, _never(language.never), _usual_spellings(language))


@dataclass(frozen=True, slots=True)
class Wordings:
    """Checks of the wording of scripts; what a language asks of its texts is found once.

    Attributes:
        library: where the scripts and their translations are found.
        rules: what was found of each language; checks of several libraries may share it.
    """

    library: Library

    def check(self, folder: Folder, file: Path, language: str) -> list[Problem]:
        """What is wrong with the wording of a script, and with the prompts of an exercise.

        Args:
            folder: the script's.
            file: the script, not a translation.
            language: in which it is checked.

        Returns:
            The problems, in the file's order; none of a script that cannot be read.
        """
        if folder not in _WORDED:
            return []
        original, spoken, translations = self.library.in_language(folder, file, language)
        rules = self._rules_of(language)
        if original is None or spoken is None or rules is None:
            return []
        said = _said_in(original, spoken, Where(str(file)), translations)
        problems = list(_wording_problems(said, rules))
        if isinstance(spoken, Exercise):
            problems += _prompt_problems(spoken, said, rules.language)
        return problems

    def _rules_of(self, code: str) -> _Rules | None:
        words, _ = self.library.language(code)
        return None if words is None else self.library.once(_Rules.of, words, of=code)


def check_phrases(language: Language) -> Iterator[Problem]:
    """What is wrong with the wording of a language's own phrases."""
    where = Where(language.file)
    said = [SaidText(text, path, where.at(*path)) for path, text in phrases_of(language)]
    yield from _wording_problems(said, _Rules.of(language))


def check_welcome(welcome: Welcome, language: Language, coaching: Coaching) -> Iterator[Problem]:
    """What is wrong with the wording of what a clinic says first."""
    said = [SaidText(welcome.text, (), welcome.where)]
    yield from _wording_problems(said, _Rules.of(language))
    for sentence in SENTENCE_END.split(welcome.text):
        yield from check_words(sentence, welcome.where, coaching.setup_words)


def _said_in(
    original: object, spoken: object, file: Where, translations: Sequence[Translation]
) -> list[SaidText]:
    """Every text of a script in its language, with the place to mend it.

    Args:
        original: the script as it was written.
        spoken: the same with the texts of a language; the same script where it is its own.
        file: the script's.
        translations: where the texts come from, the first that has one wins.
    """
    found = []
    written = texts_of(original, file)
    read = written if spoken is original else texts_of(spoken, file)
    for (key, place), (text, _) in zip(written, read, strict=True):
        path = place.path[len(file.path) :]
        giver = next((each.file for each in translations if key in each.texts), None)
        found.append(SaidText(text, path, Where(giver, ("texts", key)) if giver else place))
    return found


def _wording_problems(said: Sequence[SaidText], rules: _Rules) -> Iterator[Problem]:
    """What is wrong with the wording of texts, each text once."""
    language = rules.language
    for each in {(each.text, each.where): each for each in said}.values():
        yield from _never_said(each, rules.never, language)
        yield from _commas(each, language)
        yield from _other_spellings(each, rules.usual)
        yield from _metres(each, language)


def _prompt_problems(
    exercise: Exercise, said: Sequence[SaidText], language: Language
) -> Iterator[Problem]:
    """Prompts that do not tell one phase of an exercise from another, or do not end its hold."""
    places = {each.path: each.where for each in said}
    heard: dict[str, int] = {}
    for index, phase in enumerate(exercise.phases):
        for name, text in _prompts(phase):
            where = places.get(("phases", index, name)) or exercise.where.at("phases", index, name)
            if heard.setdefault(text, index) != index:
                yield Problem.of("same-prompt", where, text=text)
            elif _ends_hold(exercise.phases, index) and text in _breath_words(language):
                yield Problem.of("breath-only", where, text=text)


def _prompts(phase: Phase) -> Iterator[tuple[str, str]]:
    """The wordings of a phase that are the same on both sides, by their key."""
    wordings: Mapping[str, Wording | None] = {"say": phase.say, "short": phase.short}
    for name, text in wordings.items():
        if isinstance(text, str):
            yield name, text


def _ends_hold(phases: Sequence[Phase], index: int) -> bool:
    return index > 0 and phases[index - 1].kind == "hold"


def _breath_words(language: Language) -> frozenset[str]:
    return frozenset((language.breathe.inhale, language.breathe.exhale, *language.breath_only))


def _never(words: Mapping[str, str]) -> re.Pattern[str] | None:
    """Finds any of some wordings; capitals do not matter."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE) if words else None


def _never_said(
    said: SaidText, never: re.Pattern[str] | None, language: Language
) -> Iterator[Problem]:
    reasons = {key.lower(): reason for key, reason in language.never.items()}
    for found in never.finditer(said.text) if never else ():
        if _alone(said.text, *found.span()):
            text, at = found[0], found.start()
            reason = reasons[text.lower()]
            yield Problem.of("never-said", said.where, offset=at, text=text, reason=reason)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a part of a text is whole words, signs that belong to letters counted as letters."""
    before, after = text[:start][-1:], text[end:][:1]
    return not (
        (_in_word(before) and _in_word(text[start]))
        or (_in_word(after) and _in_word(text[end - 1]))
    )


def _in_word(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign)[0] in "LMN"


def _commas(said: SaidText, language: Language) -> Iterator[Problem]:
    """A comma before `and` that parts nothing but two halves of a sentence.

    One that ends an insertion is needed, so a sentence with other commas is left alone.
    """
    if language.comma_before_joiner:
        return
    mark = f", {language.joiner} "
    for sentence in _SENTENCE.finditer(said.text):
        if sentence[0].count(",") == 1 and mark in sentence[0]:
            at = sentence.start() + sentence[0].index(mark)
            yield Problem.of("needless-comma", said.where, offset=at, joiner=language.joiner)


def _usual_spellings(language: Language) -> dict[str, str]:
    """The spelling of each word that the language's phrases use, by the word without its signs."""
    counts: dict[str, Counter[str]] = {}
    for _, text in phrases_of(language):
        for word in _words(text):
            counts.setdefault(_plain(word), Counter())[word] += 1
    return {plain: spellings.most_common(1)[0][0] for plain, spellings in counts.items()}


def _words(text: str) -> Iterator[str]:
    yield from _WORD.findall(unicodedata.normalize("NFD", text).lower())


def _plain(word: str) -> str:
    return _DOT.sub("", word)


def _other_spellings(said: SaidText, usual: Mapping[str, str]) -> Iterator[Problem]:
    for word in dict.fromkeys(_words(said.text)):
        known = usual.get(_plain(word), word)
        if known != word:
            here, there = (unicodedata.normalize("NFC", each) for each in (word, known))
            yield Problem.of("two-spellings", said.where, word=here, other=there)


def _metres(said: SaidText, language: Language) -> Iterator[Problem]:
    """`1m` is a minute in a dose; in most languages' texts it is a metre."""
    unit = language.ear.units.get("m")
    if unit is None or unit == language.minutes:
        return
    for found in _SHORT_MINUTES.finditer(said.text):
        read = unit.other.format(n="").strip()
        text, at = found[0], found.start()
        yield Problem.of("read-as-metres", said.where, offset=at, text=text, read=read)
