"""Checks of profiles: what they name is there, and what they ask for can be, and is safe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from voicecoach.base.values import replace
from voicecoach.checks.breathing import check_breathing
from voicecoach.checks.exercises import check_dose, check_overrides
from voicecoach.formats.problems import MOST_SHOWN, Problem, Where, errors, hint
from voicecoach.library.library import Library
from voicecoach.model.coaching import Coaching
from voicecoach.model.dose import DoseError, Range
from voicecoach.model.dose_change import DoseChange, figure_of, scaled
from voicecoach.model.dose_context import in_context, which
from voicecoach.model.exercise import Exercise
from voicecoach.model.profile import Profile
from voicecoach.model.variants import Exercises, asked_variant, reasons_to_avoid


def checked_profile(library: Library, file: Path) -> tuple[Profile | None, list[Problem]]:
    """Read and check a profile.

    Returns:
        The profile, or None with errors; and every fault.
    """
    profile, problems = library.profile(file)
    coaching, found = library.coaching()
    problems = [*problems, *found]
    if profile and coaching:
        exercises = {name: exercise for name, (exercise, _) in library.exercises().items()}
        problems += check_profile(profile, exercises, coaching)
        problems += _check_names(profile, library)
        problems += _check_language(profile, library)
    return (None if errors(problems) else profile), problems


def check_profile(profile: Profile, exercises: Exercises, coaching: Coaching) -> Iterator[Problem]:
    """Check a profile against the library, in which there is all that it names.

    Args:
        profile: what to check.
        exercises: all of the library, by name.
        coaching: the figures that it may make safer.
    """
    yield from _check_person(profile)
    yield from _check_one_wish_each(profile)
    yield from _check_replacements(profile, exercises)
    if profile.floor and profile.surface:
        yield Problem.of("contradiction/ways", profile.where.at("floor"), on_key=True)
    yield from check_overrides(profile.coaching, profile.where.at("coaching"), coaching)
    if profile.breath:
        breath = replace(profile.breath, breaths=1)
        yield from check_breathing(breath, profile.where.at("breath"), coaching)
    for position, change in profile.positions.items():
        if change.dose.chain:  # what is done there may take it in one way or the other
            place = profile.where.at("positions", position)
            yield Problem("bad-dose", place, which(change.dose))
    for name, change in profile.exercises.items():
        if name in exercises:
            where = profile.where.at("exercises", name)
            yield from _check_change(change, where, exercises[name], coaching)


def _check_person(profile: Profile) -> Iterator[Problem]:
    if profile.greet and not (profile.name or profile.greeting):
        yield Problem.of("missing-key/greeting", profile.where.at("greet"))
    parts = profile.profile.split("-")
    for word in re.findall(r"[a-z]{2,}", _plain(profile.name or "")):
        if word in parts or (len(word) > 2 and any(part.startswith(word) for part in parts)):
            yield Problem.of("personal-label", profile.where.at("profile"))
            return


def _plain(name: str) -> str:
    """A name in small letters without accents, as it could stand in a label."""
    letters = unicodedata.normalize("NFKD", name.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _check_language(profile: Profile, library: Library) -> Iterator[Problem]:
    code = profile.language
    if code is not None and library.find("languages", code) is None:
        meant, place = hint(code, library.names("languages")), profile.where.at("language")
        yield Problem.of("bad-value/language", place, language=code, hint=meant)


def _named(profile: Profile) -> Iterator[tuple[str, Where, bool]]:
    """Every exercise that a profile names: its name, its place, whether that is a key."""
    where = profile.where
    for name in profile.exercises:
        yield name, where.at("exercises", name), True
    for omission in profile.leave_out:
        is_key = isinstance(omission.key, str)
        yield omission.exercise, where.at("leave_out", omission.key), is_key
    for name, replacement in profile.instead.items():
        yield name, where.at("instead", name), True
        yield replacement.exercise, where.at("instead", name), False
    for key in ("easier", "harder"):
        for index, name in enumerate(getattr(profile, key)):
            yield name, where.at(key, index), False


def _check_names(profile: Profile, library: Library) -> Iterator[Problem]:
    exercises = library.exercises()
    unknown = [each for each in _named(profile) if each[0] not in exercises]
    names = library.exercise_names() if unknown else None
    for number, (name, where, on_key) in enumerate(unknown):
        # What is not shown needs no hint.
        meant = names.meant(name) if names and number < MOST_SHOWN else ""
        yield Problem.of("unknown-exercise", where, on_key=on_key, exercise=name, hint=meant)


def _check_one_wish_each(profile: Profile) -> Iterator[Problem]:
    """An exercise is left out, or replaced in one way."""
    seen: dict[str, str] = {}
    wishes = [(o.exercise, ("leave_out", o.key), isinstance(o.key, str)) for o in profile.leave_out]
    wishes += [(name, ("instead", name), True) for name in profile.instead]
    for key in ("easier", "harder"):
        wishes += [(name, (key, index), False) for index, name in enumerate(getattr(profile, key))]
    for name, path, on_key in wishes:
        other = seen.setdefault(name, str(path[0]))
        if other != path[0]:
            place = profile.where.at(*path)
            yield Problem.of("contradiction/twice", place, on_key=on_key, exercise=name, key=other)


def _check_replacements(profile: Profile, exercises: Exercises) -> Iterator[Problem]:
    out = {omission.exercise for omission in profile.leave_out}
    for name, replacement in profile.instead.items():
        other, where = replacement.exercise, profile.where.at("instead", name)
        if other == name:
            yield Problem.of("contradiction/itself", where, exercise=name)
        elif other in out:
            yield Problem.of("contradiction/left-out", where, exercise=other)
        elif other in exercises and (reason := reasons_to_avoid(exercises[other], profile)):
            yield Problem.of("contradiction/avoided", where, exercise=other, reason=reason)
    keys: tuple[Literal["easier", "harder"], ...] = ("easier", "harder")
    for key in keys:
        for index, name in enumerate(getattr(profile, key)):
            exercise = exercises.get(name)
            if exercise and not asked_variant(exercise, key, profile, exercises):
                yield Problem.of(f"no-variant/{key}", profile.where.at(key, index), exercise=name)


def _check_change(
    change: DoseChange, where: Where, exercise: Exercise, coaching: Coaching
) -> Iterator[Problem]:
    """Check a dose of the profile as it stands over the exercise's own."""
    if exercise.sides is None and (change.left or change.right):
        yield Problem.of("no-sides/profile", where, exercise=exercise.exercise)
        return
    for part in filter(None, (change, change.left, change.right)):
        try:
            dose = in_context(part.dose, exercise)
        except DoseError as error:
            yield Problem("bad-dose", where, error.phrase)
            continue
        figures: dict[str, Any] = {}
        for key, by in part.factors.items():
            # What has no hold is refused below; sets to rest between a routine may give.
            figure = figure_of(exercise.dose, key, exercise, coaching.rest) or Range(1000, 1000)
            figures[key] = scaled(figure, key, by)
        yield from check_dose(replace(dose, **figures), where, exercise, coaching)
