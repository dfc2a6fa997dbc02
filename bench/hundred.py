"""Builds a hundred differing sessions in one process."""

import sys
from pathlib import Path

from voicecoach.build import build
from voicecoach.project import find_project
from voicecoach.speech import Asked, choose
from voicecoach.voices.studio import Studio

project = find_project(Path(sys.argv[1]))
library = project.library()
speech = choose("en", 64, [("", Asked("pyttsx3", 140))]).speech
with Studio(project.cache, speech.bitrate_kbps) as studio:
    for number in range(100):
        name = f"patient-{number}"
        file = library.find("routines", name)
        assert file is not None
        script, problems = library.script(file)
        assert script is not None, problems
        build(script, speech, studio, project.output / f"{name}.mp3", "voicecoach")
