"""Where things are: the project folder with its scripts, its cache, and its settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Annotated, Any, ClassVar

from voicecoach.cache import Cache, key_of
from voicecoach.errors import ScriptError
from voicecoach.script.fields import Checked
from voicecoach.script.library import Library, shipped_scripts

SETTINGS_FILE = "voicecoach.toml"
RATE_LEAST, RATE_MOST = 90, 180
BITRATES = (64, 96)


@dataclass(frozen=True, slots=True)
class _OneOf(Checked):
    """A whole number out of some."""

    choices: Collection[int]
    said: str

    def check(self, value: object) -> int:
        if type(value) is not int or value not in self.choices:
            raise ValueError(f"'{value}' is not {self.said}")
        return value


_Rate = Annotated[
    int, _OneOf(range(RATE_LEAST, RATE_MOST + 1), f"a number from {RATE_LEAST} to {RATE_MOST}")
]
_Bitrate = Annotated[int, _OneOf(BITRATES, "64 or 96")]


@dataclass(frozen=True, slots=True)
class CommandSettings:
    """How the engine `command` is called: the program, and what it gets."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What engines need to be told, a table for each."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    command: CommandSettings = CommandSettings()


@dataclass(frozen=True, slots=True)
class Settings:
    """What `voicecoach.toml` sets; the command line comes before it."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    language: str = "en"
    voice: str = ""
    rate: _Rate = 140
    bitrate: _Bitrate = 64
    artist: str = "voicecoach"
    engines: EngineSettings = EngineSettings()


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder, or the user's own folders outside one.

    Attributes:
        root: the folder with `voicecoach.toml` or `scripts/`, or None outside a project.
        cache: encoded cues and checked scripts.
        output: where sessions go.
        settings: from `voicecoach.toml`.
    """

    root: Path | None
    cache: Cache
    output: Path
    settings: Settings

    def library(self) -> Library:
        """The scripts: the project's own before the shipped ones."""
        own = [self.root / "scripts"] if self.root else []
        roots = dict.fromkeys(path.resolve() for path in (*own, shipped_scripts()))
        return Library(tuple(roots), self.cache)


def find_project(start: Path | None = None) -> Project:
    """The project that a folder lies in, looking upwards.

    Args:
        start: the folder; the current one when None.

    Raises:
        ScriptError: its settings are at fault.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / SETTINGS_FILE).is_file() or _holds_scripts(folder):
            cache = Cache(folder / "audio" / "cache")
            settings = read_settings(folder / SETTINGS_FILE, cache)
            return Project(folder, cache, folder / "audio", settings)
    from platformdirs import user_cache_path

    cache = Cache(user_cache_path("voicecoach", appauthor=False))
    return Project(None, cache, start, Settings())


def _holds_scripts(folder: Path) -> bool:
    kinds = ("routines", "exercises", "languages")
    return any((folder / "scripts" / kind).is_dir() for kind in kinds)


def read_settings(file: Path, cache: Cache) -> Settings:
    """Read the settings; those checked before are not checked again.

    Raises:
        ScriptError: the file is at fault, with the place and what to write.
    """
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise ScriptError(f"cannot read {file}: {error.strerror or error}") from error
    key = key_of(kind="settings", sha256=hashlib.sha256(content).hexdigest(), fields=_fields())
    kept = cache.get(key)
    if kept is not None:
        return _restored(json.loads(kept))
    settings = _check_settings(file, content)
    cache.put(key, json.dumps(asdict(settings)).encode())
    return settings


def _restored(kept: dict[str, Any]) -> Settings:
    """Make settings of what was checked before."""
    command = CommandSettings(tuple(kept.pop("engines")["command"]["arguments"]))
    return Settings(**kept, engines=EngineSettings(command))


def _fields() -> list[str]:
    """Name every setting, those of tables as `table.name`."""
    names = [field.name for field in fields(Settings)]
    return [*names, "engines.command", "engines.command.arguments"]


def _check_settings(file: Path, content: bytes) -> Settings:
    import tomllib

    from pydantic import TypeAdapter, ValidationError

    from voicecoach.script.problems import did_you_mean

    try:
        data = tomllib.loads(content.decode())
        return TypeAdapter(Settings).validate_python(data)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ScriptError(f"{file}: {error}", "Write settings like: rate = 140") from error
    except ValidationError as error:
        said = []
        for fault in error.errors():
            name = ".".join(str(key) for key in fault["loc"])
            if fault["type"] == "unexpected_keyword_argument":
                said.append(f"'{name}' is not a setting{did_you_mean(name, _fields())}")
            else:
                said.append(f"{name}: {fault['msg'].removeprefix('Value error, ')}")
        raise ScriptError(f"{file}: {'; '.join(said)}") from error
