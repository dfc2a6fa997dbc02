"""`voicecoach voices`: the voices that this machine has, and how they say a line."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from voicecoach.cli.common import (
    chosen,
    counted,
    refuse_errors,
    required,
    script_file,
    voice_options,
)
from voicecoach.cli.voices_install import install, remove
from voicecoach.coach.timeline import Utterance
from voicecoach.errors import VoiceError
from voicecoach.project import Project, Settings, find_project
from voicecoach.script.ear import Ear
from voicecoach.script.fields import RATE_LEAST, RATE_MOST
from voicecoach.script.language import Language
from voicecoach.script.library import Library, Script
from voicecoach.script.respelling import Change
from voicecoach.speech import EarOf, takes_phonemes
from voicecoach.units import format_clock
from voicecoach.voices.engine import Line, Voice, configure_engines, plain
from voicecoach.voices.engines import ENGINES, find_voice, load_engine
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
    configure_engines(project.engine_settings())
    default = _default(project.settings)
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
    script = _script(project, routine, options["language"]) if routine else None
    speaker = chosen(project, options, script)
    speech = speaker.speech
    ear_of = script.ear if script else _ear_of(project.library(), speech.language)
    line = speech.source_of(ear_of)(Utterance(text))
    assert isinstance(line, Line), "what is spoken is a line"
    if explain:
        _explain(ear_of(line.voice.engine), text, line.voice)
        return
    click.echo(speaker.said, err=True)
    from voicecoach.samples import say as speak
    from voicecoach.voices.studio import Studio

    target = output or project.output
    target = target if target.suffix.lower() == ".mp3" else target / "say.mp3"
    with Studio(project.cache, speech.bitrate_kbps) as studio:
        length_ms = speak(line, studio, target)
        for remark in studio.remarks.values():
            click.echo(f"Listen to it: {remark}.", err=True)
    click.echo(f"{target}: {length_ms / 1000:.1f} s")
    if play:
        from voicecoach.cli.play import play as play_file

        play_file(target)


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
    from voicecoach.samples import preview as write
    from voicecoach.samples import samples, voices_of
    from voicecoach.voices.studio import Studio

    project = find_project()
    configure_engines(project.engine_settings())
    library, code = project.library(), language or project.settings.language
    words, ear_of = _words(library, code), _ear_of(library, code)
    voices = voices_of(code, name)
    if not voices:
        what = f"'{name}' of" if name else "for"
        raise VoiceError(
            f"there is no voice {what} the language '{code}'", "'voicecoach voices' lists them."
        )
    target = output or project.output
    target = target if target.suffix.lower() == ".mp3" else target / "voices.mp3"
    with Studio(project.cache) as studio:
        wanted = samples(voices, words, rate or project.settings.rate, ear_of)
        written = write(wanted, studio, target, code)
    for number, (sample, start_ms) in enumerate(written.starts, 1):
        voice = f"{sample.voice.engine}:{sample.voice.name}"
        click.echo(f"{format_clock(start_ms):>6}  {number:2}  {voice:34} {sample.title}")
        if sample.others:
            lines = f"{sample.others} of {counted(len(sample.lines), 'line')}"
            click.echo(f"            another voice speaks {lines}, which are not recorded")
    for sample, reason in written.failed:
        click.echo(f"{sample.voice.engine}:{sample.voice.name} left out: {reason}", err=True)
    click.echo(f"{target}: {format_clock(written.length_ms)} min")


def _words(library: Library, code: str) -> Language:
    words, problems = library.language(code)
    return required(words, problems, f"the language '{code}'", warn=False)


def _script(project: Project, name: str, language: str | None) -> Script:
    """A routine whose lexicon and voice are to be used."""
    library = project.library()
    file = script_file(library, name)
    script, problems = library.script(file, language or project.settings.language)
    return required(script, problems, name, warn=False)


def _ear_of(library: Library, language: str) -> EarOf:
    """What writes texts out for the ear as in any routine."""
    words = _words(library, language)
    lexicon, problems = library.lexicon()
    refuse_errors(problems, "the lexicon", warn=False)
    return lambda engine: Ear(words, (words.lexicon, lexicon.lexicon), engine)


def _explain(ear: Ear, text: str, voice: Voice) -> None:
    """Print a line at every step of its way to an engine, and each rule that respelt a word."""
    changes: list[Change] = []
    expanded = ear.expand(text)
    respelt = ear.respell(expanded, takes_phonemes(voice.engine), changes)
    steps = [
        ("as written", text),
        ("in words", expanded),
        *(("rule", f"{change.written}: {change.spoken} ({change.rule})") for change in changes),
        ("respelt", respelt),
        ("sent", plain(respelt)),
        ("to", f"{voice.engine}:{voice.name}"),
    ]
    for name, said in steps:
        shown = "".join(c if c.isprintable() else "?" for c in said)
        click.echo(f"{name:10}  {shown}")
