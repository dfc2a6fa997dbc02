"""What can be installed: where it is published, with its sums, sizes and licences.

For piper, voices that are recommended, from https://huggingface.co/rhasspy/piper-voices. That
server was out of reach when this table was written. Sizes and sums are those on which several
public programs agree that pin these files, some of them against the server's own Git LFS pointers;
licences and what a voice was trained on are those of the voices' model cards, as others quote them.
A wrong sum could not do harm: the voice would be refused.

For kokoro, its model, which speaks with all of its voices; the same bytes come in packages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from voicecoach.base.values import dataclass
from voicecoach.voices.engines import kokoro_model

_REVISION = "c10ece1aade47bb51c153c893d14e5bf8e5b7117"
_PROJECT = "https://huggingface.co/rhasspy/piper-voices"
SITE = f"{_PROJECT}/resolve/{_REVISION}"
_KOKORO = "https://github.com/thewh1teagle/kokoro-onnx"

_NAME = re.compile(r"(?P<code>(?P<family>[a-z]{2,3})_[A-Z]{2})-(?P<voice>[\w+]+)-(?P<quality>\w+)")


@dataclass(frozen=True, slots=True)
class Use:
    """What a licence allows.

    Attributes:
        free: for a clinic and for money, too, as far as is known.
        says: that in words, for a table.
    """

    free: bool
    says: str


ANY = Use(True, "any use")
CREDIT = Use(True, "any use that names its source")
# Fine-tuned from the voice `lessac`, whose recordings (Blizzard 2013) exclude commercial use.
# Whether that binds a voice made from it nobody has settled.
UNCLEAR = Use(False, "UNCLEAR for clinical or commercial use: made from a voice for research")
FORBIDDEN = Use(False, "NOT for clinical or commercial use")
UNKNOWN = Use(False, "UNKNOWN: read its licence")


@dataclass(frozen=True, slots=True)
class Published:
    """What is recommended: a voice for piper, or kokoro's model.

    Attributes:
        engine: that speaks with it.
        name: a voice's as Piper calls it, of language, voice and quality; or the engine's.
        title: for people.
        size_bytes: of the model.
        sums: SHA-256 of its files by their names, the smaller file first.
        licence: of a voice's recordings, or of the model.
        use: what that allows, with that of the voice from which this one was made.
        site: where it is published.
        card: the address of what tells of its sources.
    """

    engine: str
    name: str
    title: str
    size_bytes: int
    sums: Mapping[str, str]
    licence: str
    use: Use
    site: str
    card: str


def piper_voice(
    name: str, size_bytes: int, model_sha256: str, config_sha256: str, licence: str, use: Use
) -> Published:
    """Describe a voice for piper: a model, `.onnx`, and its settings, `.onnx.json`."""
    sums = {f"{name}.onnx.json": config_sha256, f"{name}.onnx": model_sha256}
    return Published("piper", name, name, size_bytes, sums, licence, use, SITE, card_of(name))


def voice_folder(name: str) -> str:
    """Return where the project keeps a voice: `en/en_US/ljspeech/high`; empty for no such name."""
    match = _NAME.fullmatch(name)
    return "/".join(match.group("family", "code", "voice", "quality")) if match else ""


def card_of(name: str) -> str:
    """Return the address of a voice's card, which gives its sources."""
    return f"{_PROJECT}/blob/{_REVISION}/{voice_folder(name)}/MODEL_CARD"


