"""Writes a session's clips as WAV with their places, and the whole session as WAV."""

import json
import sys
from pathlib import Path

import numpy as np
import soundfile

from bench.session import laid_out
from voicecoach.audio.mp3.encode import decode_fragment

name, target = sys.argv[1], Path(sys.argv[2])
target.mkdir(parents=True, exist_ok=True)
schedule, fragments = laid_out(Path.cwd(), name)
whole = np.zeros(schedule.total_ms * 48, np.float32)
places = []
for number, cue in enumerate(schedule.cues):
    clip = decode_fragment(fragments[cue.sound])
    file = f"{number:04}.wav"
    soundfile.write(target / file, clip, 48_000, subtype="PCM_16")
    places.append([cue.start_ms, file])
    start = cue.start_ms * 48
    whole[start : start + len(clip)] += clip[: len(whole) - start]
soundfile.write(target / "session.wav", whole, 48_000, subtype="PCM_16")
(target / "places.json").write_text(json.dumps({"total_ms": schedule.total_ms, "clips": places}))
