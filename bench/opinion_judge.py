"""Prints DistillMOS's opinion of sounds, as a list in JSON; see `opinion`.

Run by the Python of an environment that has torch and nothing of ours. The arguments are files of
NumPy: mono, 16 kHz, float32.
"""

import contextlib
import json
import sys
import types

import numpy as np
import torch

# DistillMOS reads and resamples files with torchaudio, whose builds for a CPU lag behind torch's;
# nothing of it is used here.
sys.modules["torchaudio"] = types.ModuleType("torchaudio")

with contextlib.redirect_stdout(sys.stderr):  # it tells where its weights are
    from distillmos import ConvTransformerSQAModel

    model = ConvTransformerSQAModel().eval()

torch.set_num_threads(1)
with torch.no_grad():
    scores = [float(model(torch.from_numpy(np.load(file))[None])) for file in sys.argv[1:]]
print(json.dumps(scores))
