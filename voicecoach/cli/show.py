"""`voicecoach show`: the timeline of a routine, with times."""

from __future__ import annotations

import click

from voicecoach.app.differences import Difference, difference
from voicecoach.app.orders import Order
from voicecoach.app.problems import located
from voicecoach.app.sessions import Sessions, ShownSession, Sound, Tone
from voicecoach.base.clock import format_clock, format_instant
from voicecoach.base.messages import Phrase, described
from voicecoach.base.values import replace
from voicecoach.cli.build import resolved
from voicecoach.cli.completion import complete
from voicecoach.cli.exercises import show_one
from voicecoach.cli.groups import WithDefault
from voicecoach.cli.options import (
    familiar_option,
    guidance_option,
    json_option,
    length_option,
    order_options,
    profile_option,
    silence_option,
    under_option,
    voice_options,
)
from voicecoach.cli.output import (
    Misuse,
    print_fading,
    print_fitting,
    print_json,
    print_problems,
    project_here,
    say,
)


@click.command("routine")
@click.argument("name", metavar="NAME|FILE", shell_complete=complete("routines"))
@click.option("--diff", is_flag=True, help="Show only what the profile changes.")
@order_options(
    profile_option,
    length_option,
    voice_options,
    guidance_option,
    familiar_option,
    silence_option,
    under_option,
)
@json_option
def routine(
    name: str,
    order: Order,
    diff: bool,
    as_json: bool,
) -> None:
    """Show when everything happens in a routine, before or after it is built.

    Lengths are measured where a line was spoken before; others are estimated, and marked with ~.

    \b
    Examples:
      voicecoach show daily
      voicecoach show daily --json | jq .slots
      voicecoach show daily --length 12m
      voicecoach show daily --profile knee-2 --diff
      voicecoach show exercise bridge
    """
    if diff and not order.profile:
        raise Misuse("usage/diff")
    with Sessions(project_here()) as sessions:
        (found,) = resolved(sessions, [replace(order, routine=name)])
        if diff:
            _print_difference(difference(sessions, found), as_json)
            return
        shown = sessions.show(found)
    print_problems(shown.problems)
    print_fading(shown.fading)
    print_fitting(shown.schedule.timeline.fitting)
    if as_json:
        print_json(_as_json(shown))
    else:
        _print_table(shown)


command = WithDefault("show", routine)
command.add_command(show_one)


def _print_difference(found: Difference, as_json: bool) -> None:
    """Print what goes with `-`, what comes with `+`, and why."""
    if as_json:
        print_json(_difference_as_json(found))
        return
    before, after = format_clock(found.before_ms), format_clock(found.after_ms)
    say(f"{found.routine} for '{found.profile}': about {before} -> {after} min")
    for change in found.changes:
        say()
        for line in change.before:
            say(f"- {line}")
        for line in change.after:
            say(f"+ {line}")
        say(f"    {change.reason}")
    if found.settings:
        say()
    for setting in found.settings:
        say(f"+ {setting}")
    if not (found.changes or found.settings):
        say("Nothing differs.")


def _difference_as_json(found: Difference) -> dict[str, object]:
    return {
        "routine": found.routine,
        "profile": found.profile,
        "changes": [
            {
                "before": change.before,
                "after": change.after,
                "reason": str(change.reason),
                **(described(change.reason) if isinstance(change.reason, Phrase) else {}),
                "unasked": change.implied,
            }
            for change in found.changes
        ],
        "settings": [*map(described, found.settings)],
    }


def _as_json(shown: ShownSession) -> dict[str, object]:
    schedule = shown.schedule
    cues: list[list[dict[str, object]]] = [[] for _ in schedule.slots]
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
        "fading": [*map(described, shown.fading)],
        "fitting": [*map(described, schedule.timeline.fitting)],
        "problems": [item.plain() for item in located(shown.problems)],
        "duration_ms": schedule.total_ms,
        "silence": shown.choices.silence.value,
        "under": shown.choices.under.value,
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


def _print_table(shown: ShownSession) -> None:
    schedule = shown.schedule
    by_slot: dict[int, list[str]] = {}
    for cue in schedule.cues:
        sound = cue.sound
        said = f"({sound.name} tone)" if isinstance(sound, Tone) else sound.text
        mark = "~" if cue.sound in shown.estimated else " "
        mark += " rec  " if _recorded(shown, cue.sound) else "      "
        by_slot.setdefault(cue.slot, []).append(f"{format_instant(cue.start_ms, 2):>9}{mark}{said}")
    for index, placed in enumerate(schedule.slots):
        slot = placed.slot
        if slot.chapter:
            say(f"\n{format_clock(placed.start_ms):>6}  {slot.chapter}", bold=True)
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
        say(f"{format_instant(placed.start_ms, 2):>9}   {slot.kind} {length:g} s  {where}".rstrip())
        for line in by_slot.get(index, []):
            say(line)
    guessed = any(cue.sound in shown.estimated for cue in schedule.cues)
    about = "about " if guessed else ""
    say(f"\n{about}{format_clock(schedule.total_ms)} min in all")
    _print_silence(shown)
    _print_recorded(shown)
    if guessed:
        say("Lengths marked ~ are estimated; 'voicecoach build' measures them.")


# How who decided something is told of it.
_MAKERS = {
    "option": " as you asked",
    "profile": " as the profile says",
    "settings": " as voicecoach.toml says",
}


def _print_silence(shown: ShownSession) -> None:
    """Say what there is where nothing is heard, and who decided that."""
    silence, under = shown.choices.silence, shown.choices.under
    said = f"Silence: {silence.value}{_MAKERS.get(silence.made_by, '')}"
    if under.value != "none":
        said += f"; under it: {under.value}{_MAKERS.get(under.made_by, '')}"
    say(f"{said}.")


def _print_recorded(shown: ShownSession) -> None:
    """Say how much is recorded, where recordings were asked for."""
    cast = shown.cast
    if "recorded" not in (cast.coach.voice.engine, cast.counter.voice.engine):
        return
    recorded = sum(_recorded(shown, sound) for sound in shown.voices)
    say(f"Marked rec: {recorded} of {len(shown.voices)} lines are recordings.")


def _recorded(shown: ShownSession, sound: Sound) -> bool:
    """Whether somebody's recording is heard."""
    return shown.voices.get(sound, "").startswith("recorded:")
