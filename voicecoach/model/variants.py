"""What a person does instead of an exercise, as their profile has it: another one, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.values import dataclass
from voicecoach.formats.problems import Where
from voicecoach.model.contraindications import strain_in_words
from voicecoach.model.exercise import Exercise
from voicecoach.model.profile import Profile

Exercises = Mapping[str, Exercise]


@dataclass(frozen=True, slots=True)
class VariantChoice:
    """What is done instead of an exercise.

    Attributes:
        exercise: the other one's name; None when it is left out.
        reason: why.
        where: the place in the profile that asks for it.
        unasked: it follows from what is to be avoided.
    """

    exercise: str | None
    reason: Phrase | str
    where: Where
    implied: bool = False


def choose_instead(
    exercise: Exercise, profile: Profile, exercises: Exercises
) -> VariantChoice | None:
    """What is done instead of an exercise; None when it is done as it is.

    Args:
        exercise: of a routine.
        profile: of the person.
        exercises: all of the library, by name.
    """
    name = exercise.exercise
    for omission in profile.leave_out:
        if omission.exercise == name:
            place = profile.where.at("leave_out", omission.key)
            return VariantChoice(None, omission.reason or phrase("tailored/profile"), place)
    if replacement := profile.instead.get(name):
        place = profile.where.at("instead", name)
        other = exercises.get(replacement.exercise)
        if other and not other.suits(profile.lies_on):
            strains = (phrase(f"tailored/not-{profile.lies_on}"),)
            return VariantChoice(None, phrase("tailored/avoids", strains=strains), place)
        reason = replacement.reason or phrase("tailored/profile")
        return VariantChoice(replacement.exercise, reason, place)
    for key in ("easier", "harder"):
        asked: tuple[str, ...] = getattr(profile, key)
        if name in asked and (variant := asked_variant(exercise, key, profile, exercises)):
            place = profile.where.at(key, asked.index(name))
            return VariantChoice(variant, phrase("tailored/variant", variant=key), place)
    return _avoiding(exercise, profile, exercises)


def asked_variant(
    exercise: Exercise, key: Literal["easier", "harder"], profile: Profile, exercises: Exercises
) -> str | None:
    """The first easier or harder variant that the profile allows."""
    variants: tuple[str, ...] = getattr(exercise, key)
    return next((name for name in variants if allowed(name, profile, exercises)), None)


def allowed(name: str, profile: Profile, exercises: Exercises) -> bool:
    """Whether an exercise is there, is not left out, and asks for nothing to be avoided."""
    left_out = any(name == omission.exercise for omission in profile.leave_out)
    found = exercises.get(name)
    return found is not None and not left_out and not reasons_to_avoid(found, profile)


def reasons_to_avoid(exercise: Exercise, profile: Profile) -> tuple[Phrase, ...]:
    """Why an exercise must not be done; nothing when it may.

    It asks for something to be avoided, or cannot be done on what the person lies on.
    """
    asked = exercise.strains_on(profile.lies_on)
    reasons = [
        phrase("tailored/no-strain", strain=strain_in_words(strain))
        for strain in dict.fromkeys(profile.avoid)
        if strain in asked
    ]
    if not exercise.suits(profile.lies_on):
        reasons.append(phrase(f"tailored/not-{profile.lies_on}"))
    return tuple(reasons)


def _avoiding(exercise: Exercise, profile: Profile, exercises: Exercises) -> VariantChoice | None:
    """The nearest easier variant; a harder one is never given without being asked for."""
    strains = reasons_to_avoid(exercise, profile)
    if not strains:
        return None
    asked = exercise.strains_on(profile.lies_on)
    index = next((i for i, strain in enumerate(profile.avoid) if strain in asked), None)
    place = profile.lies_on_where if index is None else profile.where.at("avoid", index)
    for name in _easier(exercise, exercises):
        if allowed(name, profile, exercises):
            easier = phrase("tailored/easier", strains=strains)
            return VariantChoice(name, easier, place, implied=True)
    harder = asked_variant(exercise, "harder", profile, exercises)
    reason = phrase("tailored/avoids", strains=strains)
    if harder:
        reason = phrase("tailored/only-harder", strains=strains, harder=harder)
    return VariantChoice(None, reason, place, implied=True)


def _easier(exercise: Exercise, exercises: Exercises) -> Iterator[str]:
    """The easier variants, then theirs, nearest first."""
    seen, queue = {exercise.exercise}, [*exercise.easier]
    while queue:
        name = queue.pop(0)
        if name not in seen and name in exercises:
            seen.add(name)
            yield name
            queue += exercises[name].easier
