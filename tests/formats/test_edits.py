"""Changes to a YAML text: all else stays byte for byte, and what cannot be done is said."""

from __future__ import annotations

import pytest

from voicecoach.formats.edits import (
    InsertItem,
    MoveItem,
    RemoveItem,
    RemoveKey,
    ReplacePair,
    SetValue,
    Splice,
    TextEdit,
    edit_text,
)

TEXT = """\
# What it is for
title: 'It''s easy'   # shown

needs: [mat, chair]
steps:
  # first
  - bridge: 10 reps  # slowly
    optional: true
  - cat-cow
  -   childs-pose:
        dose: hold 1m # long
        say: >
          Breathe
          out.

  # a circuit
  - repeat: 2
    steps:
    - bird-dog: {dose: "2 sets, 5 pairs", title: Dog}
    - rest: 30s
  - section: "End"
    steps:
"""


def edited(edit: TextEdit, text: str = TEXT) -> str:
    value, problems = edit_text("a.yaml", text, edit)
    assert value is not None, problems
    assert value.splice.apply(text) == value.text
    assert value.splice.inverse.apply(value.text) == text
    return value.text


def refused(edit: TextEdit, text: str = TEXT) -> str:
    value, problems = edit_text("a.yaml", text, edit)
    assert value is None
    (problem,) = problems
    assert problem.code == "not-editable"
    return problem.phrase.kind.partition("/")[2]


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (SetValue(("title",), "Anna's"), "'It''s easy'   # shown", "'Anna''s'   # shown"),
        (SetValue(("steps", 0, "bridge"), "12 reps"), "bridge: 10 reps  #", "bridge: 12 reps  #"),
        (
            SetValue(("steps", 0, "bridge"), "One: two"),
            "bridge: 10 reps  #",
            'bridge: "One: two"  #',
        ),
        (
            SetValue(("steps", 0, "bridge"), "Lift", is_text=True),
            "bridge: 10 reps  #",
            'bridge: "Lift"  #',
        ),
        (SetValue(("steps", 0, "bridge"), None), "bridge: 10 reps  #", "bridge:  #"),
        (SetValue(("steps", 1, "cat-cow"), "5 reps"), "- cat-cow\n", "- cat-cow: 5 reps\n"),
        (SetValue(("steps", 1, "rank"), 3), "- cat-cow\n", "- cat-cow:\n    rank: 3\n"),
        (SetValue(("steps", 0, "rank"), 3), "optional: true\n", "optional: true\n    rank: 3\n"),
        (
            SetValue(("steps", 2, "childs-pose", "dose"), "hold 2m"),
            "dose: hold 1m # long",
            "dose: hold 2m # long",
        ),
        (
            SetValue(("steps", 2, "childs-pose", "say"), "Rest."),
            "say: >\n          Breathe\n          out.\n",
            "say: Rest.\n",
        ),
        (
            SetValue(("steps", 3, "steps", 0, "bird-dog", "say"), "One, two."),
            "title: Dog}",
            'title: Dog, say: "One, two."}',
        ),
        (SetValue(("steps", 3, "work"), "30s"), "repeat: 2\n", "repeat: 2\n    work: 30s\n"),
        (SetValue(("source",), "B"), "chair]\n", "chair]\nsource: B\n"),
        (SetValue(("needs",), ["mat"]), "[mat, chair]", "[mat]"),
        (RemoveKey(("title",)), "title: 'It''s easy'   # shown\n", ""),
        (RemoveKey(("steps", 0, "optional")), "    optional: true\n", ""),
        (
            RemoveKey(("steps", 3, "steps", 0, "bird-dog", "title")),
            ", title: Dog}",
            "}",
        ),
        (
            RemoveKey(("steps", 3, "steps", 0, "bird-dog", "dose")),
            'dose: "2 sets, 5 pairs", title',
            "title",
        ),
        (ReplacePair(("steps", 1, "cat-cow"), "rest: 5s"), "- cat-cow\n", "- rest: 5s\n"),
        (
            ReplacePair(("steps", 0, "bridge"), "plank"),
            "- bridge: 10 reps  #",
            "- plank:  #",
        ),
        (
            ReplacePair(("steps", 3, "repeat"), "section: Again"),
            "- repeat: 2\n",
            "- section: Again\n",
        ),
        (InsertItem(("steps", 0), "plank: 5s"), "steps:\n  #", "steps:\n  - plank: 5s\n  #"),
        (InsertItem(("steps", 2), "plank"), "cat-cow\n", "cat-cow\n  - plank\n"),
        (
            InsertItem(("steps", 4, "steps", 0), "rest: 5s\noptional: true"),
            '"End"\n    steps:\n',
            '"End"\n    steps:\n      - rest: 5s\n        optional: true\n',
        ),
        (RemoveItem(("steps", 1)), "  - cat-cow\n", ""),
        (RemoveItem(("steps", 0)), "  - bridge: 10 reps  # slowly\n    optional: true\n", ""),
        (RemoveItem(("steps", 3, "steps", 1)), "    - rest: 30s\n", ""),
        (
            MoveItem(("steps", 1), ("steps", 0)),
            "  # first\n  - bridge: 10 reps  # slowly\n    optional: true\n  - cat-cow\n",
            "  - cat-cow\n  # first\n  - bridge: 10 reps  # slowly\n    optional: true\n",
        ),
        (
            MoveItem(("steps", 0), ("steps", 2)),
            "  # first\n  - bridge: 10 reps  # slowly\n    optional: true\n  - cat-cow\n",
            "  - cat-cow\n  # first\n  - bridge: 10 reps  # slowly\n    optional: true\n",
        ),
        (
            MoveItem(("steps", 3, "steps", 1), ("steps", 4, "steps", 0)),
            '    - rest: 30s\n  - section: "End"\n    steps:\n',
            '  - section: "End"\n    steps:\n      - rest: 30s\n',
        ),
    ],
)
def test_only_what_is_meant_changes(edit: TextEdit, old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    for text, before, after in (
        (TEXT, old, new),
        *((each.replace("\n", "\r\n") for each in (TEXT, old, new)),),
        ("\ufeff" + TEXT, old, new),
    ):
        assert edited(edit, text) == text.replace(before, after)


def test_a_step_moves_into_a_circuit_with_its_comment_and_all_its_lines() -> None:
    text = edited(MoveItem(("steps", 2), ("steps", 3, "steps", 1)))
    assert (
        '    - bird-dog: {dose: "2 sets, 5 pairs", title: Dog}\n'
        "    -   childs-pose:\n"
        "          dose: hold 1m # long\n"
        "          say: >\n"
        "            Breathe\n"
        "            out.\n"
        "    - rest: 30s\n"
    ) in text
    assert "optional: true\n  - cat-cow\n\n  # a circuit\n  - repeat: 2\n" in text
    value, _ = edit_text("", TEXT, MoveItem(("steps", 2), ("steps", 4, "steps", 0)))
    assert value is not None
    assert value.path == ("steps", 3, "steps", 0)


def test_the_only_step_of_a_list_goes_and_comes_back() -> None:
    text = edited(RemoveItem(("steps", 3, "steps", 1)))
    text = edited(RemoveItem(("steps", 3, "steps", 0)), text)
    assert "  - repeat: 2\n    steps:\n  - section" in text
    text = edited(InsertItem(("steps", 3, "steps", 0), "rest: 5s"), text)
    assert "  - repeat: 2\n    steps:\n      - rest: 5s\n  - section" in text


def test_brackets_with_nothing_in_them_become_a_list() -> None:
    text = edited(InsertItem(("steps", 0), "bridge"), "steps: [] # none\n")
    assert text == "steps: # none\n  - bridge\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_text_without_a_last_line_end_stays_so(ending: str) -> None:
    text = f"steps:{ending}  - bridge{ending}  - cat-cow"
    longer = edited(InsertItem(("steps", 2), "plank: 5s"), text)
    assert longer == f"{text}{ending}  - plank: 5s"
    assert edited(RemoveItem(("steps", 2)), longer) == text
    assert edited(MoveItem(("steps", 1), ("steps", 0)), text) == (
        f"steps:{ending}  - cat-cow{ending}  - bridge"
    )


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (SetValue(("steps", 9, "bridge"), "5s"), "gone"),
        (RemoveKey(("steps", 0, "nothing")), "gone"),
        (RemoveItem(("needs", 0)), "flow"),
        (InsertItem(("needs", 1), "band"), "flow"),
        (InsertItem(("steps", 9), "bridge"), "gone"),
        (InsertItem(("title", 0), "bridge"), "gone"),
        (RemoveItem(("title",)), "gone"),
        (MoveItem(("steps", 3), ("steps", 3, "steps", 0)), "inside"),
        (MoveItem(("steps", 0), ("steps", 7)), "gone"),
        (RemoveKey(("steps", 1, "cat-cow")), "gone"),
        (ReplacePair(("steps", 0, "bridge"), "{bridge: 1, optional: true}"), "one-step"),
        (ReplacePair(("steps", 0, "bridge"), "bridge: |\n a"), "one-step"),
        (ReplacePair(("steps", 2, "childs-pose"), "bridge"), "comment"),
        (Splice(0, "nothing like it", ""), "other-text"),
    ],
)
def test_what_must_be_changed_by_hand_is_said(edit: TextEdit, why: str) -> None:
    assert refused(edit) == why


