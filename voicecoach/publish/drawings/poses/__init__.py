"""What each exercise of the library looks like, and each position, for exercises of others.

A module holds the exercises of one position, or of one place. To draw another exercise, add a line
to the table of its module: where the movement leads, and where it starts. Mostly both are a pose of
the module with some of its values replaced. Hands and feet are said by where they are; elbows and
knees follow from that.
Look at `docs/drawings.svg` (`make docs`) until it can be read by somebody who does not read.
"""

from __future__ import annotations

from voicecoach.publish.drawings.poses import (
    chair,
    counter,
    floor,
    kneeling,
    lying,
    prone,
    seated,
    side,
    standing,
    stretches,
    supine,
    trunk,
    upright,
)
from voicecoach.publish.drawings.scene import Scene

SCENES: dict[str, Scene] = {
    **standing.STANDING_SCENES,
    **chair.CHAIR_SCENES,
    **floor.FLOOR_SCENES,
    **kneeling.KNEELING_SCENES,
    **supine.SUPINE_SCENES,
    **side.SIDE_SCENES,
    **prone.PRONE_SCENES,
    **counter.COUNTER_SCENES,
    **upright.UPRIGHT_SCENES,
    **seated.SEATED_SCENES,
    **lying.LYING_SCENES,
    **trunk.TRUNK_SCENES,
    **stretches.STRETCH_SCENES,
}

POSITIONS: dict[str, Scene] = {
    "standing": Scene(standing.STANDING),
    "chair": Scene(chair.SEATED, things=chair.CHAIR),
    "floor-sitting": Scene(floor.LONG_SITTING),
    "hands-and-knees": Scene(kneeling.ALL_FOURS),
    "childs-pose": Scene(kneeling.CHILD),
    "half-kneeling": Scene(kneeling.HALF_KNEELING),
    "lying-on-back": Scene(supine.SUPINE),
    "lying-face-down": Scene(prone.PRONE),
    "lying-on-side": Scene(side.SIDE_LYING, things=side.MAT, view=side.VIEW),
}
