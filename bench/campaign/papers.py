"""What a clinic writes besides scripts: a profile, a roster, prescriptions."""

from __future__ import annotations

import random
from typing import NamedTuple

from bench.campaign.mutate import mutated

PROFILE = """\
profile: knee-2
exercises:
  march: hold 20s
  knee-to-chest: {left: 3 reps, right: 1 rep}
positions:
  hands-and-knees: {reps: x0.8}
factors: {hold: x0.8}
leave_out:
  partial-crunch: sore neck
avoid: [prone, kneeling]
pace: 1.2
"""
ROSTER = """\
label,what,start,profile,language,length,nearest,guidance,until
p-001,short,,,en,,,,
p-002,back-care,2026-11-30,knee-2,de,,,,2027-02-28
p-003,short daily,,knee-2,fr,10-15m,yes,fading,
"""
LIST = """\
- {label: p-001, what: short, length: 10-15m}
- label: p-002
  what: [short, daily]
  until: 2027-02-28
"""
TABLE = """\
Exercise;Sets;Reps;Hold;Side;Notes
Bridge;3;10;5 s;;slowly
Clam;2;12;;both;
Brücke;2;8-10;;;each morning
"""
LINES = """\
Bridge 3 x 10, hold 5 seconds, twice a day
- Clamshell: two sets of twelve each side
Walk 20 minutes
Puente 3 series de 10
Something that nobody knows
"""
FHIR = """\
{"resourceType": "CarePlan", "status": "active", "intent": "plan",
 "subject": {"reference": "Patient/7"}, "activity": [
  {"detail": {"kind": "ServiceRequest", "code": {"text": "Bridge"}, "description": "3 sets of 10"}},
  {"detail": {"code": {"text": "Clam"}, "scheduledTiming": {"repeat": {"frequency": 2, "period": 1,
   "periodUnit": "d"}}, "description": "2x12"}}]}
"""


class Paper(NamedTuple):
    """Something that somebody wrote.

    Attributes:
        file: where it lies in the project.
        text: as it should be.
        command: what reads it.
        made: what that command makes, in the project; empty where that is nothing.
    """

    file: str
    text: str
    command: tuple[str, ...]
    made: str = ""


_MADE = "scripts/routines/paper.yaml"
_NAMED = ("--name", "paper")
PAPERS = (
    Paper("scripts/profiles/knee-2.yaml", PROFILE, ("show", "short", "--profile", "knee-2")),
    Paper("scripts/profiles/knee-2.yaml", PROFILE, ("check", "scripts/profiles/knee-2.yaml")),
    Paper("roster.csv", ROSTER, ("roster", "check", "roster.csv")),
    Paper("roster.yaml", LIST, ("roster", "check", "roster.yaml")),
    Paper("paper.txt", LINES, ("import", "paper.txt", *_NAMED), _MADE),
    Paper("paper.csv", TABLE, ("import", "paper.csv", *_NAMED), _MADE),
    Paper("paper.json", FHIR, ("import", "paper.json", *_NAMED), _MADE),
)


def changed_paper(chance: random.Random) -> tuple[Paper, bytes]:
    """Choose one, and change it."""
    paper = chance.choice(PAPERS)
    if chance.random() < 0.05:  # a quote that nothing ends: one cell is the rest of the table
        return paper, (paper.text.replace(";", ';"', 1) + "x;1\n" * 50_000).encode()
    return paper, mutated(chance, paper.text)
