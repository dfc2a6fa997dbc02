"""A prescription is pasted in Chromium: from an empty project to a saved routine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.publish.browser import barriers
from tests.studio.hands import InChromium
from tests.studio.opened import Opened, clinic, opened
from tests.studio.pictures import PICTURES, check_pictured
from tests.studio.tasks import PAPER, paste_by_keyboard, paste_by_mouse
from tests.studio.test_browser import SCHEMES, WIDTHS, visit

pytestmark = pytest.mark.tools

STEPS = ["  - bridge: 3x10, hold 5s", "  - say: Ten burpees, as shown.", "  - bridge: 3 x 6"]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    with opened(clinic(tmp_path_factory.mktemp("pasting"), cache)) as studio:
        yield studio


@pytest.fixture(autouse=True)
def cleared(studio: Opened) -> None:
    """No test finds what another has left of a prescription."""
    studio.do("turn-pasted", what="take")


def settled(page: Page, row: int, status: str) -> None:
    expect(page.locator(f"#row-{row} .badge")).to_have_text(status)


def steps(studio: Opened, name: str) -> list[str]:
    text = (studio.folder / f"scripts/routines/{name}.yaml").read_text(encoding="utf-8")
    assert "Anna" not in text
    return [line for line in text.splitlines() if line.startswith("  - ")][1:]  # behind the warm-up


def test_a_prescription_becomes_a_routine_by_mouse(browser: Browser, studio: Opened) -> None:
    with visit(browser, studio) as page:
        paste_by_mouse(InChromium(page, studio))
    assert steps(studio, "knee-plan") == STEPS


def test_a_prescription_becomes_a_routine_by_keyboard_alone(
    browser: Browser, studio: Opened
) -> None:
    with visit(browser, studio) as page:
        paste_by_keyboard(InChromium(page, studio))
    assert steps(studio, "evening") == STEPS


def test_a_file_is_read_and_what_is_open_is_shown(
    browser: Browser, studio: Opened, tmp_path: Path
) -> None:
    paper = tmp_path / "knee-plan.txt"
    paper.write_text(PAPER, encoding="utf-8")
    with visit(browser, studio) as page:
        page.get_by_role("link", name="Paste a prescription").click()
        page.locator("#file").set_input_files(paper)
        page.get_by_role("button", name="Read it").click()
        expect(page.locator("#make-title")).to_have_value("knee plan")
        page.get_by_role("button", name="Make a routine").click()
        expect(page.locator("#toast")).to_have_text("3 lines are to be settled.")


def test_what_is_typed_and_settled_is_kept_until_it_is_cleared(
    browser: Browser, studio: Opened
) -> None:
    with visit(browser, studio) as page:
        page.goto(f"{studio.url}/paste")
        page.locator("#prescription").press_sequentially("Burpees 2 x 15")
        page.goto(studio.url)  # at once: nothing was left, and no time went by
        page.goto(f"{studio.url}/paste")
        expect(page.locator("#prescription")).to_have_value("Burpees 2 x 15")
        page.get_by_role("button", name="Read it").click()
        page.locator("#row-0 .chip", has_text="Words of one's own").click()
        settled(page, 0, "settled")
        page.get_by_role("button", name="Undo").click()
        settled(page, 0, "to be settled")
        page.keyboard.press("Control+y")
        settled(page, 0, "settled")
        page.locator("#make-title").press_sequentially("Knee")
        expect(page.locator("#state")).to_contain_text("Kept on this machine")
        page.reload()
        settled(page, 0, "settled")
        page.locator("#row-0-words").fill("Ten burpees.")
        page.locator("h1").click()
        expect(page.locator("#row-0 strong")).to_have_text("Ten burpees.")
        expect(page.locator("#make-title")).to_have_value("Knee")
        page.get_by_role("button", name="Clear all of it").click()
        page.get_by_role("button", name="press again").click()
        expect(page.locator("#read")).to_be_hidden()
        page.reload()
        expect(page.locator("#prescription")).to_have_value("")


def test_a_button_does_not_move_away_under_a_press(browser: Browser, studio: Opened) -> None:
    with visit(browser, studio, viewport={"width": 820, "height": 900}) as page:
        page.goto(f"{studio.url}/paste")
        page.locator("#prescription").fill(PAPER)
        button = page.get_by_role("button", name="Read it")
        box = button.bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        with page.expect_response("**/do/type-pasted"):  # the press has left the field
            page.mouse.down()
        page.wait_for_timeout(200)
        assert button.bounding_box() == box
        page.mouse.up()
        settled(page, 1, "to be settled")
        assert button.bounding_box() != box, "what is shown of it moves the button"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_view_has_no_barriers_and_runs_nothing_that_is_pasted(
    browser: Browser, studio: Opened, scheme: Any, width: int
) -> None:
    size: Any = {"width": width, "height": 900}
    with visit(browser, studio, color_scheme=scheme, viewport=size) as page:
        page.on("dialog", lambda _: pytest.fail("a script ran"))
        page.goto(f"{studio.url}/paste")
        page.locator("#prescription").fill(PAPER + '"><img src=x onerror=alert(1)>\n' + "y" * 900)
        page.get_by_role("button", name="Read it").click()
        page.locator("label:has(#row-1-pick-other)").click()
        settled(page, 1, "to be settled")
        page.locator("#row-0-change summary").click()
        assert [*barriers(page), *barriers(page, "target-size")] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("main img").count() == 0


@pytest.mark.slow
def test_the_how_to_has_a_picture_of_it(
    browser: Browser, studio: Opened, update_golden: bool
) -> None:
    picture = PICTURES / "studio-paste.png"
    if not update_golden:
        check_pictured(picture)
        return
    with visit(browser, studio, viewport={"width": 1280, "height": 860}) as page:
        page.goto(f"{studio.url}/paste")
        page.locator("#prescription").fill(PAPER)
        page.get_by_role("button", name="Read it").click()
        page.locator("label:has(#row-1-pick-words)").click()
        settled(page, 1, "settled")
        page.locator("#read").evaluate("(each) => each.scrollIntoView()")
        page.screenshot(path=picture)
