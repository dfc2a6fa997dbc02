"""Numbers with what they count, in words: `1 1/2 h`, `10-15 reps`, `7/10`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from voicecoach.language.ear_words import Plural
from voicecoach.language.phrases import Language

HYPHEN = r"\s?[\u2010-\u2013-]\s?"
_SLASH = r"\s?[/\u2044]\s?"
_HALF = r"1[/\u2044]2"
_POINT = r"(?<=\d)\.(?=\d\d?(?!\d))"
_LONGEST = 6  # digits of a number that is read at all
_YEARS = 1000  # from here on a number without a thing may be a year, or one's own


class NumberWriter:
    """Writes numbers out in the words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def quantity(self, numbers: str, thing: Plural | None, hyphen: bool, noun: str | None) -> str:
        """A number, or a range of them, with its unit.

        Args:
            numbers: as written.
            thing: its unit, if any.
            hyphen: between the two.
            noun: which of the language's forms goes before the thing that follows.
        """
        if not thing:
            return self.numbers(numbers, noun)
        if hyphen and self.language.ear.hyphen_singular:
            return thing.one.format(n=self.numbers(numbers, thing.numbers, counted=True))
        return self.counted(thing, numbers)

    def counted(self, thing: Plural, numbers: str) -> str:
        """So many of a thing, in the form that goes with the number."""
        numbers = self._own_decimals(numbers)
        if re.fullmatch(_HALF, numbers) and thing.half:
            return thing.half
        halves = self._and_half(thing.and_half, numbers, thing.numbers)
        if mixed := halves or self._mixed(thing, numbers):
            return mixed
        said = self.numbers(numbers, thing.numbers, counted=True)
        return self._wording(thing, numbers).format(n=said)

    def duration(self, minutes: str, seconds: str) -> str | None:
        """Minutes and seconds together; None if they are too long to be a length of time."""
        if max(len(minutes), len(seconds)) > _LONGEST:
            return None
        return self.language.duration((int(minutes) * 60 + int(seconds)) * 1000)

    def numbers(self, text: str, form: str | None = None, counted: bool = False) -> str:
        """A number, a range or a pattern (`3-1-3`).

        Args:
            text: as written.
            form: which of the language's forms the numbers take.
            counted: a thing follows, so that a number of four digits is no year.
        """
        parts = re.split(HYPHEN, text)
        if len(parts) > 1 and any(part.isdecimal() and len(part) > 3 for part in parts):
            return text  # a telephone number, as like as not
        said = [self._number(part, form, counted) for part in parts]
        if len(parts) == 2 and _rises(*parts):
            return self.language.ear.span.format(low=said[0], high=said[1])
        return ", ".join(said)

    def which_of(self, text: str) -> str | None:
        """`1/2` as one of two; None if it is not that."""
        top, below = re.split(_SLASH, text)
        said = self._out_of(text, top, below)
        return None if said == text else said

    def _own_decimals(self, numbers: str) -> str:
        """Decimals of a measured thing behind a point, where the language writes another sign.

        Elsewhere it may part thousands, or the minutes of a time of day.
        """
        return re.sub(_POINT, self.language.ear.decimal, numbers)

    def _and_half(self, wordings: Mapping[str, str], text: str, form: str | None) -> str | None:
        """So many and a half, where the language has words for that."""
        whole, _, part = text.rpartition(" ")
        if not whole.isdecimal() or not re.fullmatch(_HALF, part):
            return None
        wording = wordings.get(whole) or wordings.get("other")
        return wording and wording.format(n=self._whole(whole, form))

    def _mixed(self, thing: Plural, numbers: str) -> str | None:
        """So many of a thing and a part, where the language puts the thing between them."""
        whole, _, part = numbers.rpartition(" ")
        template = self.language.ear.mixed_thing
        if not template or not whole.isdecimal():
            return None
        return template.format(whole=self.counted(thing, whole), part=self._number(part))

    def _wording(self, thing: Plural, numbers: str) -> str:
        """A thing in the form that goes with a number, or with a range or a fraction."""
        if self._fraction(numbers) is not None:
            return thing.one
        number = numbers.replace(self.language.ear.decimal, ".", 1)
        whole, _, part = number.partition(".")
        plain = (whole + part).isdecimal() and len(whole) <= _LONGEST
        return self.language.plural(thing, number) if plain else thing.other

    def _number(self, text: str, form: str | None = None, counted: bool = False) -> str:
        ear = self.language.ear
        whole, _, part = text.rpartition(" ")
        if whole:
            if halves := self._and_half(ear.and_half, text, form):
                return halves
            return ear.mixed.format(whole=self._whole(whole, form), part=self._number(part))
        top, *below = re.split(_SLASH, text)
        if below:
            return self._fraction(text) or self._out_of(text, top, below[0])
        whole, _, digits = text.partition(ear.decimal)
        if not digits:
            return self._whole(text, form, counted)
        if not (digits.isdecimal() and (not whole or whole.isdecimal())):
            return text
        spoken = " ".join(self._whole(digit) for digit in digits)
        return f"{self._whole(whole or '0', counted=True)} {ear.point} {spoken}"

    def _out_of(self, text: str, top: str, below: str) -> str:
        if max(len(top), len(below)) > _LONGEST or int(top) > int(below):
            return text  # blood pressure, a date
        said = (self._whole(number, counted=True) for number in (top, below))
        return self.language.ear.out_of.format(n=next(said), of=next(said))

    def _fraction(self, text: str) -> str | None:
        return self.language.ear.fractions.get(text.replace("\u2044", "/"))

    def _whole(self, digits: str, form: str | None = None, counted: bool = False) -> str:
        """A whole number in words; one that may be a year, or starts with a zero, as it is."""
        if not digits.isdecimal() or len(digits) > _LONGEST:
            return digits
        number = int(digits)
        return digits if number >= _YEARS and not counted else self.language.number(number, form)


def _rises(low: str, high: str) -> bool:
    """Whether a range goes upwards; `4-2` is a pattern."""
    return not (low.isdecimal() and high.isdecimal()) or int(low) < int(high)
