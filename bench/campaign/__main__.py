"""Runs the campaign for a while, and prints tries and losses by kind.

`--write` puts the table into docs/reference/reliability.md.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.campaign.kinds import KINDS, SHARE, Place
from bench.campaign.running import ROOT

_SEEDS = Path(__file__).with_name("seeds.txt")
_PAGE = ROOT / "docs" / "reference" / "reliability.md"
_BEGIN, _END = "<!-- campaign -->", "<!-- end of campaign -->"


def main() -> int:
    """Run, print the table, and return 1 where something was lost."""
    parser = argparse.ArgumentParser(prog="python -m bench.campaign", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=[*KINDS], help="one kind of fault")
    parser.add_argument("--write", action="store_true", help="write the table into the docs")
    asked = parser.parse_args()
    tries = dict.fromkeys(KINDS, 0)
    losses: dict[str, list[str]] = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        place = Place(Path(folder, "project"), Path(folder, "home"))
        os.environ.update(HOME=str(place.home), XDG_CACHE_HOME=str(place.home / ".cache"))
        place.prepare()
        until_s = time.monotonic() + 60 * asked.minutes
        for kind, seed, number in _turns(asked.seed, asked.only):
            if time.monotonic() > until_s:
                break
            tries[kind] += 1
            if lost := KINDS[kind](random.Random(f"{kind}/{seed}/{number}"), place):
                losses[kind].append(lost)
                print(f"{kind}/{seed}/{number}: {lost}", file=sys.stderr, flush=True)
    table = _table(tries, losses)
    print(table)
    if asked.write:
        before, _, rest = _PAGE.read_text(encoding="utf-8").partition(_BEGIN)
        page = f"{before}{_BEGIN}\n\n{table}\n{_END}{rest.partition(_END)[2]}"
        _PAGE.write_text(page, encoding="utf-8")
    return int(any(losses.values()))


def _turns(seed: int, only: str | None) -> Iterator[tuple[str, int, int]]:
    """What is tried: losses of before first, then all kinds in turn, without end."""
    for line in _SEEDS.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            kind, known, at = line.split("/")
            if only in (None, kind):
                yield kind, int(known), int(at)
    turn = 0
    while True:
        for kind in KINDS if only is None else [only]:
            share = SHARE.get(kind, 1)
            for number in range(turn * share, (turn + 1) * share):
                yield kind, seed, number
        turn += 1


def _table(tries: dict[str, int], losses: dict[str, list[str]]) -> str:
    rows = [f"| {kind} | {tries[kind]:,} | {len(losses[kind])} |\n" for kind in KINDS]
    whole = f"| **all** | **{sum(tries.values()):,}** | **{sum(map(len, losses.values()))}** |\n"
    return "| faults | tries | losses |\n|---|---|---|\n" + "".join(rows) + whole


if __name__ == "__main__":
    sys.exit(main())
