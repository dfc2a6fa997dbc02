"""Who speaks a session, and how fast: the first to ask for a voice gets it.

The command line comes before the profile, that before the routine, then `voicecoach.toml`, and last
the best voice that is installed for the language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Protocol, TypeVar

from voicecoach.coach.place import LengthOf
from voicecoach.coach.timeline import Sound, Tone
from voicecoach.errors import VoiceError
from voicecoach.mp3.frames import Bitrate
from voicecoach.phonemes import unmarked
from voicecoach.script.ear import Ear
from voicecoach.script.model import CounterVoice
from voicecoach.sound.tones import length_ms as tone_ms
from voicecoach.voices.engine import Line, Voice, settings_of_engine
from voicecoach.voices.engines import find_voice, load_engine
from voicecoach.voices.estimate import estimate_ms
from voicecoach.voices.figures import counter_of, order_of
from voicecoach.voices.offers import NATURAL, how_to_get
from voicecoach.voices.pace import CLEAR_WPM, has_few_words
from voicecoach.voices.recorded import read_set, recordings_folder, spoken_key

Wanted = TypeVar("Wanted")

RECORDED_WPM = 140  # of every recording, whatever rate is asked for: it has its own

EarOf = Callable[[str], Ear]
"""What writes texts out for the ear, as an engine of that name needs them."""

SourceOf = Callable[[Sound], Line | str]
"""What the studio makes a sound from: a line written out for the ear, or a tone's name."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice as it is used in a session.

    Attributes:
        rate_wpm: words a minute.
        level_db: how much louder than speech is by default.
        otherwise: for a voice of recordings, that of the lines without one.
    """

    voice: Voice
    rate_wpm: int
    level_db: float = 0.0
    otherwise: Voice | None = None

    def clear_wpm(self, text: str) -> int:
        """How fast a text is spoken: the slowest rates are for sentences."""
        return max(self.rate_wpm, CLEAR_WPM) if has_few_words(text) else self.rate_wpm

    def __str__(self) -> str:
        level = f", {self.level_db:+g} dB" if self.level_db else ""
        voices = [self.voice, *([self.otherwise] if self.otherwise else [])]
        named = ", otherwise ".join(f"{voice.engine}:{voice.name}" for voice in voices)
        return f"{named} at {self.rate_wpm} words a minute{level}"


@dataclass(frozen=True, slots=True)
class Speech:
    """Who speaks.

    Attributes:
        coach: says what to do.
        counter: says numbers, countdowns and breaths.
        language: ISO 639-1 code.
        bitrate_kbps: of the MP3.
    """

    coach: Speaker
    counter: Speaker
    language: str
    bitrate_kbps: Bitrate

    def source_of(self, ear_of: EarOf) -> SourceOf:
        """How sounds are made in a script: its `ear` says how texts are written out."""
        line_of = {
            "coach": self._line_of(self.coach, ear_of),
            "counter": self._line_of(self.counter, ear_of),
        }

        def source(sound: Sound) -> Line | str:
            return sound.name if isinstance(sound, Tone) else line_of[sound.speaker](sound.text)

        return source

    def _line_of(self, speaker: Speaker, ear_of: EarOf) -> Callable[[str], Line]:
        """How a speaker's texts become lines: what was recorded is that, the rest is spoken."""
        voice = speaker.otherwise or speaker.voice
        ear, phonemes = ear_of(voice.engine), takes_phonemes(voice.engine)
        recorded = _recorded(speaker, self.language)

        def line(text: str) -> Line:
            words = ear.expand(text)
            if recorded and (own := recorded.get(spoken_key(words))):
                return Line(words, own, self.language, RECORDED_WPM, speaker.level_db)
            respelt = ear.respell(words, phonemes)
            rate_wpm = speaker.clear_wpm(unmarked(respelt))
            return Line(respelt, voice, self.language, rate_wpm, speaker.level_db)

        return line

    def described(self) -> dict[str, str]:
        """The speakers, for the record."""
        return {"coach": str(self.coach), "counter": str(self.counter)}


def takes_phonemes(engine: str) -> bool:
    """Whether an engine takes `[word](/sounds/)`; the engine of nobody has no name."""
    return bool(engine) and load_engine(engine).capabilities.phonemes


def _recorded(speaker: Speaker, language: str) -> dict[str, Voice]:
    """The recordings of a speaker, each a voice that changes with its file, by what is spoken."""
    own = speaker.voice
    found = read_set(recordings_folder() / own.name) if speaker.otherwise else None
    if not found or found.language != language:
        return {}
    kept = found.present().items()
    return {key: Voice(own.engine, own.name, recording.sha256) for key, recording in kept}


