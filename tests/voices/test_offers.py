"""How to get a natural voice: said in one line, in builds that lack one."""

from __future__ import annotations

import pytest

from voicecoach.model.settings import Settings
from voicecoach.session.order import Order
from voicecoach.session.resolve import decide, speaking
from voicecoach.speech import Cast, Speaker
from voicecoach.voices.catalogue import VOICES
from voicecoach.voices.engine import Voice
from voicecoach.voices.offers import how_to_get

LANGUAGES = ("en", "es", "fr", "hi", "pt", "pt-BR", "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offer_is_one_line_with_size_and_licence(language: str) -> None:
    offer = str(how_to_get(language))
    assert "\n" not in offer
    assert " MB, " in offer
    assert "pip install" in offer
    assert ("voicecoach[voices]" in offer) != (language == "de")


def test_german_is_told_plainly_that_no_package_brings_a_voice() -> None:
    offer = str(how_to_get("de"))
    assert "No natural voice for 'de' comes in a package" in offer
    assert "network" in offer
    for voice in VOICES:
        if voice.name.startswith("de_"):
            assert f"{voice.name} ({voice.size_bytes / 1e6:.0f} MB, {voice.licence}" in offer
            assert voice.use.says in offer


def test_nothing_is_offered_where_there_is_nothing() -> None:
    assert how_to_get("xx") is None


@pytest.mark.parametrize(
    ("engine", "asked", "told"),
    [
        ("pyttsx3", None, True),
        ("pyttsx3", "pyttsx3", False),
        ("kokoro", None, False),
        ("piper", None, False),
    ],
)
def test_a_build_tells_only_where_nobody_asked_and_the_voice_is_not_natural(
    engine: str, asked: str | None, told: bool
) -> None:
    speaker = Speaker(Voice(engine, "some", ""), 140)
    choices = decide(Order(language="es", voice=asked), Settings())
    said = " ".join(map(str, speaking(choices, Cast(speaker, speaker, "es", 64))))
    assert ("voicecoach[voices]" in said) is told
    assert said.count("\n") == 0
