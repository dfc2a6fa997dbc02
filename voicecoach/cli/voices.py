"""`voicecoach voices`: the voices that this machine has, and how they say a line."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from voicecoach.cli.common import counted, faults_shown, voice_options
from voicecoach.cli.voices_install import install, remove
from voicecoach.errors import VoiceError
from voicecoach.project import Settings, find_project
from voicecoach.script.fields import RATE_LEAST, RATE_MOST
from voicecoach.session.order import Order
from voicecoach.units import format_clock
from voicecoach.voices.engines import ENGINES, Engines
from voicecoach.voices.figures import figures_of


@click.group("voices", invoke_without_command=True)
@click.option("--language", metavar="CODE", help="Only voices that speak it, such as en.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
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
        raise click.UsageError(f"options of '{name}' stand behind it: voicecoach voices {name} ...")


command.add_command(install)
command.add_command(remove)


def _list(language: str | None, as_json: bool) -> None:
    project = find_project()
    engines = project.engines()
    default = _default(project.settings, engines)
    rows: list[dict[str, Any]] = []
    for name in ENGINES:
        engine = engines.load(name)
        problem = engine.available()
        if problem:
            rows.append({"engine": name, "problem": problem})
            continue
        for voice in engine.voices():
            if language and not any(
                code == language or code.startswith(f"{language}-") for code in voice.languages
            ):
                continue
            full = f"{name}:{voice.name}"
            measured = figures_of(full)
            rows.append(
                {
                    "voice": full,
                    "title": voice.title,
                    "languages": list(voice.languages),
                    "default": (name, voice.name) == default,
                    "measured": asdict(measured) if measured else None,
                }
            )
    if as_json:
        click.echo(json.dumps({"voices": rows}, ensure_ascii=False))
        return
    for row in rows:
        if "problem" in row:
            click.echo(f"  {row['engine']}: {row['problem']}")
        else:
            mark = "*" if row["default"] else " "
            languages = ", ".join(row["languages"])
            click.echo(f"{mark} {row['voice']:34} {languages:14} {row['title']}{_measured(row)}")
    click.echo("* speaks unless another is named")
    if any(row.get("measured") for row in rows):
        click.echo(
            "Measured at 140 words a minute: what a recogniser got wrong, and how pleasant it is "
            "from 1 to 5, as a model of listeners finds. See docs/how-to/voices.md."
        )


def _measured(row: dict[str, Any]) -> str:
    """What was measured of a voice, behind its title."""
    found = row["measured"]
    if not found:
        return ""
    wrong = f"{found['sentences_wrong']:.1%} of words wrong, {found['cues_wrong']:.0%} of cues"
    opinion = f", opinion {found['opinion']:.1f}" if found["opinion"] else ""
    return f" ({wrong}{opinion})"


def _default(settings: Settings, engines: Engines) -> tuple[str, str]:
    """Which speaks: engine and voice; none where the one that is set is not here."""
    try:
        found = engines.find_voice(settings.voice, settings.language)
    except VoiceError as error:
        click.echo(f"{error}. {error.remedy}".rstrip(". ") + ".", err=True)
        return "", ""
    return found.engine, found.name


@command.command("say")
@click.argument("text")
@click.option("--routine", metavar="NAME|FILE", help="With the lexicon of this routine too.")
@voice_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File or folder to write; say.mp3 beside the sessions unless given.",
)
@click.option("--explain", is_flag=True, help="Print what an engine is sent; speak nothing.")
@click.option("--play", is_flag=True, help="Play it too.")
def say(
    text: str, routine: str | None, output: Path | None, explain: bool, play: bool, **options: Any
) -> None:
    """Speak one line into a short MP3, to hear how a voice says it.

    \b
    Examples:
      voicecoach voices say "2 x 10, hold 5s, L/R" --play
      voicecoach voices say "Bird dog" --explain
    """
    if not text.strip():
        raise click.UsageError("write the line to be spoken, in quotes")
    if explain and (output or play):
        raise click.UsageError("--explain speaks nothing; leave out --play and -o")
    from voicecoach.app import samples

    project = find_project()
    with faults_shown(quiet=True):
        tried = samples.trial(project, text, Order(routine=routine or "", **options))
    if explain:
        for name, said in tried.steps():
            shown = "".join(c if c.isprintable() else "?" for c in said)
            click.echo(f"{name:10}  {shown}")
        return
    click.echo(tried.said, err=True)
    spoken = samples.say(project, tried, output)
    for remark in spoken.remarks:
        click.echo(f"Listen to it: {remark}.", err=True)
    click.echo(f"{spoken.mp3}: {spoken.length_ms / 1000:.1f} s")
    if play:
        from voicecoach.cli.play import play as play_file

        play_file(spoken.mp3)


@command.command("preview")
@click.argument("name", required=False, default="", metavar="[ENGINE[:NAME]]")
@click.option("--language", metavar="CODE", help="Voices of this language, such as en.")
@click.option(
    "--rate",
    type=click.IntRange(RATE_LEAST, RATE_MOST),
    help="Words a minute; 140 unless voicecoach.toml says otherwise.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File or folder to write; voices.mp3 beside the sessions unless given.",
)
def preview(name: str, language: str | None, rate: int | None, output: Path | None) -> None:
    """Write a short MP3 with the same few lines in each voice, to choose from by ear.

    Each voice says its number and its name first, and has a chapter.

    \b
    Examples:
      voicecoach voices preview
      voicecoach voices preview flite
      voicecoach voices preview --language de -o ~/Music
    """
    from voicecoach.app import samples

    order = Order(language=language, rate=rate)
    with faults_shown(quiet=True):
        written = samples.preview(find_project(), name, order, output)
    for number, (sample, start_ms) in enumerate(written.starts, 1):
        voice = f"{sample.voice.engine}:{sample.voice.name}"
        click.echo(f"{format_clock(start_ms):>6}  {number:2}  {voice:34} {sample.title}")
        if sample.others:
            lines = f"{sample.others} of {counted(len(sample.lines), 'line')}"
            click.echo(f"            another voice speaks {lines}, which are not recorded")
    for sample, reason in written.failed:
        click.echo(f"{sample.voice.engine}:{sample.voice.name} left out: {reason}", err=True)
    click.echo(f"{written.mp3}: {format_clock(written.length_ms)} min")
