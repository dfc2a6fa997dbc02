"""What a profile changes in a routine, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voicecoach.script.library import Script
from voicecoach.script.profile import Profile
from voicecoach.session.order import Order
from voicecoach.session.timing import preview
from voicecoach.units import format_clock, format_duration


def difference(written: Script, tailored: Script, order: Order) -> Iterator[str]:
    """The difference line by line: what goes with `-`, what comes with `+`, and why.

    Args:
        written: the routine as it is written.
        tailored: the same as its profile has it.
        order: what was asked for; its rate is that at which both are estimated.
    """
    profile = tailored.profile
    assert profile is not None, "only a profile makes a difference"
    both = (preview(written, Order(rate=order.rate)), preview(tailored, order))
    before, after = (format_clock(schedule.total_ms) for schedule, _ in both)
    yield f"{written.routine.head.routine} for '{profile.profile}': about {before} -> {after} min"
    for change in tailored.changes:
        yield ""
        yield from (f"- {line}" for line in change.before)
        yield from (f"+ {line}" for line in change.after)
        yield f"    {change.reason}"
    settings = list(_settings(profile))
    if settings:
        yield ""
        yield from settings
    if not (tailored.changes or settings):
        yield "Nothing differs."


def as_json(tailored: Script) -> dict[str, Any]:
    """The changes of a routine's steps."""
    return {
        "routine": tailored.routine.head.routine,
        "profile": tailored.profile.profile if tailored.profile else None,
        "changes": [
            {
                "before": change.before,
                "after": change.after,
                "reason": change.reason,
                "unasked": change.unasked,
            }
            for change in tailored.changes
        ],
    }


def _settings(profile: Profile) -> Iterator[str]:
    """What differs in the whole session."""
    if profile.greet:
        yield "+ Begins with a greeting."
    if profile.pace != 1:
        yield f"+ Movements take {profile.pace:g} times as long."
    longer = max(profile.pace, profile.settle)
    if longer > 1:
        yield f"+ Changes of position take at least {longer:g} times as long."
    for name, value in profile.coaching.items():
        yield f"+ {name}: {format_duration(value) if isinstance(value, int) else value}"
    for name in ("guidance", "language", "voice", "rate"):
        if value := getattr(profile, name):
            yield f"+ {name}: {value}"
    if profile.length:
        least, most = (format_duration(ms) for ms in profile.length)
        yield f"+ length: {least}" + (f" to {most}" if most != least else "")
