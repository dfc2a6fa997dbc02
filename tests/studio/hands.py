"""Who does a task in the studio: one way to press and type, in Chromium and in Firefox."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, Protocol

from playwright.sync_api import Page

from tests.publish.browser import until
from tests.publish.firefox import Firefox, FirefoxError
from tests.studio.opened import Opened

CHOSEN = "document.activeElement.selectedIndex"


class Hand(Protocol):
    """What does a task: clicks what a CSS selector finds, and presses keys."""

    def open(self, path: str) -> None:
        """Go to a page of the studio, and wait until its scripts are there."""

    def click(self, selector: str) -> None:
        """Press what a selector finds."""

    def fill(self, selector: str, text: str) -> None:
        """Write a text in the place of what stands in a field, and leave the field."""

    def press(self, *keys: str) -> None:
        """Press keys in what has the focus, such as `Shift+Tab`, or a letter."""

    def drag(self, selector: str, right: int, down: int) -> None:
        """Take hold of what a selector finds, and move it so many pixels."""

    def look(self, expression: str) -> Any:
        """Give what an expression is now."""

    def until(self, true: str) -> None:
        """Wait until an expression is true."""

    def until_framed(self, text: str) -> None:
        """Wait until the page's frame shows a text."""


class InChromium:
    """Does tasks in a page of Chromium."""

    def __init__(self, page: Page, studio: Opened) -> None:
        self.page, self._url = page, studio.url

    def open(self, path: str) -> None:
        self.page.goto(self._url + path)

    def click(self, selector: str) -> None:
        self.page.locator(selector).click()

    def fill(self, selector: str, text: str) -> None:
        field = self.page.locator(selector)
        if field.evaluate("(each) => each.tagName") == "SELECT":
            field.select_option(text)
            return
        field.fill(text)
        field.evaluate("(each) => each.blur()")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def drag(self, selector: str, right: int, down: int) -> None:
        held = self.page.locator(selector)
        held.scroll_into_view_if_needed()
        box = held.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right, y + down, steps=4)
        self.page.mouse.up()

    def look(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def until(self, true: str) -> None:
        until(self.page, true, 2400)

    def until_framed(self, text: str) -> None:
        self.page.frame_locator("iframe").locator("body", has_text=text).wait_for()


class InFirefox:
    """Does tasks in a window of Firefox."""

    def __init__(self, window: Firefox, studio: Opened) -> None:
        self.window, self._url = window, studio.url

    def open(self, path: str) -> None:
        self.window.open(self._url + path)

    def click(self, selector: str) -> None:
        self._show(selector)
        self.window.click(selector)

    def _show(self, selector: str) -> None:
        """Wait for what a selector finds, and have it in the middle, where nothing covers it."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.until(f"{found} !== null")
        self.window.evaluate(f"{found}.scrollIntoView({{ block: 'center' }})")

    def fill(self, selector: str, text: str) -> None:
        found = f"document.querySelector({json.dumps(selector)})"
        self._show(selector)
        if self.window.evaluate(f"{found}.tagName") == "SELECT":
            self.window.click(f"{selector} option[value={json.dumps(text)}]")
            return
        self.window.click(selector)
        self.window.press("Control+a")
        self.window.type(selector, text)
        self.window.evaluate(f"{found}.blur()")

    def press(self, *keys: str) -> None:
        self.window.press(*keys)

    def drag(self, selector: str, right: int, down: int) -> None:
        self.window.drag(selector, right, down)

    def look(self, expression: str) -> Any:
        return self.window.evaluate(expression)

    def until(self, true: str) -> None:
        self.window.until(f"!!({true})")

    def until_framed(self, text: str) -> None:
        for _ in range(3):
            with suppress(FirefoxError):  # the frame goes to another page meanwhile
                if self.window.in_frame("iframe", _framed(text)):
                    return
        raise AssertionError(f"the frame never shows {text}")


def _framed(text: str) -> str:
    """An expression that waits for a text."""
    shows = f"document.body?.textContent.includes({json.dumps(text)})"
    return (
        "new Promise((found) => { let looks = 0; const look = () => "
        f"({shows} || ++looks > 400 ? found({shows}) : setTimeout(look, 50)); look(); }})"
    )


def reach(hand: Hand, name: str, back: bool = False) -> None:
    """Go to what has an id with the Tab key, as whoever has no mouse does."""
    reach_any(hand, f"[id={json.dumps(name)}]", back)


def reach_any(hand: Hand, selector: str, back: bool = False) -> None:
    """Go to the next that a selector finds with the Tab key."""
    is_there = f"document.activeElement.matches({json.dumps(selector)})"
    for _ in range(200):
        if hand.look(is_there) is True:
            return
        hand.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{selector} is not reached")


def type_text(hand: Hand, text: str) -> None:
    """Type a text, letter by letter."""
    hand.press(*("Enter" if letter == "\n" else letter for letter in text))


def choose(hand: Hand, label: str) -> None:
    """Choose in the select that has the focus with arrow keys, until it says what it should."""
    labels = hand.look("[...document.activeElement.options].map((each) => each.label)")
    at, aim = hand.look(CHOSEN), labels.index(label)
    key, step = ("ArrowDown", 1) if at < aim else ("ArrowUp", -1)
    while at != aim:
        hand.press(key)
        at += step
        hand.until(f"{CHOSEN} === {at}")


def shows(hand: Hand, selector: str, text: str) -> None:
    """Wait until something shows a text."""
    found = f"document.querySelector({json.dumps(selector)})"
    hand.until(f"{found}?.textContent.includes({json.dumps(text)})")


def says(hand: Hand, selector: str, value: str) -> None:
    """Wait until a field has a value."""
    hand.until(f"document.querySelector({json.dumps(selector)})?.value === {json.dumps(value)}")


def counts(hand: Hand, selector: str, count: int) -> None:
    """Wait until a selector finds so many."""
    hand.until(f"document.querySelectorAll({json.dumps(selector)}).length === {count}")


def is_heard(hand: Hand) -> None:
    """Wait until something plays."""
    hand.until("document.getElementById('audio').currentTime > 0.1")
