"""What a voice speaks once, to find its loudness and its pace, and what was found.

Everyday sentences with open and closed vowels and many consonants, some 6 s long, in the pace and
tone of a session.
"""

from __future__ import annotations

from dataclasses import dataclass

_TEXTS = {
    "en": "Lie on your back and bend both knees. Breathe in, then slowly lift your hips. "
    "Hold it there, and lower down again.",
    "de": "Leg dich auf den Rücken und beuge beide Knie. Atme ein, dann hebe langsam das Becken. "
    "Halte es dort, und senke es wieder ab.",
    "es": "Túmbate boca arriba y dobla las dos rodillas. Inspira y levanta despacio la cadera. "
    "Mantenla ahí, y vuelve a bajar.",
    "fr": "Allonge-toi sur le dos et plie les deux genoux. Inspire, puis lève lentement le bassin. "
    "Tiens la position, et redescends.",
    "hi": "पीठ के बल लेट जाएँ और दोनों घुटने मोड़ें। साँस लें, फिर धीरे से कूल्हे उठाएँ। वहीं रुकें, और फिर नीचे लाएँ।",
}


@dataclass(frozen=True, slots=True)
class Tuning:
    """What makes a voice as loud and as fast as any other; for one rate.

    Attributes:
        gain_db: takes it to its loudness.
        asked_wpm: the rate to ask its engine for, see `pace`.
    """

    gain_db: float
    asked_wpm: int


def calibration_text(language: str) -> str:
    """Return the text of a language; the English one serves where there is none."""
    return _TEXTS.get(language.lower().partition("-")[0], _TEXTS["en"])
