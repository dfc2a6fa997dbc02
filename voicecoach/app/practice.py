"""How well somebody knows what is due, by what they logged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from voicecoach.checks.programmes import stage_script
from voicecoach.coach.practice import practice_of
from voicecoach.library.library import Library
from voicecoach.library.script import Script
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.programme import Programme
from voicecoach.progress.familiar import Practice, familiarity, last_reason
from voicecoach.progress.history import Done, History


def known_to(
    library: Library,
    programme: Programme,
    history: History,
    done: Sequence[Done],
    script: Script,
    day: date,
) -> Familiarity:
    """Say how well the person of a plan knows the session that is due.

    Args:
        library: has what was done before.
        programme: the plan's.
        history: of the plan.
        done: every session that the person has done.
        script: what is due, tailored.
        day: on which it is.
    """
    due = Practice(day, label_of(script), practice_of(script))
    before = _practised(library, programme, done, script.language.language)
    reason = last_reason(history, programme.pain)
    return familiarity([*before], due, reason, script.coaching)


def label_of(script: Script) -> str:
    """The label of the profile to which a script is tailored; empty without one."""
    return script.profile.profile if script.profile else ""


def _practised(
    library: Library, programme: Programme, done: Sequence[Done], language: str
) -> Iterator[Practice]:
    """What was practised: as it was built, else as the programme has it now."""
    found: dict[tuple[str, str, str | None], Mapping[str, str]] = {}
    for each in done:
        if each.exercises is not None:
            yield Practice(each.day, each.profile or "", each.exercises)
            continue
        key = (each.programme, each.stage, each.routine)
        if key not in found:
            found[key] = _as_written(library, programme, each, language)
        yield Practice(each.day, "", found[key])


def _as_written(
    library: Library, programme: Programme, done: Done, language: str
) -> Mapping[str, str]:
    """The exercises of a session that was not built here; none where its script is gone."""
    own: Programme | None = programme
    if done.programme != programme.programme:
        file = library.find("programmes", done.programme)
        own = library.programme(file, language)[0] if file else None
    index = own.index(done.stage) if own else None
    if own is None or index is None or done.routine not in own.stages[index].routines:
        return {}
    script, _ = stage_script(library, own, index, done.routine, language)
    return practice_of(script) if script else {}
