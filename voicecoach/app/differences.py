"""What a profile changes in a routine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from voicecoach.app.sessions import Sessions
from voicecoach.base.messages import Phrase, phrase
from voicecoach.base.units import Length
from voicecoach.base.values import dataclass, replace
from voicecoach.model.profile import Change, Profile
from voicecoach.session.faults import required
from voicecoach.session.order import Order, ResolvedOrder
from voicecoach.session.timing import preview

__all__ = ["Change", "Difference", "difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A routine as it is written, beside the same as a profile has it.

    Attributes:
        routine: its name.
        profile: the profile's label.
        before_ms: how long it lasts as written, by estimated lengths.
        after_ms: how long it lasts as the profile has it.
        changes: of its steps.
        settings: what differs in the whole session.
    """

    routine: str
    profile: str
    before_ms: int
    after_ms: int
    changes: tuple[Change, ...]
    settings: tuple[Phrase, ...]


def difference(sessions: Sessions, order: ResolvedOrder) -> Difference:
    """Compare a routine with what a profile makes of it.

    Args:
        sessions: of the project.
        order: has a profile.

    Raises:
        CannotFit: it cannot be as long as was asked.
    """
    tailored = order.script
    profile = tailored.profile
    assert profile is not None, "only a profile makes a difference"
    file, language = Path(tailored.routine.file), tailored.language.language
    written = required(*sessions.library.script(file, language), order.name)
    rate = sessions.project.settings.rate
    before, _ = preview(written, Order(rate=rate))
    after, _ = preview(tailored, replace(order.order, rate=rate))
    return Difference(
        tailored.routine.head.routine,
        profile.profile,
        before.total_ms,
        after.total_ms,
        tailored.changes,
        tuple(_settings(profile)),
    )


def _settings(profile: Profile) -> Iterator[Phrase]:
    """What differs in the whole session."""
    if profile.greet:
        yield phrase("tailored/greeting")
    if profile.pace != 1:
        yield phrase("tailored/pace", times=profile.pace)
    longer = max(profile.pace, profile.settle)
    if longer > 1:
        yield phrase("tailored/settle", times=longer)
    for name, value in profile.coaching.items():
        yield _setting(name, Length(value) if isinstance(value, int) else value)
    for name in ("guidance", "language", "voice", "rate", "silence", "under"):
        if value := getattr(profile, name):
            yield _setting(name, value)
    if profile.length:
        least, most = map(Length, profile.length)
        if least == most:
            yield _setting("length", least)
        else:
            yield phrase("tailored/length", least_ms=least, most_ms=most)


def _setting(name: str, value: object) -> Phrase:
    return phrase("tailored/setting", name=name, value=value)
