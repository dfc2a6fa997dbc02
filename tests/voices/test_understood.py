"""What decoded sessions say is understood by an independent recogniser, and told apart.

A wrong word hurts. The recogniser writes down lines and cues as they come out of a real build; and
of numbers, sides and prompts it finds the right one among all of that kind, as a person does who
knows what is due.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
import soundfile

from bench.lines import sampled, texts
from bench.listener import RATE_HZ, Listener, Samples, joined, missing
from bench.scoring import judged, share
from tests.conftest import Session
from voicecoach.session.record import RecordedCue, SessionContent

pytestmark = pytest.mark.voice

CRITICAL = {"count", "countdown", "side", "switch", "phase"}
BEST = ""  # the voice that speaks where nobody asks for any
SENTENCES, CUES = 20, 40


@pytest.fixture(scope="module")
def listener() -> Listener:
    if problem := missing():
        pytest.fail(problem) if os.environ.get("CI") else pytest.skip(problem)
    return Listener()


@pytest.fixture(scope="module")
def written(listener: Listener) -> Callable[[str, Samples], str]:
    """What is written down of a cue of the best voice; each is listened to once."""
    known: dict[str, str] = {}

    def write(text: str, clip: Samples) -> str:
        if text not in known:
            known[text] = listener.writes(clip)
        return known[text]

    return write


def clips(session: Session) -> Iterator[tuple[RecordedCue, Samples]]:
    """Every cue with words, cut from the decoded MP3; each text once."""
    samples, rate_hz = soundfile.read(session.mp3, dtype="float32")
    assert rate_hz == RATE_HZ
    first = {cue.text: cue for cue in reversed(session.content.cues) if cue.text}
    for cue in sorted(first.values(), key=lambda cue: cue.start_ms):
        yield cue, samples[cue.start_ms * 48 : cue.end_ms * 48]


def exercise_of(content: SessionContent, cue: RecordedCue) -> str:
    slot = next(slot for slot in content.slots if slot.start_ms <= cue.start_ms < slot.end_ms)
    return slot.exercise or ""


@pytest.mark.slow
def test_the_best_voice_is_understood(
    built: Callable[..., Session], listener: Listener, written: Callable[[str, Samples], str]
) -> None:
    spoken = {cue.text: clip for cue, clip in clips(built("daily", BEST))}
    few = sampled([text for text in spoken if len(text.split()) <= 3], CUES)
    many = sampled([text for text in spoken if len(text.split()) > 3], SENTENCES)
    assert (len(few), len(many)) == (CUES, SENTENCES)
    sentences = [
        verdict
        for together, sound in joined([spoken[text] for text in many])
        for verdict in judged([many[at] for at in together], listener.writes(sound))
    ]
    cues = [verdict for text in few for verdict in judged([text], written(text, spoken[text]))]
    assert share(sentences) <= 0.03, [v for v in sentences if v.wrong]
    wrong = [verdict for verdict in cues if verdict.wrong]
    assert len(wrong) <= 2, wrong


@pytest.mark.slow
def test_critical_words_are_told_apart(
    built: Callable[..., Session], listener: Listener, written: Callable[[str, Samples], str]
) -> None:
    session = built("daily", BEST)
    alike = texts().alike
    misheard, asked = {}, 0
    said = {cue.text for cue in session.content.cues}
    # A change is told from those of this session: nobody expects one of another exercise.
    alike = {**alike, "changes": [text for text in alike["changes"] if text in said]}
    for cue, clip in clips(session):
        names = ("numbers", "sides", "changes", exercise_of(session.content, cue))
        kind = next((alike[name] for name in names if cue.text in alike.get(name, [])), None)
        if cue.role not in CRITICAL or kind is None:  # a dose of its own
            continue
        asked += 1
        heard = listener.chooses(clip, kind, written(cue.text, clip))
        if heard != cue.text:
            misheard[cue.text] = heard
    assert asked > 20
    assert not misheard


def test_a_wrong_side_is_heard(built: Callable[..., Session], listener: Listener) -> None:
    session = built("daily", "pyttsx3")
    sides = {cue.text: clip for cue, clip in clips(session) if cue.role == "side"}
    assert len(sides) > 1
    for text, clip in sides.items():
        swapped = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
        other = " ".join(swapped.get(word, word) for word in text.split())
        likeness = listener.likenesses(clip, [text, other])
        assert other == text or likeness[text] > likeness[other]
