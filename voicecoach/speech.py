"""Who speaks a session, and how fast; and what a voice makes each sound from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import lru_cache

from voicecoach.audio.mp3.frames import Bitrate, fragment_ms
from voicecoach.audio.pcm.tones import length_ms as tone_ms
from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.once import Once
from voicecoach.base.phonemes import unmarked
from voicecoach.base.values import dataclass, replace
from voicecoach.coach.lengths import LengthOf
from voicecoach.coach.timeline import Sound, Tone
from voicecoach.language.normalise import TextNormaliser
from voicecoach.voices.engine import Line, Voice
from voicecoach.voices.engines import Engines, load_engine
from voicecoach.voices.estimate import estimate_ms
from voicecoach.voices.figures import counter_of, order_of
from voicecoach.voices.pace import CLEAR_WPM, has_few_words

_RECORDED = "recorded"  # the engine of recordings
RECORDED_WPM = 140  # of every recording, whatever rate is asked for: it has its own

_SOUNDS = 1 << 14  # sessions of one run share most of their texts

EarOf = Callable[[str], TextNormaliser]
"""What writes texts out for the ear, as an engine of that name needs them."""

SourceOf = Callable[[Sound], Line | str]
"""What the studio makes a sound from: a line written out for the ear, or a tone's name."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice as it is used in a session.

    Attributes:
        rate_wpm: words a minute.
        level_db: how much louder than speech is by default.
        fallback: for a voice of recordings, that of the lines without one.
        recorded: for a voice of recordings, each as a voice that changes with its file, by what is
            spoken in it.
    """

    voice: Voice
    rate_wpm: int
    level_db: float = 0.0
    fallback: Voice | None = None
    recorded: Mapping[str, Voice] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        level = f", {self.level_db:+g} dB" if self.level_db else ""
        voices = [self.voice, *([self.fallback] if self.fallback else [])]
        named = ", otherwise ".join(f"{voice.engine}:{voice.name}" for voice in voices)
        return f"{named} at {self.rate_wpm} words a minute{level}"


@dataclass(frozen=True, slots=True)
class Cast:
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
        coach, counter = (self._line_of(each, ear_of) for each in (self.coach, self.counter))
        ear = ear_of(self.coach.voice.engine)
        return ear.once(_sources, coach, counter, of="sources")

    def _line_of(self, speaker: Speaker, ear_of: EarOf) -> Callable[[str], Line]:
        """How a speaker's texts become lines: what was recorded is that, the rest is spoken."""
        voice = speaker.fallback or speaker.voice
        ear, recorded = ear_of(voice.engine), speaker.recorded
        spoken = ear.once(_speaking, ear, of="spoken")
        line = spoken(voice, self.language, speaker.rate_wpm, speaker.level_db)
        if not recorded:
            return line

        def own_line(text: str) -> Line:
            words = ear.expand(text)
            own = _of_words(recorded, words)
            if own is None:
                return line(text)
            return Line(words, own, self.language, RECORDED_WPM, speaker.level_db)

        return own_line

    @property
    def counts_apart(self) -> bool:
        """Whether another voice than the coach's counts."""
        return self.counter.voice != self.coach.voice

    def described(self) -> dict[str, str]:
        """The speakers, for the record."""
        return {"coach": str(self.coach), "counter": str(self.counter)}


def _sources(coach: Callable[[str], Line], counter: Callable[[str], Line]) -> SourceOf:
    """Give what makes sounds of the lines of both."""
    line_of = {"coach": coach, "counter": counter}

    @lru_cache(maxsize=_SOUNDS)
    def source(sound: Sound) -> Line | str:
        return sound.name if isinstance(sound, Tone) else line_of[sound.speaker](sound.text)

    return source


def _speaking(ear: TextNormaliser) -> Callable[[Voice, str, int, float], Callable[[str], Line]]:
    """Give what has a voice speak texts: sessions of one run share most of their lines."""

    @lru_cache(maxsize=16)
    def by(voice: Voice, language: str, rate_wpm: int, level_db: float) -> Callable[[str], Line]:
        phonemes = takes_phonemes(voice.engine)

        @lru_cache(maxsize=_SOUNDS)
        def line(text: str) -> Line:
            respelt = ear.respell(ear.expand(text), phonemes)
            wpm = _clear_wpm(unmarked(respelt), rate_wpm)
            return Line(respelt, voice, language, wpm, level_db)

        return line

    return by


def _clear_wpm(text: str, rate_wpm: int) -> int:
    """How fast a text is spoken: the slowest rates are for sentences."""
    return max(rate_wpm, CLEAR_WPM) if has_few_words(text) else rate_wpm


def takes_phonemes(engine: str) -> bool:
    """Whether an engine takes `[word](/sounds/)`; the engine of nobody has no name."""
    return bool(engine) and load_engine(engine).capabilities.phonemes


