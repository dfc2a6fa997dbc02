"""The tasks of the studio as somebody does them from beginning to end, by mouse or by keyboard.

Each is done in Chromium and in Firefox by the same script.
"""

from __future__ import annotations

from tests.studio.hands import Hand, choose, counts, is_heard, reach, says, shows, type_text

ADDRESS = "https://clinic.example/"
_KEPT = """performance.getEntriesByType("resource")
    .filter((each) => each.name.includes("/do/type-pasted")).length"""
PAPER = "Glute bridges 3x10, hold 5s\nBurpees 2 x 15\nReverse bridge 3x8\nFor Anna S.\n"


def opened_as(hand: Hand, title: str) -> None:
    """Wait until the page of something new is there."""
    hand.until(f"document.querySelector('h1')?.textContent === '{title}'")
    hand.until("document.readyState === 'complete'")


def write_programme_by_mouse(hand: Hand) -> None:
    hand.open("/programmes")
    hand.fill("#new-title", "After surgery")
    hand.click("form[data-deed=programme-new] [type=submit]")
    opened_as(hand, "After surgery")
    hand.fill("#stages-0-days-fri", "gentle")
    shows(hand, "#day-4", "Gentle")
    hand.fill("#stages-0-move_on-sessions", "9")
    hand.click("#stages [data-mend='6']")
    counts(hand, "#stages .problems", 0)
    hand.click("#add-stage")
    hand.until("document.activeElement.id === 'stages-1-stage'")
    hand.fill("#stages-1-weeks", "1")
    counts(hand, ".calendar tbody tr", 3)
    shows(hand, "#day-14 .length", "8 min")
    hand.click("#save")
    shows(hand, "#state", "Saved")
    hand.click("#day-14")
    is_heard(hand)


def write_programme_by_keyboard(hand: Hand) -> None:
    hand.open("/programmes")
    reach(hand, "new-title")
    type_text(hand, "After illness\n")
    opened_as(hand, "After illness")
    reach(hand, "stages-0-weeks")
    hand.press("Control+a", "1", "Tab")
    counts(hand, ".calendar tbody tr", 1)
    hand.until("document.activeElement.id === 'stages-0-length'")
    reach(hand, "stages-0-days-tue")
    choose(hand, "Mine")
    hand.press("Tab")
    shows(hand, "#day-1", "Mine")
    hand.press("Control+z")
    hand.until("!document.getElementById('day-1')?.textContent.includes('Mine')")
    hand.press("Control+y")
    shows(hand, "#day-1", "Mine")
    reach(hand, "add-stage")
    hand.press("Enter")
    hand.until("document.activeElement.id === 'stages-1-stage'")
    reach(hand, "stages-1-up", back=True)
    hand.press("Enter")
    says(hand, "#stages-0-stage", "stage-2")
    hand.press("Control+s")
    shows(hand, "#state", "Saved")
    reach(hand, "day-0")
    hand.press("Enter")
    is_heard(hand)


def hand_out_by_mouse(hand: Hand) -> None:
    hand.open("/out")
    hand.click(".chip:has([value=mine])")
    hand.fill("#address", ADDRESS)
    hand.click("#out [type=submit]")
    hand.until("document.querySelector('iframe') !== null")
    hand.until_framed("Mine")
    shows(hand, "#links a", f"{ADDRESS}s/mine")


def take_back_by_mouse(hand: Hand) -> None:
    hand.click("#links button")
    shows(hand, "#links button", "press again")
    hand.click("#links button")
    shows(hand, "#links", "withdrawn")


def hand_out_by_keyboard(hand: Hand) -> None:
    hand.open("/out?routine=mine")
    reach(hand, "private")
    hand.press(" ")
    reach(hand, "address")
    type_text(hand, f"{ADDRESS}\n")
    hand.until("document.querySelector('#revoke') !== null")
    hand.until_framed("Mine")
    hand.until("document.activeElement.id === 'made'")
    reach(hand, "revoke")
    shows(hand, "#links a", "/s/mine")
    hand.press("Enter")
    shows(hand, "#revoke", "press again")
    hand.look("document.body.dataset.before = 'yes'")
    hand.press("Enter")
    hand.until("!document.body.dataset.before && document.querySelector('iframe') !== null")
    hand.until_framed("Mine")


