"""What is said in every shipped session, as a native would write it."""

from __future__ import annotations

import pytest

from tests.coach.sessions import ROUTINES, SHIPPED, recorded
from voicecoach.speech import estimating_cast, guesses


@pytest.mark.parametrize("name", ROUTINES)
def test_every_line_in_hindi_ends_as_hindi_sentences_do(name: str) -> None:
    file = SHIPPED.find("routines", name)
    assert file is not None
    script, problems = SHIPPED.script(file, "hi")
    assert script is not None, problems
    length_of = guesses(estimating_cast("hi", 140).source_of(script.ear))
    assert [cue.text for cue in recorded(script, length_of).cues if cue.text.endswith(".")] == []
