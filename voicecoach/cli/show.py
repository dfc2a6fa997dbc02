"""`voicecoach show`: the timeline of a routine, with times."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from voicecoach.build import length_ms, planned
from voicecoach.cache import Cache
from voicecoach.cli.common import (
    chosen,
    guidance_option,
    guided,
    language_of,
    length_option,
    print_problems,
    profile_option,
    read_profile,
    required,
    script_file,
    tell_fitting,
    voice_options,
)
from voicecoach.coach.place import LengthOf, PlacedCue, Schedule
from voicecoach.coach.tailor import tailoring
from voicecoach.coach.timeline import Sound, Tone, Utterance
from voicecoach.project import find_project
from voicecoach.script.checks import checked_script
from voicecoach.script.library import Library, Script
from voicecoach.speech import Speech, guesses
from voicecoach.units import format_clock
from voicecoach.voices.studio import Studio


@click.command("show")
@click.argument("name", metavar="NAME|FILE")
@profile_option
@length_option
@click.option("--diff", is_flag=True, help="Show only what the profile changes.")
@voice_options
@guidance_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def command(name: str, profile: str | None, diff: bool, as_json: bool, **options: Any) -> None:
    """Show when everything happens in a routine, before or after it is built.

    Lengths are measured where a line was spoken before; others are estimated, and marked with ~.

    \b
    Examples:
      voicecoach show daily
      voicecoach show daily --json | jq .slots
      voicecoach show daily --length 12m
      voicecoach show daily --profile knee-2 --diff
    """
    if diff and not profile:
        raise click.UsageError("--diff shows what a profile changes: give --profile too")
    project = find_project()
    library = project.library()
    file = script_file(library, name)
    person = read_profile(library, profile)
    language = language_of(project, options["language"], person)
    found, problems = checked_script(library, file, language, adapt=tailoring(person, library))
    script = required(found, problems, name)
    script = replace(guided(script, options["guidance"]), length=options["length"])
    if diff:
        _print_difference(library, file, script, project.settings.rate, as_json)
        return
    speech = chosen(project, options, script).speech
    lengths = _Lengths(project.cache, speech, script)
    schedule, problems = planned(script, lengths.estimate, lambda _: lengths)
    print_problems(problems)
    tell_fitting(schedule.timeline.fitting)
    if as_json:
        click.echo(json.dumps(_as_json(schedule, lengths), ensure_ascii=False))
    else:
        _print_table(schedule, lengths)


def _print_difference(
    library: Library, file: Path, tailored: Script, rate_wpm: int, as_json: bool
) -> None:
    from voicecoach.cli import difference

    if as_json:
        click.echo(json.dumps(difference.as_json(tailored), ensure_ascii=False))
        return
    written, _ = library.script(file, tailored.language.language)
    assert written is not None, "what can be tailored can be read"
    for line in difference.difference(written, tailored, rate_wpm):
        click.echo(line)


class _Lengths:
    """The length of a sound: measured when the cache has it, otherwise estimated."""

    def __init__(self, cache: Cache, speech: Speech, script: Script) -> None:
        self.speech = speech
        self.studio = Studio(cache, speech.bitrate_kbps)
        self.source_of = speech.source_of(script.ear)
        self.estimated: set[Sound] = set()
        self.estimate: LengthOf = guesses(self.source_of)

    def __call__(self, sound: Sound) -> int:
        for fragment in self.studio.cached([self.source_of(sound)]).values():
            return length_ms(fragment)
        self.estimated.add(sound)
        return self.estimate(sound)

    def voice(self, cue: PlacedCue) -> str | None:
        """Who says a cue, as `--voice` names it; nobody says a tone."""
        source = self.source_of(cue.sound)
        return None if isinstance(source, str) else f"{source.voice.engine}:{source.voice.name}"

    def recorded(self, cue: PlacedCue) -> bool:
        """Whether somebody's recording is heard."""
        return (self.voice(cue) or "").startswith("recorded:")

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
                "voice": lengths.voice(cue),
                "estimated": lengths.guessed(cue),
            }
        )
    return {
        "title": schedule.timeline.title,
        "fitting": [line.strip() for line in schedule.timeline.fitting],
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
        mark += " rec  " if lengths.recorded(cue) else "      "
        by_slot.setdefault(cue.slot, []).append(
            f"{cue.start_ms // 60_000:3}:{cue.start_ms % 60_000 / 1000:05.2f}{mark}{said}"
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
    _print_recorded(schedule, lengths)
    if guessed:
        click.echo("Lengths marked ~ are estimated; 'voicecoach build' measures them.")


def _print_recorded(schedule: Schedule, lengths: _Lengths) -> None:
    """Say how much is recorded, where recordings were asked for."""
    if "recorded" not in (lengths.speech.coach.voice.engine, lengths.speech.counter.voice.engine):
        return
    spoken = {cue.sound: lengths.recorded(cue) for cue in schedule.cues if lengths.voice(cue)}
    click.echo(f"Marked rec: {sum(spoken.values())} of {len(spoken)} lines are recordings.")