def nobody(language: str, rate_wpm: int) -> Speech:
    """Who speaks where only lengths are guessed."""
    speaker = Speaker(Voice("", "", ""), rate_wpm)
    return Speech(speaker, speaker, language, 64)


def guesses(source_of: SourceOf) -> LengthOf:
    """How long sounds take, guessed before they are made."""

    @cache
    def guess(sound: Sound) -> int:
        source = source_of(sound)
        if isinstance(source, str):
            return tone_ms(source)
        return _guess(unmarked(source.text), source.rate_wpm, source.language)

    return guess


_guess = lru_cache(maxsize=4096)(estimate_ms)  # sessions of one run share most of their texts


class Wish(Protocol):
    """What somebody asks for; what is None or empty is left to the next."""

    @property
    def voice(self) -> str | None:
        """`engine`, `engine:voice`, or a voice's name."""

    @property
    def rate(self) -> int | None:
        """Words a minute."""

    @property
    def counter(self) -> CounterVoice:
        """What differs for the counter."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    voice: str | None = None
    rate: int | None = None
    counter: CounterVoice = field(default_factory=CounterVoice)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who speaks, and a line that says who decided it."""

    speech: Speech
    said: str


def choose(language: str, bitrate: Bitrate, wishes: Sequence[tuple[str, Wish]]) -> Chosen:
    """Choose who speaks.

    Args:
        language: ISO 639-1 code.
        bitrate: of the MP3, kbit/s.
        wishes: with how each is spoken of, such as `as the routine says`; the first comes first.
            The last has a rate.

    Raises:
        VoiceError: a voice that is asked for is not here, or there is none at all.
    """
    wanted, why = _first((wish.voice, said) for said, wish in wishes)
    voice = find_voice(wanted or "", language)
    rate, _ = _first((wish.rate, "") for _, wish in wishes)
    assert rate is not None, "the settings have a rate"
    asked = [wish.voice or "" for _, wish in wishes]
    coach = Speaker(voice, rate, otherwise=_otherwise(voice, asked, language))
    counters = [wish.counter for _, wish in wishes]
    apart, _ = _first((counter.voice, "") for counter in counters)
    apart = apart or ("" if wanted else _best_counter(voice, language))
    counting = find_voice(apart, language) if apart else voice
    counter = Speaker(
        counting,
        _first((counter.rate, "") for counter in counters)[0] or rate,
        _first((counter.level, "") for counter in counters)[0] or 0.0,
        _otherwise(counting, asked, language),
    )
    said = f"Speaking with {coach}, {why or 'the best voice here'}"
    said += f"{_foreign(voice, language)}." if wanted else "."
    if counter != coach:
        said += f" Counting with {counter}"
        said += f"{_foreign(counter.voice, language)}." if apart else "."
    if not wanted and voice.engine not in NATURAL and (offer := how_to_get(language)):
        said += f" {offer}"
    return Chosen(Speech(coach, counter, language, bitrate), said)


def _best_counter(coach: Voice, language: str) -> str:
    """Who counts where nobody asked for a voice: another than the coach, where one is here."""
    named = counter_of(language)
    engine = named.partition(":")[0]
    if not named or coach.engine != order_of(language)[0] or load_engine(engine).available():
        return ""
    return named


def _otherwise(voice: Voice, asked: Sequence[str], language: str) -> Voice | None:
    """Who speaks the lines that a voice of recordings lacks; None for any other voice.

    Args:
        voice: whose lines may lack a recording.
        asked: the voices that are asked for; the first comes first.
        language: ISO 639-1 code.

    Raises:
        VoiceError: that voice is not here, or is one of recordings itself.
    """
    if voice.engine != "recorded":
        return None
    named = settings_of_engine("recorded").get("otherwise", "")
    others = [name for name in asked if name and name.partition(":")[0] != "recorded"]
    found = find_voice(next(filter(None, [named, *others]), ""), language)
    if found.engine == "recorded":
        raise VoiceError(
            f"'{named}' cannot speak what was not recorded",
            "Name a voice that can say anything under [engines.recorded] otherwise.",
        )
    return found


def _first(asked: Iterable[tuple[Wanted | None, str]]) -> tuple[Wanted | None, str]:
    """The first that is asked for, and how that is spoken of; zero is an answer."""
    return next((pair for pair in asked if pair[0] not in (None, "")), (None, ""))


def _foreign(voice: Voice, language: str) -> str:
    """What to say of a voice that does not speak the language."""
    offered = load_engine(voice.engine).voices()
    codes = next((info.languages for info in offered if info.name == voice.name), ())
    if not codes or any(code.partition("-")[0] == language for code in codes):
        return ""
    return f" (it speaks {', '.join(codes)}, not {language})"
