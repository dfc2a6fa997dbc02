"""Engines that go wrong, each in one way, in real worker processes: `faulty:Hang` and so on.

Each speaks its good lines as a hum of plausible length, and goes wrong on texts with "bad" in them.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import wave
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

import numpy as np

from voicecoach.base.messages import Phrase, phrase
from voicecoach.voices.engine import Capabilities, Speech, SpeechRequest, VoiceInfo
from voicecoach.voices.engines.speech_file import speech_from_file
from voicecoach.voices.estimate import estimate_ms

RATE_HZ = 16_000


def write_hum(path: Path, text: str, rate_wpm: int) -> None:
    write_hum_ms(path, estimate_ms(text, rate_wpm))


def write_hum_ms(path: Path, ms: int) -> None:
    t = np.arange(RATE_HZ) / RATE_HZ  # all of it comes again each second
    syllables = 1 - 0.6 * np.cos(2 * np.pi * 4 * t) ** 2  # no voice is as loud all the time
    waves = [np.sin(2 * np.pi * 130 * n * t) / n for n in range(1, 20)]
    hum = np.sum(waves, axis=0) * syllables * 3_000
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes(np.resize(hum.astype("<i2"), RATE_HZ * ms // 1000).tobytes())


class Hum:
    name = "hum"
    capabilities: ClassVar = Capabilities()

    def available(self) -> Phrase | None:
        return None

    def version(self, voice: str) -> str:
        return "1"

    def voices(self) -> list[VoiceInfo]:
        return [VoiceInfo("hum", (), "Hum")]

    def default_voice(self, language: str) -> str:
        return "hum"

    def start(self) -> None:
        pass

    def synthesise(self, lines: Sequence[SpeechRequest]) -> Iterator[Speech]:
        for line in lines:
            yield speech_from_file(partial(self.write, line.text, line.rate_wpm))

    def write(self, text: str, rate_wpm: int, path: Path) -> None:
        if "bad" in text:
            self.fail(path)
        else:
            write_hum(path, text, rate_wpm)

    def fail(self, path: Path) -> None:
        raise RuntimeError("it does not feel like it")


class InBatches(Hum):
    capabilities: ClassVar = Capabilities(batch=3)


class CrashInBatches(InBatches):
    def fail(self, path: Path) -> None:
        os.kill(os.getpid(), signal.SIGSEGV)


class Hang(Hum):
    def fail(self, path: Path) -> None:
        time.sleep(3600)


class HangBeyondAlarms(Hum):
    """As on a system without alarms: only the studio's own deadline helps."""

    def fail(self, path: Path) -> None:
        signal.signal(signal.SIGALRM, signal.SIG_IGN)
        time.sleep(3600)


class Crash(Hum):
    def fail(self, path: Path) -> None:
        os.kill(os.getpid(), signal.SIGSEGV)


class Leave(Hum):
    def fail(self, path: Path) -> None:
        os._exit(0)


class WriteNothing(Hum):
    def fail(self, path: Path) -> None:
        pass


class WriteEmpty(Hum):
    def fail(self, path: Path) -> None:
        path.touch()


class WriteHalf(Hum):
    def fail(self, path: Path) -> None:
        write_hum(path, "a line of many words that takes long", 140)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


class WriteText(Hum):
    def fail(self, path: Path) -> None:
        path.write_text("<html>no such voice</html>")


class WriteSilence(Hum):
    def fail(self, path: Path) -> None:
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
            file.writeframes(bytes(2 * RATE_HZ))


class WriteTooLong(Hum):
    def fail(self, path: Path) -> None:
        write_hum(path, "babble " * 200, 140)


class Print(Hum):
    """Prints megabytes to where the answers go, then speaks well."""

    def fail(self, path: Path) -> None:
        for _ in range(50):
            print("Audio saved\n" * 5_000)
            os.write(1, b'{"bytes": 0}\n' * 5_000)
            sys.stderr.write("warning\n" * 5_000)
        write_hum(path, "bad", 140)


class CrashOnce(Hum):
    """Crashes the first time: a marker beside the sound remembers it."""

    def fail(self, path: Path) -> None:
        marker = path.parent.parent / "crashed"
        if not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        write_hum(path, "bad", 140)


class ForkedHang(Hang):
    capabilities: ClassVar = Capabilities(forks=True)


class ForkedCrash(Crash):
    capabilities: ClassVar = Capabilities(forks=True)


class ForkedRaise(Hum):
    capabilities: ClassVar = Capabilities(forks=True)


class Absent(Hum):
    def available(self) -> Phrase | None:
        return phrase("not-installed/package", package="hum")


class CrashAtStart(Hum):
    def start(self) -> None:
        os._exit(1)


class Slow(Hum):
    def write(self, text: str, rate_wpm: int, path: Path) -> None:
        (path.parent.parent / "speaking").touch()
        time.sleep(1)
        write_hum(path, text, rate_wpm)


class NeedsDisplay(Hum):
    """As toolkits do where nobody is logged in."""

    def start(self) -> None:
        raise RuntimeError("cannot open display: is DISPLAY set?")
