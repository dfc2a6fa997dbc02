"""Cards with QR codes for a clinic's desk to hand out: one for each patient, on paper to be cut."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from voicecoach.language.phrases import Language
from voicecoach.publish.pages import render_page
from voicecoach.publish.qr import qr_svg
from voicecoach.publish.text import clean, written_day


class DeskCard(NamedTuple):
    """What a patient is handed.

    Attributes:
        label: theirs.
        address: of their pages.
        until: the last day on which it is offered; None for always.
    """

    label: str
    address: str
    until: date | None


def desk_page(cards: Iterable[DeskCard], clinic: str, words: Language) -> bytes:
    """Set the cards as one page to print; it needs nothing besides itself.

    Args:
        cards: one for each patient.
        clinic: its name.
        words: the labels of its language.
    """
    shown = [
        {
            "label": card.label,
            "address": card.address,
            "code": qr_svg(card.address).decode(),
            "until": written_day(card.until.isoformat(), words.language)[0] if card.until else "",
            "until_iso": card.until.isoformat() if card.until else "",
        }
        for card in cards
    ]
    name = clean(clinic) or words.pages.sessions
    return render_page("desk.html", cards=shown, clinic=name, title=name, words=words, drawn=Markup)
