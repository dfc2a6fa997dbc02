"""The tones that a session may need whatever a length leaves of it."""

from __future__ import annotations

from voicecoach.base.values import replace
from voicecoach.coach.compile.tones import sounding_tones
from voicecoach.coach.fading import guidance_of
from voicecoach.coach.timeline import Timeline
from voicecoach.library.script import Script


def with_tones(script: Script, whole: Timeline) -> Script:
    """A script that explains all that sounds for sure as it is written, whatever is left of it.

    What is said in the opening would otherwise depend on what is chosen, and a length could not be
    reckoned as a sum. With words, paced breathing explains its own.

    Args:
        script: the routine with everything that it names.
        whole: its timeline as it is written.
    """
    of_breaths = guidance_of(script) == "tones"
    slots = (slot for slot in whole.slots if of_breaths or slot.kind != "breathe")
    return replace(script, tones=script.tones | sounding_tones(slots))
