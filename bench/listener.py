"""An independent listener: pocketsphinx, with the general model of English that comes with it.

It was trained on people who talk at 150 to 200 words a minute, over the telephone and in
dictation, and has never heard a physiotherapist. So its errors are to be compared, voice with voice
and wording with wording; they are not those of a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]

FRAMES_A_SECOND = 100
RATE_HZ = 48_000
_HEARS_HZ = 16_000
_AROUND_S = 0.3  # silence before and after: with less, first and last sounds are taken for noise
_TIMES = 3
_ROOM = 3e-4  # noise, full scale 1.0: no recogniser is made for digital silence


class Listener:
    """Writes down what it hears; speech that went before shapes what it expects of a voice."""

    def __init__(self, frames_a_second: int = FRAMES_A_SECOND) -> None:
        """Load the models.

        Args:
            frames_a_second: fewer for slow speech, which is then heard as if it were not.
        """
        from pocketsphinx import Decoder

        self._decoder: Any = Decoder(samprate=_HEARS_HZ, frate=frames_a_second, loglevel="FATAL")
        self._dictation: str = self._decoder.current_search()
        self._used_to = ""
        self._grammars: dict[str, str] = {}
        self._noise = np.random.default_rng(1)

    def writes(self, speech: Samples) -> list[str]:
        """The words of a line.

        Args:
            speech: mono, 48 kHz, full scale 1.0.
        """
        return self._heard(speech, self._dictation)

    def gets_used_to(self, speech: Iterable[Samples]) -> None:
        """Listen to a voice for a while, as people do before they count on understanding it."""
        for line in speech:
            self.writes(line)
        self._used_to = self._decoder.get_cmn(False)

    def chooses(self, speech: Samples, phrases: Collection[str]) -> str:
        """Which of some phrases a line is, in plain words; empty when it sounds like none.

        It listens three times, with other noise in the room each time, and goes by most.
        """
        choices = " | ".join(sorted({" ".join(words(phrase)) for phrase in phrases}))
        if choices not in self._grammars:
            unknown = {word for word in choices.split() if not self._knows(word)}
            assert not unknown, f"words that the listener has never heard of: {unknown}"
            name = self._grammars[choices] = f"choice {len(self._grammars)}"
            grammar = f"#JSGF V1.0;\ngrammar g;\npublic <choice> = {choices};\n"
            self._decoder.add_jsgf_string(name, grammar)
        heard = [" ".join(self._heard(speech, self._grammars[choices])) for _ in range(_TIMES)]
        return Counter(heard).most_common(1)[0][0]

    def _knows(self, word: str) -> bool:
        return word == "|" or self._decoder.lookup_word(word) is not None

    def _heard(self, speech: Samples, search: str) -> list[str]:
        around = np.zeros(round(_AROUND_S * RATE_HZ), np.float32)
        heard = soxr.resample(np.concatenate([around, speech, around]), RATE_HZ, _HEARS_HZ)
        heard += _ROOM * self._noise.standard_normal(heard.size)
        pcm = np.rint(np.clip(heard, -1, 1) * 32_767).astype("<i2").tobytes()
        self._decoder.activate_search(search)
        if self._used_to:
            self._decoder.set_cmn(self._used_to)
        self._decoder.start_utt()
        self._decoder.process_raw(pcm, no_search=False, full_utt=False)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return words(found.hypstr) if found else []


def words(text: str) -> list[str]:
    """The words of a text, without signs and capitals."""
    return re.sub(r"[^a-z' ]", " ", re.sub(r"\(\d\)", "", text.lower())).split()


def errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Words wrong, missing or added, at least: the Levenshtein distance."""
    before = list(range(len(heard) + 1))
    for row, word in enumerate(said, 1):
        now = [row]
        for column, other in enumerate(heard, 1):
            changed = before[column - 1] + (word != other)
            now.append(min(before[column] + 1, now[-1] + 1, changed))
        before = now
    return before[-1]
