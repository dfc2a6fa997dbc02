"""`voicecoach voices`: the voices that this machine has, and how they say a line."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from voicecoach.cli.common import (
    refuse_errors,
    script_file,
    settings_of,
    speech_of,
    voice_options,
)
from voicecoach.errors import VoiceError
from voicecoach.project import Settings, find_project
from voicecoach.script.ear import Ear
from voicecoach.script.library import Library
from voicecoach.voices.base import Line, configure_engines, plain
from voicecoach.voices.engines import ENGINES, find_voice, load_engine


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
      voicecoach build daily --voice pyttsx3:gmw/en-gb-scotland
    """
    name = context.invoked_subcommand
    if name is None:
        _list(language, as_json)
    elif language or as_json:
        raise click.UsageError(f"options of '{name}' stand behind it: voicecoach voices {name} ...")


def _list(language: str | None, as_json: bool) -> None:
    settings = find_project().settings
    configure_engines(asdict(settings.engines))
    default = _default(settings)
    rows: list[dict[str, Any]] = []
    for name in ENGINES:
        engine = load_engine(name)
        problem = engine.available()
        if problem:
            rows.append({"engine": name, "problem": problem})
            continue
        for voice in engine.voices():
            if language and not any(
                code == language or code.startswith(f"{language}-") for code in voice.languages
            ):
                continue
            rows.append(
                {
                    "voice": f"{name}:{voice.name}",
                    "title": voice.title,
                    "languages": list(voice.languages),
                    "default": (name, voice.name) == default,
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
            click.echo(f"{mark} {row['voice']:34} {languages:14} {row['title']}")
    click.echo("* speaks unless another is named")


def _default(settings: Settings) -> tuple[str, str]:
    """Which speaks: engine and voice; none where the one that is set is not here."""
    try:
        found = find_voice(settings.voice, settings.language)
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
    project = find_project()
    settings = settings_of(project, **options)
    speech, said = speech_of(settings)
    if said and not explain:
        click.echo(said, err=True)
    ear = _ear(project.library(), settings["language"], routine, speech.voice.engine)
    if explain:
        _explain(ear, text, f"{speech.voice.engine}:{speech.voice.name}")
        return
    from voicecoach.build import say as speak
    from voicecoach.voices.studio import Studio

    target = output or project.output
    target = target if target.suffix.lower() == ".mp3" else target / "say.mp3"
    line = Line(ear.for_ear(text), speech.voice, speech.language, speech.rate_wpm)
    with Studio(project.cache, speech.bitrate_kbps) as studio:
        length_ms = speak(line, studio, target)
    click.echo(f"{target}: {length_ms / 1000:.1f} s")
    if play:
        from voicecoach.cli.play import play as play_file

        play_file(target)


def _ear(library: Library, language: str, routine: str | None, engine: str) -> Ear:
    """What writes texts out for the ear: as in a routine, or as in any."""
    if routine:
        script, problems = library.script(script_file(library, routine), language)
        refuse_errors(problems, routine, warn=False)
        assert script is not None, "a script without errors is there"
        return script.ear(engine)
    words, problems = library.language(language)
    lexicon, found = library.lexicon()
    refuse_errors([*problems, *found], "the lexicon", warn=False)
    assert words is not None, "a language without errors is there"
    return Ear(words, (words.lexicon, lexicon.lexicon), engine)


def _explain(ear: Ear, text: str, voice: str) -> None:
    """Print a line at every step of its way to an engine."""
    expanded = ear.expand(text)
    respelt = ear.respell(expanded)
    steps = {
        "as written": text,
        "in words": expanded,
        "respelt": respelt,
        "sent": plain(respelt),
    }
    for name, said in steps.items():
        shown = "".join(c if c.isprintable() else "?" for c in said)
        click.echo(f"{name:10}  {shown}")
    click.echo(f"{'to':10}  {voice}")
