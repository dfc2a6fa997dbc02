"""A script: a routine with everything that it names, in the words of a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Surface
from voicecoach.formats.problems import Where
from voicecoach.language.lexicon import LexiconFile
from voicecoach.language.normalise import TextNormaliser
from voicecoach.language.phrases import Language
from voicecoach.library.naming import KnownExercises
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import Exercise
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.routine import Guidance, Routine
from voicecoach.model.slots import ToneName

if TYPE_CHECKING:
    from voicecoach.model.profile import Change, Profile

Ears = dict[tuple[Any, ...], tuple[TextNormaliser, tuple[Mapping[str, Any], ...]]]
"""By engine, language and lexicons; these are kept with each, so that their ids stay theirs."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """What a clinic says before anything else, and the place that gives the words."""

    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Script:
    """A routine with everything that it names: all that compiling needs.

    Attributes:
        routine: the routine itself.
        routines: those that it includes, by name.
        exercises: those that it and they use, by name.
        language: the coach's words.
        coaching: the figures, with the routine's own.
        rules: the figures without them.
        known: all exercises that there are.
        lexicon: the project's respelt words.
        guidance: how much is said, where that was asked for.
        length: shortest and longest length of the session, ms; None where it lasts as written.
        surface: what one lies on; the words and figures are those for it.
        tones: those that a voice needs because its words are too long, to be explained.
        nearest: where it cannot be so long, the nearest length will do.
        counts_apart: another voice than the coach's counts the seconds of holds and rests.
        turn: which session it is of those that one does, from 0; None where nobody knows.
        fitted: what a length may change has been chosen: the pauses that it may have are there.
        familiarity: how well the person knows what it asks for, where that is known.
        profile: of the person to whom it is tailored, if it is.
        changes: what that changed in the routine.
        welcome: what the clinic says first, if it does.
        ears: those of the library's scripts, for most have the same words respelt.
    """

    routine: Routine
    routines: dict[str, Routine]
    exercises: dict[str, Exercise]
    language: Language
    coaching: Coaching
    rules: Coaching
    known: KnownExercises
    lexicon: LexiconFile
    guidance: Guidance | None = None
    length: tuple[int, int] | None = None
    surface: Surface = "floor"
    tones: frozenset[ToneName] = frozenset()
    nearest: bool = False
    counts_apart: bool = True
    turn: int | None = None
    fitted: bool = False
    familiarity: Familiarity | None = None
    profile: Profile | None = None
    changes: tuple[Change, ...] = ()
    welcome: Welcome | None = None
    ears: Ears = field(default_factory=dict, compare=False, repr=False)

    @property
    def greeting(self) -> str | None:
        """The words that greet the person, who asked for it; it names them."""
        profile = self.profile
        if profile is None or not profile.greet:
            return None
        return profile.greeting or self.language.opening.greeting.format(name=profile.name)

    def lexicons(self) -> Iterator[tuple[Where, Mapping[str, Any]]]:
        """Respelt words with their place: language, project, included routines, the routine."""
        yield Where(self.language.file, ("lexicon",)), self.language.lexicon
        yield Where(self.lexicon.file, ("lexicon",)), self.lexicon.lexicon
        for routine in (*self.routines.values(), self.routine):
            if routine.head.language != self.language.language:
                continue  # respelt are the words that it was written in
            yield Where(routine.file, ("lexicon",)), routine.head.lexicon

    def ear(self, engine: str) -> TextNormaliser:
        """What writes the script's texts out for the ear, as an engine needs them."""
        lexicons = tuple(words for _, words in self.lexicons() if words)
        key = engine, *map(id, (self.language, *lexicons))
        known = self.ears.get(key)
        if known is None:
            known = self.ears[key] = TextNormaliser(self.language, lexicons, engine), lexicons
        return known[0]
