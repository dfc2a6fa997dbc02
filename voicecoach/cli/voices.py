"""`voicecoach voices`: the voices that this machine has, and how they say a line."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voicecoach.app.orders import RATE_LEAST, RATE_MOST, Order
from voicecoach.app.voices import EngineAway, VoiceHere, list_voices
from voicecoach.base.clock import format_clock
from voicecoach.base.messages import described
from voicecoach.cli.options import as_language, json_option, order_options, voice_options
from voicecoach.cli.output import Misuse, counted, output, print_json, project_here, say
from voicecoach.cli.voices_install import install, remove

if TYPE_CHECKING:
    from voicecoach.app.samples import Preview, Trial


@click.group("voices", invoke_without_command=True)
@click.option(
    "--language",
    type=as_language,
    metavar="CODE",
    help="Only voices that speak it, such as en.",
)
@json_option
@click.pass_context
def command(context: click.Context, language: str | None, as_json: bool) -> None:
    """Show which voices there are, as '--voice' takes them, or try one.

    \b
    Examples:
      voicecoach voices --language en
      voicecoach voices say "Hold for 5s, then change sides."
      voicecoach voices preview
      voicecoach voices install
      voicecoach build daily --voice pyttsx3:gmw/en-gb-scotland
    """
    name = context.invoked_subcommand
    if name is None:
        _list(language, as_json)
    elif language or as_json:
        raise Misuse("usage/behind", name=name)


command.add_command(install)
command.add_command(remove)


def _list(language: str | None, as_json: bool) -> None:
    found = list_voices(project_here(), language)
    if error := found.no_default:
        say(f"{error}. {error.remedy}".rstrip(". ") + ".", err=True)
    if as_json:
        default = error.plain() if error else None
        print_json({"voices": [*map(_as_json, found.rows)], "no_default": default})
        return
    for row in found.rows:
        if isinstance(row, EngineAway):
            say(f"  {row.engine}: {row.problem}")
        else:
            mark = "*" if row.is_default else " "
            languages = ", ".join(row.languages)
            say(f"{mark} {row.name:34} {languages:14} {row.title}{_measured(row)}")
    say("* speaks unless another is named")
    if any(isinstance(row, VoiceHere) and row.measured for row in found.rows):
        say(
            "Measured at 140 words a minute: what a recogniser got wrong, and how pleasant it is "
            "from 1 to 5, as a model of listeners finds. See docs/how-to/voices.md."
        )


def _as_json(row: VoiceHere | EngineAway) -> dict[str, object]:
    if isinstance(row, EngineAway):
        return {
            "engine": row.engine,
            "problem": str(row.problem),
            **described(row.problem, "engine-unusable"),
        }
    return {
        "voice": row.name,
        "title": row.title,
        "languages": row.languages,
        "default": row.is_default,
        "measured": asdict(row.measured) if row.measured else None,
    }


def _measured(row: VoiceHere) -> str:
    """What was measured of a voice, behind its title."""
    found = row.measured
    if not found:
        return ""
    wrong = f"{found.sentences_wrong:.1%} of words wrong, {found.cues_wrong:.0%} of cues"
    opinion = f", opinion {found.opinion:.1f}" if found.opinion else ""
    return f" ({wrong}{opinion})"


@command.command("say")
@click.argument("text")
@order_options(
    click.option("--routine", metavar="NAME|FILE", help="With the lexicon of this routine too."),
    voice_options,
)
@click.option(
    "-o",
    "--output",
    "place",
    type=click.Path(path_type=Path),
    help="File or folder to write; say.mp3 beside the sessions unless given.",
)
@click.option("--explain", is_flag=True, help="Print what an engine is sent; speak nothing.")
@click.option("--play", is_flag=True, help="Play it too.")
@json_option
def say_line(
    text: str,
    order: Order,
    place: Path | None,
    explain: bool,
    play: bool,
    as_json: bool,
) -> None:
    """Speak one line into a short MP3, to hear how a voice says it.

    \b
    Examples:
      voicecoach voices say "2 x 10, hold 5s, L/R" --play
      voicecoach voices say "Bird dog" --explain
    """
    if not text.strip():
        raise Misuse("usage/no-line")
    if explain and (place or play):
        raise Misuse("usage/explain")
    from voicecoach.app import samples

    output().quiet = True
    project = project_here()
    tried = samples.trial(project, text, order)
    if explain:
        _explain(tried, as_json)
        return
    say(" ".join(map(str, tried.said)), err=True)
    spoken = samples.say_text(project, tried, place)
    for remark in spoken.remarks:
        say(f"Listen to it: {remark}.", err=True)
    if as_json:
        remarks = [described(remark, "spoken-again") for remark in spoken.remarks]
        facts = {"file": str(spoken.mp3), "length_ms": spoken.length_ms}
        speaking = [*map(described, tried.said)]
        print_json({**facts, "speaking": speaking, "remarks": remarks})
    else:
        say(f"{spoken.mp3}: {spoken.length_ms / 1000:.1f} s")
    if play:
        from voicecoach.app.playing import play as play_file

        play_file(spoken.mp3)


def _explain(tried: Trial, as_json: bool) -> None:
    if as_json:
        print_json({"steps": [{"step": name, "text": said} for name, said in tried.steps()]})
        return
    for name, said in tried.steps():
        shown = "".join(c if c.isprintable() else "?" for c in said)
        say(f"{name:10}  {shown}")


@command.command("preview")
@click.argument("name", required=False, default="", metavar="[ENGINE[:NAME]]")
@click.option(
    "--language",
    type=as_language,
    metavar="CODE",
    help="Voices of this language, such as en.",
)
@click.option(
    "--rate",
    type=click.IntRange(RATE_LEAST, RATE_MOST),
    help="Words a minute; 140 unless voicecoach.toml says otherwise.",
)
@click.option(
    "-o",
    "--output",
    "place",
    type=click.Path(path_type=Path),
    help="File or folder to write; voices.mp3 beside the sessions unless given.",
)
@json_option
def preview(
    name: str, language: str | None, rate: int | None, place: Path | None, as_json: bool
) -> None:
    """Write a short MP3 with the same few lines in each voice, to choose from by ear.

    Each voice says its number and its name first, and has a chapter.

    \b
    Examples:
      voicecoach voices preview
      voicecoach voices preview flite
      voicecoach voices preview --language de -o ~/Music
    """
    from voicecoach.app import samples

    output().quiet = True
    order = Order(language=language, rate=rate)
    written = samples.preview_voices(project_here(), name, order, place)
    if as_json:
        print_json(_preview_as_json(written))
        return
    for number, (sample, start_ms) in enumerate(written.starts, 1):
        say(f"{format_clock(start_ms):>6}  {number:2}  {sample.name:34} {sample.title}")
        if sample.others:
            lines = f"{sample.others} of {counted(len(sample.lines), 'line')}"
            say(f"            another voice speaks {lines}, which are not recorded")
    for sample, reason in written.failed:
        say(f"{sample.name} left out: {reason}", err=True)
    say(f"{written.mp3}: {format_clock(written.length_ms)} min")


def _preview_as_json(written: Preview) -> dict[str, object]:
    heard = [
        {"voice": sample.name, "title": sample.title, "start_ms": start_ms}
        for sample, start_ms in written.starts
    ]
    failed = [
        {"voice": sample.name, **described(reason, "voice-failed")}
        for sample, reason in written.failed
    ]
    length = {"file": str(written.mp3), "length_ms": written.length_ms}
    return {**length, "voices": heard, "failed": failed}
