"""The section about voices in `bench/README.md`."""

from __future__ import annotations

from collections.abc import Iterable

from bench.figures import Row

HEAD = """\
## How well the voices are understood

Each voice speaks the shipped exercises and the coach's own lines as in a session; what is judged is
decoded from MP3 at 64 kbit/s. Whisper base (int8, beam 4, without what came before) writes down
sentences, joined to 27 s, and cues of at most three words, each by itself. It is weak outside
English, and no person: compare the rows of a language with each other.

- *Words wrong*: of all words of the sentences, those that are wrong, missing or added; letters in
  Hindi. *Cues wrong*: cues with anything wrong.
- *Confused*: numbers, sides, commands and the prompts of an exercise that were taken for another of
  their kind: written down as that, or as none of them and then more likely to be that.
- *Opinion*: what DistillMOS guesses that listeners would say, 1 to 5, as a mean of 20 sentences.
- *Speed*: seconds of speech that one core makes in a second, conditioned and encoded too; from
  a machine that did nothing else, or not told. *MB*: of the worker, at most.

Both sides are written alike before they are compared, for every voice by the same rules: capitals
and signs go, hyphens part words, digits are spelt out (num2words; in Hindi our own number words),
two words that one side writes as one are one. In English, British and American spelling are alike,
and so are words that sound exactly alike, such as "to", "too" and "two": `normalise.py` lists them.
In Spanish, French and Portuguese words are one that espeak-ng reads alike, such as "exhale" and
"exale" or "soufflez" and "souffler" (`alike.py`). In Hindi, spellings that are read alike are one;
what Whisper writes in Urdu's or Latin letters, as it often does with short lines, is all
wrong, whoever speaks.

"""

_TABLE = """\
| voice | language | words a minute | words wrong | cues wrong | confused | opinion | speed | MB |
|---|---|---|---|---|---|---|---|---|
"""
_ENCODING = """\

What encoding costs, in opinion:

| voice | language | words a minute | before | 96 kbit/s | 64 kbit/s |
|---|---|---|---|---|---|
"""


def section(rows: Iterable[Row]) -> str:
    """The rows in Markdown, with what each voice says worst."""
    rows = list(rows)
    heard = [row for row in rows if row.opinion is not None]
    encoded = _ENCODING + "\n".join(map(_encoded, heard)) + "\n" if heard else ""
    return _TABLE + "\n".join(map(_measured, rows)) + "\n" + encoded + _failing(rows)


def _measured(row: Row) -> str:
    words = f"{row.sentences_wrong:.1%} of {row.sentences}"
    cues = f"{row.cues_wrong:.1%} of {row.cues}"
    confused = f"{len(row.confused)} of {row.asked}"
    opinion = "-" if row.opinion is None else f"{row.opinion:.2f}"
    cells = (row.voice, row.language, row.rate_wpm, words, cues, confused, opinion)
    speed = "-" if row.speed is None else f"{row.speed:.0f}"
    return _cells(*cells, speed, row.memory_mb)


def _encoded(row: Row) -> str:
    opinions = (row.opinion_pcm, row.opinion_96, row.opinion)
    told = ["-" if each is None else f"{each:.2f}" for each in opinions]
    return _cells(row.voice, row.language, row.rate_wpm, *told)


def _failing(rows: Iterable[Row]) -> str:
    told = "\nThe worst of what was heard, and what was confused:\n\n"
    for row in rows:
        lines = [f"“{said}” as “{heard}”" for said, heard in row.worst]
        found = "; ".join([*lines, *(f"confused: {pair}" for pair in row.confused)])
        told += f"- {row.voice}, {row.language}, {row.rate_wpm}: {found or 'nothing'}\n"
    return told


def _cells(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
