"""Which worker makes what: engines are started in few workers, and no worker is left without."""

from __future__ import annotations

import threading

import pytest

from voicecoach.voices.engine import Line, Voice
from voicecoach.voices.workers.tasks import Batch, Tasks


def batch(engine: str, number: int) -> Batch:
    return [Line(f"{number}", Voice(engine, "", ""), "en", 140)]


def batches(**counts: int) -> list[Batch]:
    return [batch(engine, number) for engine, count in counts.items() for number in range(count)]


def shared(tasks: Tasks, turns: str) -> list[str]:
    """Return the engines of what workers take, in these turns; each keeps what it ran last."""
    running: dict[str, str] = {}
    for worker in turns:
        taken = tasks.take(worker, running.get(worker, ""))
        assert taken is not None
        first = taken[0]
        if isinstance(first, Line):
            running[worker] = first.voice.engine
    return [running[worker] for worker in sorted(running)]


def test_two_engines_are_started_once_each() -> None:
    assert shared(Tasks(batches(coach=9, counter=3)), "abababaaaaa") == ["coach", "counter"]


def test_one_worker_takes_one_engine_after_the_other() -> None:
    taken: list[str] = []
    tasks, engine = Tasks(batches(coach=2, counter=3)), ""
    for _ in range(5):
        (line,) = tasks.take("a", engine) or []
        assert isinstance(line, Line)
        engine = line.voice.engine
        taken.append(engine)
    assert taken == ["counter"] * 3 + ["coach"] * 2


def test_who_has_nothing_left_helps_where_much_is_left() -> None:
    tasks = Tasks(batches(coach=9, counter=1))
    assert shared(tasks, "ababab") == ["coach", "coach"]


def test_one_engine_is_started_in_every_worker() -> None:
    assert shared(Tasks(batches(coach=2)), "ab") == ["coach", "coach"]


def test_a_batch_keeps_its_turn_within_its_engine() -> None:
    tasks = Tasks(batches(coach=3))
    assert [tasks.take("a", "coach") for _ in range(3)] == batches(coach=3)


def test_tones_come_last_and_from_any_worker() -> None:
    tasks = Tasks([["bell"], *batches(coach=2)])
    taken = [tasks.take(worker, "coach") for worker in "aba"]
    assert taken == [*batches(coach=2), ["bell"]]


@pytest.mark.parametrize("closed", [True, False])
def test_who_waits_gets_what_comes_or_learns_that_nothing_will(closed: bool) -> None:
    tasks = Tasks([])
    got: list[Batch | None] = []
    thread = threading.Thread(target=lambda: got.append(tasks.take("a", "")))
    thread.start()
    late = batch("coach", 1)
    tasks.close() if closed else tasks.put(late)
    thread.join(60)
    assert got == [None if closed else late]
