"""What is done when, as a player shows it: a session's chapters, cut where exercises change.

An author's section is one chapter with several exercises in it; whoever lies on the mat wants to
know, skip and resume the exercise.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from voicecoach.base.values import dataclass, replace
from voicecoach.session.record import Chapter, RecordedCue, RecordedSlot, SessionContent


@dataclass(frozen=True, slots=True)
class PageStep:
    """A stretch of the session in which one thing is done.

    Attributes:
        title: of the exercise, or of the chapter.
        start_ms: where it starts; the step before it ends there.
        end_ms: where it ends.
        exercise: which of the record's exercises it is, from 0, or None.
        section: title of the chapter that starts here when it has several steps.
        changes: whether one gets into another position for its exercise.
    """

    title: str
    start_ms: int
    end_ms: int
    exercise: int | None = None
    section: str = ""
    changes: bool = False


def steps_of(content: SessionContent) -> tuple[PageStep, ...]:
    """The steps of a session, one at least: together they are all of it."""
    performed = [*_performances(content)]
    steps: list[PageStep] = []
    whole = Chapter(content.title, 0, content.duration_ms)  # of a session without chapters
    for chapter in content.chapters or (whole,):
        inside = [p for p in performed if chapter.start_ms <= p.moves_ms < chapter.end_ms]
        steps += _cut(content, chapter, inside)
    return tuple(_with_changes(content, steps))


def _with_changes(content: SessionContent, steps: list[PageStep]) -> Iterator[PageStep]:
    before: str | None = None
    for step in steps:
        if step.exercise is None:
            yield step
            continue
        position = content.exercises[step.exercise].position
        yield replace(step, changes=position != before)
        before = position


@dataclass(frozen=True, slots=True)
class _Performance:
    """One exercise being done: where it is announced, and where its own slots start."""

    exercise: int
    starts_ms: int
    moves_ms: int


def _performances(content: SessionContent) -> Iterator[_Performance]:
    """Match slots to the exercises in their order; each is announced before its own slots."""
    done = 0
    announced: RecordedSlot | None = None
    current: str | None = None
    for slot in content.slots:
        if slot.exercise is None:
            announced = announced or (slot if slot.kind == "instruct" else None)
            continue
        due = content.exercises[done].id if done < len(content.exercises) else None
        if slot.exercise == due and (announced or slot.exercise != current):
            yield _Performance(done, (announced or slot).start_ms, slot.start_ms)
            done += 1
        announced, current = None, slot.exercise


def _cut(content: SessionContent, chapter: Chapter, inside: list[_Performance]) -> list[PageStep]:
    """A chapter as steps: itself when it holds one exercise or none."""
    whole = PageStep(chapter.title, chapter.start_ms, chapter.end_ms)
    if not inside:
        return [whole]
    starts = [chapter.start_ms, *(max(p.starts_ms, chapter.start_ms) for p in inside[1:])]
    steps = [
        PageStep(content.exercises[p.exercise].title, start, end, p.exercise)
        for p, (start, end) in zip(inside, pairwise([*starts, chapter.end_ms]), strict=True)
    ]
    if len(steps) > 1 or steps[0].title != chapter.title:
        steps[0] = replace(steps[0], section=chapter.title)
    return steps


LEAST_REST_MS = 10_000  # a shorter one is a pause


@dataclass(frozen=True, slots=True)
class Between:
    """A rest or paced breathing between exercises.

    Attributes:
        title: of the breathing; empty for a rest.
        start_ms: where it starts.
        length_ms: how long one rests or breathes.
    """

    title: str
    start_ms: int
    length_ms: int


def between_exercises(content: SessionContent) -> list[Between]:
    """The rests and the breathing that are steps of their own, in order."""
    found = []
    for step in steps_of(content):
        inside = [
            slot
            for slot in content.slots
            if slot.exercise is None and step.start_ms <= slot.start_ms < step.end_ms
        ]
        breaths_ms = sum(s.end_ms - s.start_ms for s in inside if s.kind == "breathe")
        if breaths_ms:
            found.append(Between(step.title, step.start_ms, breaths_ms))
            continue
        rests = (s for s in inside if s.kind == "rest" and s.end_ms - s.start_ms >= LEAST_REST_MS)
        found += [Between("", rest.start_ms, rest.end_ms - rest.start_ms) for rest in rests]
    return found


CueLines = tuple[RecordedCue, ...]


def paragraphs(content: SessionContent, step: PageStep) -> list[CueLines]:
    """What is spoken in a step, a paragraph for each rep and each stretch between them."""
    spoken = [c for c in content.cues if c.text and step.start_ms <= c.start_ms < step.end_ms]
    slots = iter(content.slots)
    slot = next(slots, None)
    keyed = []
    for cue in spoken:
        while slot is not None and slot.end_ms <= cue.start_ms:
            slot = next(slots, None)
        keyed.append(((slot.exercise, slot.set, slot.rep, slot.side) if slot else None, cue))
    return [tuple(cue for _, cue in group) for _, group in groupby(keyed, lambda pair: pair[0])]
