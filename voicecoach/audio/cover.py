"""The cover picture: a sun of concentric discs, like a slow breath, behind the routine's title.

It is drawn in greys and coloured by its palette: one byte per pixel and no dithering, so that a
smooth picture stays under 40 kB in every session file.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zlib
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from voicecoach.fonts import Weight, font_of

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

PROGRAM = "voicecoach"
SIDE_PX = 1000
_MARGIN_PX = 80
_TITLE_BASELINE_PX = 800
_TITLE_HEIGHT_PX = 400  # at most: above that it would lie on the brightest disc
_TITLE_SIZES_PX = range(132, 47, -6)
_WIDTH_PX = SIDE_PX - 2 * _MARGIN_PX
_SUBTITLE_BASELINE_PX = 840
_RAISED_PX = 60  # of the title, where there is a subtitle: letters reach below their line
_SMALL_SIZES_PX = range(44, 27, -4)
_SMALL_GREY = 225

# Top and bottom colour; white text reads on all of them. The title chooses, so that a listener
# tells routines apart in a list of thumbnails.
_SKIES = (
    ((18, 52, 86), (58, 124, 138)),  # deep sea
    ((24, 66, 62), (86, 138, 104)),  # moss
    ((60, 42, 84), (160, 96, 118)),  # dusk
    ((82, 44, 50), (178, 106, 80)),  # clay
    ((36, 48, 92), (112, 110, 168)),  # iris
)
_HORIZON = 100  # the grey that stands for a sky's bottom colour; 255 is white
_DISCS = ((430, 22), (335, 46), (240, 76), (145, 116))  # radius in px, how white of 255
_DISCS_CENTRE = (660, 290)
_ICON_REACH_PX = 290  # from the centre of the discs; the third of them fills five sixths of it


def draw_cover(title: str, subtitle: str = "", publisher: str = PROGRAM) -> bytes:
    """Draw the cover of a session.

    The fonts are those that voicecoach carries, the same on every machine. A title with letters
    that they lack is left off rather than drawn as boxes; so is one in letters that join, where
    this Pillow cannot join them.

    Args:
        title: the routine's; any white space is a place to break the line.
        subtitle: what sets it apart from others of its routine.
        publisher: who gives it out.

    Returns:
        A PNG of `SIDE_PX` by `SIDE_PX`; the same bytes for the same words and Pillow.
    """
    png = io.BytesIO()
    _picture(title, 1, subtitle, publisher).save(png, "PNG", optimize=True)
    return png.getvalue()


def picture_digest(png: bytes) -> str:
    """Return the SHA-256 of what a PNG shows: the same however it is compressed."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        shown = picture.convert("RGB")
    head = f"{shown.width}x{shown.height}:".encode()
    return hashlib.sha256(head + shown.tobytes()).hexdigest()


@lru_cache(maxsize=8)
def draw_artwork(title: str) -> bytes:
    """Draw the same for a podcast: directories want a side of 1400 to 3000 px, and no palette.

    Returns:
        A JPEG of twice `SIDE_PX`; the same bytes for the same title and Pillow.
    """
    jpeg = io.BytesIO()
    _picture(title, 2).convert("RGB").save(jpeg, "JPEG", quality=90, optimize=True)
    return jpeg.getvalue()


def _picture(title: str, scale: int, subtitle: str = "", publisher: str = PROGRAM) -> Image:
    from PIL import ImageDraw

    picture = _background(scale).copy()
    draw = ImageDraw.Draw(picture)
    subtitle = _drawable(subtitle, "Regular")
    raised_px = _RAISED_PX if subtitle else 0
    lines, font = _fit(_drawable(title), scale, _TITLE_HEIGHT_PX - raised_px)
    margin = _MARGIN_PX * scale
    baseline = (_TITLE_BASELINE_PX - raised_px) * scale
    for line in reversed(lines):
        draw.text((margin, baseline), line, 255, font, anchor="ls")
        baseline -= _line_height(font)
    for text, below_px in ((subtitle, _SUBTITLE_BASELINE_PX), (publisher, SIDE_PX - _MARGIN_PX)):
        small, fit = _fit_line(_drawable(text, "Regular"), scale)
        draw.text((margin, below_px * scale), small, _SMALL_GREY, fit, anchor="ls")
    picture.putpalette(_palette(zlib.crc32(title.encode("utf-8", "replace"))))
    return picture


