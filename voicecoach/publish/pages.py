"""The environment of all HTML templates: everything that is put in is escaped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from voicecoach.base.clock import format_hours
from voicecoach.base.units import format_megabytes
from voicecoach.publish.text import clean

if TYPE_CHECKING:
    from jinja2 import Environment


def render_page(template: str, **values: object) -> bytes:
    """One page as UTF-8, from a template in `templates/`; a value that is missing is an error."""
    return _environment().get_template(template).render(values).encode()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        loader=PackageLoader("voicecoach.publish"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: clean(value, 2000) if type(value) is str else value,
        auto_reload=False,  # ours do not change while the program runs
    )
    environment.filters |= {"clock": format_hours, "megabytes": format_megabytes}
    return environment
