"""The desk of a project: the table of what pages there are, and of what they can ask for."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

from voicecoach.app.studio.addresses import cards_page, change_address, make_sessions
from voicecoach.app.studio.clinic_open import OpenClinic
from voicecoach.app.studio.finding import exercise_page
from voicecoach.app.studio.handing import hand_out, hand_out_page, take_back
from voicecoach.app.studio.home import copy_routine, home_page, new_routine
from voicecoach.app.studio.listening import hear, job_news, leave
from voicecoach.app.studio.own_exercise import (
    check_own_exercise,
    draw_own,
    own_page,
    save_own_exercise,
    turn_own_exercise,
)
from voicecoach.app.studio.own_voice import (
    begin_voice,
    hear_words,
    keep_line_taken,
    say_line,
    take_line,
    voice_page,
)
from voicecoach.app.studio.pasting import (
    make_pasted,
    paste_page,
    read_pasted,
    turn_pasted,
    type_pasted,
)
from voicecoach.app.studio.patients_page import (
    add_patient,
    begin_roster,
    patients_page,
    remove_patient,
    show_roster,
    undo_roster,
    write_cell,
)
from voicecoach.app.studio.programmes_page import (
    add_stage,
    change_programme,
    new_programme,
    programme_lengths,
    programmes_page,
    turn_programme,
    write_programme,
)
from voicecoach.app.studio.tailoring import (
    new_profile,
    save_profile,
    tailor_page,
    take_profile,
    turn_profile,
)
from voicecoach.app.studio.writing import (
    add_exercise,
    add_step,
    edit,
    look_at,
    routine_page,
    turn_routine,
    typed_step,
    write_text,
)
from voicecoach.project import Project
from voicecoach.web.studio.desk import PageValues, Query, StudioPage, StudioPaper, StudioSound

Show = Callable[[OpenClinic, str, Query], StudioPage | StudioPaper | None]
Do = Callable[[OpenClinic, str, PageValues], PageValues | None]

VIEWS: Mapping[str, Show] = {
    "home": home_page,
    "exercises": exercise_page,
    "routines": routine_page,
    "tailor": tailor_page,
    "paste": paste_page,
    "own": own_page,
    "out": hand_out_page,
    "voice": voice_page,
    "programmes": programmes_page,
    "patients": patients_page,
    "cards": cards_page,
}
"""The pages, by the first part of their address."""

DEEDS: Mapping[str, Do] = {
    "new": new_routine,
    "copy": copy_routine,
    "edit": edit,
    "text": write_text,
    "add": add_exercise,
    "add-typed": add_step,
    "typed": typed_step,
    "look": look_at,
    "routine-turn": turn_routine,
    "check-own": check_own_exercise,
    "save-own": save_own_exercise,
    "turn-own": turn_own_exercise,
    "draw": draw_own,
    "read-pasted": read_pasted,
    "make-pasted": make_pasted,
    "type-pasted": type_pasted,
    "turn-pasted": turn_pasted,
    "hear": hear,
    "job": job_news,
    "leave": leave,
    "new-profile": new_profile,
    "tailor": take_profile,
    "save-profile": save_profile,
    "turn-profile": turn_profile,
    "publish": hand_out,
    "begin-voice": begin_voice,
    "say-line": say_line,
    "keep-take": keep_line_taken,
    "hear-words": hear_words,
    "take-back": take_back,
    "programme-new": new_programme,
    "programme-edit": change_programme,
    "programme-stage": add_stage,
    "programme-text": write_programme,
    "programme-turn": turn_programme,
    "programme-lengths": programme_lengths,
    "roster": show_roster,
    "roster-begin": begin_roster,
    "roster-cell": write_cell,
    "roster-add": add_patient,
    "roster-remove": remove_patient,
    "roster-undo": undo_roster,
    "batch": make_sessions,
    "address": change_address,
}
"""What a page can ask for, by the name under which it does."""


_REST_S, _LOOK_S, _MOST_WAIT_S = 0.3, 0.03, 1.0


class ProjectDesk:
    """A project's desk; a context manager, so that no worker outlives it.

    Pages and deeds have the scripts for themselves, one after the other; what takes long is done
    beside them.
    """

    def __init__(self, project: Project, framed_by: tuple[str, ...] = ()) -> None:
        """Open a project.

        Args:
            project: the clinic's.
            framed_by: origins of the studio's own pages.
        """
        self._clinic = OpenClinic(project, framed_by)
        self._at_work = threading.Lock()
        self._asked_s = 0.0  # when somebody asked for something, on this process's clock

    def __enter__(self) -> Self:
        threading.Thread(target=self._read_all, daemon=True).start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        self._clinic.close()

    def _read_all(self) -> None:
        """Read all exercises while nobody waits for them: the first search and edit need them.

        Those in the clinic's language come first, for every page needs them.
        """
        with self._at_work:
            self._clinic.library.exercises(self.language)
        read = self._clinic.read_all(self._give_way)
        with self._at_work:
            self._clinic.library.reader.know(read)
            # It stays: to look through all of it for what is over took 50 ms, now and then.
            gc.freeze()

    def _give_way(self) -> None:
        """Wait a while for pages at work: what is read ahead takes hardly any of their time."""
        until_s = time.monotonic() + _MOST_WAIT_S
        while self._is_busy() and time.monotonic() < until_s:
            time.sleep(_LOOK_S)

    def _is_busy(self) -> bool:
        return self._at_work.locked() or time.monotonic() - self._asked_s < _REST_S

    @property
    def language(self) -> str:
        """Of the pages: the clinic's."""
        return self._clinic.language

    @property
    def clinic(self) -> str:
        """The clinic's name; may be empty."""
        return self._clinic.project.settings.clinic.name

    def page(self, view: str, name: str, query: Query) -> StudioPage | StudioPaper | None:
        """Give a page, or None where there is none."""
        show = VIEWS.get(view)
        if show is None:
            return None
        with self._at_work:
            return show(self._clinic, name, query)

    def deed(self, deed: str, name: str, asked: PageValues) -> PageValues | None:
        """Do what a page asks for; None where there is no such thing."""
        do = DEEDS.get(deed)
        if do is None:
            return None
        self._asked_s = time.monotonic()
        with self._at_work:
            return do(self._clinic, name, asked)

    def take(self, query: Query, sound: bytes) -> PageValues | None:
        """Judge a recorded line; None where there is no such."""
        with self._at_work:
            return take_line(self._clinic, query, sound)

    def sound(self, name: str) -> StudioSound | None:
        """A session that was prepared to be heard."""
        return self._clinic.sounds.get(name)
