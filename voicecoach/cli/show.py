"""`voicecoach show`: the timeline of a routine, with times."""

from __future__ import annotations

import json
from typing import Any

import click

from voicecoach.build import Speech, guesses, length_ms, planned
from voicecoach.cache import Cache
from voicecoach.cli.common import (
    print_problems,
    refuse_errors,
    script_file,
    settings_of,
    speech_of,
    voice_options,
)
from voicecoach.coach.place import LengthOf, PlacedCue, Schedule
from voicecoach.coach.timeline import Sound, Tone, Utterance
from voicecoach.project import find_project
from voicecoach.script.checks import checked_script
from voicecoach.script.library import Script
from voicecoach.units import format_clock
from voicecoach.voices.studio import Studio


@click.command("show")
@click.argument("name", metavar="NAME|FILE")
@voice_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def command(name: str, as_json: bool, **options: Any) -> None:
    """Show when everything happens in a routine, before or after it is built.

    Lengths are measured where a line was spoken before; others are estimated, and marked with ~.

    \b
    Examples:
      voicecoach show daily
      voicecoach show daily --json | jq .slots
    """
    project = find_project()
    settings = settings_of(project, **options)
    library = project.library()
    file = script_file(library, name)
    script, problems = checked_script(library, file, settings["language"])
    refuse_errors(problems, name)
    assert script is not None, "a script without errors is there"
    speech, _ = speech_of(settings)
    lengths = _Lengths(project.cache, speech, script)
    schedule, problems = planned(script, lengths.estimate, lambda _: lengths)
    print_problems(problems)
    if as_json:
        click.echo(json.dumps(_as_json(schedule, lengths), ensure_ascii=False))
    else:
        _print_table(schedule, lengths)


class _Lengths:
    """The length of a sound: measured when the cache has it, otherwise estimated."""

    def __init__(self, cache: Cache, speech: Speech, script: Script) -> None:
        self.studio = Studio(cache, speech.bitrate_kbps)
        ear = script.ear(speech.voice.engine)
        self.source_of = speech.sources(ear)
        self.estimated: set[Sound] = set()
        self.estimate: LengthOf = guesses(ear, speech.rate_wpm)

    def __call__(self, sound: Sound) -> int:
        for fragment in self.studio.cached([self.source_of(sound)]).values():
            return length_ms(fragment)
        self.estimated.add(sound)
        return self.estimate(sound)

    def guessed(self, cue: PlacedCue) -> bool:
        """Whether a cue's length is an estimate; a tone's is as good as known."""
        return isinstance(cue.sound, Utterance) and cue.sound in self.estimated


def _as_json(schedule: Schedule, lengths: _Lengths) -> dict[str, Any]:
    cues: list[list[dict[str, Any]]] = [[] for _ in schedule.slots]
    for cue in schedule.cues:
        cues[cue.slot].append(
            {
                "start_ms": cue.start_ms,
                "role": cue.cue.role,
                "text": "" if isinstance(cue.sound, Tone) else cue.sound.text,
                "tone": cue.sound.name if isinstance(cue.sound, Tone) else None,
                "estimated": lengths.guessed(cue),
            }
        )
    return {
        "title": schedule.timeline.title,
        "duration_ms": schedule.total_ms,
        "estimated": any(map(lengths.guessed, schedule.cues)),
        "slots": [
            {
                "kind": placed.slot.kind,
                "start_ms": placed.start_ms,
                "end_ms": placed.end_ms,
                "exercise": placed.slot.exercise,
                "set": placed.slot.set,
                "rep": placed.slot.rep,
                "side": placed.slot.side,
                "chapter": placed.slot.chapter,
                "cues": found,
            }
            for placed, found in zip(schedule.slots, cues, strict=True)
        ],
    }


def _print_table(schedule: Schedule, lengths: _Lengths) -> None:
    by_slot: dict[int, list[str]] = {}
    for cue in schedule.cues:
        sound = cue.sound
        said = f"({sound.name} tone)" if isinstance(sound, Tone) else sound.text
        mark = "~" if lengths.guessed(cue) else " "
        by_slot.setdefault(cue.slot, []).append(
            f"{cue.start_ms // 60_000:3}:{cue.start_ms % 60_000 / 1000:05.2f}{mark}      {said}"
        )
    for index, placed in enumerate(schedule.slots):
        slot = placed.slot
        if slot.chapter:
            click.secho(f"\n{format_clock(placed.start_ms):>6}  {slot.chapter}", bold=True)
        where = " ".join(
            part
            for part in (
                f"set {slot.set}" if slot.set and slot.set > 1 else "",
                f"rep {slot.rep}" if slot.rep else "",
                slot.side or "",
            )
            if part
        )
        length = (placed.end_ms - placed.start_ms) / 1000
        click.echo(
            f"{placed.start_ms // 60_000:3}:{placed.start_ms % 60_000 / 1000:05.2f}   "
            f"{slot.kind} {length:g} s  {where}".rstrip()
        )
        for line in by_slot.get(index, []):
            click.echo(line)
    guessed = any(map(lengths.guessed, schedule.cues))
    about = "about " if guessed else ""
    click.echo(f"\n{about}{format_clock(schedule.total_ms)} min in all")
    if guessed:
        click.echo("Lengths marked ~ are estimated; 'voicecoach build' measures them.")