def give_patients_by_mouse(hand: Hand) -> None:
    hand.open("/patients")
    hand.click("#begin")
    hand.fill("#new-label", "p-001")
    hand.fill("#new-what", "mime")
    hand.click("#new-patient [type=submit]")
    hand.click("#roster [data-mend=mine]")
    shows(hand, "#roster", "1 can be made, 0 cannot")
    hand.fill("#new-label", "p-002")
    hand.click("#new-patient [type=submit]")
    shows(hand, "#roster", "1 can be made, 1 cannot")
    hand.click("#roster tr:last-child [data-remove]")
    counts(hand, "#roster tbody tr", 1)
    hand.click("#roster-undo")
    counts(hand, "#roster tbody tr", 2)
    hand.fill("#roster tr:last-child [data-column=what]", "mine")
    shows(hand, "#roster", "2 can be made, 0 cannot")
    hand.fill("#address", ADDRESS)
    hand.click("#make")
    shows(hand, "#report", "made")
    hand.click("#look-p-001")
    hand.until("document.querySelector('iframe') !== null")
    hand.until_framed("Mine")
    counts(hand, "#chosen .code svg", 1)


def withdraw_patient_by_mouse(hand: Hand) -> None:
    hand.click("#withdraw-p-001")
    hand.click("#withdraw-p-001")
    shows(hand, "#toast", "p-001 is withdrawn")
    counts(hand, "#restore-p-001", 1)


def give_patients_by_keyboard(hand: Hand) -> None:
    hand.open("/patients")
    reach(hand, "begin")
    hand.press("Enter")
    hand.until("document.querySelector('#roster') && document.readyState === 'complete'")
    reach(hand, "new-label")
    for label in ("p-001", "p-002"):
        type_text(hand, label)
        hand.press("Tab")
        type_text(hand, "mine")
        hand.press("Enter")
        counts(hand, f"#roster input[value={label}]", 1)
        hand.until("document.activeElement.id === 'new-label' && !document.activeElement.value")
    line = hand.look("document.querySelector('#roster tbody tr').dataset.line")
    reach(hand, f"cell-{line}-what", back=True)
    hand.press("Control+a")
    type_text(hand, "dialy")
    hand.press("Enter")
    counts(hand, "#roster [data-mend=daily]", 1)
    hand.until("document.activeElement.matches('#roster tr:last-child [data-column=what]')")
    for _ in range(40):
        hand.press("Shift+Tab")
        if hand.look("document.activeElement.dataset.mend ?? ''") == "daily":
            break
    hand.press("Enter")
    shows(hand, "#roster", "2 can be made, 0 cannot")
    reach(hand, "address")
    type_text(hand, f"{ADDRESS}\n")
    shows(hand, "#report", "made")
    hand.until("document.activeElement.id === 'report'")
    reach(hand, "look-p-002")
    hand.press("Enter")
    hand.until("document.querySelector('iframe') !== null")
    hand.until_framed("Mine")
    reach(hand, "revoke-p-002", back=True)
    hand.press("Enter")
    shows(hand, "#revoke-p-002", "press again")
    hand.press("Enter")
    shows(hand, "#toast", "the old address has ended")


def paste_by_mouse(hand: Hand) -> None:
    hand.open("/paste")
    hand.fill("#prescription", PAPER)
    hand.click("#paste [type=submit]")
    shows(hand, "#pasted-count", "3 lines are to be settled.")
    hand.click("#row-1 .chip:has([value=words])")
    counts(hand, "#row-1.settled", 1)
    hand.fill("#row-1-words", "Ten burpees, as shown.")
    shows(hand, "#row-1 strong", "Ten burpees, as shown.")
    hand.click("#row-2 .chip:has([value=bridge])")
    counts(hand, "#row-2.settled", 1)
    hand.fill("#row-2-dose", "3 x 900")
    counts(hand, "#row-2.open", 1)
    hand.fill("#row-2-dose", "3 x 6")
    counts(hand, "#row-2.settled", 1)
    hand.click("#row-3 .chip:has([value=out])")
    counts(hand, "#row-3.left_out", 1)
    hand.click("#undo")
    counts(hand, "#row-3.open", 1)
    hand.click("#redo")
    counts(hand, "#row-3.left_out", 1)
    kept = hand.look(_KEPT)
    hand.fill("#make-title", "Knee plan")
    hand.until(f"{_KEPT} > {kept}")
    hand.open("/paste")  # all of it is kept
    says(hand, "#make-title", "Knee plan")
    counts(hand, "#row-3.left_out", 1)
    hand.click("#make [type=submit]")
    hand.until("document.getElementById('title')?.textContent === 'Knee plan'")
    hand.until("document.readyState === 'complete'")
    hand.click("#save")
    shows(hand, "#state", "Saved")


