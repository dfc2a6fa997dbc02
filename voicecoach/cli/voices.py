"""`voicecoach voices`: the voices that this machine has."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from voicecoach.errors import VoiceError
from voicecoach.project import Settings, find_project
from voicecoach.voices.base import configure_engines
from voicecoach.voices.engines import ENGINES, find_voice, load_engine


@click.command("voices")
@click.option("--language", metavar="CODE", help="Only voices that speak it, such as en.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def command(language: str | None, as_json: bool) -> None:
    """Show which voices there are, as '--voice' takes them.

    \b
    Examples:
      voicecoach voices --language en
      voicecoach build daily --voice pyttsx3:gmw/en-gb-scotland
    """
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
