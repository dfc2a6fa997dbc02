"""The common way: clips and silence joined with `+=`, then exported through ffmpeg."""

import json
import sys
from pathlib import Path

from pydub import AudioSegment

folder = Path(sys.argv[1])
plan = json.loads((folder / "places.json").read_text())
session = AudioSegment.silent(0, frame_rate=48_000)
for start_ms, file in plan["clips"]:
    session += AudioSegment.silent(start_ms - len(session), frame_rate=48_000)
    session += AudioSegment.from_wav(folder / file)
session += AudioSegment.silent(plan["total_ms"] - len(session), frame_rate=48_000)
session.export(folder / "joined.mp3", format="mp3", bitrate="64k")
