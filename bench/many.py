"""Plans and stores many patients' sessions in one process: a folder, a place and how many."""

import sys
from pathlib import Path

from voicecoach.app.ahead import PlaceRef, Row
from voicecoach.app.crew import LocalCrew, plan_in_rounds
from voicecoach.app.patients import Patients, read_roster
from voicecoach.app.sessions import Sessions
from voicecoach.base.garbage import look_seldom
from voicecoach.project import find_project

folder, place = Path(sys.argv[1]), sys.argv[2]
look_seldom()
with Sessions(find_project(folder)) as sessions:
    patients = Patients(sessions, nearest=True)
    rows: dict[int, Row] = {}
    for patient in read_roster(folder / "roster.csv").rows[: int(sys.argv[3])]:
        for each in patients.sessions_of(patient):
            order = each.order
            rows.setdefault(id(order), Row.of(len(rows), order, sessions.cast(order)))
    made = [*plan_in_rounds(LocalCrew(), {}, PlaceRef(place), rows.values())]
failed = [str(told.failed) for told in made if told.failed]
if failed:
    sys.exit(f"{len(failed)} of {len(made)} failed, such as: {failed[0]}")
print(len(made), sum(told.packed_bytes for told in made), sum(told.size_bytes for told in made))
