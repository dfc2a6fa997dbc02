"""What was spoken against its text: each fault is noticed, and mended where that can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase
from voicecoach.voices import verify
from voicecoach.voices.engine import Capabilities, Speech, SpeechRequest, VoiceInfo
from voicecoach.voices.verify import Take, synthesise

RATE_HZ = 16_000
Samples = NDArray[np.float32]


def hum(ms: int, level: float = 0.2) -> Samples:
    t = np.arange(RATE_HZ * ms // 1000) / RATE_HZ
    waves = [np.sin(2 * np.pi * 130 * n * t) / n for n in range(1, 9)]
    syllables = 1 - 0.6 * np.cos(2 * np.pi * 4 * t) ** 2  # no voice is as loud all the time
    return np.asarray(level * np.sum(waves, axis=0) * syllables, np.float32)


def quiet(ms: int) -> Samples:
    return np.zeros(RATE_HZ * ms // 1000, np.float32)


def take(*parts: Samples, expected_ms: int | None = 1000, pauses: int = 0) -> Take:
    return Take(np.concatenate(parts), RATE_HZ, expected_ms, pauses)


def spoilt(value: float) -> Samples:
    samples = hum(1000)
    samples[5000:5010] = value
    return samples


FAULTS = {
    "silent": (take(quiet(1000)), "it was silent"),
    "nothing": (take(quiet(0)), "it was silent"),
    "hiss": (take(hum(1000, 0.0005)), "it was silent"),
    "no number": (take(spoilt(np.nan)), "its samples were no numbers"),
    "clipped": (take(spoilt(1.0)), "it was clipped"),
    "late": (take(quiet(1600), hum(1000)), "it began late"),
    "too short": (take(hum(250)), "too short for its words"),
    "too long": (take(hum(4000)), "too long for its words"),
    "a click": (take(hum(60, 0.4), hum(900, 0.01)), "too soft for speech"),
    "babble": (take(hum(800), quiet(400), hum(300)), "where it should have ended"),
    "burst": (take(hum(800), quiet(400), hum(40), pauses=1), "a noise followed its end"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_each_fault_is_noticed(kind: str) -> None:
    faulty, reason = FAULTS[kind]
    assert reason in str(faulty.fault())


@pytest.mark.parametrize(
    "good",
    [
        take(hum(1000)),
        take(quiet(300), hum(700), quiet(800)),
        take(hum(500), quiet(400), hum(500), pauses=1),
        take(hum(450), quiet(150), hum(450)),
        take(hum(60), expected_ms=150),
        take(hum(9000), expected_ms=None),
    ],
)
def test_what_can_be_understood_is_no_fault(good: Take) -> None:
    assert good.fault() is None


def test_a_line_without_anything_behind_its_last_sound_may_pause_between_its_phrases() -> None:
    phrases = take(hum(600), quiet(400), hum(600), quiet(450), hum(600))
    assert phrases.fault() is not None
    assert replace(phrases, timed=True).fault() is None
    broken = take(hum(600), quiet(900), hum(600))
    assert replace(broken, timed=True).fault() is not None


def test_what_was_said_twice_is_cut_in_its_middle() -> None:
    half = take(hum(500), quiet(200), hum(600)).second_half()
    assert half is not None
    assert half.size == pytest.approx(RATE_HZ * 0.63, rel=0.03)
    assert take(hum(1000)).second_half() is None
    assert take(quiet(1000)).second_half() is None


class Stutter:
    """Babbles after texts of some numbers of words."""

    name = "stutter"
    capabilities = Capabilities(verified=True)

    def __init__(self, *wrong: int, verified: bool = True) -> None:
        self.capabilities = Capabilities(verified=verified)
        self.wrong = wrong
        self.heard: list[str] = []

    def available(self) -> Phrase | None:
        return None

    def version(self, voice: str) -> str:
        return "1"

    def voices(self) -> list[VoiceInfo]:
        return []

    def default_voice(self, language: str) -> str:
        return ""

    def start(self) -> None:
        pass

    def synthesise(self, lines: Sequence[SpeechRequest]) -> Iterator[Speech]:
        for line in lines:
            self.heard.append(line.text)
            words = line.text.replace(";", ".").split(".")
            said = [part for word in words if word.strip() for part in (hum(700), quiet(400))]
            babble = [hum(200)] if len(line.text.split()) in self.wrong else []
            yield Speech(np.concatenate([*said, *babble]), RATE_HZ)


def spoken(engine: Stutter, *texts: str) -> list[Speech]:
    lines = [SpeechRequest(text, "any", "en", 140) for text in texts]
    return list(synthesise(engine, lines, 1.0))


def test_a_good_line_is_spoken_once() -> None:
    engine = Stutter()
    (speech,) = spoken(engine, "Breathe in.")
    assert (engine.heard, speech.remarks) == (["Breathe in."], ())


def test_a_line_that_went_wrong_is_cut_out_of_one_that_says_it_twice() -> None:
    engine = Stutter(2)
    (speech,) = spoken(engine, "Breathe in.")
    assert engine.heard[-1] == "Breathe in; Breathe in."
    assert "was spoken again after itself" in str(speech.remarks[0])
    assert speech.samples.size < RATE_HZ * 1.3, "once, not twice"


def test_only_the_sentence_that_went_wrong_is_carried() -> None:
    engine = Stutter(3, 5)
    (speech,) = spoken(engine, "Breathe in slowly. Hold now.")
    assert "Breathe in slowly; Breathe in slowly." in engine.heard
    assert not any("Hold now;" in text for text in engine.heard)
    assert len(speech.remarks) == 1


def test_what_never_comes_out_right_is_an_error() -> None:
    with pytest.raises(VoiceError, match="however it was spoken"):
        spoken(Stutter(*range(99)), "Breathe in.")


def test_an_engine_that_asks_for_no_repeats_gets_none() -> None:
    engine = Stutter(2, verified=False)
    assert len(spoken(engine, "Breathe in.", "Breathe out.")) == 2
    assert len(engine.heard) == 2


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("Breathe in slowly.", True),
        ("Breathe in, slowly.", False),
        ("The full list of warning signs is in this recording's notes.", False),
    ],
)
def test_a_voice_may_pause_at_marks_and_at_the_phrases_of_long_sentences(
    text: str, faulty: bool
) -> None:
    half = hum(1500 if len(text) > 30 else 450)
    line = SpeechRequest(text, "any", "en", 140)
    speech = Speech(np.concatenate([half, quiet(380), half]), RATE_HZ)
    assert bool(verify._take(line, speech, 1.0).fault()) is faulty
