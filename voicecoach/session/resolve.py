"""Everything about a session that is not in its steps is decided here, and nowhere else.

The order comes before the profile, that before the programme's stage, then the routine, then
`voicecoach.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import replace
from voicecoach.checks.routines import Adapt, checked_script
from voicecoach.formats.problems import Problem, Where
from voicecoach.library.library import Library
from voicecoach.library.script import Script, Welcome
from voicecoach.model.routine import RoutineHead
from voicecoach.model.settings import Settings
from voicecoach.project import SETTINGS_FILE, Project
from voicecoach.session.faults import AwayVoice, UnknownVoice, required
from voicecoach.session.find import script_file
from voicecoach.session.order import Choice, Choices, Maker, Order, ResolvedOrder, StageDay
from voicecoach.speech import Cast, Speaker, VoiceRequest, choose, foreign
from voicecoach.voices.engines import Engines

if TYPE_CHECKING:
    from voicecoach.model.profile import Profile
    from voicecoach.model.programme import Programme, Stage

_Value = TypeVar("_Value")


def resolve(order: Order, project: Project, library: Library) -> ResolvedOrder:
    """Decide everything about a session.

    Args:
        order: what is asked for.
        project: its settings are asked last.
        library: has the scripts.

    Raises:
        ScriptError: there is no such script; or `Faulty`, one has errors.
    """
    profile, said = profile_of(order, library)
    code = language_of(order, project.settings, profile).value
    adapt = _adapt(profile, library)
    stage, programme = None, None
    if order.day:
        read, index = _stage(order.day, library, code)
        stage, programme = read.stages[index], read.programme
        from voicecoach.checks.programmes import stage_script

        script, problems = stage_script(library, read, index, order.routine, code, adapt)
    else:
        file = script_file(library, order.routine)
        script, problems = checked_script(library, file, code, adapt=adapt)
    problems = [*said, *problems]
    script = required(script, problems, order.routine)
    choices = decide(order, project.settings, profile, script.routine.head, stage)
    artist, publisher = credits_of(project.settings)
    script = settled(script, choices, order.nearest)
    script = replace(script, welcome=welcome_of(project, script.language.language))
    if script.welcome:
        from voicecoach.checks.languages import check_welcome

        problems += check_welcome(script.welcome, script.language, script.coaching)
    if order.episode is not None:
        script = replace(script, turn=order.episode - 1)
    elif order.day and order.day.number is not None:
        script = replace(script, turn=order.day.number)
    return ResolvedOrder(order, choices, script, artist, publisher, programme, tuple(problems))


def credits_of(settings: Settings) -> tuple[str, str]:
    """Say who is named as the artist, and who as the publisher: the clinic, where one is set."""
    program = Settings().artist
    publisher = settings.clinic.name or program
    return publisher if settings.artist == program else settings.artist, publisher


def welcome_of(project: Project, language: str) -> Welcome | None:
    """What the clinic says first in a session of that language, where it has a line for it."""
    text = project.settings.clinic.greeting.get(language)
    if text is None or project.root is None:
        return None
    file = str(project.root / SETTINGS_FILE)
    return Welcome(text, Where(file, ("clinic", "greeting", language)))


def profile_of(order: Order, library: Library) -> tuple[Profile | None, list[Problem]]:
    """Read the profile that an order names, with warnings about it.

    Raises:
        ScriptError: there is none; or `Faulty`, it has errors.
    """
    if order.profile is None:
        return None, []
    from voicecoach.checks.profiles import checked_profile

    file = script_file(library, order.profile, ("profiles",))
    profile, problems = checked_profile(library, file)
    return required(profile, problems, order.profile), problems


def decide(
    order: Order,
    settings: Settings,
    profile: Profile | None = None,
    head: RoutineHead | None = None,
    stage: Stage | None = None,
) -> Choices:
    """Decide all that an order leaves open.

    Args:
        order: what is asked for.
        settings: of the project.
        profile: of the person.
        head: the routine's, as the stage of a programme has it.
        stage: that.
    """
    nobody = Settings()
    persons: list[tuple[Maker, Profile | RoutineHead]] = []
    persons += [("profile", profile)] if profile else []
    persons += [("routine", head)] if head else []

    def set_to(value: _Value, unset: _Value) -> tuple[Maker, _Value | None]:
        return "settings", None if value == unset else value

    voices = [(maker, who.voice) for maker, who in persons]
    voices.append(set_to(settings.voice, nobody.voice))
    rates = [(maker, who.rate) for maker, who in persons]
    rates.append(set_to(settings.rate, nobody.rate))
    counters = [(maker, who.counter) for maker, who in persons]
    counters.append(("settings", settings.counter))
    of_head: Maker = "stage" if stage and stage.length else "routine"
    lengths = [(of_head if maker == "routine" else maker, who.length) for maker, who in persons]
    voice = _choice(order.voice, voices, nobody.voice)
    by_hand = order.familiarity is not None and order.familiarity.source == "hand"
    return Choices(
        language=language_of(order, settings, profile),
        voice=voice,
        rate=_choice(order.rate, rates, nobody.rate),
        counter=_choice(order.counter, [(maker, who.voice) for maker, who in counters], ""),
        counter_rate=_choice(None, [(maker, who.rate) for maker, who in counters], None),
        counter_level=_choice(None, [(maker, who.level) for maker, who in counters], 0.0),
        others=tuple(name for name in (order.voice, *(name for _, name in voices)) if name),
        guidance=_choice(
            order.guidance or ("fading" if by_hand else None),
            [(maker, who.guidance) for maker, who in persons],
            "fading" if order.familiarity else "full",
        ),
        familiarity=_choice(order.familiarity, [], None),
        length=_choice(order.length, lengths, None),
        bitrate=_choice(order.bitrate, [set_to(settings.bitrate, nobody.bitrate)], nobody.bitrate),
        silence=_choice(
            order.silence,
            [
                ("profile", profile.silence if profile else None),
                set_to(settings.silence, nobody.silence),
            ],
            nobody.silence,
        ),
        under=_choice(
            order.under,
            [
                ("profile", profile.under if profile else None),
                set_to(settings.under, nobody.under),
            ],
            nobody.under,
        ),
    )


def language_of(order: Order, settings: Settings, profile: Profile | None) -> Choice[str]:
    """Decide the language, which must be known before the routine is read."""
    default = Settings().language
    own = settings.language if settings.language != default else None
    wanted = profile.language if profile else None
    return _choice(order.language, [("profile", wanted), ("settings", own)], default)


def settled(script: Script, choices: Choices, nearest: bool = False) -> Script:
    """Put into a script what was decided of it.

    How much its own head wants said stays there: a step of it may want something else.
    """
    guidance = choices.guidance
    asked = guidance.value if guidance.made_by in ("option", "profile") else None
    known, length = choices.familiarity.value, choices.length.value
    turn = None if known is None else known.sessions
    settled = replace(script, guidance=asked, familiarity=known, length=length, nearest=nearest)
    return replace(settled, turn=turn)


def namers(project: Project, script: Script | None = None) -> Mapping[Maker, Where]:
    """The files that may name voices, by who made the choice."""
    found: dict[Maker, Where] = {"settings": Where(str((project.root or Path()) / SETTINGS_FILE))}
    if script:
        found["routine"] = Where(script.routine.file)
    if script and script.profile:
        found["profile"] = script.profile.where
    return found


def speakers(
    choices: Choices,
    engines: Engines | None = None,
    places: Mapping[Maker, Where] | None = None,
) -> Cast:
    """Find the voices that were decided on.

    Args:
        choices: name them.
        engines: of the project.
        places: the files that may name them, as `namers` gives them.

    Raises:
        VoiceError: one of them is not here, or there is none at all; `AwayVoice` where a file
            names it.
        UnknownVoice: a file names one that is none.
    """
    asked = VoiceRequest(
        voice=choices.voice.value,
        rate_wpm=choices.rate.value,
        counter=choices.counter.value,
        counter_rate_wpm=choices.counter_rate.value,
        counter_level_db=choices.counter_level.value,
        others=choices.others,
    )
    try:
        return choose(choices.language.value, choices.bitrate.value, asked, engines)
    except VoiceError as error:
        where = _named_at(choices, engines or Engines(), places or {}, error.phrase)
        if where is None:
            raise
        raise (UnknownVoice if _is_none(error.phrase) else AwayVoice)(
            error.phrase, where
        ) from error


_NONE = ("no-voice/unknown", "no-voice/unknown-here", "no-voice/meant", "no-voice/meant-here")


def _is_none(said: Phrase) -> bool:
    """Whether a voice is none anywhere that we know of, or only not on this machine."""
    from voicecoach.voices.catalogue import published

    return said.kind in _NONE and published(said.facts["voice"]) is None


def _named_at(
    choices: Choices, engines: Engines, places: Mapping[Maker, Where], said: Phrase
) -> Where | None:
    """The place that names the voice of which something was said; None where no file does."""
    settings = places.get("settings")
    otherwise = engines.settings.get("recorded", {}).get("otherwise", "")
    if settings and otherwise and said.kind == "no-voice/for-the-rest":
        return settings.at("engines", "recorded", "otherwise")
    named: tuple[tuple[str, Maker, tuple[str, ...]], ...] = (
        (choices.voice.value, choices.voice.made_by, ("voice",)),
        (choices.counter.value, choices.counter.made_by, ("counter", "voice")),
        (otherwise, "settings", ("engines", "recorded", "otherwise")),
    )
    for name, maker, keys in named:
        if name and _refused(engines, name, choices.language.value) == said:
            place = places.get(maker)
            return place and place.at(*keys)
    return None


def _refused(engines: Engines, name: str, language: str) -> Phrase | None:
    """Why a voice cannot be used here; None where it can."""
    try:
        engines.find_voice(name, language)
    except VoiceError as error:
        return error.phrase
    return None


def speaking(choices: Choices, cast: Cast, engines: Engines | None = None) -> tuple[Phrase, ...]:
    """Say who speaks, who decided that, and who counts where that is somebody else."""
    coach, counter = cast.coach, cast.counter
    asked = bool(choices.voice.value)

    def facts(speaker: Speaker, may_be_foreign: bool) -> dict[str, Any]:
        own = foreign(speaker.voice, cast.language, engines) if may_be_foreign else None
        return {
            "speaker": str(speaker),
            "voice": f"{speaker.voice.engine}:{speaker.voice.name}",
            "rate_wpm": speaker.rate_wpm,
            "level_db": speaker.level_db,
            "foreign": own or phrase("foreign/not"),
        }

    maker = choices.voice.made_by
    said = [phrase(f"speaking/{maker}", file=SETTINGS_FILE, **facts(coach, asked))]
    if counter != coach:
        said.append(phrase("counting/with", **facts(counter, counter.voice != coach.voice)))
    offer = None if asked else _offer(cast)
    return (*said, offer) if offer else (*said,)


def _offer(cast: Cast) -> Phrase | None:
    """Say how to get a natural voice, where nobody asked for another and there is none."""
    from voicecoach.voices.offers import NATURAL, how_to_get

    return None if cast.coach.voice.engine in NATURAL else how_to_get(cast.language)


def _choice(
    asked: _Value | None, others: Iterable[tuple[Maker, _Value | None]], default: _Value
) -> Choice[_Value]:
    """Take the first answer there is; zero is one, an empty text is none."""
    answers = ((maker, value) for maker, value in others if value is not None and value != "")
    maker, implied = next(answers, ("default", default))
    if asked is None or asked == "":
        return Choice(implied, maker, implied)
    return Choice(asked, "option", implied)


def _adapt(profile: Profile | None, library: Library) -> Adapt | None:
    """Give what tailors scripts to a person; most sessions are for nobody, and import less."""
    if profile is None:
        return None
    from voicecoach.coach.tailor import tailoring

    return tailoring(profile, library)


def _stage(day: StageDay, library: Library, language: str) -> tuple[Programme, int]:
    """Read the programme of a day, and find its stage."""
    file = script_file(library, day.programme, ("programmes",))
    programme, problems = library.programme(file, language)
    sound = required(programme, problems, day.programme)
    names = [stage.stage for stage in sound.stages]
    return sound, names.index(day.stage)
