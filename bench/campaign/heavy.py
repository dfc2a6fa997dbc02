"""Scripts that would take a program long, or much memory: refused, or checked as fast as others."""

from __future__ import annotations

import random
from collections.abc import Callable

_HEAD = "routine: heavy\ntitle: Heavy\n"
_MOST_CHARACTERS = 95_000  # somewhat less than a script may have


def heavy(chance: random.Random) -> bytes:
    """Make one of them."""
    return chance.choice(_SCRIPTS)(chance).encode()


def _many(line: str) -> Callable[[random.Random], str]:
    """A script of one line, many times over."""

    def make(chance: random.Random) -> str:
        times = chance.choice((100, 1000, _MOST_CHARACTERS // len(line)))
        return _HEAD + "steps:\n" + min(times, _MOST_CHARACTERS // len(line)) * line

    return make


def _misspelt(chance: random.Random) -> str:
    """A script of many steps, no two of which are misspelt alike."""
    kind = chance.choice(("", "include: ", "say "))
    lines = (f"  - {kind}brigde-{number}{'' if kind else ': 10 reps'}\n" for number in range(3500))
    return f"{_HEAD}steps:\n{''.join(lines)}"


def _circuits(chance: random.Random) -> str:
    rounds, depth = chance.choice((20, 99)), chance.randint(2, 30)
    lines = [f"{'    ' * n}- circuit:\n{'    ' * n}    rounds: {rounds}\n" for n in range(depth)]
    steps = [f"{'    ' * n}    steps:\n" for n in range(depth)]
    nested = "".join(line + step for line, step in zip(lines, steps, strict=True))
    return f"{_HEAD}steps:\n{nested}{'    ' * depth}- heat: 60m\n"


def _nested(chance: random.Random) -> str:
    opened, closed = chance.choice(("[]", "{}"))
    depth = chance.choice((50, 1000, 40_000))
    return f"{_HEAD}steps: {opened * depth}{closed * depth}\n"


def _aliases(chance: random.Random) -> str:
    width, depth = chance.choice((2, 10)), chance.choice((5, 10, 30))
    rows = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]\n" for n in range(1, depth)]
    return f"{_HEAD}a0: &a0 [x]\n{''.join(rows)}steps: *a{depth - 1}\n"


def _long_word(chance: random.Random) -> str:
    letter = chance.choice(("a", "é", "🙂", "1", "'", '"', "\u0301", "- ", "a: ", "%", "\u202e"))
    text = letter * (chance.choice((5_000, 40_000)) // len(letter.encode()))
    return f"{_HEAD}steps:\n  - {chance.choice(('say', 'bridge', 'include', 'rest'))}: {text}\n"


def _choices(chance: random.Random) -> str:
    """A routine of which a length may leave out, add and repeat very much."""
    way = chance.choice(("optional", "extra"))
    times = chance.choice((9, 40, 200, 400))
    steps = "".join(
        f"  - {chance.choice(_NAMES)}: {{{way}: true, rank: {n % 9 + 1}}}\n" for n in range(times)
    )
    return f"{_HEAD}length: {chance.choice(_LENGTHS)}\nsteps:\n  - include: warm-up\n{steps}"


def _more_rounds(chance: random.Random) -> str:
    """Circuits in circuits, each of which a length may have done more often."""
    depth = chance.randint(1, 5)
    opened = (f"{'    ' * n}  - repeat: 1-20\n{'    ' * n}    steps:\n" for n in range(depth))
    steps = f"{''.join(opened)}{'    ' * depth}  - {chance.choice(_NAMES)}: 1-3 reps\n"
    return f"{_HEAD}length: {chance.choice(_LENGTHS)}\nsteps:\n  - include: warm-up\n{steps}"


_NAMES = ("bridge", "cat-cow", "bird-dog", "clamshell", "side-plank", "childs-pose", "sit-to-stand")
_LENGTHS = ("5m", "10m30s", "31m7s", "110m")

_SCRIPTS = (
    _many("  - heat: 60m\n"),
    _many("  - bridge: 10 reps\n"),
    _many("  - brigde: 10 reps\n"),
    _many("  - bridge: 3 sets, 12 reps, hold 5s, rest 30s\n"),
    _many("  - bridge: 10 rep, hold 5, foo\n"),
    _many("  - say: Breathe in, and out.\n"),
    _many("  - include: warm-up\n"),
    _many("  - side-plank: {dose: 10 reps, say: a, at: {half: b}}\n"),
    _many("x: 1\n"),
    _misspelt,
    _circuits,
    _choices,
    _more_rounds,
    _many("  - transition: lying-on-side\n"),
    _nested,
    _aliases,
    _long_word,
)