@pytest.mark.parametrize(
    ("text", "edit", "why"),
    [
        (
            "steps:\n  - &a {bridge: 5s}\n  - *a\n",
            SetValue(("steps", 0, "bridge"), "6s"),
            "elsewhere",
        ),
        ("a: &a 5s\nb: *a\n", SetValue(("a",), "6s"), "elsewhere"),
        ("a: &a 5s\nb: *a\n", RemoveKey(("a",)), "elsewhere"),
        ("steps:\n  - - bridge\n    - plank\n", RemoveItem(("steps", 0, 0)), "together"),
        (
            "steps:\n- optional: true # so\n  bridge: 5s\n",
            RemoveKey(("steps", 0, "optional")),
            "comment",
        ),
        ("a: {b: 1,\n  # why\n  c: 2}\n", SetValue(("a",), "x"), "comment"),
    ],
)
def test_what_would_be_read_otherwise_elsewhere_is_not_changed(
    text: str, edit: TextEdit, why: str
) -> None:
    assert refused(edit, text) == why


def test_a_byte_order_mark_stays_where_the_first_line_goes() -> None:
    assert edited(RemoveKey(("a",)), "\ufeffa: 1\nb: 2\n") == "\ufeffb: 2\n"
    assert edited(SetValue(("a",), 3), "\ufeffa: 1\n") == "\ufeffa: 3\n"


def test_an_alias_is_a_value_like_others() -> None:
    assert edited(SetValue(("b",), "6s"), "a: &a 5s\nb: *a # too\n") == "a: &a 5s\nb: 6s # too\n"


def test_a_text_that_cannot_be_read_says_why() -> None:
    _, problems = edit_text("a.yaml", "a: 'b\n", SetValue(("a",), "x"))
    assert [problem.phrase.kind for problem in problems] == ["yaml/quote"]
    _, problems = edit_text("a.yaml", TEXT, InsertItem(("steps", 0), "bridge: 'x"))
    assert [problem.phrase.kind for problem in problems] == ["yaml/quote"]
