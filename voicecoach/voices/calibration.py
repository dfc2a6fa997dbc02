"""What a voice speaks once, to find its loudness and its pace, and what was found.

Everyday sentences with open and closed vowels and many consonants, some 6 s long, in the pace and
tone of a session.
"""

from __future__ import annotations

from voicecoach.base.values import dataclass

_TEXTS = {
    "en": "Lie on your back and bend both knees. Breathe in, then slowly lift your hips. "
    "Hold it there, and lower down again.",
    "de": "Legen Sie sich auf den Rücken und beugen Sie beide Knie. Atmen Sie ein, dann heben Sie "
    "langsam das Becken. Halten Sie es dort, und senken Sie es wieder ab.",
    "es": "Acuéstese boca arriba y doble las dos rodillas. Inhale y levante despacio la cadera. "
    "Manténgala ahí, y vuelva a bajar.",
    "fr": "Allongez-vous sur le dos et pliez les deux genoux. Inspirez, puis levez lentement le "
    "bassin. Tenez la position, et redescendez.",
    "hi": "पीठ के बल लेट जाएँ और दोनों घुटने मोड़ें। साँस लें, फिर धीरे से कूल्हे उठाएँ। वहीं रुकें, और फिर नीचे लाएँ।",
    "pt": "Deite-se de barriga para cima e dobre os dois joelhos. Inspire e levante o quadril "
    "devagar. Mantenha ali, e volte a descer.",
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
