"""What an engine spoke, held against the text, and spoken again where they do not agree.

Neural voices are trained on whole sentences. Of a short line they clip the beginning, babble, or
make a noise after its last sound, and say nothing of it: only the sound shows it. Other engines
write an empty file now and then, or half of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from voicecoach.audio.pcm.intake import accepted, is_like_speech
from voicecoach.audio.pcm.levels import SILENT_DBFS, STEP_MS, levels_of
from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.phonemes import unmarked
from voicecoach.base.values import replace
from voicecoach.voices.engine import Engine, Speech, SpeechRequest
from voicecoach.voices.estimate import estimate_ms
from voicecoach.voices.sentences import STOPS, sentences_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voicecoach.audio.pcm.levels import Levels
    from voicecoach.voices.engine import Samples


# Bounds of a take's length against the estimate, wide: no take that can be understood may be
# refused. Of all lines of the library, hibari's and espeak-ng's last 0.6 to 1.7 of it.
_LEAST, _MOST = 0.4, 2.5
_LEAST_BASE_MS, _MOST_BASE_MS = -60, 700
_LOUD = 0.2  # of the estimate: so much of it sounds; consonants and pauses are soft
_REFERENCE_WPM = 140
# The closure of a stop consonant takes up to 150 ms: what is longer is a pause.
_PAUSE_MS = 250
# Where nothing follows the last sound, every pause is of the line: of 0.4 s between Hindi phrases.
_TIMED_PAUSE_MS = 700
# At marks, and in long sentences now and then without one, where a phrase ends.
_PHRASE_WORDS = 7
_LATE_MS = 1500
_BURST_MS = 50  # what sounds so short after a pause is no word
_CUT_MS = 80  # of silence, where a sentence that is spoken twice can be cut apart
_SILENT_DBFS = -50.0
_QUIET_DB = -35.0  # below the loudest frame
_LOUD_DB = -25.0
_KEPT_MS = 30  # of silence around what is cut out
_CLIPPED, _CLIPPED_RUN = 0.999, 4  # full scale, for so many samples on end

_MARK = re.compile(r"[,;:.!?\u2026\u0964](?=\s)|\s[-\u2013\u2014]\s|\u2014")


@dataclass(frozen=True, eq=False)
class Take:
    """A text as it was spoken.

    Attributes:
        samples: mono, full scale 1.0.
        rate_hz: of the samples.
        expected_ms: how long the text is estimated to be; None where the pace is not known yet.
        pauses: at how many places a voice may pause in it.
        stretch: how slowly it was to be spoken; 1 is the pace of reference.
        timed: see `Speech`.
    """

    samples: Samples
    rate_hz: int
    expected_ms: int | None
    pauses: int
    stretch: float = 1.0
    timed: bool = False

    def fault(self) -> Phrase | None:
        """Return what shows that this is not the text, or None."""
        return self.gross_fault() or self._wrong_pauses()

    def gross_fault(self) -> Phrase | None:
        """Return what no engine may give, or None: silence, or what is no speech of that length."""
        import numpy as np

        if not np.isfinite(self.samples).all():
            return phrase("heard/no-numbers")
        if self._onset is None:
            return phrase("heard/silent")
        if self._clipped():
            return phrase("heard/clipped")
        if self._onset * STEP_MS > _LATE_MS * self.stretch:
            return phrase("heard/late")
        return self._wrong_length() or self._no_speech()

    def second_half(self) -> Samples | None:
        """Cut out what follows the silence in the middle of a text that was spoken twice."""
        quiet, onset = self._quiet, self._onset
        if onset is None:
            return None
        middle = [
            (last - first, last)
            for first, last in _runs(quiet)
            if quiet.size / 4 < (first + last) / 2 < quiet.size * 3 / 4
        ]
        longest, last = max(middle, default=(0, 0))
        if longest * STEP_MS < _CUT_MS:
            return None
        frame = self.rate_hz * STEP_MS // 1000
        first = max(0, (onset + last) * frame - self.rate_hz * _KEPT_MS // 1000)
        return self.samples[first:]

    def _wrong_length(self) -> Phrase | None:
        if self.expected_ms is None:
            return None
        length_ms = self._quiet.size * STEP_MS
        if length_ms < _LEAST * self.expected_ms + _LEAST_BASE_MS * self.stretch:
            return phrase("heard/short", length_s=length_ms / 1000)
        if length_ms > _MOST * self.expected_ms + _MOST_BASE_MS * self.stretch:
            return phrase("heard/long", length_s=length_ms / 1000)
        levels = self._levels
        loud_ms = int((levels > levels.max() + _LOUD_DB).sum()) * STEP_MS
        if loud_ms < _LOUD * self.expected_ms + _LEAST_BASE_MS * self.stretch:
            return phrase("heard/soft")
        return None

    def _no_speech(self) -> Phrase | None:
        """Return what is wrong with a hum, a tone or a hiss; None for speech."""
        is_speech = is_like_speech(self.samples, self.rate_hz)
        return None if is_speech else phrase("heard/no-speech")

    def _wrong_pauses(self) -> Phrase | None:
        pause = (_TIMED_PAUSE_MS if self.timed else _PAUSE_MS) * self.stretch / STEP_MS
        pauses = [(first, last) for first, last in _runs(self._quiet) if last - first > pause]
        if len(pauses) > self.pauses:
            return phrase("heard/went-on")
        if pauses and (self._quiet.size - pauses[-1][1]) * STEP_MS < _BURST_MS:
            return phrase("heard/noise")
        return None

    def _clipped(self) -> bool:
        import numpy as np

        longest = [last - first for first, last in _runs(np.abs(self.samples) >= _CLIPPED)]
        return max(longest, default=0) >= _CLIPPED_RUN

    @cached_property
    def _levels(self) -> Levels:
        return levels_of(self.samples, self.rate_hz)

    @cached_property
    def _loud(self) -> NDArray[np.bool_]:
        levels = self._levels
        loud: NDArray[np.bool_] = levels > max(
            _SILENT_DBFS, levels.max(initial=SILENT_DBFS) + _QUIET_DB
        )
        return loud

    @cached_property
    def _onset(self) -> int | None:
        """The first frame that sounds; None where none does."""
        return int(self._loud.argmax()) if self._loud.any() else None

    @cached_property
    def _quiet(self) -> NDArray[np.bool_]:
        """Tell of each frame from the first sound to the last whether it is quiet."""
        last = self._loud.size - int(self._loud[::-1].argmax())
        quiet: NDArray[np.bool_] = ~self._loud[self._onset : last]
        return quiet


def synthesise(
    engine: Engine, lines: Sequence[SpeechRequest], pace: float | None
) -> Iterator[Speech]:
    """Have lines spoken, and judged.

    Args:
        engine: repeats what was not right where it asks for that.
        lines: as for `Engine.synthesise`.
        pace: words a minute for each that the engine is asked for; None where it is not known.

    Yields:
        Each line's speech; one that was repeated says so in a remark.

    Raises:
        VoiceError: a line cannot be spoken, or nothing that was said of it will do.
    """
    if engine.capabilities.levelled or not engine.capabilities.audible:
        yield from map(_taken_in, engine.synthesise(lines))
        return
    verified = engine.capabilities.verified
    for line, speech in zip(lines, map(_taken_in, engine.synthesise(lines)), strict=False):
        if verified and not _sounds(line):
            raise VoiceError("voice-failed/no-sound")
        fault = (
            fault_of(line, speech, pace) if verified else _take(line, speech, pace).gross_fault()
        )
        if fault is None:
            yield speech
        elif verified:
            yield _again(engine, line, pace)
        else:
            raise VoiceError.of(fault)


def fault_of(line: SpeechRequest, speech: Speech, pace: float | None) -> Phrase | None:
    """Return what shows that speech is not a line, or None; see `synthesise`."""
    return _take(line, speech, pace).fault()


def _again(engine: Engine, line: SpeechRequest, pace: float | None) -> Speech:
    """Speak a line again, sentence by sentence, each in other ways until one will do."""
    import numpy as np

    parts = [
        _repeated(engine, replace(line, text=sentence), pace)
        for sentence in sentences_of(line.text)
    ]
    remarks = tuple(dict.fromkeys(remark for part in parts for remark in part.remarks))
    return Speech(np.concatenate([part.samples for part in parts]), parts[0].rate_hz, remarks)


def _repeated(engine: Engine, line: SpeechRequest, pace: float | None) -> Speech:
    """Speak one sentence until it sounds like one.

    Raises:
        VoiceError: no take will do.
    """
    first = _one(engine, line)
    fault = fault_of(line, first, pace)
    if fault is None:
        return first
    for speech, way, facts in _ways(engine, line, pace):
        if speech and fault_of(line, speech, pace) is None:
            remark = phrase(way, fault=fault, **facts)
            return replace(speech, remarks=(*speech.remarks, remark))
    raise VoiceError("voice-failed/however", fault=fault)


def _sounds(line: SpeechRequest) -> bool:
    return any(character.isalnum() for character in unmarked(line.text))


def _ways(
    engine: Engine, line: SpeechRequest, pace: float | None
) -> Iterator[tuple[Speech | None, str, dict[str, str]]]:
    """Speak a sentence with another mark at its end, then twice over, to cut the first away.

    Yields:
        The speech, and the remark that tells of it, with its facts.
    """
    bare = line.text.rstrip(f"{STOPS},;: ")
    stop = "!" if line.text.endswith(".") else "."
    yield _one(engine, replace(line, text=bare + stop)), "again/mark", {"mark": stop}
    for between in ("; ", ". "):
        twice = replace(line, text=f"{bare}{between}{bare}.")
        spoken = _one(engine, twice)
        half = _take(twice, spoken, pace).second_half()
        yield None if half is None else replace(spoken, samples=half), "again/after-itself", {}


def _one(engine: Engine, line: SpeechRequest) -> Speech:
    for speech in engine.synthesise([line]):
        return _taken_in(speech)
    raise VoiceError("voice-failed/nothing")


def _taken_in(speech: Speech) -> Speech:
    """Accept what an engine gave.

    Raises:
        VoiceError: it is no sound.
    """
    samples = accepted(speech.samples, speech.rate_hz)
    return speech if samples is speech.samples else replace(speech, samples=samples)


def _take(line: SpeechRequest, speech: Speech, pace: float | None) -> Take:
    words = unmarked(line.text)
    inner = words.strip(f"{STOPS},;: ")
    if pace is None:
        expected, stretch = None, 2.0
    else:
        rate_wpm = max(1, round(line.rate_wpm * pace))
        expected = estimate_ms(words, rate_wpm, line.language.lower().partition("-")[0])
        stretch = max(1.0, _REFERENCE_WPM / rate_wpm)
    return Take(speech.samples, speech.rate_hz, expected, _pauses_in(inner), stretch, speech.timed)


def _pauses_in(text: str) -> int:
    phrases = (len(part.split()) // _PHRASE_WORDS for part in _MARK.split(text))
    return len(_MARK.findall(text)) + sum(phrases)


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return where stretches of true begin and end."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(begin), int(end)) for begin, end in zip(edges[::2], edges[1::2], strict=True)]
