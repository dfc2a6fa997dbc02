"""kokoro, a neural engine for several languages: one model, and a style for each voice.

The model comes from packages, or by `voicecoach voices install kokoro`; the styles are shipped, see
`styles`. Nothing is ever fetched while speaking.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.voices.engine import Capabilities, Speech, SpeechRequest, VoiceInfo
from voicecoach.voices.engines import kokoro_model as model
from voicecoach.voices.engines import kokoro_sounds as sounds
from voicecoach.voices.engines.kokoro_cut import AROUND, PlacedSounds, cut, placed
from voicecoach.voices.engines.styles import STYLE_SUMS, read_style
from voicecoach.voices.pace import has_few_words
from voicecoach.voices.packages import package_version

if TYPE_CHECKING:
    from voicecoach.voices.engine import Samples

MODEL_RATE_HZ = 24_000

_NATURAL_WPM = 200  # asked for at a voice's own pace; what that really is, the worker measures
_SLOWEST, _FASTEST = 0.4, 1.5  # of the model's speed: 90 words a minute are 0.4 to 0.5
_HEADROOM = 0.7  # some voices exceed full scale, by 14 % so far
_CALM = 0.7  # of the pace of short lines, where they are spoken in a text: it hurries them there
_VERSION = 2  # of what is made of a text here: raise it when a line would sound otherwise


@dataclass(frozen=True, slots=True)
class _Voice:
    """A voice of Kokoro.

    Attributes:
        languages: as `VoiceInfo.languages`.
        title: for people.
        own_speed: of the model, at this voice's own pace. Single words are not clear at much less:
            a recogniser hears "a stay" for "Stay."
    """

    languages: tuple[str, ...]
    title: str
    own_speed: float

    @property
    def language(self) -> str:
        """ISO 639-1 code."""
        return self.languages[-1]

    @property
    def british(self) -> bool:
        """Whether it speaks British English."""
        return "en-gb" in self.languages


_BRITISH, _AMERICAN, _BRAZILIAN = ("en-gb", "en"), ("en-us", "en"), ("pt-br", "pt")
# The default of each language first. In English that is not Emma, though judged the most pleasant:
# at 140 words a minute she sets a sound before every third sentence; Michael and George do not.
_VOICES = {
    "am_michael": _Voice(_AMERICAN, "Michael, a man from the USA", 1.2),
    "bm_george": _Voice(_BRITISH, "George, a man from Great Britain", 1.05),
    "bf_emma": _Voice(_BRITISH, "Emma, a woman from Great Britain", 1.3),
    "am_fenrir": _Voice(_AMERICAN, "Fenrir, a man from the USA", 1.1),
    "ef_dora": _Voice(("es",), "Dora, a woman who speaks Spanish", 1.2),
    "em_alex": _Voice(("es",), "Alex, a man who speaks Spanish", 1.2),
    "ff_siwis": _Voice(("fr-fr", "fr"), "Siwis, a woman who speaks French", 1.3),
    "hf_alpha": _Voice(("hi",), "Alpha, a woman who speaks Hindi", 1.2),
    "hm_omega": _Voice(("hi",), "Omega, a man who speaks Hindi", 1.2),
    "pf_dora": _Voice(_BRAZILIAN, "Dora, a woman from Brazil", 1.2),
    "pm_alex": _Voice(_BRAZILIAN, "Alex, a man from Brazil", 1.2),
}


class Kokoro:
    """Speaks with Kokoro's voices."""

    name = "kokoro"
    capabilities = Capabilities(
        languages=frozenset(voice.language for voice in _VOICES.values()),
        batch=4,
        phonemes=True,
        memory_mb=580,
        natural_wpm=_NATURAL_WPM,
        verified=True,
        packages=(*sounds.ENGLISH_PACKAGES, *sounds.OTHER_PACKAGES, "onnxruntime"),
    )

    def __init__(self) -> None:
        self._session: Any = None

    def available(self) -> Phrase | None:
        """Return what is missing: the model, what runs it, or what gives it sounds."""
        if not package_version("onnxruntime"):
            return phrase("not-installed/package", package="onnxruntime")
        if not model.is_installed():
            return phrase("not-installed/kokoro-model")
        lacking = [sounds.missing(language) for language in sorted(self.capabilities.languages)]
        return lacking[0] if all(lacking) else None

    def version(self, voice: str) -> str:
        """Return what changes with the model, the voice's style and what gives words sounds."""
        language = _VOICES[voice].language if voice in _VOICES else "en"
        content = [model.SHA256[:16], STYLE_SUMS.get(voice, "")[:16], *sounds.digests(language)]
        return "; ".join([*content, str(_VERSION)])

    def voices(self) -> list[VoiceInfo]:
        """Return the voices whose languages can be turned into sounds here."""
        return [
            VoiceInfo(name, voice.languages, voice.title)
            for name, voice in _VOICES.items()
            if sounds.missing(voice.language) is None
        ]

    def default_voice(self, language: str) -> str:
        """Return the first voice that speaks a language, or the language without its country."""
        wanted = language.lower()
        able = [voice.name for voice in self.voices() if wanted in voice.languages]
        if not able and "-" in wanted:
            return self.default_voice(wanted.rpartition("-")[0])
        return able[0] if able else ""

    def start(self) -> None:
        """Load the model, on one thread: two would give other bits of the same sound."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4  # it would warn of the model's unused parts
        try:
            self._session = onnxruntime.InferenceSession(
                model.timed(model.read_model()), options, providers=["CPUExecutionProvider"]
            )
        except VoiceError:
            raise
        except Exception as error:  # its own classes, none of which it documents
            raise VoiceError("voice-failed/kokoro-load", reason=type(error).__name__) from error
        self._session._model_bytes = None  # it would keep these 92 MB for an error that cannot come

    def synthesise(self, lines: Sequence[SpeechRequest]) -> Iterator[Speech]:
        """Speak lines, each by itself."""
        for line in lines:
            yield Speech(self._spoken(line), MODEL_RATE_HZ, timed=True)

    def _spoken(self, line: SpeechRequest) -> Samples:
        import numpy as np

        style = read_style(line.voice)
        voice = _VOICES[line.voice]
        few = has_few_words(line.text) and voice.language in AROUND
        around = [self._sounds(text, voice) for text in AROUND[voice.language]] if few else []
        speed = voice.own_speed * line.rate_wpm / _NATURAL_WPM * (_CALM if few else 1)
        speed = min(max(speed, _SLOWEST), _FASTEST)
        parts = sounds.parted(self._sounds(line.text, voice))
        spoken = [self._cut(placed(part, *around), style, speed) for part in parts]
        samples: Samples = np.concatenate(spoken) * np.float32(_HEADROOM)
        return samples

    def _sounds(self, text: str, voice: _Voice) -> str:
        return sounds.sounds_of(text, voice.language, voice.british)

    def _cut(self, line: PlacedSounds, style: Samples, speed: float) -> Samples:
        import numpy as np

        given = {
            "tokens": np.array([[0, *(sounds.IDS[symbol] for symbol in line.sounds), 0]], np.int64),
            "style": style[len(line.sounds) - 1][None],
            "speed": np.array([speed], np.float32),
        }
        samples, frames = self._session.run(["audio", model.LENGTHS], given)
        return cut(samples, frames * model.FRAME, line, MODEL_RATE_HZ)
