"""How Kokoro's voices sound: a vector for each length of a text, as they were published.

A file here holds the same bytes as the published one, in a third of the room: README.md.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from voicecoach.base.errors import VoiceError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Style = NDArray[np.float32]

STYLE_SUMS = {
    "bf_emma": "669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73",
    "bm_george": "c4b235a4c1f2cd3b939fed08b899ce9385638b763f7b73a59616c4fc9bd6c9bc",
    "am_fenrir": "c27989f741f7ee34d273a39d8a595cc0837d35f5ced9a29b7cc162614616df43",
    "am_michael": "1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1",
    "ef_dora": "f66ec66bd295acb18372e37008533a9a3228483ccd294e7538d5d9294ac9a532",
    "em_alex": "27809e9eafdcbcfff90a3016c697568676531de2a2c39cee29c96c7bd6b83e95",
    "ff_siwis": "a35f5675ad08948e326ae75fd0ea16ba5d0042e4f76b5f3d1df77d0a48c54861",
    "hf_alpha": "040be6a4425411cc01fda5fd06693c76bfa78572632852bc8cda9c99232ffb56",
    "hm_omega": "b02d9222d9ed00ce26b302173a862c2c93f96cc40b5c422b8d14910b9ff34137",
    "pf_dora": "3da7b5b2d91847ebf5646f57631af6ececae3c29a89cd300f06edf9aa6cfe9ee",
    "pm_alex": "0175c753f59c54e7fd5a995bedef0c5ff2fb67e0043dd3dcb2ae74ec2acbeb2a",
}
"""SHA-256 of each voice's published file, by its name."""

LENGTHS, SIZE = 510, 256
"""A vector of `SIZE` numbers for texts of 1 to `LENGTHS` sounds."""


@lru_cache(maxsize=4)
def read_style(voice: str) -> Style:
    """Return a voice's vectors, one for each length of a text.

    Args:
        voice: a name of `SUMS`.

    Raises:
        VoiceError: there is no such voice, or its file is damaged.
    """
    import lzma
    from importlib.resources import files

    if voice not in STYLE_SUMS:
        raise VoiceError("no-voice/unknown", engine="kokoro", voice=voice)
    file = files(__name__) / f"{voice}.xz"
    try:
        style = unpack_style(lzma.decompress(file.read_bytes()))
    except (OSError, lzma.LZMAError, ValueError) as error:
        raise _damaged(voice) from error
    if hashlib.sha256(style.tobytes()).hexdigest() != STYLE_SUMS[voice]:
        raise _damaged(voice)
    return style


def pack_style(style: Style) -> bytes:
    """Put numbers into an order in which they compress well.

    Vectors of neighbouring lengths differ little: the difference of their bits is kept, number by
    number, and bytes of the same weight together.
    """
    import numpy as np

    bits = style.astype("<f4").view("<u4")
    steps = np.diff(bits, axis=0, prepend=bits[:1] * 0).T.copy()
    return steps.view(np.uint8).reshape(-1, 4).T.tobytes()


def unpack_style(packed: bytes) -> Style:
    """Undo `pack`.

    Raises:
        ValueError: there are too few bytes, or too many.
    """
    import numpy as np

    weights = np.frombuffer(packed, np.uint8).reshape(4, -1)
    steps = np.ascontiguousarray(weights.T).view("<u4").reshape(SIZE, LENGTHS).T
    return np.cumsum(steps, axis=0, dtype="<u4").view("<f4")


def _damaged(voice: str) -> VoiceError:
    return VoiceError("voice-damaged/kokoro-style", voice=voice)
