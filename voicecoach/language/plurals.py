"""Which numbers take which plural form in a language, by the rules of CLDR.

Babel has the rules. It is asked when a language's file is read, and what it says is kept with the
file's checked content: a warm build imports no Babel.
"""

from __future__ import annotations

from voicecoach.base.messages import Fault

# CLDR's rules for whole numbers look at the last two digits, below a million.
PERIOD = 100


def plural_categories(code: str) -> dict[str, str]:
    """The categories of a language's numbers, but for those that take `other`.

    Args:
        code: the language's, such as `es`.

    Returns:
        By number, from 0 to 199 and from 0.5 to 199.5, which stands for all its decimals.

    Raises:
        Fault: the language is not one that has rules.
    """
    from decimal import Decimal

    from babel import Locale, UnknownLocaleError

    try:
        rule = Locale.parse(code, sep="-").plural_form
    except (UnknownLocaleError, ValueError):
        raise Fault("language/plurals", language=code) from None
    numbers = [str(n) + part for n in range(2 * PERIOD) for part in ("", ".5")]
    found = ((number, rule(Decimal(number))) for number in numbers)
    return {number: category for number, category in found if category != "other"}


def tabled(number: str) -> str:
    """The number of the table that stands for another, such as `1.25` or `1021`."""
    whole, point, _ = number.partition(".")
    n = int(whole or "0")
    n = n if n < 2 * PERIOD else PERIOD + n % PERIOD
    return f"{n}.5" if point else str(n)
