"""A voice that speaks some lines, and then waits until it is told to go on."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.studio.opened import SETTINGS
from tests.voices import faulty

# It imports next to nothing, for it is started once a line; a sound begins with 44 bytes of head.
_PROGRAM = """\
import sys, time
out, rate, text = sys.argv[1:]
here = {folder!r}
with open(here + "/asked", "a", encoding="utf-8") as asked:
    asked.write(repr(text.strip()) + "\\n")

def waits():
    with open(here + "/asked", encoding="utf-8") as asked:
        if len([*asked]) <= {lines}:
            return False
    try:
        return open(here + "/go").close()
    except OSError:
        return True

while waits():
    time.sleep(0.05)
with open(here + "/hum.wav", "rb") as hum:
    head, hum = hum.read(44), hum.read()
ms = (160 + 65 * len(text)) * 140 // int(rate)
said = (hum * (ms // 1000 + 1))[:32 * ms]
sizes = [(36 + len(said)).to_bytes(4, "little"), len(said).to_bytes(4, "little")]
with open(out, "wb") as file:
    file.write(head[:4] + sizes[0] + head[8:40] + sizes[1] + said)
"""


@dataclass(frozen=True)
class PatientVoice:
    """The voice of a project.

    Attributes:
        folder: that it lies in.
    """

    folder: Path

    @classmethod
    def of(cls, project: Path, lines: int) -> PatientVoice:
        """Have a project spoken by one that waits after so many lines."""
        folder = project / "voice"
        folder.mkdir()
        faulty.write_hum_ms(folder / "hum.wav", 1000)  # an array's library takes long to import
        program = _PROGRAM.format(folder=str(folder), lines=lines)
        (folder / "say.py").write_text(program, encoding="utf-8")
        bare = [sys.executable, "-I", "-S", str(folder / "say.py")]
        arguments = [*bare, "{out}", "{rate}", "{text}"]
        settings = SETTINGS.replace('"silent"', '"command"')
        settings += f"[engines.command]\narguments = {arguments!r}\n"
        (project / "voicecoach.toml").write_text(settings, encoding="utf-8")
        return cls(folder)

    def asked(self) -> list[str]:
        """The lines that it was asked for, in order."""
        told = (self.folder / "asked").read_text(encoding="utf-8").splitlines()
        return [str(ast.literal_eval(line)) for line in told]

    def go_on(self) -> None:
        """Let it wait no longer."""
        (self.folder / "go").touch()
