"""What a session asks for that its person must not do, changes of position included."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import get_args

from voicecoach.formats.fields import Position, Surface
from voicecoach.formats.problems import Problem
from voicecoach.library.script import Script
from voicecoach.model.coaching import moves_between
from voicecoach.model.contraindications import (
    GROUNDS,
    UPRIGHT,
    Contraindication,
    strain_in_words,
    strains_in,
)
from voicecoach.model.profile import Profile
from voicecoach.model.routine import ExerciseStep, Step, TransitionStep
from voicecoach.model.steps import everything, in_order


def avoided_movements(script: Script, profile: Profile) -> Iterator[Problem]:
    """Find what a person's session asks for that their profile avoids: none must be built.

    Args:
        script: the routine as the person does it, with all that a length may add.
        profile: the person's.
    """
    asked = {
        strain for each in script.exercises.values() for strain in each.strains_on(script.surface)
    }
    steps = (step for _, step in in_order(script.routine.steps, script.routines, everything))
    positions = [position for step in steps if (position := _position_of(script, step))]
    for origin, goal in pairwise(("standing", *positions, "standing")):
        for move in moves_between(script.coaching, origin, goal):
            asked |= strains_of(move, script.surface)
    for index, strain in enumerate(profile.avoid):
        if strain in asked:
            where = profile.where.at("avoid", index)
            yield Problem.of("avoided-movement", where, strain=strain_in_words(strain))


def strains_of(move: str, surface: Surface) -> frozenset[Contraindication]:
    """What a change of position asks for: its two positions, and the way down or up.

    Args:
        move: a key of `settle`, like `standing > chair`.
        surface: on which one lies.
    """
    ends = move.split(" > ")
    places = [place for place in get_args(Position) if place in ends]
    asks = frozenset(strain for place in places for strain in strains_in(place, surface))
    crosses = len({place in UPRIGHT for place in places}) == 2
    return asks | frozenset(GROUNDS[surface].asks if crosses else ())


def _position_of(script: Script, step: Step) -> Position | None:
    match step.body:
        case ExerciseStep(exercise=name):
            return script.exercises[name].position
        case TransitionStep(transition=position):
            return position
    return None
