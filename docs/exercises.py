"""Writes a page for each exercise of the library, with its drawing, and an index of them all.

The pages are in English, for whoever chooses an exercise: everything stands in the exercise's file,
in `scripts/sources.yaml` and in the language files; nothing is written here but headings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import get_args

from voicecoach.base.units import format_duration
from voicecoach.coach.dose_text import dose_line
from voicecoach.coach.prescription import prescribe
from voicecoach.formats.fields import Need, Position, Side, Wording, need_text, wording
from voicecoach.language.phrases import Language
from voicecoach.library.library import Library
from voicecoach.library.references import references_of
from voicecoach.model.coaching import Coaching, with_overrides
from voicecoach.model.contraindications import CONTRAINDICATIONS, strain_in_words
from voicecoach.model.dose import Dose
from voicecoach.model.dose_context import is_timed
from voicecoach.model.dose_writing import write_dose
from voicecoach.model.exercise import SOURCE_LANGUAGE, Exercise, Goal, Phase, Region
from voicecoach.model.reference import Reference
from voicecoach.publish.drawings import drawing

FOLDER = "exercises"
NOTE = "<!-- Written by `make docs`; edit the exercise's file instead. -->\n\n"
LEVELS = {1: "for everybody", 2: "for who is used to exercise", 3: "for who is strong"}
ORDER: tuple[Side, Side] = ("left", "right")
FIGURES = ("sets", "reps", "hold")
# Both schemes of the reader: a picture in a page has no text around it to take its colour from.
_COLOURS = "<style>svg{color:#1d5560}@media(prefers-color-scheme:dark){svg{color:#8fd0dc}}</style>"
_WIDTH_PX = 360


def exercise_pages(library: Library) -> Iterator[tuple[str, str]]:
    """Every page and drawing: its path below docs/, and its text.

    Args:
        library: the shipped scripts, which have no faults.
    """
    exercises = {name: exercise for name, (exercise, _) in library.exercises().items()}
    language, coaching = library.language(SOURCE_LANGUAGE)[0], library.coaching()[0]
    assert language is not None, "the shipped scripts have no faults"
    assert coaching is not None, "the shipped scripts have no faults"
    book = _Book(exercises, language, coaching, references_of(library).sources)
    yield f"{FOLDER}/README.md", book.index()
    for name, exercise in exercises.items():
        yield f"{FOLDER}/{name}.md", book.page(exercise, _elsewhere(library, name))
        yield f"{FOLDER}/drawings/{name}.svg", _picture(exercise)


def _picture(exercise: Exercise) -> str:
    """The drawing as a file of its own, without the pose that only a session's page shows."""
    start, end = '<g class="pose-start" display="none">', '<g class="pose-end">'
    drawn = drawing(exercise.exercise, exercise.position)
    before, found, rest = drawn.partition(start)
    if found:
        drawn = before + end + rest.partition(end)[2]
    head, _, inside = drawn.partition(">")
    return f"{head}>{_COLOURS}{inside}\n"


def _elsewhere(library: Library, name: str) -> Mapping[str, tuple[str, ...]]:
    """What other languages call an exercise, by their codes, its title first."""
    file = library.find("exercises", name)
    assert file is not None
    found = {}
    for code in library.names("languages"):
        if code != SOURCE_LANGUAGE:
            _, spoken, translations = library.in_language("exercises", file, code)
            aliases = (alias for each in translations for alias in each.aliases)
            names = {name.casefold(): name for name in (*aliases, spoken.title)}
            found[code] = (spoken.title, *(n for n in names.values() if n != spoken.title))
    return found


