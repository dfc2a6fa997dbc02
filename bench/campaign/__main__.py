"""Runs the campaign for a while, and prints tries and losses by kind.

`--write` puts the table into docs/reference/reliability.md.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.campaign.costs import MOST_CPU_S, MOST_MEMORY_MB
from bench.campaign.kinds import KINDS, PROOF, Place
from bench.campaign.running import ROOT

_SEEDS = Path(__file__).with_name("seeds.txt")
_PAGE = ROOT / "docs" / "reference" / "reliability.md"
_ROW = re.compile(r"^\| ([a-z ]+) \| ([\d,]+) \| (\d+) \|$", re.MULTILINE)
_MOST = re.compile(r"^\| (processor time|memory) \| ([\d.]+) ", re.MULTILINE)
_BEGIN, _END = "<!-- campaign -->", "<!-- end of campaign -->"


def main() -> int:
    """Run, print the table, and return 1 where something was lost."""
    parser = argparse.ArgumentParser(prog="python -m bench.campaign", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", choices=[*KINDS], action="append", help="a kind of fault; may be given again"
    )
    parser.add_argument("--proof", action="store_true", help="each kind as often as it must be")
    parser.add_argument("--write", action="store_true", help="write the table into the docs")
    parser.add_argument("--add", action="store_true", help="add to the table that stands there")
    asked = parser.parse_args()
    kinds = asked.only or [*KINDS]
    tries = dict.fromkeys(KINDS, 0)
    losses: dict[str, list[str]] = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        place = Place(Path(folder, "project"), Path(folder, "home"))
        place.prepare()
        until_s = time.monotonic() + 60 * asked.minutes
        for kind, seed, number in _turns(asked.seed, kinds):
            if time.monotonic() > until_s or (asked.proof and not _lacking(tries, kinds)):
                break
            if asked.proof and tries[kind] >= PROOF[kind]:
                continue
            tries[kind] += 1
            if what := KINDS[kind](random.Random(f"{kind}/{seed}/{number}"), place):
                losses[kind].append(what)
                print(f"{kind}/{seed}/{number}: {what}", file=sys.stderr, flush=True)
    lost = {kind: len(found) for kind, found in losses.items()}
    most = {"processor time": place.costs.cpu_s, "memory": place.costs.memory_mb}
    print(_table(tries, lost), _costs(most), sep="\n")
    if asked.write or asked.add:
        before, _, rest = _PAGE.read_text(encoding="utf-8").partition(_BEGIN)
        known = rest.partition(_END)[0] if asked.add else ""
        for kind, tried, failed in _ROW.findall(known):
            tries[kind] += int(tried.replace(",", ""))
            lost[kind] += int(failed)
        for cost, taken in _MOST.findall(known):
            most[cost] = max(most[cost], float(taken))
        table = f"{_table(tries, lost)}\n{_costs(most)}"
        page = f"{before}{_BEGIN}\n\n{table}\n{_END}{rest.partition(_END)[2]}"
        _PAGE.write_text(page, encoding="utf-8")
    return int(any(losses.values()))


def _lacking(tries: dict[str, int], kinds: list[str]) -> list[str]:
    """Which kinds have not been tried as often as the proof asks."""
    return [kind for kind in kinds if tries[kind] < PROOF[kind]]


def _turns(seed: int, kinds: list[str]) -> Iterator[tuple[str, int, int]]:
    """What is tried: losses of before first, then all kinds in turn, without end."""
    for line in _SEEDS.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            kind, known, at = line.split("/")
            if kind in kinds:
                yield kind, int(known), int(at)
    turn = 0
    while True:
        for kind in kinds:
            share = max(1, PROOF[kind] // 500)
            for number in range(turn * share, (turn + 1) * share):
                yield kind, seed, number
        turn += 1


def _table(tries: dict[str, int], losses: dict[str, int]) -> str:
    rows = [f"| {kind} | {tries[kind]:,} | {losses[kind]} |\n" for kind in KINDS]
    whole = f"| **all** | **{sum(tries.values()):,}** | **{sum(losses.values())}** |\n"
    return "| faults | tries | losses |\n|---|---|---|\n" + "".join(rows) + whole


def _costs(most: dict[str, float]) -> str:
    rows = (
        f"| processor time | {most['processor time']:.2f} s | {MOST_CPU_S:.0f} s |\n"
        f"| memory | {most['memory']:.0f} MB | {MOST_MEMORY_MB:.0f} MB |\n"
    )
    return f"| checking one script | the most that it took | allowed |\n|---|---|---|\n{rows}"


if __name__ == "__main__":
    sys.exit(main())
