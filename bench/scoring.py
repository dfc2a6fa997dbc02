"""How far what was heard is from what was said: words wrong, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.alike import sound_of
from bench.normalise import by_character, rejoined, words


@dataclass(frozen=True, slots=True)
class Verdict:
    """A line, and what was heard of it.

    Attributes:
        line: as it was to be spoken.
        heard: in words as they are compared.
        wrong: words, or letters, that are wrong, missing or added.
        of: how many the line has.
    """

    line: str
    heard: str
    wrong: int
    of: int


def judged(lines: Sequence[str], heard: str, language: str = "en") -> list[Verdict]:
    """Hold what was heard of lines, one after the other, against them.

    What was added counts for the line before it. Words that are read alike are the same.

    Args:
        lines: in the order in which they were spoken.
        heard: all that the recogniser wrote.
        language: ISO 639-1 code.
    """
    texts = [words(line, language) for line in lines]
    said, written = rejoined([word for text in texts for word in text], words(heard, language))
    joint = _units([" ".join(said)], language), _units([" ".join(written)], language)
    sounds = [[sound_of(unit, language) for unit in units] for units in joint]
    if "".join(sounds[0]) == "".join(sounds[1]):  # and only parted into other words
        joint = joint[0], joint[0]
        sounds[1] = sounds[0]
    owners = _owners(texts, said, language)
    wrong, found = [0] * len(lines), [list[str]() for _ in lines]
    at = 0
    for mine, theirs in aligned(*sounds):
        if mine is not None:
            at = owners[mine]
        if theirs is not None:
            found[at].append(joint[1][theirs])
        wrong[at] += mine is None or theirs is None or sounds[0][mine] != sounds[1][theirs]
    gap = "" if by_character(language) else " "
    return [
        Verdict(line, gap.join(found[at]), wrong[at], owners.count(at))
        for at, line in enumerate(lines)
    ]


def share(verdicts: Sequence[Verdict]) -> float:
    """The part of all words that is wrong, 1 for as many errors as there are words."""
    return sum(v.wrong for v in verdicts) / max(1, sum(v.of for v in verdicts))


def errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Words wrong, missing or added, at least: the Levenshtein distance."""
    return sum(
        mine is None or theirs is None or said[mine] != heard[theirs]
        for mine, theirs in aligned(said, heard)
    )


def aligned(said: Sequence[str], heard: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Pair what was said with what was heard, at the fewest errors.

    Yields:
        Indices into both; None where one of them has nothing.
    """
    costs = _costs(said, heard)
    row, column = len(said), len(heard)
    pairs: list[tuple[int | None, int | None]] = []
    while row or column:
        here = costs[row][column]
        if row and column:
            changed = said[row - 1] != heard[column - 1]
            if here == costs[row - 1][column - 1] + changed:
                row, column = row - 1, column - 1
                pairs.append((row, column))
                continue
        if row and here == costs[row - 1][column] + 1:
            row -= 1
            pairs.append((row, None))
        else:
            column -= 1
            pairs.append((None, column))
    return reversed(pairs)


def _costs(said: Sequence[str], heard: Sequence[str]) -> list[list[int]]:
    """The distance of each beginning of one from each beginning of the other."""
    costs = [list(range(len(heard) + 1))]
    for row, word in enumerate(said, 1):
        before, now = costs[-1], [row]
        for column, other in enumerate(heard, 1):
            changed = before[column - 1] + (word != other)
            now.append(min(before[column] + 1, now[-1] + 1, changed))
        costs.append(now)
    return costs


def _units(texts: Sequence[str], language: str) -> list[str]:
    """What is counted: words, or the letters of each."""
    parts = [word for text in texts for word in text.split()]
    return [sign for part in parts for sign in part] if by_character(language) else parts


def _owners(texts: Sequence[Sequence[str]], said: Sequence[str], language: str) -> list[int]:
    """Which line each unit of what was said belongs to.

    A word that was joined belongs to the line in which it began.
    """
    owner_of_letter = [at for at, text in enumerate(texts) for word in text for _ in word]
    owners: list[int] = []
    letter = 0
    for word in said:
        begun = owner_of_letter[letter]
        span = owner_of_letter[letter : letter + len(word)]
        owners += span if by_character(language) else [begun]
        letter += len(word)
    return owners
