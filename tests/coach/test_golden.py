"""The timeline of every shipped routine at each guidance, with lengths that a formula gives.

Rewrite with `pytest tests/coach/test_golden.py --update-golden`, then read the diff.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

from tests.coach.sessions import GUIDANCE, ROUTINES, estimated_ms, scheduled, shipped, text_of
from tests.facts import of_each
from voicecoach.coach.compile.session import compile_session
from voicecoach.coach.placing import PlacedCue
from voicecoach.coach.schedule import Schedule
from voicecoach.model.routine import Guidance

GOLDEN = Path(__file__).parent / "golden"


def lines(schedule: Schedule) -> Iterator[str]:
    """Time, kind of slot, role and words of each cue; a slot without cues has a line too."""
    in_slot: defaultdict[int, list[PlacedCue]] = defaultdict(list)
    for cue in schedule.cues:
        in_slot[cue.slot].append(cue)
    for index, placed in enumerate(schedule.slots):
        if placed.slot.chapter:
            yield f"\n== {placed.slot.chapter}"
        cues = in_slot[index]
        if not cues:
            yield f"{clock(placed.start_ms)} {placed.slot.kind}"
        for cue in cues:
            words = text_of(cue.sound)
            yield f"{clock(cue.start_ms)} {placed.slot.kind:10} {cue.cue.role:9} {words}"
    yield f"{clock(schedule.total_ms)} end"


def clock(ms: int) -> str:
    return f"{ms // 60_000:2}:{ms % 60_000 / 1000:06.3f}"


def golden_name(name: str, guidance: Guidance) -> str:
    return name if guidance == "full" else f"{name}.{guidance}"


def test_the_timeline_is_the_golden_one(update_golden: bool) -> None:
    @of_each(product(ROUTINES, GUIDANCE))
    def fact(name: str, guidance: Guidance) -> None:
        script = replace(shipped(name), guidance=guidance)
        schedule, problems = scheduled(compile_session(script), estimated_ms)
        assert not problems
        text = "\n".join(lines(schedule)).lstrip() + "\n"
        file = GOLDEN / f"{golden_name(name, guidance)}.txt"
        if update_golden:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert text == file.read_text(encoding="utf-8")

    fact()


def test_there_is_a_golden_file_for_each_routine_and_no_other() -> None:
    wanted = {golden_name(name, guidance) for name in ROUTINES for guidance in GUIDANCE}
    assert {file.stem for file in GOLDEN.glob("*.txt")} == wanted
