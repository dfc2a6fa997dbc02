"""Speaks, conditions and encodes one line in a fresh process, with nothing cached for it."""

import sys
import tempfile
from pathlib import Path

from voicecoach.store.local import LocalStore
from voicecoach.voices.engine import Line
from voicecoach.voices.engines import Engines
from voicecoach.voices.synthesiser import Synthesiser

with tempfile.TemporaryDirectory() as folder, Synthesiser(LocalStore(Path(folder)), 64) as studio:
    studio.fragments([Line(sys.argv[1], Engines().find_voice("hibari", "en"), "en", 140)])
