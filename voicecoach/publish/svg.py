"""SVG of others, cleaned: only what draws is left, and nothing that runs or leads elsewhere."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_DRAWS = {
    *("svg", "g", "defs", "symbol", "use", "title", "desc", "style", "switch"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image"),
    *("text", "tspan", "textPath", "linearGradient", "radialGradient", "stop", "pattern"),
    *("clipPath", "mask", "marker", "filter", "feBlend", "feColorMatrix", "feComposite"),
    *("feFlood", "feGaussianBlur", "feMerge", "feMergeNode", "feOffset"),
}
_HREF = ("href", f"{{{_XLINK}}}href")
_KEPT = [f"{{http://www.w3.org/XML/1998/namespace}}{name}" for name in ("lang", "space")]
_PICTURE = re.compile(r"data:image/(png|jpe?g);base64,[A-Za-z0-9+/=\s]*")
# What names something elsewhere, in an attribute or a style sheet; `\` hides letters in the latter.
_LEADS_OUT = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)|@import|image-set|\\", re.IGNORECASE)


def cleaned_svg(content: bytes) -> bytes | None:
    """Keep of a drawing what draws: no script, no link, no file of elsewhere, no foreign marks.

    Returns:
        The drawing; None for what is no SVG, or declares entities, behind which all may hide.
    """
    if b"<!ENTITY" in content.replace(b"\0", b""):  # the zeros are of UTF-16
        return None
    try:
        root = ET.fromstring(content)
        if root.tag != f"{{{_SVG}}}svg":
            return None
        for element in [*root.iter()]:
            _clean(element)
        ET.register_namespace("", _SVG)
        ET.register_namespace("xlink", _XLINK)
        made: bytes = ET.tostring(root, encoding="utf-8")
    except (ET.ParseError, ValueError, LookupError, RecursionError):
        return None  # of what it says of its encoding, and of drawings in drawings without end
    return made


def _clean(element: ET.Element) -> None:
    for child in [*element]:
        if not _draws(child):
            element.remove(child)
    for name, value in [*element.attrib.items()]:
        if not _is_harmless(element, name, value):
            del element.attrib[name]


def _draws(element: ET.Element) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag.removeprefix(f"{{{_SVG}}}") not in _DRAWS:
        return False
    is_style = tag.endswith("}style")
    return tag.startswith("{") and not (is_style and _LEADS_OUT.search(element.text or ""))


def _is_harmless(element: ET.Element, name: str, value: str) -> bool:
    if name in _HREF:
        is_picture = element.tag == f"{{{_SVG}}}image" and _PICTURE.fullmatch(value.strip())
        return value.strip().startswith("#") or bool(is_picture)
    if name.startswith("{") and name not in _KEPT:
        return False
    return not name.lower().startswith("on") and not _LEADS_OUT.search(value)
