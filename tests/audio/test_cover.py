from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageStat, features

from voicecoach.audio.cover import SIDE_PX, draw_artwork, draw_cover, draw_icon

TITLES = [
    "Knee",
    "Daily lower back",
    "Morning mobility for stiff shoulders and neck, with a longer breathing part at the end",
    "Gesundheitsvorsorgeuntersuchungsprogramm",
    "Übungen für den unteren Rücken \u2013 täglich",
    "Séance pour le bas du dos",
]


def text_pixels(cover: bytes) -> int:
    """Count the white pixels above the small word: what the title has drawn."""
    picture = Image.open(io.BytesIO(cover)).convert("RGB").crop((0, 0, SIDE_PX, 870))
    return {colour: count for count, colour in colours(picture)}.get((255, 255, 255), 0)


def colours(picture: Image.Image) -> list[tuple[int, object]]:
    """Every colour of a picture, with how many pixels have it."""
    found = picture.getcolors(1 << 24)
    assert found is not None
    return [(count, colour) for count, colour in found]


@pytest.mark.parametrize("title", TITLES)
def test_a_cover_is_a_small_square_png_with_its_title(title: str) -> None:
    cover = draw_cover(title)
    picture = Image.open(io.BytesIO(cover))
    assert (picture.format, picture.size) == ("PNG", (SIDE_PX, SIDE_PX))
    assert len(cover) < 40_000
    assert text_pixels(cover) > 2000


def test_a_podcasts_picture_is_the_cover_in_large() -> None:
    large, small = (
        Image.open(io.BytesIO(drawn("Knee"))).convert("RGB") for drawn in (draw_artwork, draw_cover)
    )
    assert large.size == (2 * SIDE_PX, 2 * SIDE_PX)
    difference = ImageChops.difference(large.reduce(2), small)
    assert max(ImageStat.Stat(difference).mean) < 2


def test_the_same_title_gives_the_same_bytes() -> None:
    assert draw_cover("Knee") == draw_cover("Knee")
    assert draw_artwork("Knee") == draw_artwork("Knee")


def test_what_all_covers_share_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_cover("Knee")
    monkeypatch.delattr(Image, "linear_gradient")
    assert draw_cover("Hip") != draw_cover("Knee")
    assert draw_icon("Hip", 96)


def test_routines_are_told_apart_by_colour() -> None:
    corners = {
        Image.open(io.BytesIO(draw_cover(title))).convert("RGB").getpixel((0, 0))
        for title in ("Knee", "Hip", "Neck", "Back", "Balance", "Shoulder")
    }
    assert len(corners) > 1


@pytest.mark.parametrize("title", ["\ud800", "\0", "", "膝", "Knee \U0001f600"])
def test_a_title_that_the_fonts_cannot_write_is_left_off(title: str) -> None:
    assert text_pixels(draw_cover(title)) == 0


def test_letters_that_join_are_drawn_only_where_they_can_be_joined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if features.check("raqm"):
        assert text_pixels(draw_cover("घुटने के व्यायाम")) > 2000
    monkeypatch.setattr(features, "check", lambda name: False)
    assert text_pixels(draw_cover("घुटने के व्यायाम")) == 0
    assert text_pixels(draw_cover("Rücken")) > 2000


@pytest.mark.parametrize(("typed", "drawn"), [("a\n\tb", "a b"), ("e\u0301", "\u00e9")])
def test_white_space_and_marks_are_no_reason_to_leave_it_off(typed: str, drawn: str) -> None:
    assert text_pixels(draw_cover(typed)) == text_pixels(draw_cover(drawn)) > 1000


@pytest.mark.parametrize("side_px", [192, 512])
def test_an_icon_is_the_covers_sun_without_words(side_px: int) -> None:
    icon = draw_icon("Knee", side_px)
    with Image.open(io.BytesIO(icon)) as picture:
        assert (picture.format, picture.size) == ("PNG", (side_px, side_px))
        assert (255, 255, 255) not in {c for _, c in colours(picture.convert("RGB"))}
    assert len(icon) < 20_000
    assert icon == draw_icon("Knee", side_px)
    titles = ("Knee", "Hip", "Neck", "Back", "Balance", "Shoulder")
    assert 1 < len({draw_icon(title, side_px) for title in titles}) <= 5


def test_a_subtitle_and_who_gives_it_out_are_drawn() -> None:
    subtitle = changed("12 minutes, no kneeling")
    assert subtitle[3] < 870, "above the name of who gives it out"
    assert changed(publisher="Harbour")[1] > 870
    long = "12 minutes, " + "no kneeling, " * 20
    assert changed(long, long)[2] <= SIDE_PX - 80, "cut off rather than run over the edge"


def changed(subtitle: str = "", publisher: str = "voicecoach") -> tuple[int, int, int, int]:
    """The part of a cover that these words change: left, top, right, bottom."""
    one, other = (
        Image.open(io.BytesIO(png)).convert("RGB")
        for png in (draw_cover("Knee"), draw_cover("Knee", subtitle, publisher))
    )
    box = ImageChops.difference(one, other).getbbox()
    assert box is not None
    return box


def test_letters_without_a_font_are_left_off_below_too() -> None:
    assert draw_cover("Knee", "\u0f4f") == draw_cover("Knee")