class _Book:
    """The library as pages.

    Attributes:
        exercises: all, by name.
        language: has the English words.
        coaching: the figures by which a range becomes one dose.
        sources: the publications, by name.
    """

    def __init__(
        self,
        exercises: Mapping[str, Exercise],
        language: Language,
        coaching: Coaching,
        sources: Mapping[str, Reference],
    ) -> None:
        self.exercises, self.language = exercises, language
        self.coaching, self.sources = coaching, sources

    def page(self, exercise: Exercise, elsewhere: Mapping[str, tuple[str, ...]]) -> str:
        """All that is known of an exercise.

        Args:
            exercise: which.
            elsewhere: what other languages call it, by their codes.
        """
        name, title = exercise.exercise, exercise.title
        picture = f'<img src="drawings/{name}.svg" width="{_WIDTH_PX}" alt="{title}, drawn">\n'
        parts = [
            f"{NOTE}# {title}\n",
            f"{exercise.purpose}\n",
            picture,
            self._facts(exercise),
            _section("How", self._how(exercise)),
            _section("Cues", self._cues(exercise)),
            _section("Safety", self._safety(exercise)),
            _section("Dose", [self._dose(exercise)]),
            _section("Easier and harder", self._variants(exercise)),
            _section("Also called", _also_called(exercise, elsewhere)),
            f"[All exercises](README.md) · [Its file](../../scripts/exercises/{name}.yaml)\n",
        ]
        return "\n".join(filter(None, parts))

    def index(self) -> str:
        """All exercises, by region, goal, position and what they need."""
        every = [*self.exercises.values()]
        codes = ", ".join(f"`{name}`" for name in CONTRAINDICATIONS)
        head = (
            f"{NOTE}# The exercises\n\n{len(every)} exercises, each with its drawing, how it is "
            "done, its dose and its sources. `voicecoach list exercises` finds them too, by the "
            f"same words, and leaves out what somebody must not do with `--avoid`: {codes}.\n\n"
            "See also [the drawings on one sheet](../reference/drawings.md), [the sources]"
            "(../reference/sources.md), and [how to write one](../how-to/own-exercise.md).\n"
        )
        tables = {
            "By region": _grouped(every, get_args(Region), lambda one: one.regions),
            "By goal": _grouped(every, get_args(Goal), lambda one: one.goals),
            "By position": _grouped(every, get_args(Position), lambda one: (one.position,)),
            "By equipment": _grouped(every, self._things(every), lambda one: _needs(one) or ("",)),
        }
        parts = [head]
        for heading, groups in tables.items():
            rows = [f"- **{self._word(key)}**: {_links(found)}" for key, found in groups.items()]
            parts.append(_section(heading, rows))
        return "\n".join([*parts, self._table(every)])

    def _things(self, every: Sequence[Exercise]) -> tuple[str, ...]:
        """What exercises need: nothing, what has a name in the order of the format, the rest."""
        own = sorted({need for one in every for need in _needs(one)} - {*get_args(Need)})
        return ("", *get_args(Need), *own)

    def _word(self, key: str) -> str:
        """What a key of the formats is called; nothing is needed where it is empty."""
        return self.language.pages.positions.get(key) or self._thing(key or "nothing")

    def _thing(self, need: str) -> str:
        return self.language.needs.get(need, need)

    def _table(self, every: Iterable[Exercise]) -> str:
        rows = [
            f"| {_link(one)} | {', '.join(one.regions)} | {', '.join(one.goals)} | {one.level} "
            f"| {write_dose(one.dose, is_timed(one))} |\n"
            for one in every
        ]
        head = "| exercise | region | goal | level | dose |\n|---|---|---|---|---|\n"
        return "## All\n\n" + head + "".join(rows)

    def _facts(self, exercise: Exercise) -> str:
        needs = ", ".join(map(self._thing, _needs(exercise))) or "nothing"
        asks = [str(strain_in_words(key)) for key in CONTRAINDICATIONS if key in _strains(exercise)]
        keys = ", ".join(f"`{key}`" for key in CONTRAINDICATIONS if key in _strains(exercise))
        facts = {
            "Name in routines": f"`{exercise.exercise}`",
            "Position": self.language.pages.positions[exercise.position],
            "For": ", ".join(exercise.regions),
            "Works on": ", ".join(exercise.goals),
            "Level": f"{exercise.level}, {LEVELS[exercise.level]}",
            "Needs": needs,
            "Not for who must avoid": f"{', '.join(asks)} ({keys})" if asks else "",
            "On a bed": "also" if exercise.mattress else "",
            "May open a routine": "yes" if exercise.gentle else "",
            "Requires": "a clinician who has seen the person" if exercise.requires else "",
        }
        rows = "".join(f"| {key} | {value} |\n" for key, value in facts.items() if value)
        return "| | |\n|---|---|\n" + rows

    def _how(self, exercise: Exercise) -> list[str]:
        lines = [exercise.approach] if exercise.approach else []
        lines += [_both(line) for line in (*exercise.setup, *exercise.movement, *exercise.start)]
        sides = exercise.sides
        if sides and sides.change:
            ways = (" ".join(wording(line, to) for line in sides.change) for to in ORDER)
            lines.append(f"To change sides: {' / '.join(dict.fromkeys(ways))}")
        return [f"{number}. {line}" for number, line in enumerate(lines, 1)]

    def _cues(self, exercise: Exercise) -> list[str]:
        rows = [f"| {_phase(one)} |" for one in exercise.phases]
        table = ["| said | | breath | length |", "|---|---|---|---|", *rows]
        form = [f"- {line}" for line in exercise.form]
        return [*table, *([""] if form else []), *form]

    def _safety(self, exercise: Exercise) -> list[str]:
        found = [exercise.safety, exercise.stop and f"**{exercise.stop}**"]
        return [f"- {line}" for line in found if line]

    def _dose(self, exercise: Exercise) -> str:
        figures = with_overrides(self.coaching, exercise.coaching)
        one = dose_line(prescribe(exercise, exercise.dose, figures), exercise.kind, self.language)
        timed = is_timed(exercise)
        said = f"`{write_dose(exercise.dose, timed)}`; a routine that says nothing gets: {one}"
        rows = [
            f"| {self._source(each.source)} | {write_dose(each.dose, timed)} |"
            for each in exercise.sources
        ]
        widest = write_dose(sourced(exercise), timed)
        return "\n".join(
            (
                said,
                f"The sources' range is `{widest}`.",
                "",
                "| source | its figures |",
                "|---|---|",
                *rows,
            )
        )

    def _source(self, name: str) -> str:
        found = self.sources.get(name)
        page = "../reference/sources.md"
        if found is None:
            return f"[{name}]({page}#no-publication)"
        said = ", ".join(map(str, filter(None, (found.title, found.publisher, found.year))))
        return f"[{said}]({page}#{name.lower()})"

    def _variants(self, exercise: Exercise) -> list[str]:
        rows = []
        for head, names in (("Easier", exercise.easier), ("Harder", exercise.harder)):
            found = [self.exercises[name] for name in names]
            if found:
                rows.append(f"- {head}: {_links(found)}")
        return rows


