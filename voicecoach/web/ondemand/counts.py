"""What the server tells of itself: numbers, and of nobody.

The words that a number is counted under come from a list that is fixed here: no path, no name and
no address of a client can ever be one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

ANSWER_KINDS = (
    *("page", "asset", "recording", "today", "gone", "none"),
    *("refused", "health", "metrics"),
)
FAULTS = ("fragment", "plan", "place", "file", "store", "stalled", "broken")
_UP_TO_S = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)


class Counts:
    """Counts answers; from one thread."""

    def __init__(self, gauges: dict[str, Callable[[], int]] | None = None) -> None:
        """Prepare.

        Args:
            gauges: further numbers by their names, asked for when they are shown.
        """
        self.open = 0
        self.sent_bytes = 0
        self._answers: Counter[tuple[str, int]] = Counter()
        self._faults: Counter[str] = Counter()
        self._within: Counter[float] = Counter()
        self._first_s = 0.0
        self._firsts = 0
        self._gauges = gauges or {}

    def answered(self, kind: str, status: int, first_s: float) -> None:
        """Count an answer, and how long it took until its first byte, in seconds."""
        self._answers[kind if kind in ANSWER_KINDS else "none", status] += 1
        self._first_s += first_s
        self._firsts += 1
        self._within.update(limit for limit in _UP_TO_S if first_s <= limit)

    def failed(self, why: str) -> None:
        """Count why something could not be given."""
        self._faults[why if why in FAULTS else "broken"] += 1

    def text(self) -> str:
        """Give all numbers in the text format of Prometheus, version 0.0.4."""
        return "\n".join([*self._lines(), ""])

    def _lines(self) -> Iterator[str]:
        yield from _head("voicecoach_answers_total", "counter", "Answers by kind and status.")
        for (kind, status), count in sorted(self._answers.items()):
            yield f'voicecoach_answers_total{{kind="{kind}",status="{status}"}} {count}'
        yield from _head("voicecoach_failures_total", "counter", "What could not be given.")
        for why in FAULTS:
            yield f'voicecoach_failures_total{{why="{why}"}} {self._faults[why]}'
        yield from _head("voicecoach_sent_bytes_total", "counter", "Bytes of bodies.")
        yield f"voicecoach_sent_bytes_total {self.sent_bytes}"
        name = "voicecoach_first_byte_seconds"
        yield from _head(name, "histogram", "Time until an answer begins.")
        for limit in _UP_TO_S:
            yield f'{name}_bucket{{le="{limit}"}} {self._within[limit]}'
        yield f'{name}_bucket{{le="+Inf"}} {self._firsts}'
        yield f"{name}_sum {self._first_s:.6f}"
        yield f"{name}_count {self._firsts}"
        gauges: dict[str, Callable[[], int]] = {"open_requests": lambda: self.open} | self._gauges
        for each, value in gauges.items():
            yield from _head(
                f"voicecoach_{each}", "gauge", f"{each.replace('_', ' ').capitalize()}."
            )
            yield f"voicecoach_{each} {value()}"


def _head(name: str, kind: str, said: str) -> Iterator[str]:
    yield f"# HELP {name} {said}"
    yield f"# TYPE {name} {kind}"