VOICES = (
    piper_voice(
        "en_US-ljspeech-high",
        114_199_011,
        "5d4f08ba6a2a48c44592eed3ce56bf85e9de3dd4e20df90541ae68a8310c029a",
        "7e1f4634af596d83cca997fb7a931ba80b70f8a316a2655ee69c55365e0ace14",
        "public domain",
        ANY,
    ),
    piper_voice(
        "en_US-ljspeech-medium",
        63_531_379,
        "6f52a751e2349abe7a76735eb09dc1875298c77ea2342ffd2fef79ff81b87f22",
        "141d612cc0a95ed7efc1ca936b845c2364967f2e9217c5dbfcf69fc4d6c65860",
        "public domain",
        ANY,
    ),
    piper_voice(
        "en_US-norman-medium",
        63_531_379,
        "b9739443232a80a59c7d18810dd856899bf16a7964725f5ab81ea49b1351cb71",
        "6c2db7f558a4a8deb9fe822583c1c5105f6c4e834dd0f9de8ad17a888ee9fe1d",
        "public domain",
        ANY,
    ),
    piper_voice(
        "en_GB-cori-high",
        114_219_352,
        "470b4dd634c98f8a4850d7626ffc3dfc90774628eeef6605a6dd8f88f30a5903",
        "9e7fb5b5671612c22f3c81cbe46c1ae87b031a4632bcb509e499dad6f1e2adec",
        "public domain",
        ANY,
    ),
    piper_voice(
        "en_US-lessac-medium",
        63_201_294,
        "5efe09e69902187827af646e1a6e9d269dee769f9877d17b16b1b46eeaaf019f",
        "efe19c417bed055f2d69908248c6ba650fa135bc868b0e6abb3da181dab690a0",
        "Blizzard 2013, research",
        FORBIDDEN,
    ),
    piper_voice(
        "es_ES-carlfm-x_low",
        28_130_791,
        "d69677323a907cd4963f42b29c20a98b5d6bfa7f3e64df339915e4650c00d125",
        "d9bdfa9ff01eb2bc9e62e7d2593939d1e4c4d8eb7cf75f972731539d12399966",
        "public domain",
        ANY,
    ),
    piper_voice(
        "es_ES-davefx-medium",
        63_201_294,
        "6658b03b1a6c316ee4c265a9896abc1393353c2d9e1bca7d66c2c442e222a917",
        "0e0dda87c732f6f38771ff274a6380d9252f327dca77aa2963d5fbdf9ec54842",
        "CC0",
        UNCLEAR,
    ),
    piper_voice(
        "de_DE-mls-medium",
        76_961_079,
        "69cd1d2aa5a35839a518966fcc4924b5f93e5f8c948ed0752b1a616ad53f65bf",
        "b0af1c89ddfdc72d32e015729b0e89b99eec13c2c8caa1db7488d98e9e570b40",
        "CC BY 4.0",
        CREDIT,
    ),
    piper_voice(
        "de_DE-thorsten-medium",
        63_201_294,
        "7e64762d8e5118bb578f2eea6207e1a35a8e0c30595010b666f983fc87bb7819",
        "974adee790533adb273a1ac88f49027d2a1b8f0f2cf4905954a4791e79264e85",
        "CC0",
        UNCLEAR,
    ),
    piper_voice(
        "fr_FR-mls-medium",
        76_733_750,
        "0ed223f78466917f2bae05ee90096ce69ab1fdeb251f55590d0e7422d234e162",
        "252b0b0a6e4cc4949e23eccb956f9c779986c32f934f2f7e2191e5fdc2edca61",
        "CC BY 4.0",
        CREDIT,
    ),
    piper_voice(
        "fr_FR-siwis-medium",
        63_201_294,
        "641d1ab097da2b81128c076810edb052b385decc8be3381814802a64a73baf99",
        "39479916c2db192b5ac9764daddd0c744d83e023ad890c6976c0633ae4df8959",
        "CC BY 4.0",
        UNCLEAR,
    ),
    piper_voice(
        "hi_IN-pratham-medium",
        63_516_050,
        "169964b0871667f6793416d4b35e97357a68ba1ad01df8580c28048989ee7693",
        "b68edd2cd7950dd436314013b7cd12e9699e5a3f6fe5af5af94294cf6aa7b9fd",
        "CC BY-NC-SA 4.0",
        FORBIDDEN,
    ),
    piper_voice(
        "pt_BR-faber-medium",
        63_201_294,
        "858555e3a064209c57088fe6bd70c4c3dc54d03eaa00c45d5ecaf43a33f95aa7",
        "7e694de195ae3fc36dd732c445eb04fb49b649854893cb5506b978f0d50a1d6f",
        "CC0",
        UNCLEAR,
    ),
)


KOKORO = Published(
    "kokoro",
    "kokoro",
    "kokoro (en es fr hi pt)",
    kokoro_model.SIZE_BYTES,
    {kokoro_model.FILE: kokoro_model.SHA256},
    "Apache 2.0, export MIT",
    ANY,
    f"{_KOKORO}/releases/download/model-files-v1.0",
    f"{_KOKORO}/releases/tag/model-files-v1.0",
)


def published(name: str) -> Published | None:
    """Return what is recommended under a name."""
    return next((offer for offer in (KOKORO, *VOICES) if offer.name == name), None)
