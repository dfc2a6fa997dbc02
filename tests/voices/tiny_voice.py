"""A tiny voice in Piper's format: it hums while its sounds last, in syllables, silent at marks.

The model is a real one for piper and ONNX, of the same inputs and output. Its hum has noise in it
where the voice's noise is not left out. `clips` makes it clip every text of fewer ids.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper, numpy_helper, save
from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

RATE_HZ = 16_000
ID_MS = 32  # at a length scale of 1; a sound has two ids, its own and the pad's
SOUND, PAD, SILENCE = 1, 0, 2
_IDS_OF = {",": 6, ";": 8, ":": 6, ".": 4, "!": 4, "?": 4, "^": 1, "$": 1}


def install_tiny_voice(
    folder: Path, name: str = "tiny", language: str = "en_US", clips: int = 0, spoils: int = 0
) -> Path:
    """Write model and settings; return the model.

    Args:
        folder: of the voices.
        name: of the voice.
        language: code, as Piper writes it.
        clips: texts of fewer ids than this last a tenth of what they should.
        spoils: texts of fewer ids are followed by silence, and a noise.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / f"{name}.onnx"
    save(_model(clips, spoils), str(model))
    ids = {sound: [SILENCE] * _IDS_OF.get(sound, 0) or [SOUND] for sound in DEFAULT_PHONEME_ID_MAP}
    settings = {
        "audio": {"sample_rate": RATE_HZ, "quality": "low"},
        "espeak": {"voice": language.lower().replace("_", "-")},
        "language": {
            "code": language,
            "name_english": "English",
            "country_english": "Nowhere",
        },
        "dataset": "tiny",
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": {**ids, "_": [PAD]},
        "num_symbols": 3,
        "num_speakers": 1,
        "speaker_id_map": {},
    }
    model.with_suffix(".onnx.json").write_text(json.dumps(settings), encoding="utf-8")
    return model


def _model(clips: int, spoils: int) -> ModelProto:
    """Give each id its length and its loudness, and let that shape a hum."""
    nodes = [
        helper.make_node("Gather", ["scales", "i1"], ["length_scale"]),
        helper.make_node("Gather", ["scales", "i0"], ["noise_scale"]),
        # How long: ids by length, a tenth of it for what is clipped.
        helper.make_node("Squeeze", ["input", "axis0"], ["ids"]),
        helper.make_node("Shape", ["ids"], ["count"]),
        helper.make_node("Less", ["count", "clips"], ["clipped"]),
        helper.make_node("Where", ["clipped", "tenth", "one"], ["part"]),
        helper.make_node("Mul", ["length_scale", "id_samples"], ["slow_samples"]),
        helper.make_node("Mul", ["slow_samples", "part"], ["part_samples"]),
        helper.make_node("Cast", ["part_samples"], ["samples"], to=TensorProto.INT64),
        # How loud: a row of so many samples for each id.
        helper.make_node("Gather", ["loudness", "ids"], ["levels"]),
        helper.make_node("Less", ["count", "spoils"], ["spoilt"]),
        helper.make_node("Where", ["spoilt", "burst", "nothing"], ["tail"]),
        helper.make_node("Concat", ["levels", "tail"], ["all_levels"], axis=0),
        helper.make_node("Unsqueeze", ["all_levels", "axis1"], ["column"]),
        helper.make_node("Concat", ["one_row", "samples"], ["shape"], axis=0),
        helper.make_node("Expand", ["column", "shape"], ["rows"]),
        helper.make_node("Reshape", ["rows", "flat"], ["envelope"]),
        # The hum: three harmonics, and noise.
        helper.make_node("Shape", ["envelope"], ["total"]),
        helper.make_node("Squeeze", ["total", "axis0"], ["end"]),
        helper.make_node("Range", ["first", "end", "step"], ["numbers"]),
        helper.make_node("Cast", ["numbers"], ["times"], to=TensorProto.FLOAT),
    ]
    waves = []
    for harmonic in (1, 2, 5):
        nodes += [
            helper.make_node("Mul", ["times", f"omega{harmonic}"], [f"angle{harmonic}"]),
            helper.make_node("Sin", [f"angle{harmonic}"], [f"wave{harmonic}"]),
        ]
        waves.append(f"wave{harmonic}")
    nodes += [
        # No voice is as loud all the time: four syllables a second.
        helper.make_node("Mul", ["times", "omega_s"], ["angle_s"]),
        helper.make_node("Cos", ["angle_s"], ["wave_s"]),
        helper.make_node("Mul", ["wave_s", "wave_s"], ["dip"]),
        helper.make_node("Mul", ["dip", "depth"], ["depths"]),
        helper.make_node("Sub", ["one", "depths"], ["syllables"]),
        helper.make_node("RandomNormalLike", ["envelope"], ["noise"]),
        helper.make_node("Mul", ["noise", "noise_scale"], ["hiss"]),
        helper.make_node("Sum", [*waves, "hiss"], ["sound"]),
        helper.make_node("Mul", ["sound", "syllables"], ["spoken"]),
        helper.make_node("Mul", ["spoken", "envelope"], ["shaped"]),
        helper.make_node("Reshape", ["shaped", "out_shape"], ["output"]),
    ]
    omegas = {f"omega{n}": np.float32(2 * np.pi * 140 * n / RATE_HZ) for n in (1, 2, 5)}
    constants = {
        **omegas,
        "omega_s": np.float32(2 * np.pi * 4 / RATE_HZ),
        "depth": _floats([0.6]),
        "i0": np.int64(0),
        "i1": np.int64(1),
        "axis0": np.array([0]),
        "axis1": np.array([1]),
        "clips": np.array([clips]),
        "spoils": np.array([spoils]),
        "one": _floats([1]),
        "tenth": _floats([0.1]),
        "id_samples": _floats([RATE_HZ * ID_MS / 1000]),
        "loudness": _floats([0.15, 0.15, 0]),
        "burst": _floats([0] * 15 + [0.15] * 3),
        "nothing": _floats([0] * 18),
        "one_row": np.array([1]),
        "flat": np.array([-1]),
        "out_shape": np.array([1, 1, 1, -1]),
        "first": np.int64(0),
        "step": np.int64(1),
    }
    graph = helper.make_graph(
        nodes,
        "tiny",
        [
            helper.make_tensor_value_info("input", TensorProto.INT64, [1, "ids"]),
            helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
            helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        ],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "samples"])],
        [numpy_helper.from_array(np.asarray(value), key) for key, value in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def _floats(values: list[float]) -> NDArray[np.float32]:
    return np.array(values, np.float32)
