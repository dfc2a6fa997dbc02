"""Builds a hundred differing sessions in one process, as a command does."""

import sys
from pathlib import Path

from voicecoach.app.orders import Order
from voicecoach.app.projects import find_project
from voicecoach.app.sessions import Sessions
from voicecoach.base.garbage import look_seldom

look_seldom()
with Sessions(find_project(Path(sys.argv[1]))) as sessions:
    for number in range(100):
        sessions.build(sessions.resolve(Order(f"patient-{number}", voice="pyttsx3")))
