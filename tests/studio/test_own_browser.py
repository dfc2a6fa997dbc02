"""An exercise of one's own in Chromium: from an empty project to a routine that has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.publish.browser import barriers, until
from tests.studio.hands import InChromium, reach
from tests.studio.opened import Opened, clinic, opened
from tests.studio.pictures import PICTURES, check_pictured
from tests.studio.tasks import make_exercise_by_keyboard, make_exercise_by_mouse
from tests.studio.test_browser import SCHEMES, WIDTHS, visit
from voicecoach.formats.drawn import read_drawn

pytestmark = pytest.mark.tools

SETUP = "Slide one heel away.\nDraw it back."


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    with opened(clinic(tmp_path_factory.mktemp("own"), cache)) as studio:
        yield studio


@pytest.fixture(autouse=True)
def emptied(studio: Opened) -> None:
    """No test finds what another has left in the form."""
    studio.do("turn-own", what="take")


def drawing_of(page: Page) -> str:
    return str(page.locator("#drawing").get_attribute("data-drawing"))


def written(studio: Opened, name: str) -> str:
    return (studio.folder / f"scripts/exercises/{name}.yaml").read_text(encoding="utf-8")


def test_an_exercise_is_made_drawn_and_heard_by_mouse(browser: Browser, studio: Opened) -> None:
    with visit(browser, studio) as page:
        make_exercise_by_mouse(InChromium(page, studio))
    bent = re.search(r'drawing: "(.*)"', written(studio, "heel-pull"))
    assert bent
    assert read_drawn(bent[1]).bends[0].figures[1] > 15, "it was drawn up"
    assert "Ferse ziehen" in written(studio, "heel-pull.de")


def drag(page: Page, grip: str, right: float, down: float, drop: bool = True) -> None:
    reach = page.locator(f"#grip-{grip} .reach")
    reach.scroll_into_view_if_needed()
    box = reach.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right, y + down, steps=4)
    if drop:
        page.mouse.up()


def test_the_drawing_follows_while_a_handle_is_held(browser: Browser, studio: Opened) -> None:
    with visit(browser, studio) as page:
        page.goto(f"{studio.url}/own")
        page.locator("#like").select_option("heel-slide")
        expect(page.locator("#grip-near_foot")).to_be_visible()
        before = drawing_of(page)
        drag(page, "near_foot", 20, -60, drop=False)
        expect(page.locator("#drawing")).not_to_have_attribute("data-drawing", before, timeout=800)
        page.mouse.up()


def test_an_exercise_is_made_and_bent_by_keyboard_alone(browser: Browser, studio: Opened) -> None:
    with visit(browser, studio) as page:
        keys = page.keyboard
        make_exercise_by_keyboard(InChromium(page, studio))
        expect(page.get_by_role("link", name="Change it")).to_be_visible()
        page.goto(studio.url)
        reach(InChromium(page, studio), "new-title")
        keys.type("Evening")
        keys.press("Enter")
        expect(page.locator("h1")).to_have_text("Evening")
        reach(InChromium(page, studio), "typed")
        keys.type("leg lift 6")
        keys.press("Enter")
        expect(page.locator("#steps-0-line")).to_have_value("leg-lift: 6 reps")
        drawn = page.locator("#steps-0 .drawing").inner_html()
        page.goto(f"{studio.url}/exercises/leg-lift")
        assert page.locator(".drawing.large").inner_html().strip() == drawn.strip()
        page.goto(f"{studio.url}/exercises/heel-slide")
        assert page.locator(".drawing.large").inner_html().strip() != drawn.strip()


def test_arrow_keys_move_a_handle_and_it_says_where_it_is(browser: Browser, studio: Opened) -> None:
    with visit(browser, studio) as page:
        page.goto(f"{studio.url}/own")
        page.locator("#like").select_option("heel-slide")
        grip = page.locator("#grip-near_foot")
        expect(grip).to_have_attribute("role", "slider")
        grip.focus()
        for way in ("Shift+ArrowUp", "ArrowUp", "ArrowRight"):
            before = drawing_of(page)
            page.keyboard.press(way)
            expect(page.locator("#drawing")).not_to_have_attribute("data-drawing", before)
            expect(grip).to_be_focused()
        assert drawing_of(page).startswith("heel-slide; end near foot 9")
        assert str(grip.get_attribute("aria-valuetext")).endswith("across, 16 up")


def test_what_is_typed_is_kept_and_undone(browser: Browser, studio: Opened) -> None:
    with visit(browser, studio) as page:
        page.goto(f"{studio.url}/own")
        page.locator("#own-title").press_sequentially("Heel tap")
        page.goto(f"{studio.url}/exercises")  # at once: nothing was left, and no time went by
        page.goto(f"{studio.url}/own")
        expect(page.locator("#own-title")).to_have_value("Heel tap")
        expect(page.locator("#state")).to_have_text("Not saved yet; kept all the same")
        page.locator("#like").select_option("heel-slide")
        expect(page.locator("#grip-near_foot")).to_be_visible()
        drag(page, "near_foot", 20, -60)
        until(page, "document.getElementById('drawing').dataset.drawing.includes('near foot')")
        for drawing in ("heel-slide", ""):
            page.keyboard.press("Control+z")
            expect(page.locator("#drawing")).to_have_attribute("data-drawing", drawing)
        expect(page.locator("#grips")).to_have_count(0)
        page.get_by_role("button", name="Redo").click()
        expect(page.locator("#like")).to_have_value("heel-slide")
        page.reload()
        expect(page.locator("#grip-near_foot")).to_be_visible()
        page.get_by_role("button", name="Empty the form").click()
        page.get_by_role("button", name="press again").click()
        expect(page.locator("#own-title")).to_have_value("")
        expect(page.locator("#own-title")).to_be_focused()


def test_what_follows_at_once_is_undone_by_itself(browser: Browser, studio: Opened) -> None:
    held: list[Route] = []
    drawn = "document.getElementById('drawing').dataset.drawing"
    with visit(browser, studio) as page:
        page.goto(f"{studio.url}/own")
        page.route("**/do/check-own", lambda each: each.continue_() if held else held.append(each))
        page.locator("#own-dose").fill("4 reps")
        page.locator("#own-dose").blur()
        page.locator("#like").select_option("heel-slide")  # waits behind the dose
        page.locator("#grip-near_foot").focus()
        page.keyboard.press("Shift+ArrowUp")
        until(page, f"{drawn}.includes('end near foot')")
        held[0].continue_()
        until(page, "!document.getElementById('undo').disabled")
        for before in ("heel-slide", ""):
            page.keyboard.press("Control+z")
            until(page, f"{drawn} === '{before}'")
        expect(page.locator("#own-dose")).to_have_value("4 reps")


def test_a_file_that_something_else_changes_is_noticed_at_the_form(
    browser: Browser, studio: Opened
) -> None:
    file = studio.folder / "scripts/exercises/toe-tap.yaml"
    file.parent.mkdir(exist_ok=True)
    text = "exercise: toe-tap\ntitle: Toe tap\nposition: chair\nkind: movement\nsetup: [Tap.]\n"
    file.write_text(f"{text}dose: 8 reps\n", encoding="utf-8")
    with visit(browser, studio) as page:
        page.goto(f"{studio.url}/own/toe-tap")
        page.locator("#own-dose").fill("9 reps")
        page.locator("h1").click()
        expect(page.locator("#state")).to_contain_text("Not saved yet")
        file.write_text(f"{text}dose: 12 reps\n", encoding="utf-8")
        expect(page.locator("#on-disk")).to_be_visible()
        page.get_by_role("button", name="Save the exercise").click()
        page.get_by_role("button", name="Take the file as it is").click()
        expect(page.locator("#own-dose")).to_have_value("12 reps")
        expect(page.locator("#on-disk")).to_be_hidden()
        page.locator("#own-dose").fill("7 reps")
        page.keyboard.press("Control+s")
        expect(page.locator("#toast")).to_have_text("The exercise is saved.")
    assert file.read_text(encoding="utf-8") == f"{text}dose: 7 reps\n"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_view_has_no_barriers(
    browser: Browser, studio: Opened, scheme: Any, width: int
) -> None:
    size: Any = {"width": width, "height": 900}
    with visit(browser, studio, color_scheme=scheme, viewport=size) as page:
        page.goto(f"{studio.url}/own")
        page.locator("#own-title").fill("Never")
        page.locator("#own-position").select_option("chair")
        page.locator("#own-kind").select_option("movement")
        page.locator("#own-setup").fill("Sit.")
        page.locator("#own-dose").fill("many")
        page.locator("h1").click()
        page.locator("#like").select_option("bridge")
        expect(page.locator("#dose-fault li").first).to_be_visible()
        expect(page.locator("#grip-hip")).to_be_visible()
        page.get_by_text("Español", exact=True).click()
        assert [*barriers(page), *barriers(page, "target-size")] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_the_how_to_has_a_picture_of_it(
    browser: Browser, studio: Opened, update_golden: bool
) -> None:
    picture = PICTURES / "studio-own.png"
    if not update_golden:
        check_pictured(picture)
        return
    with visit(browser, studio, viewport={"width": 1280, "height": 860}) as page:
        page.goto(f"{studio.url}/own")
        page.locator("#own-title").fill("Heel lift, leg bent")
        page.locator("#own-position").select_option("lying-on-back")
        page.locator("#own-kind").select_option("movement")
        page.locator("#own-setup").fill(SETUP)
        page.locator("#own-dose").fill("8-10 reps each side")
        page.locator("#like").select_option("heel-slide")
        expect(page.locator("#grip-near_foot")).to_be_visible()
        drag(page, "near_foot", 10, -70)
        until(page, "document.getElementById('drawing').dataset.drawing.includes('near foot')")
        page.locator("#grip-near_foot").focus()
        page.screenshot(path=picture)
