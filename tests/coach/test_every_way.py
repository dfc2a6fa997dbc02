"""Every shipped session keeps every check, in whatever way it is told, for whomever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest

from tests.coach.sessions import (
    FAMILIAR,
    GUIDANCE,
    NOTHING_LEFT,
    ROUTINES,
    SHIPPED,
    findings,
    recorded,
)
from voicecoach.coach.tailor import tailor
from voicecoach.formats.problems import errors
from voicecoach.library.script import Script
from voicecoach.model.contraindications import Contraindication
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.profile import Profile
from voicecoach.speech import estimating_cast, guesses


def ways(script: Script) -> Iterator[tuple[str, Script]]:
    """A script at every level of guidance, and as it fades for somebody who has done it before."""
    for guidance in GUIDANCE:
        yield guidance, replace(script, guidance=guidance)
    for times in FAMILIAR:
        known = Familiarity.by_hand(times)
        yield f"done {times} times", replace(script, guidance="fading", familiarity=known)


def tailored(script: Script, language: str) -> Iterator[tuple[str, Script]]:
    """A script as it is, and for somebody who avoids something."""
    yield "nothing", script
    library = {name: exercise for name, (exercise, _) in SHIPPED.exercises(language).items()}
    done = []
    for load in get_args(Contraindication):
        changed, problems = tailor(script, Profile("x", avoid=(load,)), library)
        if (script.routine.head.routine, load) in NOTHING_LEFT:
            continue
        assert not errors(problems), load
        same = (changed.routine, changed.routines, changed.surface)
        if same not in done:  # what differs in nothing needs to be heard once
            done.append(same)
            yield load, changed


@pytest.mark.slow
@pytest.mark.parametrize("language", SHIPPED.names("languages"))
@pytest.mark.parametrize("name", ROUTINES)
def test_every_way_of_telling_a_session_keeps_the_checks_whatever_is_avoided(
    name: str, language: str
) -> None:
    file = SHIPPED.find("routines", name)
    assert file is not None
    whole, problems = SHIPPED.script(file, language)
    assert whole is not None, problems
    for avoided, script in tailored(whole, language):
        length_of = guesses(estimating_cast(language, 140).source_of(script.ear))
        for told, session in ways(script):
            assert findings(recorded(session, length_of), session) == [], (avoided, told)
