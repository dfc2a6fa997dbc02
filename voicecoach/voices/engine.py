"""What an engine is, and what it is asked to speak.

To add an engine:

1. Write a module beside this one with a class that follows `Engine`; `silent.py` is the example.
   Import what is heavy inside `start` and `synthesise`, which only run in a worker process.
   What writes files gives back what `speech_file` reads from them.
2. Let `version` change with the content that shapes the voice, without importing the engine: it
   is part of every cache key, and asked for in builds that speak nothing. `identity` has digests
   of files and packages, which are the same on every machine.
3. List the class in `engines.py`, the one table of engines.
4. Run `tests/voices/test_engines.py`, which checks every engine of the table, and add a test of
   what is peculiar to yours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from voicecoach.base.messages import Phrase
from voicecoach.base.values import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

_OBEYED = frozenset("<>[]")
_DOUBLED = r"([\[\]])(?=\1)"


class Voice(NamedTuple):
    """A voice, pinned: the same three values always sound the same.

    Attributes:
        engine: its name in the table of engines.
        name: as the engine knows it.
        version: see `Engine.version`.
    """

    engine: str
    name: str
    version: str


class Line(NamedTuple):
    """A text to speak; equal lines share one clip.

    Attributes:
        text: words for the ear; never commands or markup.
        voice: who speaks.
        language: code such as `en` or `pt-BR`, for the level that the voice is calibrated to.
        rate_wpm: words a minute, with one meaning for all engines: see `pace`.
        level_db: how much louder than speech is by default; less than 0 is softer.
    """

    text: str
    voice: Voice
    language: str
    rate_wpm: int
    level_db: float = 0.0


SoundSource = Line | str
"""What a sound is made from: a line to speak, or the name of a tone."""


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that an engine offers here.

    Attributes:
        name: to be given as `Voice.name`.
        languages: codes, the voice's own first.
        title: for people.
    """

    name: str
    languages: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do and needs, known without importing it.

    Attributes:
        languages: ISO 639-1 codes that it can speak at all; empty where that is for its voices to
            say.
        deterministic: the same text gives the same samples, whatever was spoken before.
        batch: texts at most that it is given at a time.
        phonemes: it takes `[word](/sounds/)` for a word with these sounds, see `ipa`.
        forks: each line is spoken in a fork of the process that `start` ran in, so that no line
            depends on those before; only where `os.fork` exists and `start` leaves no threads.
        memory_mb: of a worker that has spoken, for placing workers.
        natural_wpm: its own pace, as `SpeechRequest.rate_wpm` says it; 0 where it has none, or
            where slow speech is as clear.
        audible: it makes sound; if not, its clips are silence of the length that it gives.
        levelled: it gives 48 kHz, at its level and pace already: nothing is tuned or judged.
        verified: what it says is held against the text, and spoken again where they do not agree.
        packages: distributions whose versions an entry tells of: lower case, with underscores.
    """

    languages: frozenset[str] = frozenset()
    deterministic: bool = True
    batch: int = 1
    phonemes: bool = False
    forks: bool = False
    memory_mb: int = 100
    natural_wpm: int = 0
    audible: bool = True
    levelled: bool = False
    verified: bool = False
    packages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """What an engine is asked to speak.

    Attributes:
        text: has a character that is not white space, and no control characters.
        voice: a name that the engine's `voices` lists.
        language: ISO 639-1 code.
        rate_wpm: words a minute as the engine understands them; more is faster. The worker
            measures what comes of it, see `pace`.
    """

    text: str
    voice: str
    language: str
    rate_wpm: int


@dataclass(frozen=True, slots=True)
class Speech:
    """What an engine spoke.

    Attributes:
        samples: mono, shape (samples,), full scale 1.0.
        rate_hz: samples a second.
        remarks: what a person should know of it, as it was hard to speak.
        timed: it was cut out by the length of each of its sounds, so that nothing follows the last.
    """

    samples: Samples
    rate_hz: int
    remarks: tuple[Phrase, ...] = ()
    timed: bool = False


class Engine(Protocol):
    """Speaks lines. Made at no cost, without arguments.

    Where a project may set something for it, that mapping is the one argument, and may be missing.

    Attributes:
        name: in the table of engines.
        capabilities: what it can do.
    """

    name: str
    capabilities: Capabilities

    def available(self) -> Phrase | None:
        """Return why the engine cannot speak here, with what to do about it, or None if it can.

        That is a message of `messages/voices.py`.
        """

    def version(self, voice: str) -> str:
        """Return the identity of what shapes the voice: digests and settings, no path, no time."""

    def voices(self) -> list[VoiceInfo]:
        """Return the voices that are installed."""

    def default_voice(self, language: str) -> str:
        """Return the name of the best voice for a language, or an empty text without one."""

    def start(self) -> None:
        """Load what speaking needs; in a worker, once."""

    def synthesise(self, lines: Sequence[SpeechRequest]) -> Iterator[Speech]:
        """Speak lines; in a worker, each under a time limit.

        Args:
            lines: of one voice, language and rate; at most `capabilities.batch`.

        Yields:
            Each line's speech, in their order.

        Raises:
            VoiceError: the next line cannot be spoken; those behind it are asked for again. Other
                exceptions, a crash or a hang are survived too.
        """


def plain(text: str) -> str:
    """Return a text as engines get it, without what some obey instead of speaking it.

    Control characters become spaces. So do `<` and `>`: SAPI takes what they enclose for markup.
    Doubled brackets, which hold commands on macOS and sounds in espeak-ng, are parted.
    """
    if text.isprintable() and _OBEYED.isdisjoint(text):
        return text.strip()
    spoken = "".join(
        " " if character in "<>" or unicodedata.category(character) in ("Cc", "Cs") else character
        for character in text
    )
    return re.sub(_DOUBLED, r"\1 ", spoken).strip()
