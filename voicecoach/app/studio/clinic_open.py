"""A project as the studio has it open: its scripts, who speaks, and what pages often ask for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from voicecoach.app.drafts import Draft, Drafts
from voicecoach.app.imports import understanding_of
from voicecoach.app.listing import ListedRoutine, list_scripts
from voicecoach.app.own_forms import OwnForms
from voicecoach.app.pasted import Papers
from voicecoach.app.rosters import RosterEdit, RosterText
from voicecoach.app.studio.carried import CarriedParts
from voicecoach.app.studio.shown import ShownSites
from voicecoach.app.studio.speaker import LatestFew, SpeakingJobs
from voicecoach.app.voices import VoiceHere, list_voices
from voicecoach.app.workspace import Workspace
from voicecoach.base.errors import VoicecoachError
from voicecoach.base.values import replace
from voicecoach.checks.routines import checked_script
from voicecoach.language.phrases import Language
from voicecoach.library.library import Folder, Library, shipped_scripts
from voicecoach.library.reader import Reader
from voicecoach.prescriptions.settle import Settling
from voicecoach.project import Project
from voicecoach.publish.text import language_name
from voicecoach.recordings.intake import Taken
from voicecoach.recordings.sheet import NeededLines, needed_lines
from voicecoach.session.faults import required
from voicecoach.web.studio.desk import PageValues, StudioSound
from voicecoach.web.studio.pages import STUDIO_LANGUAGES, StudioWords, studio_words


class JudgedTake(NamedTuple):
    """A recorded line that may be kept.

    Attributes:
        voice: the set that it is for.
        key: of its line.
        taken: what the intake made of it.
    """

    voice: str
    key: str
    taken: Taken


class RosterChange(NamedTuple):
    """A change to the roster.

    Attributes:
        edit: what was changed.
        before: the roster without it.
        digest: of the file with it.
    """

    edit: RosterEdit
    before: RosterText
    digest: str


class OpenClinic:
    """A project that is open in the studio.

    Attributes:
        project: has settings, cache and scripts.
        workspace: the scripts, with what was not saved.
        speaker: does what takes long, beside all else.
        sounds: what can be heard.
        takes: recorded lines that were judged, and may be kept.
        shown: sites that can be looked at.
        roster_changes: the changes of this run to the roster, each with how it was before.
        carried: which step is which in the texts that pages were shown.
        drafts: what is being written; it is there again after whatever ended the program.
        own_forms: forms of exercises that are being filled in; they are there again, too.
        papers: prescriptions that are being settled; they as well.
    """

    def __init__(self, project: Project, framed_by: tuple[str, ...] = ()) -> None:
        """Open it.

        Args:
            project: the clinic's.
            framed_by: origins of the studio's own pages.
        """
        self.project = project
        self.workspace = Workspace(project)
        self.forget_lengths()
        self.speaker = SpeakingJobs(project, self.language)
        self.sounds = LatestFew[StudioSound]()
        self.takes = LatestFew[JudgedTake]()
        self.shown = ShownSites(framed_by)
        self.roster_changes: list[RosterChange] = []
        self.carried = CarriedParts()
        self.drafts = Drafts(self.workspace)
        self.drafts.restore()
        self.papers = Papers(project)
        self.own_forms = OwnForms(project, self.language, STUDIO_LANGUAGES)
        self._listed: tuple[object, tuple[ListedRoutine, ...]] | None = None
        self._settling: Settling | None = None
        self._titles: tuple[object, dict[str, str]] | None = None
        self._voices: list[tuple[str, str]] | None = None
        self._needed: dict[str, tuple[object, NeededLines]] = {}

    def close(self) -> None:
        """End all that was begun."""
        self.shown.close()
        self.speaker.close()
        self.workspace.__exit__(None, None, None)

    @property
    def library(self) -> Library:
        """The scripts as they are now."""
        return self.workspace.library

    @property
    def language(self) -> str:
        """The clinic's."""
        return self.project.settings.language

    def read_all(self, give_way: Callable[[], None]) -> Reader:
        """Read the exercises in all languages, beside the library that pages ask.

        Args:
            give_way: called before each file.
        """
        beside = Workspace(self.project)
        beside.library.reader.before_file = give_way
        beside.library.reader.know(self.library.reader)
        with suppress(VoicecoachError):
            beside.typing(self.language)
        return beside.library.reader

    def settling(self) -> Settling:
        """What pasted prescriptions are understood by: the same until an exercise changes."""
        typing = self.workspace.typing(self.language)
        if self._settling is None or self._settling.typing is not typing:
            self._settling = Settling(understanding_of(self.library), typing)
        return self._settling

    def words(self) -> Language:
        """The coach's words in the clinic's language."""
        return required(*self.library.language(self.language), self.language)

    def labels(self) -> StudioWords:
        """What the pages say."""
        return studio_words(self.language)

    def is_own(self, name: str, folder: Folder = "routines") -> bool:
        """Whether a script is the project's own, and none that comes with the program."""
        file, root = self.library.find(folder, name), self.project.root
        return file is not None and root is not None and file.is_relative_to(root.resolve())

    def own_file(self, name: str, folder: Folder = "routines") -> Path | None:
        """Where a script is saved that there is: in the project, wherever it comes from."""
        if self.project.root is None or self.library.find(folder, name) is None:
            return None
        return self.project.root / "scripts" / folder / f"{name}.yaml"

    def is_unsaved(self, name: str, folder: Folder = "routines") -> bool:
        """Whether a script has changes that its file has not."""
        file = self.own_file(name, folder)
        return file is not None and file.resolve() in self.workspace.unsaved

    def draft(self, name: str, folder: Folder = "routines") -> Draft | None:
        """A script as it is being written; None where there is none of that name.

        One that comes with the program becomes the project's own with the first change.
        """
        file = self.own_file(name, folder)
        if file is None:
            return None
        draft = self.drafts.open(file, self.shipped_text(name, folder))
        if draft.revision == 0 and not file.exists():
            self.workspace.discard(file)  # nothing of it is the project's yet
            return replace(draft, is_unsaved=False)
        return draft

    def shipped_text(self, name: str, folder: Folder = "routines") -> str:
        """The text of a script that comes with the program; empty where there is none."""
        file = shipped_scripts() / folder / f"{name}.yaml"
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    def routines(self) -> tuple[ListedRoutine, ...]:
        """All routines, each planned once, as long as no script of the project has changed."""
        stamp = self.stamp()
        if self._listed is None or self._listed[0] != stamp:
            listing = list_scripts(self.project, library=self.library)
            self._listed = stamp, listing.routines
        return self._listed[1]

    def stamp(self) -> object:
        """What tells the project's scripts as they are now from those before."""
        scripts = (self.project.root or Path()) / "scripts"
        files = frozenset((file, file.stat().st_mtime_ns) for file in scripts.rglob("*.yaml"))
        return (files, *self.workspace.unsaved.items())

    def needed_lines(self, language: str) -> NeededLines:
        """What the project's routines need to be spoken in a language, those without errors."""
        stamp = self.stamp()
        known = self._needed.get(language)
        if known is None or known[0] != stamp:
            library = self.library
            files = [(each, library.find("routines", each)) for each in self._own_names()]
            read = [
                (name, checked_script(library, file, language)[0]) for name, file in files if file
            ]
            scripts = [(name, script) for name, script in read if script]
            needed = needed_lines(scripts, self.project.settings.rate)
            known = self._needed[language] = stamp, needed
        return known[1]

    def own_routines(self) -> list[PageValues]:
        """Names and titles of the project's routines."""
        return [{"name": each, "title": self.title_of(each)} for each in self._own_names()]

    def _own_names(self) -> list[str]:
        return [each for each in self.library.names("routines") if self.is_own(each)]

    def title_of(self, routine: str) -> str:
        """A routine's title in the clinic's language, or its name where it has faults."""
        file = self.library.find("routines", routine)
        read = self.library.routine(file, self.language).value if file else None
        return read.head.title if read else routine

    def titled(self) -> dict[str, str]:
        """The titles of all routines, by name, as long as no script of the project has changed."""
        stamp = self.stamp()
        if self._titles is None or self._titles[0] != stamp:
            names = self.library.names("routines")
            self._titles = stamp, {name: self.title_of(name) for name in names}
        return self._titles[1]

    def listening(self) -> PageValues:
        """What one can choose of how a session is heard."""
        if self._voices is None:
            rows = list_voices(self.project).rows
            self._voices = [(row.name, row.title) for row in rows if isinstance(row, VoiceHere)]
        languages = self.languages()
        return {"voices": self._voices, "languages": languages}

    def languages(self) -> list[tuple[str, str]]:
        """Those that can be chosen: codes and their names in themselves."""
        return [(code, language_name(code)) for code in STUDIO_LANGUAGES]

    def forget_lengths(self) -> None:
        """Look again which lines were spoken: an edit alone speaks none."""
        self.workspace.sessions.remembered = {}

    def forget_voices(self) -> None:
        """Look again who can speak, when that is asked for next."""
        self._voices = None
