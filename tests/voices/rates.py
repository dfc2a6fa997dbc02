"""How fast a voice speaks by itself: with its own pauses, before a clip's are shortened."""

from __future__ import annotations

from pathlib import Path

from voicecoach.audio.pcm import clip
from voicecoach.store.local import LocalStore
from voicecoach.voices.calibration import calibration_text
from voicecoach.voices.engine import Line, SpeechRequest
from voicecoach.voices.engines import Engines, load_engine
from voicecoach.voices.pace import words_a_minute
from voicecoach.voices.synthesiser import Synthesiser


def own_rate(folder: Path, name: str, rate_wpm: int) -> float:
    """Words a minute of the calibration text, spoken as workers ask for it at a rate.

    Args:
        folder: for the cache, which holds nothing yet.
        name: of the voice, as `engine:voice`.
        rate_wpm: what is wanted.
    """
    text, voice = calibration_text("en"), Engines().find_voice(name, "en")
    with Synthesiser(LocalStore(folder), workers=1) as studio:
        studio.speak([Line(text, voice, "en", rate_wpm)])
        (tuning,) = studio._tunings.values()
    engine = load_engine(voice.engine)
    engine.start()
    line = SpeechRequest(text, voice.name, "en", tuning["asked_wpm"])
    (speech,) = engine.synthesise([line])
    length_s = clip.trimmed(speech.samples, speech.rate_hz).size / speech.rate_hz
    return words_a_minute(text, length_s)
