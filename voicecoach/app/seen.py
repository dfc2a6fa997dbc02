"""What a routine's text comes to, while somebody writes it: nothing is spoken, nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import get_args

from voicecoach.app.checks import arrangement, placed_by_guesses, placing_problems
from voicecoach.app.remedies import Remedy, remedies
from voicecoach.app.workspace import Workspace
from voicecoach.base.errors import VoiceError
from voicecoach.base.values import dataclass, replace
from voicecoach.checks.languages import Wordings
from voicecoach.checks.routines import checked_script
from voicecoach.coach.fit.search import CannotFit
from voicecoach.coach.placing import PlacedSlot
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.tailor import tailoring
from voicecoach.coach.timeline import Sound, Tone, Utterance
from voicecoach.coach.way import position_of
from voicecoach.formats.document import locate_all, read_document_text
from voicecoach.formats.fields import Position
from voicecoach.formats.problems import KeyPath, Located, Problem
from voicecoach.library.gathered import exercises_in
from voicecoach.library.library import Library
from voicecoach.library.script import Script
from voicecoach.model.exercise import Exercise
from voicecoach.model.outline import OutlinedStep, outline
from voicecoach.model.steps import step_at
from voicecoach.session.content import chapters
from voicecoach.session.faults import DoesNotFit
from voicecoach.session.order import Order, ResolvedOrder
from voicecoach.session.record import Chapter
from voicecoach.session.resolve import decide, profile_of, settled, welcome_of

MOST_MENDED = 6
"""Problems whose remedies are looked for at once: to try one takes as long as to read the text."""


@dataclass(frozen=True, slots=True)
class SeenProblem:
    """What is wrong with a text, and where.

    Attributes:
        located: the problem with its line and column; of another file where that is at fault.
        step: the step that it is about; empty where that is none of the text.
        remedies: what mends it, the likeliest first; none where that is not clear, and none of
            problems behind the first `MOST_MENDED`: these first.
    """

    located: Located
    step: KeyPath
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenStep:
    """A step, and when it is done.

    Attributes:
        outlined: as it is written.
        title: of its exercise, or of the chapter that it makes; empty where it has none.
        position: where the body is in it; None where it stays as it was.
        start_ms: when it begins; None where it is not done.
        length_ms: how long it takes, all its rounds together.
    """

    outlined: OutlinedStep
    title: str = ""
    position: Position | None = None
    start_ms: int | None = None
    length_ms: int = 0


@dataclass(frozen=True, slots=True)
class SeenCue:
    """Something that is heard.

    Attributes:
        start_ms, length_ms: when, and how long.
        text: the words, also those that name a person; a tone's name.
        role: what it is for.
        speaker: `coach`, `counter` or `tone`.
        step: of the text; empty for what begins and ends the session.
    """

    start_ms: int
    length_ms: int
    text: str
    role: str
    speaker: str
    step: KeyPath


@dataclass(frozen=True, slots=True)
class PositionChange:
    """A change of position.

    Attributes:
        start_ms: when it begins.
        goal: where to.
        step: for which; empty at the session's end.
    """

    start_ms: int
    goal: Position
    step: KeyPath


@dataclass(frozen=True, slots=True)
class SeenRoutine:
    """What a text comes to.

    Attributes:
        problems: all, in the order of their places.
        steps: in the order of the text, each before what it holds.
        length_ms: of the session; None where there is none yet.
        chapters, cues, changes: of the session, in time.
        estimated: how many of the lines have a guessed length.
        slots: what is done when.
    """

    problems: tuple[SeenProblem, ...]
    steps: tuple[SeenStep, ...]
    length_ms: int | None = None
    chapters: tuple[Chapter, ...] = ()
    cues: tuple[SeenCue, ...] = ()
    changes: tuple[PositionChange, ...] = field(default_factory=tuple)
    estimated: int = 0
    slots: tuple[PlacedSlot, ...] = ()


def seen(
    workspace: Workspace, file: Path, text: str, order: Order | None = None, known: bool = False
) -> SeenRoutine:
    """See what the text of a routine comes to, as a check and a plan of it would say.

    Args:
        workspace: has all that it names, with what was not saved yet.
        file: the routine's; there need be none yet.
        text: what it says, with its byte order mark where it has one.
        order: how the session is to be; its profile, language, guidance, rate and length count.
        known: take the lengths of lines that were spoken already; guess all unless given.

    Raises:
        ScriptError: there is no such profile; or `Faulty`, it has errors.
    """
    order, place = order or Order(), file.resolve()
    library = workspace.library.with_text(place, text)
    settings = workspace.project.settings
    profile, problems = profile_of(order, library)
    language = order.language or (profile and profile.language) or settings.language
    adapt = tailoring(profile, library) if profile else None
    script, found = checked_script(library, place, language, adapt=adapt)
    problems += [*found, *Wordings(library).check("routines", place, language)]
    schedule, estimated = None, frozenset[Sound]()
    if script:
        script = replace(script, welcome=welcome_of(workspace.project, language))
        problems += arrangement(library, script)
        asked = replace(order, routine=str(place), rate=order.rate or settings.rate)
        schedule, estimated, found = _placed(workspace, script, asked, known)
        problems += found
    document = read_document_text(str(place), text)
    located = locate_all(problems, library.reader.source)
    exercises = script.exercises if script else exercises_in(library, document.data, language)
    steps = outline(document, exercises)
    shown = _shown(located, str(place), text, steps, exercises)
    told = tuple(_told(each, exercises, library) for each in steps)
    if script is None or schedule is None:
        return SeenRoutine(tuple(shown), told)
    return SeenRoutine(
        tuple(shown),
        tuple(_timed(told, schedule)),
        schedule.total_ms,
        chapters(schedule),
        tuple(_cues(schedule)),
        tuple(_changes(script, schedule)),
        len(estimated),
        schedule.slots,
    )


def _placed(
    workspace: Workspace, script: Script, order: Order, known: bool
) -> tuple[Schedule | None, frozenset[Sound], list[Problem]]:
    """The session, the lines whose length is guessed, and what is wrong with it."""
    if known:
        with suppress(VoiceError, CannotFit, DoesNotFit):  # then it is guessed, and said why
            choices = decide(order, workspace.project.settings, script.profile, script.routine.head)
            script = settled(script, choices, order.nearest)
            resolved = ResolvedOrder(order, choices, script, "", "", None, ())
            shown = workspace.sessions.show(resolved)
            found = [*shown.problems, *placing_problems(script, shown.schedule)]
            return shown.schedule, shown.estimated, found
    schedule, found = placed_by_guesses(script, order)
    lines = schedule.timeline.sounds() if schedule else set()
    return schedule, frozenset(each for each in lines if isinstance(each, Utterance)), found


def _shown(
    located: Iterable[Located],
    file: str,
    text: str,
    steps: Sequence[OutlinedStep],
    exercises: Mapping[str, Exercise],
) -> Iterator[SeenProblem]:
    """Problems with the steps that they are about, the innermost that holds their place."""
    mended = 0
    for each in located:
        where = each.problem.where
        if where.file != file:
            yield SeenProblem(each, ())
            continue
        holding = [step.path for step in steps if where.path[: len(step.path)] == step.path]
        path: KeyPath = max(holding, key=len, default=())
        found = remedies(each, text, path, exercises) if mended < MOST_MENDED else ()
        mended += bool(found)
        yield SeenProblem(each, path, found)


def _step_path(placed: PlacedSlot) -> KeyPath:
    """The step that a slot belongs to, as the outline has it."""
    where = placed.slot.step
    return where.path[:-1] if where else ()


def _told(step: OutlinedStep, exercises: Mapping[str, Exercise], library: Library) -> SeenStep:
    """A step with what people call it, and where the body is in it."""
    exercise = exercises.get(step.name) if step.kind == "exercise" else None
    if exercise:
        return SeenStep(step, str(step.fields.get("title") or exercise.title), exercise.position)
    named = str(step.fields.get(step.kind, ""))
    if step.kind == "transition":
        found = next((each for each in get_args(Position) if each == named), None)
        return SeenStep(step, position=found)
    if step.kind == "include":
        file = library.find("routines", named)
        routine = library.routine(file).value if file else None
        return SeenStep(step, routine.head.title if routine else "")
    return SeenStep(step, named if step.kind == "section" else "")


def _timed(steps: Iterable[SeenStep], schedule: Schedule) -> Iterator[SeenStep]:
    """The steps with when they are done."""
    starts: dict[KeyPath, int] = {}
    lengths: dict[KeyPath, int] = {}
    for placed in schedule.slots:
        path = _step_path(placed)
        for end in range(2, len(path) + 1, 2):  # itself, and what holds it
            starts.setdefault(path[:end], placed.start_ms)
            lengths[path[:end]] = lengths.get(path[:end], 0) + placed.end_ms - placed.start_ms
    for each in steps:
        path = each.outlined.path
        yield replace(each, start_ms=starts.get(path), length_ms=lengths.get(path, 0))


def _cues(schedule: Schedule) -> Iterator[SeenCue]:
    for cue in schedule.cues:
        sound, path = cue.sound, _step_path(schedule.slots[cue.slot])
        text, speaker = (
            (sound.name, "tone") if isinstance(sound, Tone) else (sound.text, sound.speaker)
        )
        yield SeenCue(cue.start_ms, cue.length_ms, text, cue.cue.role, speaker, path)


def _changes(script: Script, schedule: Schedule) -> Iterator[PositionChange]:
    """The changes of position, by the words and the time that they have."""
    began: PlacedSlot | None = None
    position: Position | None = None
    for index, placed in enumerate(schedule.slots):
        slot = placed.slot
        if began is None and slot.kind == "transition" and slot.exercise is None:
            began = placed
        if began is None or (slot.kind in ("transition", "settle") and slot.exercise is None):
            continue
        goal = _goal(script, schedule, index) if _step_path(began) else "standing"
        if goal and goal != position:
            yield PositionChange(began.start_ms, goal, _step_path(began))
        began, position = None, goal or position


def _goal(script: Script, schedule: Schedule, index: int) -> Position | None:
    """Where the body is from a slot on."""
    for placed in schedule.slots[index - 1 :]:
        name, where = placed.slot.exercise, placed.slot.step
        if where and where.path[-1:] == ("transition",):
            step = step_at(script.routine.steps, script.routines, where.path[1:-1:2])
            return position_of(step, script.exercises)
        if name in script.exercises:
            return script.exercises[str(name)].position
    return None
