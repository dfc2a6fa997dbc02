"""What `voicecoach.toml` may say, as values: the dataclasses are the file format too."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, ClassVar

from voicecoach.audio.mp3.frames import Bitrate
from voicecoach.audio.mp3.loop import Silence
from voicecoach.audio.under import Under
from voicecoach.base.messages import Fault
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import CheckedField, LanguageCode, Rate
from voicecoach.model.clinic import AsWritten, Clinic, OneLine
from voicecoach.model.routine import CounterVoice


@dataclass(frozen=True, slots=True)
class _Arguments(CheckedField):
    """A program and what it gets, one of which says where its file goes."""

    def check(self, value: object) -> tuple[str, ...]:
        """Return them.

        Raises:
            Fault: they are no list of texts, or none of them is `{out}`.
        """
        if not isinstance(value, list):
            raise Fault("settings/list")
        arguments = tuple(_argument(index, each) for index, each in enumerate(value))
        if arguments and not any("{out}" in each for each in arguments[1:]):
            raise Fault("settings/out")
        return arguments


def _argument(index: int, value: object) -> str:
    try:
        return AsWritten().check(value)
    except Fault as error:
        raise error.within(str(index)) from None


@dataclass(frozen=True, slots=True)
class CommandSettings:
    """How the engine `command` is called: the program, and what it gets."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    arguments: Annotated[tuple[str, ...], _Arguments()] = ()


@dataclass(frozen=True, slots=True)
class RecordedSettings:
    """What the engine `recorded` is to know: the voice of lines without a recording."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    otherwise: OneLine = ""


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What engines need to be told, a table for each."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    command: CommandSettings = CommandSettings()
    recorded: RecordedSettings = RecordedSettings()


@dataclass(frozen=True, slots=True)
class CacheSettings:
    """Where sounds are kept besides the project's own cache."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    far: Annotated[str, AsWritten()] = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `voicecoach.toml` sets; the command line comes before it."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    language: LanguageCode = "en"
    voice: OneLine = ""
    rate: Rate = 140
    bitrate: Bitrate = 64
    silence: Silence = "carrier"
    under: Under = "none"
    artist: OneLine = "voicecoach"
    counter: CounterVoice = field(default_factory=CounterVoice)
    engines: EngineSettings = EngineSettings()
    cache: CacheSettings = CacheSettings()
    clinic: Clinic = field(default_factory=Clinic)
