"""The studio's templates, filled: everything that is put in is escaped."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from voicecoach.base.clock import format_hours
from voicecoach.publish.drawings import drawing
from voicecoach.publish.text import direction

if TYPE_CHECKING:
    from jinja2 import Environment

STUDIO_LANGUAGES = ("en", "de", "es", "fr", "hi", "pt")
"""Those that the pages have words in; in others they are English."""
StudioWords = Mapping[str, Mapping[str, str]]
"""What the pages say, by page."""
_ASSETS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@cache
def studio_words(language: str) -> StudioWords:
    """What the pages say in a language; in English where there are no words for it."""
    code = language.partition("-")[0].lower()
    name = f"{code if code in STUDIO_LANGUAGES else STUDIO_LANGUAGES[0]}.toml"
    told: StudioWords = tomllib.loads(
        files("voicecoach.web.studio").joinpath("words", name).read_text(encoding="utf-8")
    )
    return told


def fill_in(sentence: str, **values: object) -> str:
    """Put values into a sentence with {places}."""
    for name, value in values.items():
        sentence = sentence.replace(f"{{{name}}}", str(value))
    return sentence


def number_told(one: str, many: str, count: int) -> str:
    """Say how many there are, in the words for one or in those for {n}."""
    return fill_in(one if count == 1 else many, n=count)


def render_studio(template: str, language: str, values: Mapping[str, object]) -> str:
    """One page, or a part of one; a value that is missing is an error."""
    code = language if language.partition("-")[0].lower() in STUDIO_LANGUAGES else "en"
    common = {"language": code, "direction": direction(code), "asset": asset_path}
    words = {"words": studio_words(language)}
    return _environment().get_template(template).render(common | words | {**values})


@cache
def studio_assets() -> Mapping[str, tuple[bytes, str]]:
    """Scripts and styles by the names under which pages ask for them: content and media type."""
    found: dict[str, tuple[bytes, str]] = {}
    for file in files("voicecoach.web.studio").joinpath("assets").iterdir():
        kind = _ASSETS.get(file.name[file.name.rfind(".") :])
        if kind:
            found[file.name] = file.read_bytes().replace(b"\r\n", b"\n"), kind
    return found


@cache
def asset_path(name: str) -> str:
    """Where a page asks for a script or style: the address changes with the content."""
    return f"/assets/{name}?v={hashlib.sha256(studio_assets()[name][0]).hexdigest()[:12]}"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    class OfKeys(Environment):
        """One for which `words.clear` is what stands under that key, and no method."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            if isinstance(obj, Mapping) and attribute in obj:
                return obj[attribute]
            return super().getattr(obj, attribute)

    environment = OfKeys(
        autoescape=True,
        loader=PackageLoader("voicecoach.web.studio"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # ours do not change while the program runs
    )
    environment.filters |= {"clock": format_hours}
    environment.globals["drawing"] = lambda *drawn: Markup(drawing(*drawn))
    return environment
