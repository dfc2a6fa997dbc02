"""Where things are: the project folder with its scripts, its cache, and its settings."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields, is_dataclass
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, get_type_hints

from voicecoach.base.controls import clipped
from voicecoach.base.errors import ScriptError
from voicecoach.base.intake import read_bounded
from voicecoach.base.messages import Fault, Phrase, phrase, together
from voicecoach.base.stored import adapter
from voicecoach.base.values import dataclass
from voicecoach.formats.plain import revive
from voicecoach.formats.problems import MOST_SHOWN, hint
from voicecoach.formats.source import MAX_BYTES
from voicecoach.formats.tidy import tidy
from voicecoach.library.library import Library, shipped_scripts
from voicecoach.model.settings import Settings
from voicecoach.store.local import LocalStore
from voicecoach.store.protocol import FragmentStore, key_of
from voicecoach.store.spared import SparedStore
from voicecoach.store.tiered import TieredStore
from voicecoach.voices.engines import ENGINES, Engines, unknown_engine

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from pydantic_core import ErrorDetails

SETTINGS_FILE = "voicecoach.toml"
_CHECKS = 2  # raise it where settings are refused that were not before

SettingFault = tuple[tuple[str, ...], Phrase | str, bool]
"""The keys of a setting, and what is wrong with it; or, where it is none, which could be meant."""


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
        root = self.root or self.output
        shared = LocalStore(root / Path(far).expanduser(), shared=True)
        return TieredStore(
            self.cache, shared, lambda: _set_at(root / SETTINGS_FILE, ("cache", "far"))
        )

    @property
    def recordings(self) -> Path:
        """The folder of the sets of recordings."""
        return (self.root or self.output) / "recordings"

    @property
    def own_folder(self) -> Path:
        """Where what is secret is kept: in the project, or in the user's own folder outside one."""
        return self.root / ".voicecoach" if self.root else user_folder()

    def engines(self) -> Engines:
        """The engines, with what is set for them here."""
        told = asdict(self.settings.engines)
        told["recorded"]["folder"] = str(self.recordings)
        return Engines(told)


def user_folder() -> Path:
    """This user's own folder, for what belongs to no project."""
    from platformdirs import user_data_path

    return user_data_path("voicecoach", appauthor=False)


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
            file = folder / SETTINGS_FILE
            project = Project(folder, cache, folder / "audio", read_settings(file, cache))
            if faults := [*_unknown_languages(project)]:
                raise refused_settings(file, faults)
            return project
    from platformdirs import user_cache_path

    cache = SparedStore(user_cache_path("voicecoach", appauthor=False))
    return Project(None, cache, start, Settings())


def _unknown_languages(project: Project) -> Iterator[SettingFault]:
    """Languages that are set, of which the project has no texts."""
    settings, default = project.settings, Settings().language
    named: dict[tuple[str, ...], str] = {}
    if settings.language != default:
        named["language",] = settings.language
    named |= {("clinic", "greeting", code): code for code in settings.clinic.greeting}
    library = project.library() if named else None
    for keys, code in named.items():
        if library and library.find("languages", code) is None:
            meant = hint(code, library.names("languages"))
            yield keys, phrase("bad-value/language", language=code, hint=meant), False


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
        kind="settings",
        sha256=hashlib.sha256(content).hexdigest(),
        fields=[*_names(Settings)],
        version=_CHECKS,
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
    from pydantic import ValidationError

    from voicecoach.formats.toml import TomlFault, read_toml

    try:
        data, _ = read_toml(content)
        settings: Settings = adapter(Settings).validate_python(_tidied(data))
    except TomlFault as fault:
        facts = {"file": file, "line": fault.place[0], "column": fault.place[1]}
        raise ScriptError("bad-settings/toml", reason=fault.phrase, **facts) from fault
    except ValidationError as error:
        raise refused_settings(file, map(_said, error.errors())) from error
    if faults := [*_unknown_engines(settings)]:
        raise refused_settings(file, faults)
    return settings


def _said(fault: ErrorDetails) -> SettingFault:
    """What pydantic finds wrong with a setting; the first key of two that differ in case."""
    from voicecoach.model.shapes import phrase_of

    raised = fault.get("ctx", {}).get("error")
    below = raised.below if isinstance(raised, Fault) else ()
    keys = tuple(str(key) for key in (*fault["loc"], *below) if key != "[key]")
    if fault["type"] == "unexpected_keyword_argument":
        return keys, hint(".".join(keys), _names(Settings)), True
    if fault["type"] in ("dataclass_type", "mapping_type", "dict_type"):
        return keys, phrase("settings/table", name=".".join(keys)), False
    return keys, phrase_of(fault), False


def _unknown_engines(settings: Settings) -> Iterator[SettingFault]:
    """Voices of engines that are none, on whatever machine."""
    named = {
        ("voice",): settings.voice,
        ("counter", "voice"): settings.counter.voice or "",
        ("engines", "recorded", "otherwise"): settings.engines.recorded.otherwise,
    }
    for keys, voice in named.items():
        if engine := unknown_engine(voice):
            yield keys, phrase("settings/engine", engine=engine, hint=hint(engine, ENGINES)), False


def refused_settings(file: Path, faults: Iterable[SettingFault]) -> ScriptError:
    """Refuse settings, each fault with the line and column of its key.

    Args:
        file: of the settings.
        faults: what is wrong, one at least.
    """
    from voicecoach.formats.toml import place_of

    text = _text_of(file)
    shown = islice(faults, MOST_SHOWN)
    placed = sorted(((place_of(text, each[0]), each) for each in shown), key=itemgetter(0))
    said = []
    for (line, column), (keys, reason, is_unknown) in placed:
        facts = {"file": file, "line": line, "column": column, "name": clipped(".".join(keys), 80)}
        if is_unknown:
            said.append(phrase("bad-settings/unknown", hint=reason, **facts))
        else:
            said.append(phrase("bad-settings/value", reason=reason, **facts))
    return ScriptError("bad-settings/values", reason=together(said))


def _text_of(file: Path) -> str:
    """The text of settings that were read before; empty where something else has changed them."""
    from voicecoach.formats.toml import TomlFault, read_toml

    try:
        return read_toml(read_bounded(file, MAX_BYTES))[1]
    except (OSError, TomlFault):
        return ""


def _set_at(file: Path, keys: tuple[str, ...]) -> str:
    """Where something is set, as it stands before a message."""
    from voicecoach.formats.toml import place_of

    line, column = place_of(_text_of(file), keys)
    return f"{file}:{line}:{column}: "
