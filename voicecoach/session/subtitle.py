"""What sets a session apart from others of its routine, in its language."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.language.phrases import Language
from voicecoach.session.order import Choice, ResolvedOrder

_MINUTE_MS = 60_000


def subtitle(order: ResolvedOrder, total_ms: int) -> str:
    """Name what makes a session another than its routine: `12 minutes, no kneeling, brief`.

    Args:
        order: what was decided about it.
        total_ms: how long it lasts.
    """
    return ", ".join(_named(order, total_ms))


def _named(order: ResolvedOrder, total_ms: int) -> Iterator[str]:
    language, choices = order.script.language, order.choices
    words, profile = language.subtitle, order.script.profile
    if choices.length.value and _is_a_variant(choices.length):
        yield _length(language, total_ms)
    for load in profile.avoid if profile else ():
        if load in words.avoid:
            yield words.avoid[load]
    usual = order.script.routine.head.guidance or "full"
    if _is_a_variant(choices.guidance) and choices.guidance.value != usual:
        yield words.guidance[choices.guidance.value]


def _is_a_variant(choice: Choice[object]) -> bool:
    """Whether a choice was made for this session, not for all of the routine or the project."""
    return choice.made_by in ("option", "profile", "stage")


def _length(language: Language, ms: int) -> str:
    """A length in figures: whole minutes, below two of them seconds."""
    if ms < 2 * _MINUTE_MS:
        thing, number = language.seconds, round(ms / 1000)
    else:
        thing, number = language.minutes, round(ms / _MINUTE_MS)
    return language.plural(thing, str(number)).format(n=number)
