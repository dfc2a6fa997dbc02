"""Warning signs of a region of the body, or of a kind of exercise, beside those of the back.

Sources: the screening of the neck before manual therapy (IFOMPT framework, 2020), symptoms for
which health services ask one to call for help (NHS), and the question about falls that guidelines
on balance begin with (NICE NG249, 2025).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import ClassVar, Literal

from voicecoach.base.values import dataclass, replace
from voicecoach.formats.fields import Words, strict
from voicecoach.language.printed import ScreeningWords, WarningGroup, WarningWords

WarnedRegion = Literal["neck", "effort", "joints", "balance"]
"""What has warning signs of its own; `effort` is walking and cycling."""

REGION_EMERGENCIES: Mapping[WarnedRegion, tuple[str, ...]] = {
    "neck": ("sudden-headache", "vision-or-speech", "drop-attack"),
    "effort": ("chest-pain", "breathless"),
    "joints": ("hot-joint",),
    "balance": (),
}
"""What the screening asks of each; a yes to any of them is an emergency."""
REGION_WARNINGS: Mapping[WarnedRegion, tuple[str, ...]] = {
    "neck": ("clumsy",),
    "effort": ("swollen-calf",),
    "joints": ("recent-surgery",),
    "balance": ("fell",),
}
"""The same, where a yes is for a clinician to look at."""


@dataclass(frozen=True, slots=True)
class RegionWords:
    """The warning signs of a region, as they are said, read and asked."""

    __pydantic_config__: ClassVar = strict

    spoken: tuple[Words, ...]
    """Said before its first movement."""
    short: tuple[Words, ...]
    """The same in a sentence or two, for who heard them before."""
    emergency: tuple[Words, ...] = ()
    """To be read: get emergency care now."""
    ask_first: tuple[Words, ...] = ()
    """To be read: do not exercise yet, ask first."""
    tell: tuple[Words, ...] = ()
    """To be read: tell your physiotherapist."""
    asked_emergency: Mapping[str, Words] = field(default_factory=dict)
    """Questions; a yes to any of them is an emergency."""
    asked_warning: Mapping[str, Words] = field(default_factory=dict)
    """Questions; a yes to any of them is for a clinician to look at."""


Regions = Mapping[WarnedRegion, RegionWords]


def warnings_with(
    general: WarningWords, words: Regions, regions: Iterable[WarnedRegion]
) -> WarningWords:
    """Add the signs of some regions to those that hold for all."""
    found = [words[region] for region in regions]

    def group(known: WarningGroup, name: str) -> WarningGroup:
        own = (sign for each in found for sign in getattr(each, name))
        return replace(known, signs=(*known.signs, *own))

    return replace(
        general,
        emergency=group(general.emergency, "emergency"),
        ask_first=group(general.ask_first, "ask_first"),
        tell=group(general.tell, "tell"),
    )


def screening_with(
    general: ScreeningWords, words: Regions, regions: Iterable[WarnedRegion]
) -> ScreeningWords:
    """Add the questions of some regions to those that are asked of all."""
    emergency, warning = dict(general.emergency), dict(general.warning)
    for region in regions:
        emergency |= words[region].asked_emergency
        warning |= words[region].asked_warning
    return replace(general, emergency=emergency, warning=warning)
