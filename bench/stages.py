"""What one of a hundred sessions takes, stage by stage, ms of processor time: medians as JSON.

Run as `python bench/stages.py PLACE`, where the sessions of `hundred.py` were built before.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from voicecoach.app.sessions import Sessions
from voicecoach.base.garbage import look_seldom
from voicecoach.project import find_project
from voicecoach.session.order import Order
from voicecoach.session.plan import SessionPlan
from voicecoach.session.render import save

_PARTS = 9  # places in a session at which a range begins


def cpu_ms(run: Callable[[], object]) -> float:
    """Processor time of this process for something."""
    begun = time.process_time()
    run()
    return 1000 * (time.process_time() - begun)


def first_byte_ms(plan: SessionPlan) -> float:
    """The longest that the first byte of a range takes, over the whole session."""
    begins = [plan.size * part // _PARTS for part in range(_PARTS)]
    return max(cpu_ms(lambda: next(plan.pieces(begin, begin + 1))) for begin in begins)  # noqa: B023


def main(place: Path) -> None:
    """Measure every session, each planned afresh, and print the medians."""
    look_seldom()
    project = find_project(place)
    found: dict[str, list[float]] = {"planned": [], "written": [], "hashed": [], "warm": []}
    with Sessions(project) as sessions:
        for number in range(100):
            order = sessions.resolve(Order(f"patient-{number}", voice="pyttsx3"))
            plans: list[SessionPlan] = []
            found["planned"].append(cpu_ms(lambda: plans.append(sessions.plan(order).plan)))  # noqa: B023
            (plan,) = plans
            target = place / "audio" / "stages.mp3"
            found["written"].append(cpu_ms(lambda: save(plan, target)))  # noqa: B023
            content = target.read_bytes()
            for written in target.parent.glob("stages.*"):
                written.unlink()  # to take the place of ten megabytes is work for what was there
            found["hashed"].append(cpu_ms(lambda: hashlib.sha256(content)))  # noqa: B023
            found["warm"].append(first_byte_ms(plan))
    stored: list[float] = []
    for number in range(10):
        with Sessions(project) as fresh:  # holds no fragment yet
            plan = fresh.plan(fresh.resolve(Order(f"patient-{number}", voice="pyttsx3"))).plan
            stored.append(first_byte_ms(plan))
    print(
        json.dumps(
            {**{name: median(each) for name, each in found.items()}, "stored": median(stored)}
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
