"""Numbers, sides and prompts of decoded sessions are told apart by an independent recogniser.

A wrong word hurts. The recogniser hears each as a person does who knows what is due: a number, a
side, a prompt of this exercise. It must find the right one among all of that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
import soundfile

from bench.intelligibility import critical, library
from bench.listener import RATE_HZ, Listener, Samples, errors, words
from tests.conftest import Session
from voicecoach.record import RecordedCue, SessionRecord

ROUTINES = ("daily", "foundations")
CRITICAL = {"count", "countdown", "side", "switch", "phase"}


def heard_once(record: SessionRecord) -> Iterator[tuple[str, RecordedCue]]:
    """Every different critical cue with its exercise, as it comes first."""
    known: set[tuple[str, str]] = set()
    for cue in record.cues:
        slot = next(slot for slot in record.slots if slot.start_ms <= cue.start_ms < slot.end_ms)
        key = (slot.exercise or "", cue.text)
        if cue.text and cue.role in CRITICAL and key not in known:
            known.add(key)
            yield key[0], cue


@pytest.mark.parametrize("voice", ["pyttsx3", pytest.param("flite", marks=pytest.mark.tools)])
@pytest.mark.parametrize("routine", ROUTINES)
def test_critical_words_are_told_apart(
    built: Callable[..., Session], routine: str, voice: str
) -> None:
    session = built(routine, voice)
    words_of = critical(*library())
    numbers = dict.fromkeys(words_of.numbers, words_of.numbers)
    sides = dict.fromkeys(words_of.sides, words_of.sides)
    samples, _ = soundfile.read(session.mp3, dtype="float32")

    def clip(cue: RecordedCue) -> Samples:
        found: Samples = samples[cue.start_ms * 48 : cue.end_ms * 48]
        return found

    listener = Listener()
    spoken = [cue for cue in session.record.cues if cue.text]
    listener.gets_used_to(clip(cue) for cue in spoken[:20])
    misheard, asked = {}, 0
    for exercise, cue in heard_once(session.record):
        prompts = words_of.prompts.get(exercise, [])
        alike = prompts if cue.text in prompts else (numbers | sides).get(cue.text)
        if alike is None:  # a longer line: how to change over
            continue
        asked += 1
        heard = listener.chooses(clip(cue), alike)
        if heard != " ".join(words(cue.text)):
            misheard[exercise, cue.text] = heard
    assert asked > 20
    assert not misheard


def test_the_listener_hears_a_wrong_word() -> None:
    said = np.zeros(RATE_HZ // 2, np.float32)
    assert Listener().chooses(said, ["Left knee.", "Right knee."]) == ""
    assert errors(["left", "knee"], ["right", "knee"]) == 1
    assert errors(["left", "knee"], []) == 2
    assert errors([], ["oh"]) == 1


def test_left_is_not_right(built: Callable[..., Session]) -> None:
    session = built("daily", "pyttsx3")
    samples, _ = soundfile.read(session.mp3, dtype="float32")
    sides = [cue for cue in session.record.cues if cue.role == "side"]

    def clip(cue: RecordedCue) -> Samples:
        found: Samples = samples[cue.start_ms * 48 : cue.end_ms * 48]
        return found

    listener = Listener()
    both = sorted({cue.text for cue in sides})
    assert len(both) > 1
    for cue in sides:
        wrong = [text for text in both if text != cue.text]
        assert listener.chooses(clip(cue), both) == " ".join(words(cue.text))
        assert listener.chooses(clip(cue), wrong) != " ".join(words(cue.text))
