"""piper, a neural engine: voices that were trained on people, run by ONNX on the processor.

Its voices are pairs of files in the user's data folder, `NAME.onnx` and `NAME.onnx.json`, which
`voicecoach voices install` puts there. This follows piper-tts 1.8; its way to load a voice does not
let one say how many threads run it, so the model is loaded here and given to it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecoach.errors import VoiceError
from voicecoach.voices.base import VoiceInfo
from voicecoach.voices.packages import package_version
from voicecoach.voices.program import stamp

if TYPE_CHECKING:
    from piper import PiperVoice

    from voicecoach.voices.takes import Samples, Take

MODEL, CONFIG = ".onnx", ".onnx.json"

_QUALITIES = ("high", "medium", "low", "x_low")  # from the best, as they end a voice's name
# What turns letters into sounds: the others load more packages, or fetch models from the network.
_PHONEMIZERS = ("espeak", "text")
_NATURAL_WPM = 150  # spoken without stretching; what that really is, the worker measures
_SENTENCE_MS = 250  # of silence between sentences at that pace, as the voice leaves next to none
_SENTENCE_END = re.compile(r"(?<=[.!?\u0964\u2026])\s+")
_PAUSES = ",;:"


class Piper:
    """Speaks with voices in Piper's format, each loaded once a worker."""

    name = "piper"
    audible = True
    forks = False
    levelled = False

    def available(self) -> str | None:
        """Return what is missing: the package, or a voice."""
        if not package_version("piper_tts"):
            return (
                "piper-tts is not installed. Install it with 'pip install \"voicecoach[piper]\"', "
                "then a voice with 'voicecoach voices install'."
            )
        if not _models():
            return (
                "no voice of piper is installed. 'voicecoach voices install' shows which there "
                "are, and 'voicecoach voices install NAME' fetches one."
            )
        return None

    def version(self, voice: str) -> str:
        """Return what changes with the packages, the voice's files and how takes are chosen."""
        from voicecoach.voices import takes

        packages = [f"{name} {package_version(name)}" for name in ("piper_tts", "onnxruntime")]
        files = [stamp(voices_folder() / f"{voice}{end}") for end in (MODEL, CONFIG)]
        return "; ".join([*packages, *files, f"takes {takes.VERSION}"])

    def voices(self) -> list[VoiceInfo]:
        """Return the voices in the folder that this can speak with; a damaged one speaks none."""
        return [_described(model) for model in _models()]

    def default_voice(self, language: str) -> str:
        """Return the voice of the best quality that speaks a language, or an empty text."""
        wanted = language.lower()
        able = [voice for voice in self.voices() if wanted in voice.languages]
        if not able:
            return self.default_voice(wanted.rpartition("-")[0]) if "-" in wanted else ""
        return min((_quality(voice.name), voice.name) for voice in able)[1]

    def start(self) -> None:
        """Import what is heavy; a voice is loaded with its first line."""
        import piper  # noqa: F401

    def speak(self, text: str, voice: str, rate_wpm: int, path: Path) -> str | None:
        """Write one line, sentence by sentence; say so when one had to be spoken again.

        Nothing in it is random: the voice's noise is left out, so that a line does not depend on
        those before, and is the same the next time.
        """
        import numpy as np

        from voicecoach.voices.takes import best_take

        piper = _loaded(voice)
        slower = _NATURAL_WPM / rate_wpm
        parts: list[Samples] = []
        remarks: list[str] = []
        for sentence in _sentences(text):
            take, remark = best_take(sentence, lambda said: _take(piper, said, slower))
            parts += [take.samples, _silence(take.rate_hz, slower)]
            remarks += [remark] if remark else []
        _write(path, np.concatenate(parts), piper.config.sample_rate)
        return "; ".join(dict.fromkeys(remarks)) or None


def voices_folder() -> Path:
    """Return where voices are installed; it need not be there."""
    from platformdirs import user_data_path

    return user_data_path("voicecoach", appauthor=False) / "voices" / "piper"


def _models() -> list[Path]:
    """List the models that have their settings beside them."""
    models = sorted(voices_folder().glob(f"*{MODEL}"))
    return [model for model in models if model.with_suffix(CONFIG).is_file()]


