"""Builds a hundred differing sessions in one process."""

import sys
from pathlib import Path

from voicecoach.build import build
from voicecoach.project import find_project
from voicecoach.session.order import Order
from voicecoach.session.resolve import resolve, speakers
from voicecoach.voices.studio import Studio

project = find_project(Path(sys.argv[1]))
library = project.library()
with Studio(project.cache) as studio:
    for number in range(100):
        order = resolve(Order(f"patient-{number}", voice="pyttsx3"), project, library)
        target = project.output / f"patient-{number}.mp3"
        build(order, speakers(order.choices), studio, target)
