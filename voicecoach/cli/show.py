"""`voicecoach show`: the timeline of a routine, with times."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from voicecoach.app.sessions import Sessions, Shown
from voicecoach.cli.build import resolved
from voicecoach.cli.common import (
    familiar_option,
    guidance_option,
    length_option,
    print_problems,
    profile_option,
    tell_fading,
    tell_fitting,
    voice_options,
)
from voicecoach.coach.timeline import Sound, Tone
from voicecoach.project import find_project
from voicecoach.script.library import Library, Script
from voicecoach.session.order import Order
from voicecoach.units import format_clock


@click.command("show")
@click.argument("name", metavar="NAME|FILE")
@profile_option
@length_option
@click.option("--diff", is_flag=True, help="Show only what the profile changes.")
@voice_options
@guidance_option
@familiar_option
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
    with Sessions(find_project()) as sessions:
        (order,) = resolved(sessions, [Order(routine=name, profile=profile, **options)])
        if diff:
            rated = replace(order.order, rate=sessions.project.settings.rate)
            _print_difference(sessions.library, order.script, rated, as_json)
            return
        shown = sessions.show(order)
    print_problems(shown.problems)
    tell_fading(shown.fading)
    tell_fitting(shown.schedule.timeline.fitting)
    if as_json:
        click.echo(json.dumps(_as_json(shown), ensure_ascii=False))
    else:
        _print_table(shown)


def _print_difference(library: Library, tailored: Script, order: Order, as_json: bool) -> None:
    from voicecoach.cli import difference

    if as_json:
        click.echo(json.dumps(difference.as_json(tailored), ensure_ascii=False))
        return
    written, _ = library.script(Path(tailored.routine.file), tailored.language.language)
    assert written is not None, "what can be tailored can be read"
    for line in difference.difference(written, tailored, order):
        click.echo(line)


def _as_json(shown: Shown) -> dict[str, Any]:
    schedule = shown.schedule
    cues: list[list[dict[str, Any]]] = [[] for _ in schedule.slots]
    for cue in schedule.cues:
        cues[cue.slot].append(
            {
                "start_ms": cue.start_ms,
                "role": cue.cue.role,
                "text": "" if isinstance(cue.sound, Tone) else cue.sound.text,
                "tone": cue.sound.name if isinstance(cue.sound, Tone) else None,
                "voice": shown.voices.get(cue.sound),
                "estimated": cue.sound in shown.estimated,
            }
        )
    return {
        "title": schedule.timeline.title,
        "fading": [*shown.fading],
        "fitting": [line.strip() for line in schedule.timeline.fitting],
        "duration_ms": schedule.total_ms,
        "estimated": any(cue.sound in shown.estimated for cue in schedule.cues),
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


def _print_table(shown: Shown) -> None:
    schedule = shown.schedule
    by_slot: dict[int, list[str]] = {}
    for cue in schedule.cues:
        sound = cue.sound
        said = f"({sound.name} tone)" if isinstance(sound, Tone) else sound.text
        mark = "~" if cue.sound in shown.estimated else " "
        mark += " rec  " if _recorded(shown, cue.sound) else "      "
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
    guessed = any(cue.sound in shown.estimated for cue in schedule.cues)
    about = "about " if guessed else ""
    click.echo(f"\n{about}{format_clock(schedule.total_ms)} min in all")
    _print_recorded(shown)
    if guessed:
        click.echo("Lengths marked ~ are estimated; 'voicecoach build' measures them.")


def _print_recorded(shown: Shown) -> None:
    """Say how much is recorded, where recordings were asked for."""
    speech = shown.speech
    if "recorded" not in (speech.coach.voice.engine, speech.counter.voice.engine):
        return
    recorded = sum(_recorded(shown, sound) for sound in shown.voices)
    click.echo(f"Marked rec: {recorded} of {len(shown.voices)} lines are recordings.")


def _recorded(shown: Shown, sound: Sound) -> bool:
    """Whether somebody's recording is heard."""
    return shown.voices.get(sound, "").startswith("recorded:")