def estimating_cast(language: str, rate_wpm: int) -> Cast:
    """Who speaks where only lengths are guessed."""
    speaker = Speaker(Voice("", "", ""), rate_wpm)
    return Cast(speaker, speaker, language, 64)


def guesses(source_of: SourceOf) -> LengthOf:
    """How long sounds take, guessed before they are made.

    Tones take as long as they will: so what has no room for one is known before a build.
    """
    return _once(_guessing, source_of, of=id(source_of))


_once = Once(most=64)


def _guessing(source_of: SourceOf) -> LengthOf:
    @lru_cache(maxsize=_SOUNDS)
    def guess(sound: Sound) -> int:
        source = source_of(sound)
        if isinstance(source, str):
            return fragment_ms(tone_ms(source))
        return _guess(unmarked(source.text), source.rate_wpm, source.language)

    return guess


_guess = lru_cache(maxsize=_SOUNDS)(estimate_ms)


@dataclass(frozen=True, slots=True)
class VoiceRequest:
    """Which voices are asked for, and how they are to speak.

    Attributes:
        voice: the coach's: `engine`, `engine:voice` or a voice's name; empty for the best here.
        rate_wpm: words a minute.
        counter: who counts, named like that; empty for whoever does it best beside the coach.
        counter_rate_wpm: words a minute; None for the coach's.
        counter_level_db: how much louder than the coach.
        others: every voice that somebody asked for: they speak what a set of recordings lacks.
    """

    voice: str = ""
    rate_wpm: int = 140
    counter: str = ""
    counter_rate_wpm: int | None = None
    counter_level_db: float = 0.0
    others: tuple[str, ...] = ()


def choose(
    language: str, bitrate: Bitrate, asked: VoiceRequest, engines: Engines | None = None
) -> Cast:
    """Find the voices that are asked for.

    Args:
        language: ISO 639-1 code.
        bitrate: of the MP3, kbit/s.
        asked: which they are.
        engines: of the project; where none is given, nothing is set for them.

    Raises:
        VoiceError: a voice that is asked for is not here, or there is none at all.
    """
    engines = engines or Engines()
    voice = engines.find_voice(asked.voice, language)
    apart = asked.counter or ("" if asked.voice else _best_counter(voice, language, engines))
    counting = engines.find_voice(apart, language) if apart else voice
    coach = Speaker(voice, asked.rate_wpm)
    counter = Speaker(counting, asked.counter_rate_wpm or asked.rate_wpm, asked.counter_level_db)
    return Cast(
        _with_recordings(coach, asked.others, language, engines),
        _with_recordings(counter, asked.others, language, engines),
        language,
        bitrate,
    )


def _of_words(recorded: Mapping[str, Voice], words: str) -> Voice | None:
    """The recording in which just these words are spoken."""
    from voicecoach.voices.engines.recorded import spoken_key

    return recorded.get(spoken_key(words))


def _best_counter(coach: Voice, language: str, engines: Engines) -> str:
    """Who counts where nobody asked for a voice: another than the coach, where one is here."""
    named = counter_of(language)
    engine = named.partition(":")[0]
    if not named or coach.engine != order_of(language)[0] or engines.load(engine).available():
        return ""
    return named


def _with_recordings(
    speaker: Speaker, asked: Sequence[str], language: str, engines: Engines
) -> Speaker:
    """Give a voice of recordings what is recorded, and who speaks the rest; others are as before.

    Args:
        speaker: whose lines may lack a recording.
        asked: the voices that are asked for; the first comes first.
        language: ISO 639-1 code.
        engines: of the project.

    Raises:
        VoiceError: the voice of the rest is not here, or is one of recordings itself.
    """
    own = speaker.voice
    if own.engine != _RECORDED:
        return speaker
    from voicecoach.voices.engines.recorded import Recorded, read_set

    recorded = engines.load(own.engine)
    if not isinstance(recorded, Recorded):
        return speaker
    others = [name for name in asked if name and name.partition(":")[0] != recorded.name]
    found = engines.find_voice(next(filter(None, [recorded.otherwise, *others]), ""), language)
    if found.engine == recorded.name:
        raise VoiceError("no-voice/for-the-rest", voice=recorded.otherwise)
    kept = read_set(recorded.folder / own.name)
    there = kept.present() if kept and kept.language == language else {}
    lines = {key: Voice(own.engine, own.name, each.sha256) for key, each in there.items()}
    return replace(speaker, fallback=found, recorded=lines)


def foreign(voice: Voice, language: str, engines: Engines | None = None) -> Phrase:
    """Say of a voice that it does not speak the language; nothing where it does."""
    offered = (engines or Engines()).load(voice.engine).voices()
    codes = next((info.languages for info in offered if info.name == voice.name), ())
    if not codes or any(code.partition("-")[0] == language for code in codes):
        return phrase("foreign/not")
    return phrase("foreign/speaks", languages=codes, language=language)
