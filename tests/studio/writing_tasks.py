"""Finding, writing, hearing and tailoring, as somebody does them by mouse or by keyboard alone."""

from __future__ import annotations

from tests.studio.hands import Hand, counts, is_heard, reach, reach_any, says, shows, type_text
from tests.studio.tasks import opened_as

HEAR = "[data-hear]"


def find_exercise_by_mouse(hand: Hand) -> None:
    hand.open("/exercises")
    hand.fill("#search", "puente")
    hand.until("document.querySelector('#found .title')?.textContent === 'Bridge'")
    hand.open("/exercises")
    hand.click(".chip:has([value=knee])")
    hand.until("location.search === '?region=knee'")
    hand.until("document.querySelectorAll('#found li').length < 60")
    hand.click("#found li:first-child a")
    hand.until("location.pathname.startsWith('/exercises/')")
    hand.click(HEAR)
    is_heard(hand)


def find_exercise_by_keyboard(hand: Hand) -> None:
    hand.open("/exercises")
    reach(hand, "search")
    type_text(hand, "puente")
    hand.until("document.querySelector('#found .title')?.textContent === 'Bridge'")
    reach_any(hand, "#found a")
    hand.press("Enter")
    opened_as(hand, "Bridge")
    reach_any(hand, HEAR)
    hand.press("Enter")
    is_heard(hand)


def write_routine_by_mouse(hand: Hand) -> None:
    hand.open("/")
    hand.fill("#new-title", "Dusk")
    hand.click("#new [type=submit]")
    opened_as(hand, "Dusk")
    for number, typed in enumerate(("bri 3x10 5s", "march 20s", "childs-pose"), 1):
        hand.fill("#typed", typed)
        hand.click("#add [type=submit]")
        counts(hand, "#steps h3", number)
        says(hand, "#typed", "")
    says(hand, "#steps-0-sets", "3")
    says(hand, "#steps-0-hold", "5s")
    hand.fill("#steps-0-sets", "2")
    says(hand, "#steps-0-line", "bridge: 2 sets, 10 reps, hold 5s")
    hand.click("#steps-0-down")
    says(hand, "#steps-1-sets", "2")
    hand.click("#steps-2-remove")
    counts(hand, "#steps h3", 2)
    hand.click("#undo")
    counts(hand, "#steps h3", 3)
    hand.click("#steps [data-mend*=warm-up]")
    counts(hand, "#steps h3", 4)
    hand.click("#save")
    shows(hand, "#state", "Saved")
    hand.click("#play-all")
    is_heard(hand)


def write_routine_by_keyboard(hand: Hand) -> None:
    hand.open("/")
    reach(hand, "new-title")
    type_text(hand, "Noon\n")
    opened_as(hand, "Noon")
    reach(hand, "typed")
    for number, typed in enumerate(("bri 3x10 5s\n", "march 20s\n"), 1):
        type_text(hand, typed)
        counts(hand, "#steps h3", number)
        hand.until("document.activeElement.id === 'typed'")
        says(hand, "#typed", "")
    reach(hand, "steps-0-reps", back=True)
    hand.press("Control+a", "1", "2", "Tab")
    says(hand, "#steps-0-line", "bridge: 3 sets, 12 reps, hold 5s")
    hand.until("document.activeElement.id === 'steps-0-hold'")
    hand.press("Alt+ArrowDown")
    hand.until("document.activeElement.id === 'steps-1-hold'")
    hand.press("Control+Delete")
    counts(hand, "#steps h3", 1)
    hand.press("Control+z")
    counts(hand, "#steps h3", 2)
    hand.press("Control+s")
    shows(hand, "#state", "Saved")
    reach(hand, "steps-1-line")
    hand.press("Control+Enter")
    is_heard(hand)


def tailor_by_mouse(hand: Hand) -> None:
    hand.open("/tailor/mine")
    hand.fill("#label", "anna")
    hand.click("#new-profile [type=submit]")
    shows(hand, "#label-warning", "a person's name")
    hand.fill("#label", "hip-7")
    hand.click("#new-profile [type=submit]")
    shows(hand, "#difference", "Nothing differs")
    hand.fill("[name=factor_reps]", "0,5")
    shows(hand, "#difference td strong", "four reps")
    hand.click("#tailor [type=submit]")
    shows(hand, "#toast", "The profile is saved.")
    hand.click(HEAR)
    is_heard(hand)


def tailor_by_keyboard(hand: Hand) -> None:
    hand.open("/tailor/mine")
    reach(hand, "label")
    type_text(hand, "hip-8\n")
    shows(hand, "#difference", "Nothing differs")
    reach_any(hand, "[name=factor_reps]")
    type_text(hand, "0,5")
    hand.press("Tab")
    shows(hand, "#difference td strong", "four reps")
    hand.press("Control+s")
    shows(hand, "#toast", "The profile is saved.")
    reach_any(hand, HEAR)
    hand.press("Enter")
    is_heard(hand)