def sourced(exercise: Exercise) -> Dose:
    """The smallest ranges that hold what all of an exercise's sources give, and its own dose."""
    found = {}
    doses = (exercise.dose, *(each.dose for each in exercise.sources))
    for figure in FIGURES:
        said = [getattr(dose, figure) for dose in doses if getattr(dose, figure)]
        if said:
            widest = said[0]
            for one in said[1:]:
                widest = widest.widened(one)
            found[figure] = widest
    return Dose(**found)


def _needs(exercise: Exercise) -> tuple[str, ...]:
    return tuple(map(need_text, exercise.needs))


def _strains(exercise: Exercise) -> frozenset[str]:
    return frozenset(exercise.strains_on("floor"))


def _both(line: Wording) -> str:
    """A line as it is said on either side."""
    return " / ".join(dict.fromkeys(wording(line, side) for side in ORDER))


def _phase(phase: Phase) -> str:
    said = " · ".join(_both(text) for text in (phase.say, phase.short) if text)
    breath = "" if phase.breath == "free" else phase.breath
    return f"{said or '(no words)'} | {phase.kind} | {breath} | {format_duration(phase.length)}"


def _also_called(exercise: Exercise, elsewhere: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Its other names, then what it is called in each other language."""
    own = [", ".join(exercise.aliases)] if exercise.aliases else []
    others = (f"{code}: {', '.join(names)}" for code, names in elsewhere.items())
    return [f"- {line}" for line in (*own, *others)]


def _section(heading: str, lines: Sequence[str]) -> str:
    return f"## {heading}\n\n" + "\n".join(lines) + "\n" if lines else ""


def _grouped(
    every: Sequence[Exercise], keys: Sequence[str], keys_of: Callable[[Exercise], Sequence[str]]
) -> dict[str, list[Exercise]]:
    """The exercises under each key that some of them have, in the order of the keys."""
    groups = {key: [one for one in every if key in keys_of(one)] for key in keys}
    return {key: found for key, found in groups.items() if found}


def _link(exercise: Exercise) -> str:
    return f"[{exercise.title}]({exercise.exercise}.md)"


def _links(exercises: Iterable[Exercise]) -> str:
    return ", ".join(map(_link, exercises))
