"""The studio in Chromium, with the program behind: from an empty project to what is heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.publish.browser import barriers, lighthouse, until, visiting
from tests.studio import writing_tasks
from tests.studio.hands import Hand, InChromium
from tests.studio.opened import ROUTINE, SETTINGS, WAIT_S, Opened, clinic, opened
from tests.studio.pictures import PICTURES, check_pictured
from voicecoach.app.studio.example import fill_example
from voicecoach.web.studio.pages import studio_assets

pytestmark = pytest.mark.tools

SCHEMES = ("light", "dark")
WIDTHS = (1280, 820)
PROFILE = "profile: knee-2\navoid: [kneeling, deep-knees]\n"
FAULTY = ROUTINE.replace("- march", "- marhc").replace("mine", "faulty")
MOST_BYTES = 120_000
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    """A project with something of everything."""
    folder = clinic(tmp_path_factory.mktemp("whole"), cache)
    (folder / "scripts/profiles").mkdir()
    (folder / "scripts/profiles/knee-2.yaml").write_text(PROFILE, encoding="utf-8")
    for name, text in (("mine", ROUTINE), ("faulty", FAULTY)):
        (folder / f"scripts/routines/{name}.yaml").write_text(text, encoding="utf-8")
    with opened(folder) as studio:
        yield studio


@contextmanager
def visit(
    browser: Browser, studio: Opened, complains: bool = False, **options: Any
) -> Iterator[Page]:
    """Let in as the owner; nobody else is asked for anything, and nothing is complained of."""
    with visiting(browser, studio.url, **options) as visit:
        visit.context.set_default_timeout(WAIT_S * 1000)  # a new project reads all exercises first
        visit.page.goto(studio.entrance)
        yield visit.page
        if not complains:
            visit.check()


def is_heard_to_its_end(page: Page) -> None:
    """Wait until it plays, go near its end, and wait for that."""
    expect(page.locator("#toggle")).to_be_enabled(timeout=60_000)
    # Before its data are there, its time is the place asked for, and its length unknown.
    until(
        page,
        "(() => { const a = document.getElementById('audio');"
        " return a.duration > 0 && a.played.length > 0 && a.currentTime > 0.2; })()",
    )
    expect(page.locator("#told")).to_be_empty(timeout=60_000)  # all of it is spoken
    page.evaluate(
        "(() => { const p = document.getElementById('place'); p.value = p.max - 1000;"
        " p.dispatchEvent(new Event('input')); p.dispatchEvent(new Event('change')); })()"
    )
    until(page, "document.getElementById('audio').ended")


VIEWS = (
    "/",
    "/exercises",
    "/exercises/bridge",
    "/routines/mine",
    "/routines/faulty",
    "/tailor/mine",
    "/tailor/mine?profile=knee-2",
    "/out",
    "/patients",
    "/programmes",
    "/programmes/neck-care",
    "/nowhere",
)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_view_has_barriers_or_is_too_wide(
    browser: Browser, whole: Opened, scheme: Any, width: int
) -> None:
    found = {}
    size: Any = {"width": width, "height": 900}
    with visit(browser, whole, color_scheme=scheme, viewport=size, complains=True) as page:
        for path in VIEWS:
            page.goto(whole.url + path)
            found[path] = [*barriers(page), *barriers(page, "target-size")]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found[path].append("too wide")
    assert {path: told for path, told in found.items() if told} == {}


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/routines/faulty", "/own", "/patients"])
def test_lighthouse_finds_no_barrier(path: str, whole: Opened) -> None:
    scores, low = lighthouse(whole.url + path, whole.cookie)
    assert scores["accessibility"] == 1, low


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_opens_in_a_view_has_no_barriers_either(
    browser: Browser, whole: Opened, scheme: Any
) -> None:
    with visit(browser, whole, color_scheme=scheme) as page:
        page.goto(f"{whole.url}/routines/mine")
        page.locator("#cue-list summary").click()
        page.locator("#play-all").click()
        expect(page.locator("#toggle")).to_be_enabled(timeout=60_000)
        page.locator("#choices summary").click()
        assert barriers(page) == []
        page.locator("#as-text").click()
        assert barriers(page) == []


def test_a_routine_is_written_and_heard_by_mouse(
    browser: Browser, tmp_path: Path, cache: Path
) -> None:
    size = {"width": 1280, "height": 1400}  # all of it in sight: what is dragged is not scrolled
    folder = clinic(tmp_path / "clinic", cache)
    with opened(folder) as studio, visit(browser, studio, viewport=size) as page:
        writing_tasks.write_routine_by_mouse(InChromium(page, studio))
        is_heard_to_its_end(page)
        grip, target = page.locator("#steps-3 .grip"), page.locator("#steps-1")
        grip.drag_to(target, target_position={"x": 100, "y": 14})
        until(page, "document.querySelectorAll('#steps h3')[1].textContent.includes('Child')")
        page.locator("#save").click()
        expect(page.locator("#state")).to_have_text("Saved")
    written = (folder / "scripts/routines/dusk.yaml").read_text(encoding="utf-8")
    assert written.splitlines()[-4:] == [
        "  - include: warm-up",
        "  - childs-pose",
        "  - march: for 20s",
        "  - bridge: 2 sets, 10 reps, hold 5s",
    ]


def test_a_routine_is_written_and_heard_by_keyboard_alone(
    browser: Browser, tmp_path: Path, cache: Path
) -> None:
    with opened(clinic(tmp_path / "clinic", cache)) as studio, visit(browser, studio) as page:
        writing_tasks.write_routine_by_keyboard(InChromium(page, studio))
        is_heard_to_its_end(page)


def follow(page: Page, link: str) -> None:
    """Go to another page by a link, and wait until its scripts are there: forms need them."""
    with page.expect_navigation():
        page.get_by_role("link", name=link, exact=True).click()
    until(page, "document.documentElement.classList.contains('enhanced')")


@pytest.mark.parametrize(
    "task",
    [
        writing_tasks.find_exercise_by_mouse,
        writing_tasks.find_exercise_by_keyboard,
        writing_tasks.tailor_by_keyboard,
    ],
)
def test_a_task_is_done_to_its_end(
    browser: Browser, whole: Opened, task: Callable[[Hand], None]
) -> None:
    with visit(browser, whole) as page:
        task(InChromium(page, whole))


def test_a_fault_stands_at_its_step_with_a_button_that_mends_it(
    browser: Browser, whole: Opened
) -> None:
    with visit(browser, whole) as page:
        page.goto(f"{whole.url}/routines/faulty")
        page.get_by_role("button", name="Mend it: march").click()
        expect(page.locator("#steps .error")).to_have_count(0)
        expect(page.locator("#steps-0-line")).to_have_value("march: hold 20s")


def test_a_profile_shows_what_it_changes(browser: Browser, whole: Opened) -> None:
    with visit(browser, whole) as page:
        writing_tasks.tailor_by_mouse(InChromium(page, whole))
    text = (whole.folder / "scripts/profiles/hip-7.yaml").read_text(encoding="utf-8")
    assert "factors: {reps: x0.5}" in text


def test_hostile_texts_are_shown_and_do_nothing(
    browser: Browser, tmp_path: Path, cache: Path
) -> None:
    folder = clinic(tmp_path / "clinic", cache)
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    told = ROUTINE.replace("title: Mine", f'title: "{evil}"').replace(
        "hold 20s  #", 'hold 20s\n    say: "</textarea><b onfocus=alert(3)>"  #'
    )
    (folder / "scripts/routines/mine.yaml").write_text(told, encoding="utf-8")
    settings = SETTINGS.replace("Harbour", "<b>Harbour</b>")
    (folder / "voicecoach.toml").write_text(settings, encoding="utf-8")
    roster = f'label,what,profile\n"{evil}",mine,"{evil}"\np-1,"{evil}",\n'
    (folder / "roster.csv").write_text(roster, encoding="utf-8")
    (folder / "scripts/programmes").mkdir()
    days = f'    days: {{mon: "{evil}"}}\n    purpose: "{evil}"\n'
    programme = (
        f'programme: bad\ntitle: "{evil}"\nreview_weeks: 2\nstages:\n  - stage: one\n    weeks: 1\n'
    )
    (folder / "scripts/programmes/bad.yaml").write_text(programme + days, encoding="utf-8")
    with opened(folder) as studio, visit(browser, studio) as page:
        page.on("dialog", lambda _: pytest.fail("a script ran"))
        more = ("/programmes", "/programmes/bad", "/patients")
        for path in ("/", "/routines/mine", "/tailor/mine", "/out", *more):
            page.goto(studio.url + path)
            assert page.locator("img, main b, .clinic b, script:not([src])").count() == 0
        page.goto(f"{studio.url}/routines/mine")
        expect(page.locator("h1")).to_have_text(evil)
        page.locator("#steps-1-reps").fill("9")
        page.locator("#steps-1-reps").press("Tab")
        expect(page.locator("#steps-1-line")).to_have_value(
            "bridge: 2 sets, 9 reps, hold 5s, rest 45s"
        )
        assert page.locator("img, main b, script:not([src])").count() == 0


def test_script_and_style_of_a_page_are_small(whole: Opened) -> None:
    sizes = {name: len(content) for name, (content, _) in studio_assets().items()}
    assert sum(sizes.values()) < MOST_BYTES, sizes
    assert all(len(whole.get(f"/assets/{name}").body) == size for name, size in sizes.items())


PICTURED = """\
label,what,start,profile,language,until
p-001,morning-back,,knee-2,en,
p-002,mornin-back,,,de,2027-02-28
p-003,neck-care,2026-11-30,,es,
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("exercises", "/exercises?region=hip&goal=strength"),
        ("routine", "/routines/morning-back"),
        ("tailor", "/tailor/morning-back?profile=knee-2"),
        ("programme", "/programmes/neck-care"),
        ("patients", "/patients"),
    ],
)
def test_the_how_to_has_pictures_of_these_pages(
    browser: Browser, tmp_path: Path, cache: Path, update_golden: bool, name: str, path: str
) -> None:
    picture = PICTURES / f"studio-{name}.png"
    if not update_golden:
        check_pictured(picture)
        return
    folder = clinic(tmp_path / "clinic", cache)
    fill_example(folder, "en")
    (folder / "roster.csv").write_text(PICTURED, encoding="utf-8")
    with opened(folder) as studio, visit(browser, studio) as page:
        page.set_viewport_size({"width": 1280, "height": 860})
        page.goto(studio.url + path)
        if name == "programme":
            expect(page.locator("#day-0 .length")).not_to_be_empty(timeout=60_000)
            page.evaluate("document.querySelector('.stage').scrollIntoView()")
        page.screenshot(path=picture)
