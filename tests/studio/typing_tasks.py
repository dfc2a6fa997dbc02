"""Typing and choosing while the studio has not answered yet, in Chromium and in Firefox."""

from __future__ import annotations

from tests.studio.hands import CHOSEN, Hand, counts, reach, says, shows, type_text

HOLD = """
(() => {
  const page = window.wrappedJSObject ?? window;
  const send = page.fetch.bind(page);
  page.held = [];
  page.fetch = (address, ...more) => {
    const answer = send(address, ...more);
    if (!/edit|cell|add|roster-/.test(address)) return answer;
    return new page.Promise((go) => answer.then((each) => page.held.push(() => go(each))));
  };
  return true;
})()
"""
HELD = "(window.wrappedJSObject ?? window).held"
SAME = "(window.wrappedJSObject ?? window).had === document.activeElement"


def save(hand: Hand) -> None:
    """Save by the key for it, and wait until that is said."""
    hand.press("Control+s")
    shows(hand, "#state", "Saved")


def hold(hand: Hand) -> None:
    """Hold back what is answered to edits from now on."""
    assert hand.look(HOLD) is True


def let_go(hand: Hand) -> None:
    """Wait until an edit is answered, and let the page have the answer."""
    hand.until(f"{HELD}.length === 1")
    hand.look(f"{HELD}.shift()()")


def keep(hand: Hand) -> None:
    """Note what has the focus."""
    hand.look("((window.wrappedJSObject ?? window).had = document.activeElement) && true")


def type_into_next_field_of_routine(hand: Hand) -> None:
    hand.open("/routines/mine")
    reach(hand, "steps-1-reps")
    hold(hand)
    hand.press("Control+a", "9", "Tab")
    hand.until("document.activeElement.id === 'steps-1-hold'")
    keep(hand)
    hand.press("Control+a")
    type_text(hand, "17")
    hand.press("ArrowLeft")
    let_go(hand)
    says(hand, "#steps-1-line", "bridge: 2 sets, 9 reps, hold 5s, rest 45s")
    assert hand.look(SAME) is True
    type_text(hand, "2")
    assert hand.look("document.activeElement.value") == "127", "the caret is where it was"
    hand.press("Control+a")
    type_text(hand, "7s")
    hand.press("Tab")
    let_go(hand)
    says(hand, "#steps-1-line", "bridge: 2 sets, 9 reps, hold 7s, rest 45s")
    save(hand)


def type_into_next_field_of_programme(hand: Hand) -> None:
    hand.open("/programmes/plan")
    reach(hand, "stages-0-weeks")
    hold(hand)
    hand.press("Control+a", "3", "Tab")
    hand.until("document.activeElement.id === 'stages-0-length'")
    type_text(hand, "12")
    let_go(hand)
    hand.until("document.querySelectorAll('.calendar tbody tr').length === 3")
    type_text(hand, "m")
    assert hand.look("document.activeElement.value") == "12m"
    hand.press("Tab")
    let_go(hand)
    save(hand)


def choose_over_reply(hand: Hand) -> None:
    """Letters go on choosing in the very select, and arrow keys do not go back."""
    hand.open("/programmes/plan")
    reach(hand, "stages-0-days-tue")
    hold(hand)
    keep(hand)
    type_text(hand, "m")
    first = hand.look(CHOSEN)
    let_go(hand)
    shows(hand, "#day-1", hand.look("document.activeElement.selectedOptions[0].label"))
    assert hand.look(SAME) is True
    for more in (1, 2, 3):
        hand.press("ArrowDown")
        hand.until(f"{CHOSEN} === {first + more}")
    for _ in range(2):
        let_go(hand)
        hand.until(f"{HELD}.length === 1")
        assert hand.look(CHOSEN) == first + 3
    let_go(hand)
    shows(hand, "#day-1", hand.look("document.activeElement.selectedOptions[0].label"))
    assert hand.look(CHOSEN) == first + 3
    save(hand)


def type_into_cell_over_reply(hand: Hand) -> None:
    hand.open("/patients")
    reach(hand, "cell-2-what")
    hold(hand)
    hand.press("Control+a")
    type_text(hand, "daily")
    hand.press("Enter")
    hand.until("document.activeElement.id === 'cell-3-what'")
    keep(hand)
    hand.press("Control+a")
    type_text(hand, "mi")
    let_go(hand)
    hand.until("document.querySelector('#cell-2-what').getAttribute('value') === 'daily'")
    assert hand.look(SAME) is True
    type_text(hand, "ne")
    hand.press("Tab")
    let_go(hand)
    hand.until("document.querySelector('#cell-3-what').getAttribute('value') === 'mine'")


def type_into_cell_below_removed_row(hand: Hand) -> None:
    hand.open("/patients")
    hold(hand)
    hand.click("#remove-2")
    hand.click("#cell-3-what")
    hand.press("Control+a")
    type_text(hand, "mime")
    hand.click("#cell-4-what")  # sent behind the removal
    hand.press("Control+a")
    type_text(hand, "mi")
    keep(hand)
    let_go(hand)
    let_go(hand)
    hand.until("document.querySelectorAll('#roster tbody tr').length === 2")
    assert hand.look(SAME) is True
    type_text(hand, "ne")
    hand.press("Enter")
    let_go(hand)
    hand.until("document.querySelector('#cell-3-what').getAttribute('value') === 'mine'")
    says(hand, "#cell-2-what", "mime")


