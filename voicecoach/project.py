"""Where things are: the project folder with its scripts, its cache, and its settings."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, field, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, get_type_hints

from voicecoach.audio.mp3.frames import Bitrate
from voicecoach.audio.mp3.loop import Silence
from voicecoach.audio.pcm.beds import Under
from voicecoach.base.errors import ScriptError
from voicecoach.base.intake import read_bounded
from voicecoach.base.messages import Phrase, phrase, together
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import LanguageCode, Rate
from voicecoach.formats.plain import revive
from voicecoach.formats.problems import MOST_SHOWN
from voicecoach.formats.source import MAX_BYTES
from voicecoach.formats.tidy import tidy
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.model.clinic import Clinic
from voicecoach.model.routine import CounterVoice
from voicecoach.store.local import LocalStore
from voicecoach.store.protocol import FragmentStore, key_of
from voicecoach.store.spared import SparedStore
from voicecoach.store.tiered import TieredStore
from voicecoach.voices.engines import Engines

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from pydantic_core import ErrorDetails

SETTINGS_FILE = "voicecoach.toml"


@dataclass(frozen=True, slots=True)
class CommandSettings:
    """How the engine `command` is called: the program, and what it gets."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedSettings:
    """What the engine `recorded` is to know: the voice of lines without a recording."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    otherwise: str = ""


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

    far: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `voicecoach.toml` sets; the command line comes before it."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    language: LanguageCode = "en"
    voice: str = ""
    rate: Rate = 140
    bitrate: Bitrate = 64
    silence: Silence = "carrier"
    under: Under = "none"
    artist: str = "voicecoach"
    counter: CounterVoice = field(default_factory=CounterVoice)
    engines: EngineSettings = EngineSettings()
    cache: CacheSettings = CacheSettings()
    clinic: Clinic = field(default_factory=Clinic)


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
    cache: SparedStore
    output: Path
    settings: Settings

    def library(self) -> Library:
        """The scripts: the project's own before the shipped ones."""
        own = [self.root / "scripts"] if self.root else []
        roots = dict.fromkeys(path.resolve() for path in (*own, shipped_scripts()))
        return Library(tuple(roots), self.cache)

    def sounds(self) -> FragmentStore:
        """The cache, and behind it the one that machines share, where there is such a one."""
        far = self.settings.cache.far
        if not far:
            return self.cache
        folder = (self.root or self.output) / Path(far).expanduser()
        return TieredStore(self.cache, LocalStore(folder, shared=True))

    @property
    def recordings(self) -> Path:
        """The folder of the sets of recordings."""
        return (self.root or self.output) / "recordings"

    def engines(self) -> Engines:
        """The engines, with what is set for them here."""
        told = asdict(self.settings.engines)
        told["recorded"]["folder"] = str(self.recordings)
        return Engines(told)


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
            cache = SparedStore(folder / "audio" / "cache")
            settings = read_settings(folder / SETTINGS_FILE, cache)
            return Project(folder, cache, folder / "audio", settings)
    from platformdirs import user_cache_path

    cache = SparedStore(user_cache_path("voicecoach", appauthor=False))
    return Project(None, cache, start, Settings())


def _holds_scripts(folder: Path) -> bool:
    kinds = ("routines", "exercises", "languages", "programmes", "profiles")
    return any((folder / "scripts" / kind).is_dir() for kind in kinds)


def read_settings(file: Path, cache: FragmentStore) -> Settings:
    """Read the settings; those checked before are not checked again.

    Raises:
        ScriptError: the file is at fault, with the place and what to write.
    """
    try:
        content = read_bounded(file, MAX_BYTES)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise ScriptError("bad-settings/unreadable", file=file, reason=error) from error
    key = key_of(
        kind="settings", sha256=hashlib.sha256(content).hexdigest(), fields=[*_names(Settings)]
    )
    kept = cache.get(key).payload
    if kept is not None:
        with contextlib.suppress(KeyError, TypeError, ValueError):  # else of another version
            settings: Settings = revive(Settings, json.loads(kept))
            return settings
    settings = _check_settings(file, content)
    cache.put(key, json.dumps(asdict(settings)).encode())
    return settings


def _names(kind: type[DataclassInstance], table: str = "") -> Iterator[str]:
    """Name every setting, those of tables as `table.name`."""
    hints = get_type_hints(kind)
    for each in fields(kind):
        yield table + each.name
        if is_dataclass(hints[each.name]):
            yield from _names(hints[each.name], f"{table}{each.name}.")


# Paths and arguments are what the system says they are, whatever sign they are written with.
_AS_WRITTEN = {"logo", "far", "arguments"}


def _tidied(value: object) -> object:
    """Write texts as those of all other formats are written."""
    if isinstance(value, dict):
        return {k: each if k in _AS_WRITTEN else _tidied(each) for k, each in value.items()}
    return tidy(value) if isinstance(value, str) else value


def _check_settings(file: Path, content: bytes) -> Settings:
    from pydantic import TypeAdapter, ValidationError

    from voicecoach.formats.toml import TomlFault, read_toml

    try:
        data, text = read_toml(content)
        return TypeAdapter(Settings).validate_python(_tidied(data))
    except TomlFault as fault:
        facts = {"file": file, "line": fault.place[0], "column": fault.place[1]}
        raise ScriptError("bad-settings/toml", reason=fault.phrase, **facts) from fault
    except ValidationError as error:
        said = [_fault(file, text, fault) for fault in error.errors()[:MOST_SHOWN]]
        raise ScriptError("bad-settings/values", reason=together(said)) from error


def _fault(file: Path, text: str, fault: ErrorDetails) -> Phrase:
    """Say what is wrong with a setting, and where."""
    from voicecoach.formats.problems import hint
    from voicecoach.formats.toml import place_of

    keys = tuple(str(key) for key in fault["loc"])
    line, column = place_of(text, keys)
    name = ".".join(keys)
    facts = {"file": file, "line": line, "column": column, "name": name}
    if fault["type"] == "unexpected_keyword_argument":
        meant = hint(name, _names(Settings))
        return phrase("bad-settings/unknown", hint=meant, **facts)
    reason = fault["msg"].removeprefix("Value error, ")
    return phrase("bad-settings/value", reason=reason, **facts)
