"""What may be asked for: the order of a session, and the values that it takes."""

from __future__ import annotations

from typing import get_args

from voicecoach.audio.mp3.frames import BITRATES, Bitrate
from voicecoach.audio.mp3.loop import SILENCES, Silence
from voicecoach.audio.under import UNDERS, Under
from voicecoach.formats.fields import RATE_LEAST, RATE_MOST
from voicecoach.formats.length import Limits, parse_length
from voicecoach.model.familiarity import Familiarity
from voicecoach.model.routine import Guidance
from voicecoach.session.order import Order

__all__ = ["BITRATES", "GUIDANCE", "RATE_LEAST", "RATE_MOST", "Bitrate", "Familiarity"]
__all__ += ["SILENCES", "UNDERS", "Guidance", "Limits", "Order", "Silence", "Under", "parse_length"]

GUIDANCE: tuple[str, ...] = get_args(Guidance)
"""How much of a session may be said."""
