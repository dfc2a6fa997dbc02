"""A built session taken apart again, for the baselines: its fragments and where they lie."""

from __future__ import annotations

from pathlib import Path

from voicecoach.audio.mp3.frames import Bitrate, Fragment
from voicecoach.coach.lengths import LengthOf
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.timeline import Sound, Timeline
from voicecoach.library.script import Script
from voicecoach.project import Project, find_project
from voicecoach.session.timing import planned
from voicecoach.speech import Cast, VoiceRequest, choose, guesses
from voicecoach.voices.synthesiser import Synthesiser


def opened(folder: Path, name: str) -> tuple[Project, Script, Cast]:
    """A routine of a project, ready to be built."""
    project = find_project(folder)
    library = project.library()
    file = library.find("routines", name)
    assert file is not None
    script, problems = library.script(file)
    assert script is not None, problems
    return project, script, choose("en", 64, VoiceRequest("hibari"))


def laid_out(folder: Path, name: str) -> tuple[Schedule, dict[Sound, Fragment]]:
    """A routine's schedule and its fragments."""
    project, script, cast = opened(folder, name)
    fragments: dict[Sound, Fragment] = {}
    source_of = cast.source_of(script.ear)
    with Synthesiser(project.cache, cast.bitrate_kbps) as studio:

        def speak(timeline: Timeline) -> LengthOf:
            for sound in timeline.sounds():
                source = source_of(sound)
                fragments[sound] = studio.fragments([source])[source]
            return lambda sound: fragments[sound].extent.length_ms

        schedule, _ = planned(script, guesses(source_of), speak)
    return schedule, fragments


def placed_session(folder: Path, name: str) -> tuple[list[tuple[int, Fragment]], int, Bitrate]:
    """What splicing takes: placed fragments, samples, bit rate."""
    schedule, fragments = laid_out(folder, name)
    spoken = [(cue.frame, fragments[cue.sound]) for cue in schedule.cues]
    placed = [(frame - fragment.run_in, fragment) for frame, fragment in spoken]
    return placed, schedule.total_ms * 48, 64
