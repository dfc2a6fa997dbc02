from __future__ import annotations

from typing import Any

import pytest

from voicecoach.base.grid import Grid
from voicecoach.coach.lengths import Lengths
from voicecoach.coach.schedule import Schedule, schedule, total_ms
from voicecoach.coach.timeline import (
    MIDDLE,
    START,
    Anchor,
    Cue,
    Elastic,
    Fixed,
    Slot,
    Sound,
    Spoken,
    Timeline,
    Tone,
    TotalLine,
    Utterance,
    before_end,
)
from voicecoach.formats.problems import Problem, Where

FRAME_MS, GAP_FRAMES = 24, 5
GRID = Grid(FRAME_MS, 1, 4, GAP_FRAMES)
LENGTHS = {"short": 400, "medium": 1000, "long": 3000, "endless": 60_000}
TICK = Tone("tick")
END = Anchor(1)
HERE = Where("routine.yaml", ("steps", 3))


def length_of(sound: Sound) -> int:
    return 200 if isinstance(sound, Tone) else LENGTHS[sound.text.split()[0]]


def cue(*texts: str, tone: bool = False, **more: Any) -> Cue:
    sounds: tuple[Sound, ...] = tuple(Utterance(text) for text in texts)
    said: dict[str, Any] = {"role": "say", "where": HERE} | more
    return Cue((*sounds, TICK) if tone else sounds, **said)


def at(ms: int) -> Anchor:
    return Anchor(offset_ms=ms)


def placed(*slots: Slot) -> tuple[Schedule, list[Problem]]:
    return schedule(Timeline("Test", slots), length_of, GRID)


def heard(made: Schedule) -> list[tuple[str, int]]:
    """What is heard, and when: words by their text, tones by their name."""
    return [
        (item.sound.text if isinstance(item.sound, Utterance) else item.sound.name, item.start_ms)
        for item in made.cues
    ]


def words(*cues: Cue, ms: int = 10_000) -> tuple[list[str], list[Problem]]:
    """What is heard of these cues in a fixed slot."""
    made, problems = placed(Slot("hold", Fixed(ms), cues))
    return [text for text, _ in heard(made)], problems


def test_cues_begin_at_their_anchors() -> None:
    made, problems = placed(
        Slot("rest", Fixed(1000)),
        Slot(
            "hold",
            Fixed(10_000),
            (
                cue("short"),
                cue("short half", anchor=MIDDLE),
                cue("short end", anchor=before_end(1000)),
            ),
        ),
    )
    assert not problems
    assert heard(made) == [("short", 1008), ("short half", 6000), ("short end", 9_984 + 24)]


def test_a_group_is_spoken_in_order_with_its_gaps() -> None:
    cues = (cue("medium", gap_ms=500), cue("short"), cue("short again"))
    made, _ = placed(Slot("instruct", Spoken(), cues))
    (_, first), (_, second), (_, third) = heard(made)
    assert second - first == 1008 + 504
    assert third - second == 408 + GAP_FRAMES * FRAME_MS


def test_a_spoken_slot_is_as_long_as_its_lines_and_their_gaps() -> None:
    lines = (cue("medium", anchor=at(200), gap_ms=500), cue("short", anchor=at(200), gap_ms=700))
    made, problems = placed(Slot("instruct", Spoken(), lines))
    assert made.total_ms == 200 + 1008 + 500 + 408 + 700
    assert not problems


def test_a_spoken_slot_has_a_least_length_and_a_share_for_speech() -> None:
    slot = Slot("move", Spoken(3000, 0.4), (cue("short", role="phase"),))
    assert placed(slot)[0].total_ms == 3000
    slot = Slot("move", Spoken(2000, 0.4), (cue("medium", role="phase"),))
    assert placed(slot)[0].total_ms == 1008 / 0.4


def test_fixed_and_elastic_slots_do_not_care_what_is_said() -> None:
    assert placed(Slot("hold", Fixed(5000), (cue("endless"),)))[0].total_ms == 5000
    assert placed(Slot("rest", Elastic(500, 4000, 9000), (cue("long"),)))[0].total_ms == 4000


def test_boundaries_are_exact_after_many_slots() -> None:
    made, _ = placed(*[Slot("hold", Fixed(1001))] * 1000)
    assert [slot.start_ms for slot in made.slots] == [1001 * n for n in range(1000)]


@pytest.mark.parametrize("order", [1, -1])
def test_the_higher_priority_is_heard_where_there_is_room_for_one(order: int) -> None:
    pair = (cue("medium low", role="form"), cue("medium high", anchor=at(500), role="count"))
    said, problems = words(*pair[::order])
    assert said == ["medium high"]
    assert [problem.code for problem in problems] == ["does-not-fit"]


def test_of_equal_priority_the_earlier_makes_room_for_the_later() -> None:
    said, problems = words(cue("medium", "short"), cue("medium later", anchor=at(700)))
    assert said == ["short", "medium later"]
    assert not problems


def test_a_lower_priority_does_not_make_a_higher_one_shorter() -> None:
    said, _ = words(
        cue("medium", "short", role="count"),
        cue("medium later", anchor=at(700), role="form", required=False),
    )
    assert said == ["medium"]


def test_the_longest_wording_that_fits_is_spoken() -> None:
    wordings = ("long", "medium", "short")
    for ms, said in ((3100, "long"), (1100, "medium"), (500, "short")):
        assert words(cue(*wordings, tone=True), ms=ms) == ([said], [])