def _described(model: Path) -> VoiceInfo:
    """Say what a voice's settings say of it; nothing, where they are damaged."""
    try:
        config = _config(model)
    except VoiceError:
        return VoiceInfo(model.stem, (), f"damaged: 'voicecoach voices install {model.stem}'")
    language = config["language"] if isinstance(config.get("language"), dict) else {}
    code = str(language.get("code") or config["espeak"]["voice"]).lower().replace("_", "-")
    named = (config.get("dataset"), language.get("name_english"), language.get("country_english"))
    title = ", ".join(str(part) for part in named if part) or model.stem
    return VoiceInfo(model.stem, tuple(dict.fromkeys([code, code.partition("-")[0]])), title)


def _config(model: Path) -> dict[str, Any]:
    """Read a voice's settings.

    Raises:
        VoiceError: they cannot be read, or are of a kind that this cannot speak with.
    """
    file = model.with_suffix(CONFIG)
    again = f"Install it again: 'voicecoach voices install {model.stem}'."
    try:
        config: dict[str, Any] = json.loads(file.read_bytes())
        kind = config.get("phoneme_type", "espeak")
        config["espeak"]["voice"], config["audio"]["sample_rate"], config["phoneme_id_map"]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise VoiceError(f"the voice '{model.stem}' is damaged: {file}", again) from error
    if kind not in _PHONEMIZERS:
        raise VoiceError(f"the voice '{model.stem}' needs {kind}, which is not supported")
    return config


def _sentences(text: str) -> list[str]:
    """Part a text into sentences, without stray marks between them."""
    parts = _SENTENCE_END.split(text)
    return [part for part in parts if any(c.isalnum() for c in part)] or [text]


def _quality(name: str) -> int:
    ends = name.rpartition("-")[2]
    return _QUALITIES.index(ends) if ends in _QUALITIES else len(_QUALITIES)


@lru_cache(maxsize=2)  # coach and counter
def _loaded(voice: str) -> PiperVoice:
    """Load a voice, on one thread: workers share the cores among themselves.

    Raises:
        VoiceError: it is not there, or damaged.
    """
    import onnxruntime
    from piper import PiperConfig, PiperVoice

    model = voices_folder() / f"{voice}{MODEL}"
    if model not in _models():
        raise VoiceError(
            f"the voice '{voice}' is no longer there",
            f"Install it: 'voicecoach voices install {voice}'.",
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4  # it would warn of each model's unused parts
    try:
        config = PiperConfig.from_dict(_config(model))
        session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
    except VoiceError:
        raise
    except Exception as error:  # its own classes, none of which it documents
        raise VoiceError(f"the voice '{voice}' is damaged: {type(error).__name__}") from error
    return PiperVoice(session=session, config=config)


def _take(piper: PiperVoice, text: str, slower: float) -> Take:
    """Speak one text, and count what is in it."""
    import numpy as np
    from piper import SynthesisConfig

    from voicecoach.voices.takes import Take

    settings = SynthesisConfig(
        length_scale=piper.config.length_scale * slower,
        noise_scale=0.0,
        noise_w_scale=0.0,
        normalize_audio=False,  # that would make every sentence as loud as its loudest moment
    )
    chunks = list(piper.synthesize(text, settings))
    sounds = [sound for chunk in chunks for sound in chunk.phonemes]
    return Take(
        samples=np.concatenate([np.zeros(0, np.float32), *(c.audio_float_array for c in chunks)]),
        rate_hz=piper.config.sample_rate,
        sounds=sum(_is_sound(sound) for sound in sounds),
        pauses=sum(sound in _PAUSES for sound in sounds) + max(0, len(chunks) - 1),
        stretch=slower,
    )


def _is_sound(phoneme: str) -> bool:
    """Tell sounds from marks of stress, of length and of pauses."""
    return unicodedata.category(phoneme[0]) in ("Ll", "Lu", "Lo")


def _silence(rate_hz: int, slower: float) -> Samples:
    import numpy as np

    return np.zeros(round(rate_hz * _SENTENCE_MS * slower / 1000), np.float32)


def _write(path: Path, samples: Samples, rate_hz: int) -> None:
    import wave

    import numpy as np

    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(np.rint(np.clip(samples, -1, 1) * 0x7FFF).astype("<i2").tobytes())
