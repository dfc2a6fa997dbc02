"""The voices of this machine, and those that can be installed."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.app.jobs import Event, Listener
from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase
from voicecoach.base.values import dataclass
from voicecoach.project import Project
from voicecoach.voices import catalogue
from voicecoach.voices.engines import ENGINES, load_engine
from voicecoach.voices.engines.kokoro_model import is_installed
from voicecoach.voices.figures import Figures, figures_of
from voicecoach.voices.install import VoiceSource, install_voice, known_voice, remove_voice


@dataclass(frozen=True, slots=True)
class VoiceHere:
    """A voice that can be named.

    Attributes:
        name: as `--voice` takes it.
        title: for people.
        languages: codes; empty for all.
        is_default: it speaks where no other is named.
        measured: how good it is, where that was measured.
    """

    name: str
    title: str
    languages: tuple[str, ...]
    is_default: bool
    measured: Figures | None


@dataclass(frozen=True, slots=True)
class EngineAway:
    """An engine that cannot speak here, and why."""

    engine: str
    problem: Phrase


@dataclass(frozen=True, slots=True)
class Voices:
    """What can speak here.

    Attributes:
        rows: in the order of the engines.
        no_default: why nobody speaks where no other is named; None where somebody does.
    """

    rows: tuple[VoiceHere | EngineAway, ...]
    no_default: VoiceError | None


@dataclass(frozen=True, slots=True)
class Installable:
    """A voice, or kokoro's model, that can be installed.

    Attributes:
        name: as `install` takes it.
        title: for people.
        size_bytes: of what is fetched.
        licence: its name.
        use: what that allows, in words.
        is_here: it is installed.
    """

    name: str
    title: str
    size_bytes: int
    licence: str
    use: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Installed:
    """What was installed.

    Attributes:
        name: as `--voice` takes it.
        licence: its name, what that allows, and the address of its sources; None where unknown.
        problem: what is still missing before it can speak.
    """

    name: str
    licence: tuple[str, str, str] | None
    problem: Phrase | None


def list_voices(project: Project, language: str | None = None) -> Voices:
    """List the voices that speak a language, or all.

    Args:
        project: has settings and recordings.
        language: ISO 639-1 code, also with a country.
    """
    engines, settings = project.engines(), project.settings
    default, no_default = "", None
    try:
        found = engines.find_voice(settings.voice, settings.language)
        default = f"{found.engine}:{found.name}"
    except VoiceError as error:
        no_default = error
    rows: list[VoiceHere | EngineAway] = []
    for name in ENGINES:
        engine = engines.load(name)
        if problem := engine.available():
            rows.append(EngineAway(name, problem))
            continue
        for voice in engine.voices():
            if language is None or any(_speaks(code, language) for code in voice.languages):
                full, codes = f"{name}:{voice.name}", tuple(voice.languages)
                measured = figures_of(full)
                rows.append(VoiceHere(full, voice.title, codes, full == default, measured))
    return Voices(tuple(rows), no_default)


def installable(language: str | None = None) -> Iterator[Installable]:
    """List what is recommended to be installed, for a language or all.

    Args:
        language: ISO 639-1 code, also with a country.
    """
    here = {voice.name for voice in load_engine("piper").voices()}
    if is_installed():
        here.add(catalogue.KOKORO.name)
    wanted = language.partition("-")[0].lower() if language else ""
    for offer in (catalogue.KOKORO, *catalogue.VOICES):
        if not wanted or wanted in _languages(offer):
            use, is_here = offer.use.says, offer.name in here
            size = offer.size_bytes
            yield Installable(offer.name, offer.title, size, offer.licence, use, is_here)


def install(
    name: str,
    place: str | None = None,
    accept_licence: bool = False,
    listener: Listener | None = None,
) -> Installed:
    """Install a voice for piper, or kokoro's model.

    Args:
        name: a voice's as piper calls it, also behind `piper:`; or `kokoro`.
        place: a mirror's address, or a folder; where it is published unless given.
        accept_licence: also one that a clinic may not use, or whose licence is unclear.
        listener: told of what arrives, in bytes.

    Raises:
        VoiceError: there is no such voice, nothing vouches for it, its licence was not accepted, or
            it cannot be fetched.
        OutputError: no space, or no permission.
    """
    name = _plain(name)
    offer = catalogue.published(name)
    source = VoiceSource(place or (offer.site if offer else catalogue.SITE))
    known = known_voice(name, source)
    use = known.use if known else catalogue.UNKNOWN
    if not (use.free or accept_licence):
        kind = "voice-licence" if known else "voice-licence/unknown"
        raise VoiceError(kind, voice=name, licence=known.licence if known else "", use=use.says)

    def told(done: int, total: int) -> None:
        if listener:
            listener(Event("fetching", name, done, total))

    install_voice(name, source, told)
    licence = (known.licence, use.says, known.card) if known else None
    engine = known.engine if known else "piper"
    return Installed(_named(name), licence, load_engine(engine).available())


def remove(name: str) -> str:
    """Remove a voice that was installed.

    Returns:
        Its name, as `--voice` took it.

    Raises:
        VoiceError: it is not installed, or another process is installing one.
        OutputError: no permission.
    """
    name = _plain(name)
    remove_voice(name)
    return _named(name)


def _plain(name: str) -> str:
    """A name as the catalogue has it: one model speaks with all voices of kokoro."""
    engine, _, voice = name.partition(":")
    if engine == catalogue.KOKORO.name:
        return engine
    return voice if engine == "piper" else name


def _named(name: str) -> str:
    """A name as '--voice' takes it."""
    return name if name == catalogue.KOKORO.name else f"piper:{name}"


def _languages(offer: catalogue.Published) -> frozenset[str]:
    """The ISO 639-1 codes of what an offer speaks."""
    own = load_engine(offer.engine).capabilities.languages
    return own or frozenset({offer.name.partition("_")[0]})


def _speaks(code: str, language: str) -> bool:
    return code == language or code.startswith(f"{language}-")
