"""What a screening asks: the signs that hold for all, and those of what is exercised."""

from __future__ import annotations

from typing import get_args

from voicecoach.base.values import dataclass
from voicecoach.language.phrases import Language
from voicecoach.language.printed import ScreeningWords
from voicecoach.language.regions import WarnedRegion, screening_with
from voicecoach.library.library import Library
from voicecoach.model.programme import Programme


@dataclass(frozen=True, slots=True)
class ScreeningQuestions:
    """The questions about warning signs, and what their answers lead to.

    Attributes:
        words: the questions, in a language.
        advice: what to do in an emergency.
    """

    words: ScreeningWords
    advice: str


def every_question(language: Language) -> ScreeningWords:
    """Give the questions where nobody says what is exercised: all of them."""
    return screening_with(language.screening, language.regions, get_args(WarnedRegion))


def questions_of(library: Library, programme: Programme, language: Language) -> ScreeningWords:
    """Give the questions of a programme: of the regions that its exercises move.

    Args:
        library: has its routines.
        programme: what is followed.
        language: of the questions.
    """
    from voicecoach.checks.programmes import stage_script

    found: set[WarnedRegion] = set()
    for index, stage in enumerate(programme.stages):
        for name in stage.routines:
            script, _ = stage_script(library, programme, index, name, language.language)
            exercises = script.exercises.values() if script else ()
            found.update(region for each in exercises for region in each.warned_of)
    regions = (region for region in get_args(WarnedRegion) if region in found)
    return screening_with(language.screening, language.regions, regions)