def type_into_cell_above_row_that_is_there_again(hand: Hand) -> None:
    hand.open("/patients")
    hand.click("#remove-2")
    counts(hand, "#roster tbody tr", 2)
    hold(hand)
    hand.click("#roster-undo")
    hand.click("#cell-2-what")
    hand.press("Control+a")
    type_text(hand, "mi")
    keep(hand)
    let_go(hand)
    counts(hand, "#roster tbody tr", 3)
    assert hand.look(SAME) is True
    type_text(hand, "me")
    hand.press("Enter")
    let_go(hand)
    hand.until("document.querySelector('#cell-3-what').getAttribute('value') === 'mime'")


def type_into_cell_of_row_that_goes(hand: Hand) -> None:
    hand.open("/patients")
    hold(hand)
    hand.click("#remove-2")
    hand.click("#cell-2-what")
    type_text(hand, "mime")
    let_go(hand)
    shows(hand, "#toast", "You had typed")
    counts(hand, "#roster tbody tr", 2)


def add_and_order_before_answers(hand: Hand) -> None:
    hand.open("/routines/mine")
    reach(hand, "typed")
    hold(hand)
    type_text(hand, "rest 30s\n")
    type_text(hand, "bri")
    let_go(hand)
    counts(hand, "#steps > li", 3)
    says(hand, "#typed", "bri")
    type_text(hand, "dge\n")
    let_go(hand)
    counts(hand, "#steps > li", 4)
    reach(hand, "steps-0-line", back=True)
    hand.press("Alt+ArrowDown", "Alt+ArrowDown")
    for _ in range(2):
        let_go(hand)
    hand.until("document.activeElement.id === 'steps-2-line'")
    save(hand)


HOLD_ONE = """
((named) => {
  const page = window.wrappedJSObject ?? window;
  const send = page.fetch.bind(page);
  page.held = [];
  page.fetch = (address, ...more) => {
    const answer = send(address, ...more);
    if (page.held.length || !more[0]?.body?.includes(named)) return answer;
    return new page.Promise((go) => answer.then((each) => page.held.push(() => go(each))));
  };
  return true;
})(%r)
"""


def hold_one(hand: Hand, named: str) -> None:
    """Hold back what is answered to a request that names something."""
    assert hand.look(HOLD_ONE % named) is True


def type_below_removed_step(hand: Hand) -> None:
    """What is typed, and what waits to be sent, reach the steps that were meant."""
    hand.open("/routines/four")
    hold_one(hand, "remove")
    reach(hand, "steps-0-remove")
    hand.press("Enter")
    hand.until(f"{HELD}.length === 1")
    reach(hand, "steps-1-reps")
    hand.press("Control+a", "7", "Tab")  # waits to be sent
    reach(hand, "steps-2-reps")
    keep(hand)
    hand.press("Control+a")
    type_text(hand, "1")
    hand.look(f"{HELD}[0]()")
    says(hand, "#steps-0-line", "bridge: 2 sets, 7 reps, hold 5s")
    assert hand.look(SAME) is True
    hand.until("document.activeElement.id === 'steps-1-reps'")
    type_text(hand, "2")
    hand.press("Tab")
    says(hand, "#steps-1-line", "bridge: 2 sets, 12 reps, hold 5s")
    save(hand)


def type_below_step_that_comes_back(hand: Hand) -> None:
    """What is undone moves what is typed with its step, also among steps that say the same."""
    hand.open("/routines/four")
    reach(hand, "steps-1-remove")
    hand.press("Enter")
    counts(hand, "#steps > li", 3)
    hand.until("document.activeElement.id === 'steps-1-remove'")
    hold_one(hand, "undo")
    hand.press("Control+z")
    hand.until(f"{HELD}.length === 1")
    reach(hand, "steps-1-reps", back=True)
    keep(hand)
    hand.press("Control+a")
    type_text(hand, "1")
    hand.look(f"{HELD}[0]()")
    counts(hand, "#steps > li", 4)
    assert hand.look(SAME) is True
    hand.until("document.activeElement.id === 'steps-2-reps'")
    type_text(hand, "2")
    hand.press("Tab")
    says(hand, "#steps-2-line", "bridge: 2 sets, 12 reps, hold 5s")
    save(hand)


def type_into_step_that_goes(hand: Hand) -> None:
    """What cannot be taken is shown; no other step gets it."""
    hand.open("/routines/four")
    reach(hand, "typed")
    type_text(hand, "clamshell\n")
    counts(hand, "#steps > li", 5)
    hold_one(hand, "undo")
    reach(hand, "as-text", back=True)
    hand.press("Control+z")
    hand.until(f"{HELD}.length === 1")
    reach(hand, "steps-4-line")
    hand.press("Control+a")
    type_text(hand, "squat")
    hand.look(f"{HELD}[0]()")
    counts(hand, "#steps > li", 4)
    shows(hand, "#unkept", "You had typed: squat")
    reach(hand, "steps-3-hold", back=True)
    hand.press("Control+a")
    type_text(hand, "25s")
    hand.press("Tab")
    says(hand, "#steps-3-line", "march: for 25s")
    save(hand)


def type_below_moved_stage(hand: Hand) -> None:
    hand.open("/programmes/two")
    hold_one(hand, '"up"')
    reach(hand, "stages-1-up")
    hand.press("Enter")
    hand.until(f"{HELD}.length === 1")
    reach(hand, "stages-1-length")
    keep(hand)
    type_text(hand, "12")
    hand.look(f"{HELD}[0]()")
    says(hand, "#stages-0-stage", "second")
    assert hand.look(SAME) is True
    type_text(hand, "m")
    hand.press("Tab")
    hand.until("document.querySelector('#stages-0-length').getAttribute('value') === '12m'")
    save(hand)
