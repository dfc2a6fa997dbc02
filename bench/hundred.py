"""Builds a hundred differing sessions in one process."""

import sys
from pathlib import Path

from voicecoach.build import Speech, build
from voicecoach.project import find_project
from voicecoach.voices.engines import find_voice
from voicecoach.voices.studio import Studio

project = find_project(Path(sys.argv[1]))
library = project.library()
speech = Speech(find_voice("pyttsx3", "en"), "en", 140, 64)
with Studio(project.cache, speech.bitrate_kbps) as studio:
    for number in range(100):
        name = f"patient-{number}"
        file = library.find("routines", name)
        assert file is not None
        script, problems = library.script(file)
        assert script is not None, problems
        build(script, speech, studio, project.output / f"{name}.mp3", "voicecoach")
