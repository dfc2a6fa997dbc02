"""Number words of a language: a list of the small ones, and how larger ones are put together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from voicecoach.base.values import dataclass
from voicecoach.formats.fields import Label, Maybe, Words, strict

MOST = 999_999
_HUNDRED, _THOUSAND = 100, 1000

Forms = Mapping[str, str]
"""Number words that differ beside a thing, by the number in digits."""


@dataclass(frozen=True, slots=True)
class LargeNumbers:
    """How a language says numbers beyond its list, up to 999,999."""

    __pydantic_config__: ClassVar = strict

    hundreds: tuple[Words, ...]
    """100, 200 and so on to 900, alone."""
    hundred_and: Words
    """A hundred and more; has {hundreds} and {rest}."""
    thousand: Words
    """1000."""
    thousands: Words
    """So many thousand; has {n}."""
    thousand_and: Words
    """A thousand and more; has {thousands} and {rest}."""
    hundreds_before: tuple[Words, ...] = ()
    """The hundreds before a rest, where they differ: `ciento uno`."""
    small_rest: Maybe[Words] = None
    """As `thousand_and`, where the rest is under 100,"""
    round_rest: Maybe[Words] = None
    """and where it is hundreds alone."""
    thousands_form: Label | None = None
    """Which of `number_forms` stands before thousands: `veinti\u00fan mil`."""

    def spell(self, n: int, small: tuple[str, ...], forms: Mapping[str, Forms], form: str) -> str:
        """A number in words.

        Args:
            n: up to `MOST`.
            small: number words from 0 on, to 99 at least.
            forms: words that differ beside a thing, by form.
            form: which of them; empty for none.
        """
        own = forms.get(form, {})
        count, rest = divmod(n, _THOUSAND)
        if not count:
            return self._below_thousand(rest, small, own)
        many = self.spell(count, small, forms, self.thousands_form or "")
        thousands = self.thousand if count == 1 else self.thousands.format(n=many)
        if not rest:
            return thousands
        template = self._joined(rest)
        return template.format(thousands=thousands, rest=self._below_thousand(rest, small, own))

    def _joined(self, rest: int) -> str:
        special = (
            self.small_rest if rest < _HUNDRED else None if rest % _HUNDRED else self.round_rest
        )
        return special or self.thousand_and

    def _below_thousand(self, n: int, small: tuple[str, ...], own: Forms) -> str:
        count, rest = divmod(n, _HUNDRED)
        if not count:
            return own.get(str(rest)) or small[rest]
        alone = own.get(str(count * _HUNDRED))
        if not rest:
            return alone or self.hundreds[count - 1]
        before = alone or (self.hundreds_before or self.hundreds)[count - 1]
        return self.hundred_and.format(hundreds=before, rest=own.get(str(rest)) or small[rest])
