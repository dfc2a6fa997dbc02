"""The clinic's colour on pages: what must be read on it, and what it must be read on, can be."""

from __future__ import annotations

from voicecoach.formats.colour import BLACK, WHITE, legible, mixed
from voicecoach.publish.assets import named
from voicecoach.publish.episode import File, Site

STAGE = "#17414d"  # where the clinic has no colour of its own; as in style.css
_LIGHT_PAGE, _DARK_CARD = "#dcedef", "#1f4049"  # the grounds on which the accent is read the worst


def stage_of(site: Site) -> str:
    """The colour behind the player and at the head of the index."""
    return site.clinic.colour or STAGE


def colours_of(site: Site) -> File | None:
    """The style sheet that puts the clinic's colour in the place of ours, where it has one."""
    colour = site.clinic.colour
    if not colour:
        return None
    light = {
        "stage": colour,
        "stage-soft": legible(mixed(colour, WHITE, 0.72), colour, WHITE),
        "stage-line": mixed(colour, WHITE, 0.28),
        "stage-button": legible(mixed(colour, WHITE, 0.1), WHITE, colour),
        "accent": legible(colour, _LIGHT_PAGE, BLACK),
    }
    dark = {
        "stage": mixed(colour, BLACK, 0.2),
        "accent": legible(mixed(colour, WHITE, 0.5), _DARK_CARD, WHITE),
    }
    text = f"{_told(light)}\n@media (prefers-color-scheme: dark) {{{_told(dark)}}}\n"
    return named("colours.css", text.encode())


def paper_colours(site: Site) -> File | None:
    """The same for sheets, which are dark on light everywhere."""
    colour = site.clinic.colour
    return named("paper.css", _told({"accent": colour}).encode()) if colour else None


def _told(values: dict[str, str]) -> str:
    return ":root {" + "".join(f" --{name}: {value};" for name, value in values.items()) + " }"
