"""What there is to be done: routines, with their length and what they need, and programmes."""

from __future__ import annotations

from voicecoach.base.values import dataclass
from voicecoach.coach.fit.search import CannotFit
from voicecoach.formats.problems import Problem, Where
from voicecoach.library.library import Library
from voicecoach.model.familiarity import Familiarity
from voicecoach.project import Project
from voicecoach.session.faults import DoesNotFit
from voicecoach.session.order import Order
from voicecoach.session.timing import preview


@dataclass(frozen=True, slots=True)
class ListedRoutine:
    """A routine, as it is written.

    Attributes:
        name: as commands take it.
        title: empty where it has faults.
        length_ms: by estimated lengths; None where it has faults.
        exercises: how many there are.
        needs: what has to be there, in the language's words.
        purpose: what it is for.
        is_first: it is offered before the others.
        is_part: it is included by others, and not done alone.
        problems: what is wrong with it, where it cannot be done.
    """

    name: str
    title: str = ""
    length_ms: int | None = None
    exercises: int = 0
    needs: tuple[str, ...] = ()
    purpose: str = ""
    is_first: bool = False
    is_part: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ListedProgramme:
    """A programme.

    Attributes:
        name: as commands take it.
        title: empty where it has faults.
        purpose: what it is for.
        stages: their names.
        problems: as with a routine.
    """

    name: str
    title: str = ""
    purpose: str = ""
    stages: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """All that a project offers, by name; what is offered first stands first.

    Attributes:
        routines: all that can be done.
        programmes: all that can be started.
        profiles: their names; what stands in them is private.
    """

    routines: tuple[ListedRoutine, ...]
    programmes: tuple[ListedProgramme, ...]
    profiles: tuple[str, ...]


def list_scripts(
    project: Project, familiarity: Familiarity | None = None, library: Library | None = None
) -> Listing:
    """List the routines and programmes of a project, its own and the shipped ones.

    Args:
        project: has them.
        familiarity: how often the person did what they ask for.
        library: what they are read by; the project's files unless given.
    """
    library = library or project.library()
    order = Order(rate=project.settings.rate, familiarity=familiarity)
    routines = (_routine(project, library, name, order) for name in library.names("routines"))
    return Listing(
        tuple(sorted(routines, key=lambda row: not row.is_first)),
        tuple(_programme(project, library, name) for name in library.names("programmes")),
        tuple(library.names("profiles")),
    )


def _routine(project: Project, library: Library, name: str, order: Order) -> ListedRoutine:
    file = library.find("routines", name)
    script, problems = library.script(file, project.settings.language) if file else (None, [])
    if script is None:
        return ListedRoutine(name, problems=tuple(problems))
    try:
        schedule, _ = preview(script, order)
    except CannotFit as error:
        where = Where(script.routine.file, ("length",))
        return ListedRoutine(name, problems=(Problem("unreachable-length", where, error.phrase),))
    except DoesNotFit as error:
        return ListedRoutine(name, problems=error.problems)
    timeline, head = schedule.timeline, script.routine.head
    return ListedRoutine(
        name,
        timeline.title,
        schedule.total_ms,
        len(timeline.exercises),
        tuple(script.language.needs.get(need, need) for need in timeline.needs),
        head.purpose,
        head.offered == "first",
        head.part,
    )


def _programme(project: Project, library: Library, name: str) -> ListedProgramme:
    file = library.find("programmes", name)
    language = project.settings.language
    programme, problems = library.programme(file, language) if file else (None, [])
    if programme is None:
        return ListedProgramme(name, problems=tuple(problems))
    stages = tuple(stage.stage for stage in programme.stages)
    return ListedProgramme(name, programme.title, programme.purpose, stages)