def draw_icon(title: str, side_px: int) -> bytes:
    """Draw the icon of a session: the sun of its cover, without words.

    The discs lie within the middle 80 %, so that phones may cut it round.

    Args:
        title: the routine's, which chooses the colours as it does on the cover.
        side_px: width and height.

    Returns:
        A PNG; the same bytes for the same colours and Pillow.
    """
    return _icon(zlib.crc32(title.encode("utf-8", "replace")) % len(_SKIES), side_px)


@cache
def _icon(sky: int, side_px: int) -> bytes:
    x, y = _DISCS_CENTRE
    sun = (x - _ICON_REACH_PX, y - _ICON_REACH_PX, x + _ICON_REACH_PX, y + _ICON_REACH_PX)
    picture = _background(1).crop(sun).resize((side_px, side_px))
    picture.putpalette(_palette(sky))
    png = io.BytesIO()
    picture.save(png, "PNG", optimize=True)
    return png.getvalue()


@lru_cache(maxsize=2)
def _background(scale: int) -> Image:
    """Return the sky with its discs in greys: 0 at the top, `_HORIZON` at the bottom."""
    from PIL import Image, ImageDraw

    side = SIDE_PX * scale
    sky = Image.linear_gradient("L").point([grey * _HORIZON // 255 for grey in range(256)])
    discs = Image.new("L", (2 * side, 2 * side))  # twice the size: smooth edges
    draw = ImageDraw.Draw(discs)
    x, y = _DISCS_CENTRE
    for radius, white in _DISCS:
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse([2 * scale * edge for edge in box], white)
    size = (side, side)
    return Image.composite(Image.new("L", size, 255), sky.resize(size), discs.reduce(2))


def _palette(seed: int) -> bytes:
    """Return the colour of each grey: from the sky's top to its bottom, and on to white."""
    top, bottom = _SKIES[seed % len(_SKIES)]
    white = (255, 255, 255)

    def between(low: tuple[int, ...], high: tuple[int, ...], part: float) -> list[int]:
        return [round(a + (b - a) * part) for a, b in zip(low, high, strict=True)]

    colours = [between(top, bottom, grey / _HORIZON) for grey in range(_HORIZON)]
    rest = 255 - _HORIZON
    colours += [between(bottom, white, grey / rest) for grey in range(rest + 1)]
    return bytes(value for colour in colours for value in colour)


def _font(text: str, size_px: int, weight: Weight = "Bold") -> FreeTypeFont:
    """Return the font that holds a text; letters that join are only drawn where Pillow joins them.

    Everything else is laid out the plain way, which is the same on every machine.
    """
    from PIL import ImageFont

    file = font_of(text, weight)
    assert file is not None, "only what can be drawn is drawn"
    engine = ImageFont.Layout.RAQM if _joins(text) else ImageFont.Layout.BASIC
    return ImageFont.truetype(file, size_px, layout_engine=engine)


def _fit_line(text: str, scale: int) -> tuple[str, FreeTypeFont]:
    """Set a text in one line, in the largest small size at which it fits; the smallest cuts it."""
    width = _WIDTH_PX * scale
    for size_px in _SMALL_SIZES_PX:
        font = _font(text, size_px * scale, "Regular")
        if font.getlength(text) <= width:
            return text, font
    while font.getlength(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…", font


def _drawable(title: str, weight: Weight = "Bold") -> str:
    """Return the title on one line, or nothing when it cannot be drawn as it is read."""
    from PIL import features

    text = " ".join(unicodedata.normalize("NFC", title).split())
    able = not _joins(text) or features.check("raqm")
    return text if able and font_of(text, weight) else ""


def _joins(text: str) -> bool:
    """Whether letters of the text change their shape or place with those beside them."""
    return any(unicodedata.category(letter).startswith("M") for letter in text)


def _fit(text: str, scale: int, height_px: int) -> tuple[list[str], FreeTypeFont]:
    """Wrap the text in the largest size at which it fits; the smallest cuts it off."""
    width = _WIDTH_PX * scale
    for size_px in _TITLE_SIZES_PX:
        font = _font(text, size_px * scale)
        lines = _wrap(text, font, width)
        room = height_px * scale // _line_height(font)
        if len(lines) <= room and all(font.getlength(line) <= width for line in lines):
            break
    return lines[:room], font


def _line_height(font: FreeTypeFont) -> int:
    return round(1.12 * font.size)


def _wrap(text: str, font: FreeTypeFont, width_px: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