def paste_by_keyboard(hand: Hand) -> None:
    hand.open("/paste")
    reach(hand, "prescription")
    type_text(hand, PAPER)
    hand.press("Tab", "Tab")
    hand.until("document.activeElement.matches('#paste [type=submit]')")
    hand.press("Enter")
    hand.until("document.activeElement.id === 'read-title'")
    reach(hand, "row-1-pick-other")
    hand.press("ArrowRight")  # from nothing to the next choice: words
    counts(hand, "#row-1.settled", 1)
    hand.until("document.activeElement.id === 'row-1-pick-words'")
    reach(hand, "row-1-words")
    hand.press("Control+a")
    type_text(hand, "Ten burpees, as shown.\n")
    shows(hand, "#row-1 strong", "Ten burpees, as shown.")
    reach(hand, "row-2-pick-bridge")
    hand.press(" ")
    counts(hand, "#row-2.settled", 1)
    hand.until("document.activeElement.id === 'row-2-pick-bridge'")
    reach(hand, "row-2-dose")
    hand.press("Control+a")
    type_text(hand, "3 x 6\n")
    shows(hand, "#row-2 .became span[dir=ltr]", "6 reps")
    reach(hand, hand.look("document.querySelector('#row-3 input').id"))
    hand.press("ArrowLeft")  # from the first round to the last: left out
    counts(hand, "#row-3.left_out", 1)
    hand.until("document.activeElement.id === 'row-3-pick-out'")
    reach(hand, "make-title")
    type_text(hand, "Evening\n")
    hand.until("document.getElementById('title')?.textContent === 'Evening'")
    hand.until("document.readyState === 'complete'")
    hand.press("Control+s")
    shows(hand, "#state", "Saved")


def make_exercise_by_mouse(hand: Hand) -> None:
    hand.open("/own")
    hand.fill("#own-title", "Heel pull")
    hand.fill("#own-position", "lying-on-back")
    hand.fill("#own-kind", "movement")
    hand.fill("#own-setup", "Slide one heel away.\nDraw it back.")
    hand.fill("#own-dose", "many")
    hand.click("#own [type=submit]")
    shows(hand, "#dose-fault", "many")
    hand.until("document.activeElement.id === 'own-dose'")
    hand.fill("#own-dose", "4 reps each side")
    counts(hand, "#dose-fault li", 0)
    hand.fill("#like", "heel-slide")
    hand.click(".chip:has(#stage-start)")
    hand.until("document.getElementById('grips')?.dataset.stage === 'start'")
    hand.drag("#grip-near_foot .reach", 20, -60)
    hand.until("document.activeElement.id === 'grip-near_foot'")  # it was taken hold of
    hand.until("document.getElementById('drawing').dataset.drawing.includes('start near foot')")
    hand.click("[data-language=de] summary")
    hand.fill("#title-de", "Ferse ziehen")
    shows(hand, "#missing-de", "2 missing")
    hand.open("/own")  # all of it is kept
    says(hand, "#title-de", "Ferse ziehen")
    hand.click("#own [type=submit]")
    hand.until("location.pathname === '/exercises/heel-pull'")
    hand.until("document.readyState === 'complete'")
    hand.click("[data-hear]")
    is_heard(hand)


def make_exercise_by_keyboard(hand: Hand) -> None:
    hand.open("/own")
    reach(hand, "own-title")
    type_text(hand, "Leg lift")
    reach(hand, "own-position")
    choose(hand, "Lying on the back")
    reach(hand, "own-kind")
    choose(hand, "movement")
    reach(hand, "own-setup")
    type_text(hand, "Lift one leg.")
    reach(hand, "own-dose")
    type_text(hand, "4 reps")
    reach(hand, "like")
    choose(hand, "Heel slide")
    hand.press("Tab")
    counts(hand, "#grip-near_foot", 1)
    reach(hand, "grip-near_foot")
    hand.press("Shift+ArrowUp")
    hand.until("document.getElementById('drawing').dataset.drawing.includes('end near foot')")
    hand.until("document.activeElement.id === 'grip-near_foot'")
    hand.press("Control+z")
    hand.until("document.getElementById('drawing').dataset.drawing === 'heel-slide'")
    hand.press("Control+y")
    hand.until("document.getElementById('drawing').dataset.drawing.includes('end near foot')")
    reach(hand, "own-dose", back=True)
    hand.press("Enter")
    hand.until("location.pathname === '/exercises/leg-lift'")
