"""How well the voices are understood, and how quickly they are made: the second table.

Every line of the exercise library is spoken by each English voice that is installed, at several
rates, and written down by an independent listener. The critical words (numbers, sides, prompts) are
also put to it as choices: which number was that, which side, which prompt of this exercise?
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.listener import FRAMES_A_SECOND, RATE_HZ, Listener, Samples, errors, words
from voicecoach.cache import Cache
from voicecoach.coach.timeline import Utterance
from voicecoach.errors import VoiceError
from voicecoach.mp3.encode import decode_fragment
from voicecoach.script.ear import Ear
from voicecoach.script.language import Language
from voicecoach.script.library import Library, shipped_scripts
from voicecoach.script.model import Exercise, SidedText, Wording
from voicecoach.speech import Asked, Speech, choose
from voicecoach.voices.engine import Line
from voicecoach.voices.studio import Studio

VOICES = ("piper", "flite:slt", "flite:rms", "pyttsx3")
RATES = (90, 140, 180)  # the slowest allowed, the default, the fastest
_TRAINED_WPM = 175  # about what the listener's models were trained on
_MOST_COUNTED = 30
_ACCUSTOMED = 20  # lines heard before what is measured


@dataclass(frozen=True)
class Heard:
    """What came of one voice at one rate.

    Attributes:
        wrong: of all words of the library, as a part of 1.
        wrong_in_its_pace: the same when slow speech is heard as if it were not slow.
        confused: critical words taken for others, with what they were taken for.
        synthesis: seconds of speech made in a second, by one worker.
    """

    voice: str
    rate_wpm: int
    wrong: float
    wrong_in_its_pace: float
    confused: dict[str, str]
    synthesis: float


def measured() -> list[Heard]:
    """Everything, voice by voice; those that are not installed are left out."""
    wanted = [(voice, rate) for voice in VOICES if _installed(voice) for rate in RATES]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return [*pool.map(_measure, *zip(*wanted, strict=True))]


def library() -> tuple[Language, dict[str, Exercise]]:
    """The coach's words and the exercises, as they are shipped."""
    shipped = Library((shipped_scripts(),))
    language, _ = shipped.language("en")
    assert language is not None
    found: dict[str, Exercise] = {}
    for name in shipped.names("exercises"):
        exercise, problems = shipped.exercise(shipped_scripts() / "exercises" / f"{name}.yaml")
        assert exercise is not None, problems
        found[name] = exercise
    return language, found


@dataclass(frozen=True)
class Critical:
    """Lines that must not be taken for one another: those of one kind, at one moment.

    Attributes:
        prompts: by exercise.
    """

    numbers: list[str]
    sides: list[str]
    prompts: dict[str, list[str]]

    def alike(self) -> Iterator[tuple[str, list[str]]]:
        """Each line, with all of its kind."""
        for kind in (self.numbers, self.sides, *self.prompts.values()):
            for line in kind:
                yield line, kind


def critical(language: Language, exercises: dict[str, Exercise]) -> Critical:
    """The critical lines of the library."""
    return Critical(
        [f"{language.number(n).capitalize()}." for n in range(1, _MOST_COUNTED + 1)],
        sorted({side for exercise in exercises.values() for side in _sides(exercise)}),
        {name: sorted({*_prompts(exercise)}) for name, exercise in exercises.items()},
    )


def _sides(exercise: Exercise) -> Iterator[str]:
    if sides := exercise.sides:
        yield from (f"{sides.left}.", f"{sides.right}.", *_each(sides.change))


def _each(wording: Wording | None) -> tuple[str, ...]:
    if isinstance(wording, SidedText):
        return wording.left, wording.right
    return (wording,) if wording else ()


def _prompts(exercise: Exercise) -> Iterator[str]:
    for phase in exercise.phases:
        yield from (*_each(phase.say), *_each(phase.short))


def lines(exercises: dict[str, Exercise]) -> list[str]:
    """All that the library says, each line once."""
    found: list[str] = []
    for exercise in exercises.values():
        spoken: list[Wording | None] = [f"{exercise.title}.", exercise.benefit, *exercise.setup]
        spoken += [exercise.safety, *exercise.form, exercise.approach]
        spoken += [*_prompts(exercise), *_sides(exercise)]
        found += [line for wording in spoken for line in _each(wording)]
    return list(dict.fromkeys(found))


def _installed(voice: str) -> bool:
    try:
        return bool(_speech(voice, RATES[0]))
    except VoiceError:
        return False


def _speech(voice: str, rate_wpm: int) -> Speech:
    return choose("en", 64, [("", Asked(voice, rate_wpm))]).speech


def _measure(voice: str, rate_wpm: int) -> Heard:
    language, exercises = library()
    speech = _speech(voice, rate_wpm)
    source_of = speech.source_of(lambda engine: Ear(language, (language.lexicon,), engine))
    said, asked = lines(exercises), [*critical(language, exercises).alike()]
    sources = {text: source_of(Utterance(text)) for text in [*said, *(line for line, _ in asked)]}
    clips, speed = _spoken(sources)
    ear = Ear(language)
    references = [(words(ear.expand(text)), clips[text]) for text in said]
    wrong = _wrong(Listener(), references)
    slow = rate_wpm < _TRAINED_WPM
    scaled = Listener(round(FRAMES_A_SECOND * rate_wpm / _TRAINED_WPM)) if slow else None
    return Heard(
        voice,
        rate_wpm,
        wrong,
        _wrong(scaled, references) if scaled else wrong,
        _confused(asked, clips),
        speed,
    )


def _spoken(sources: dict[str, Line | str]) -> tuple[dict[str, Samples], float]:
    """Speak everything with one worker; return the clips, and how much was spoken in a second."""
    with tempfile.TemporaryDirectory() as folder, Studio(Cache(Path(folder)), workers=1) as studio:
        start = time.perf_counter()
        made = studio.fragments(sources.values())
        taken_s = time.perf_counter() - start
    clips = {text: decode_fragment(made[source]) for text, source in sources.items()}
    return clips, sum(fragment.samples for fragment in made.values()) / RATE_HZ / taken_s


def _wrong(listener: Listener, references: Sequence[tuple[list[str], Samples]]) -> float:
    wrong = sum(errors(said, listener.writes(clip)) for said, clip in references)
    return wrong / sum(len(said) for said, _ in references)


def _confused(asked: list[tuple[str, list[str]]], clips: dict[str, Samples]) -> dict[str, str]:
    listener = Listener()
    listener.gets_used_to(clips[line] for line, _ in asked[:_ACCUSTOMED])
    found: dict[str, str] = {}
    for line, alike in asked:
        heard = listener.chooses(clips[line], alike)
        if heard != " ".join(words(line)):
            found[line] = heard or "nothing"
    return found


def table(results: list[Heard]) -> str:
    """The results in Markdown."""
    rows = [
        f"| {r.voice} | {r.rate_wpm} | {r.wrong:.0%} | {r.wrong_in_its_pace:.0%} "
        f"| {_told(r.confused)} | {r.synthesis:.0f} |"
        for r in results
    ]
    head = (
        "| voice | words a minute | words wrong | in its pace | critical words confused "
        "| speech made, s a second |"
    )
    return "\n".join([head, "|---|---|---|---|---|---|", *rows])


def _told(confused: dict[str, str]) -> str:
    said = ", ".join(f"{line.rstrip('.')} for {heard}" for line, heard in confused.items())
    return f"{len(confused)}: {said}" if confused else "none"
