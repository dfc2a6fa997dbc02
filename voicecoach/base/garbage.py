"""How often Python looks for circles among objects, which nothing else would clear away."""

import gc

_OBJECTS = 50_000


def look_seldom() -> None:
    """Look once in so many new objects: frozen values hardly form circles.

    With the 700 of Python, looking takes 6 % of a warm build, and 12 % of a batch.
    """
    gc.set_threshold(_OBJECTS)
