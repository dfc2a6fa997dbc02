"""What may sound softly in a session where nothing is said."""

from __future__ import annotations

from typing import Literal, get_args

BedName = Literal["hum", "sea", "rain"]
Under = Literal["none", BedName]
"""What sounds softly between what is said."""

UNDERS: tuple[Under, ...] = ("none", *get_args(BedName))
