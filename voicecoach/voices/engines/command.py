"""Any program that turns text into a sound file, as the project's settings say how to call it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.voices.engine import Capabilities, Speech, SpeechRequest, VoiceInfo
from voicecoach.voices.engines.program import find_program, run_program
from voicecoach.voices.engines.speech_file import speech_from_file
from voicecoach.voices.identity import file_digest

_PLACE = re.compile(r"\{(text|out|rate)\}")
_VERSION = 1  # of how a line is asked for here: raise it when one would sound otherwise
_SHELL_SCRIPTS = (".bat", ".cmd")  # which Windows gives to its shell, quotes in the text and all


class Command:
    """Runs the program once a line, never through a shell."""

    name = "command"
    capabilities = Capabilities(verified=True)  # it may be anything, neural voices too

    def __init__(self, settings: Mapping[str, Any] | None = None) -> None:
        """Prepare.

        Args:
            settings: `arguments`, the program first; none when it was not set.
        """
        self._arguments: list[str] = [*(settings or {}).get("arguments", ())]

    def available(self) -> Phrase | None:
        """Return what is wrong with the arguments, or that the program is not there."""
        arguments = self._arguments
        if not arguments:
            return phrase("not-installed/command")
        if not any("{out}" in argument for argument in arguments[1:]):
            return phrase("not-installed/command-out")
        program = find_program(arguments[0])
        if program is None:
            return phrase("not-installed/command-program", program=arguments[0])
        if sys.platform == "win32" and program.suffix.lower() in _SHELL_SCRIPTS:
            return phrase("not-installed/command-shell", program=program.name)
        return None

    def version(self, voice: str) -> str:
        """Return the arguments, with the content of the program and of files in their place."""
        first, *rest = self._arguments or [""]
        program = find_program(first)
        parts = [Path(first).stem, file_digest(program) if program else ""]
        return json.dumps([*parts, *map(_content, rest), _VERSION])

    def voices(self) -> list[VoiceInfo]:
        """Return one voice, named after the program."""
        arguments = self._arguments
        if not arguments:
            return []
        return [VoiceInfo(Path(arguments[0]).stem, (), "As voicecoach.toml calls it")]

    def default_voice(self, language: str) -> str:
        """Return the one voice; which languages it speaks nobody knows here."""
        return next((voice.name for voice in self.voices()), "")

    def start(self) -> None:
        """Load nothing."""

    def synthesise(self, lines: Sequence[SpeechRequest]) -> Iterator[Speech]:
        """Speak lines, one run of the program for each."""
        if problem := self.available():
            raise VoiceError.of(problem)
        for line in lines:
            yield speech_from_file(partial(_write, self._arguments, line))


def _write(called: list[str], line: SpeechRequest, path: Path) -> None:
    """Write one line, by a name that ends as programs expect which go by that."""
    program, *arguments = called
    out = path.with_suffix(".wav")
    named = any("{text}" in argument for argument in arguments)
    run_program(
        [
            str(find_program(program)),
            *filled(arguments, text=line.text, out=str(out), rate=str(line.rate_wpm)),
        ],
        None if named else line.text + "\n",
    )
    if out.exists():
        out.replace(path)


def filled(arguments: list[str], **values: str) -> list[str]:
    """Put values into their places, each argument once: a text that says `{out}` is just that.

    A text that is an argument by itself begins with a space, so that it is no option or file name.
    """
    return [
        f" {values['text']}"
        if argument == "{text}"
        else _PLACE.sub(lambda found: values[found[1]], argument)
        for argument in arguments
    ]


def _content(argument: str) -> str:
    """Put the content of a file in the place of its path, which may stand behind a `=`."""
    option, equals, value = argument.partition("=")
    for before, path in (("", argument), (option + equals, value)):
        if path and _is_file(path):
            return before + file_digest(Path(path))
    return argument


def _is_file(argument: str) -> bool:
    try:
        return Path(argument).is_file()
    except (OSError, ValueError):  # too long for a name, or a NUL in it
        return False