def test_where_no_word_fits_a_tone_stands() -> None:
    assert words(cue("long", "short", tone=True), ms=300) == (["tick"], [])


def test_a_wording_longer_than_its_own_limit_is_not_tried() -> None:
    assert words(cue("medium", "short", tone=True, most_ms=900)) == (["short"], [])
    assert words(cue("medium", tone=True, most_ms=300)) == (["tick"], [])


def test_an_optional_cue_that_does_not_fit_is_left_out() -> None:
    assert words(cue("long", required=False), ms=1000) == ([], [])
    assert words(cue("long", required=False, most_ms=2000)) == ([], [])


def test_a_required_cue_that_does_not_fit_is_reported_once_with_its_place() -> None:
    for cues in ((cue("long"),), (cue("long", most_ms=10),)):
        said, problems = words(*cues, ms=1000)
        assert said == []
        (problem,) = problems
        assert problem.code == "does-not-fit"
        assert problem.where == HERE
        assert "'long' takes 3.0 s" in problem.message


def test_the_last_of_a_group_gives_way_first() -> None:
    count, last = cue("medium", tone=True), cue("medium last", required=False)
    assert words(count, last, ms=2200) == (["medium", "medium last"], [])
    assert words(count, last, ms=1100) == (["medium"], []), "before a tone stands for a word"
    count = cue("medium", "short", tone=True)
    assert words(count, last, ms=1550) == (["short", "medium last"], []), "after a shorter wording"


def test_words_stay_within_their_slot_but_a_phase_prompt_may_run_on() -> None:
    following = Slot("settle", Fixed(5000))
    assert placed(Slot("move", Fixed(500), (cue("medium"),)), following)[1]
    made, problems = placed(Slot("move", Fixed(500), (cue("medium", role="phase"),)), following)
    assert not problems
    assert heard(made) == [("medium", 0)]


def test_a_phase_prompt_runs_on_into_silence_only() -> None:
    prompt = cue("medium", "short", role="phase")
    following = Slot("hold", Fixed(5000), (cue("short next", role="phase"),))
    made, _ = placed(Slot("move", Fixed(720), (prompt,)), following)
    assert heard(made) == [("short", 0), ("short next", 720)]


def test_cues_just_far_enough_apart_both_fit() -> None:
    gap = GAP_FRAMES * FRAME_MS
    first = cue("short", anchor=START)
    for later, both in ((408 + gap, True), (408 + gap - FRAME_MS, False)):
        said, _ = words(first, cue("short later", anchor=at(later)))
        assert (said == ["short", "short later"]) is both


def test_a_cue_between_two_that_are_placed_is_squeezed_or_left_out() -> None:
    def ends(middle: int) -> tuple[Cue, ...]:
        return (
            cue("short", role="countdown"),
            cue("medium", "short mid", anchor=at(middle), required=False),
            cue("short end", anchor=at(2000), role="countdown"),
        )

    assert words(*ends(600))[0] == ["short", "medium", "short end"]
    assert words(*ends(1200))[0] == ["short", "short mid", "short end"]
    assert words(*ends(1700))[0] == ["short", "short end"]
    assert words(*ends(450))[0] == ["short", "short end"]


def test_each_length_is_asked_for_once() -> None:
    asked: list[Sound] = []

    def count(sound: Sound) -> int:
        asked.append(sound)
        return length_of(sound)

    slot = Slot("hold", Fixed(20_000), (cue("short"), cue("long", "medium", "short", tone=True)))
    schedule(Timeline("Test", (slot, slot)), count, GRID)
    assert len(asked) == len(set(asked))


LINES = tuple((minutes, Utterance(f"medium about {minutes}")) for minutes in range(1, 9))


def test_the_line_that_says_the_length_does_not_change_it() -> None:
    opening = Slot("opening", Spoken(), (cue("short", gap_ms=700),))
    rest = Slot("rest", Fixed(5 * 60_000))
    uneven = (*LINES[:-1], (9, Utterance("long nine")))
    timeline = Timeline(
        "Test", (opening, Slot("opening", Spoken()), rest), total=TotalLine(1, uneven)
    )
    made, problems = schedule(timeline, length_of, GRID)
    assert not problems
    assert [text for text, _ in heard(made)] == ["short", "medium about 5"]
    assert made.slots[1].end_ms - made.slots[1].start_ms == 3000 + 700
    assert made.total_ms == total_ms(timeline, Lengths(length_of, GRID))


@pytest.mark.parametrize(
    ("ms", "minutes"), [(89_000, 1), (91_000, 2), (150_500, 3), (60_000 * 60, 8)]
)
def test_the_length_is_said_in_the_nearest_minutes(ms: int, minutes: int) -> None:
    slots = (Slot("opening", Spoken()), Slot("rest", Fixed(ms - 1008 - 120)))
    made, _ = schedule(Timeline("Test", slots, total=TotalLine(0, LINES)), length_of, GRID)
    assert made.total_ms == ms
    assert heard(made)[0][0] == f"medium about {minutes}"


def test_only_lengths_that_may_be_needed_are_kept() -> None:
    total = TotalLine(0, LINES).near(4 * 60_000)
    assert [minutes for minutes, _ in total.by_minutes] == [2, 3, 4, 5, 6, 7]
    assert TotalLine(0, LINES).near(99 * 60_000).by_minutes == LINES[-1:]


def test_nothing_to_place_is_a_session_of_no_length() -> None:
    made, problems = schedule(Timeline("Test", ()), length_of, GRID)
    assert (made.total_ms, made.cues, problems) == (0, (), [])
