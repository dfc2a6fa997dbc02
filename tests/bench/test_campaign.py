"""The campaign: its tries run the program, are killed where they should be, and are measured."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="tries are forks")


def run(code: str, folder: Path) -> list[str]:
    """Run lines in a process without threads, which may fork; returns what they print."""
    import subprocess
    import sys

    from tests.running import unmeasured

    head = (
        "import sys\nfrom pathlib import Path\nfrom bench.campaign import forked\n"
        "folder, home = Path(sys.argv[1], 'project'), Path(sys.argv[1], 'home')\n"
    )
    (folder / "project" / "scripts" / "routines").mkdir(parents=True)
    done = subprocess.run(
        [sys.executable, "-c", head + code, str(folder)],
        env=unmeasured(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]


def test_a_run_in_a_fork_is_a_process_of_its_own(tmp_path: Path) -> None:
    code, said, cpu, memory = run(
        "ran = forked.in_fork(['new', 'profile', 'knee'], folder, home)\n"
        "print(ran.code, ran.said.split()[0], ran.cpu_s > 0, 5 < ran.memory_mb < 500, sep='\\n')",
        tmp_path,
    )
    assert code == "0"
    assert said.endswith("knee.yaml")
    assert (cpu, memory) == ("True", "True")


@pytest.mark.slow
def test_a_run_is_killed_before_the_change_that_was_asked_for(tmp_path: Path) -> None:
    counts = run(
        "make = ['new', 'profile', 'knee']\n"
        "for number in range(3):\n"
        "    ran = forked.in_fork(make, folder, home, forked.killed_before(number))\n"
        "    print(ran.code)\n"
        "forked.in_fork(make, folder, home, forked.counted(Path(sys.argv[1], 'count')))\n"
        "print(len(Path(sys.argv[1], 'count').read_text()) > 3)\n"
        "print(forked.in_fork(make, folder, home, forked.killed_after(0)).code)",
        tmp_path,
    )
    assert counts == [str(-signal.SIGKILL)] * 3 + ["True", str(-signal.SIGALRM)]


@pytest.mark.slow
def test_kills_leave_files_whole_and_nothing_else(tmp_path: Path) -> None:
    made, *_, last = run(
        "commands = (['new', 'profile', 'knee'], ['init', 'sub'])\n"
        "first = Path(sys.argv[1], 'first')\n"
        "first.mkdir()\n"
        "forked.import_what_runs_import(first, home, commands)\n"
        "for command in commands:\n"
        "    number, code = 0, -9\n"
        "    while code == -9:\n"
        "        before = forked.killed_before(number)\n"
        "        code = forked.in_fork(command, folder, home, before).code\n"
        "        number += 1\n"
        "        again = forked.in_fork(command, folder, home)\n"
        "        assert again.code in (0, 5), again.said\n"
        "        assert not [*Path(sys.argv[1]).rglob('*.part')], number\n"
        "        for file in [*folder.rglob('*knee*'), *folder.rglob('sub/*.toml')]:\n"
        "            file.unlink()\n"
        "    print(number)\n",
        tmp_path,
    )
    assert int(made) > 5
    assert int(last) > 15


@pytest.mark.slow
def test_heavy_scripts_are_checked_or_refused_like_others(tmp_path: Path) -> None:
    said = run(
        "import random\n"
        "from bench.campaign.heavy import _SCRIPTS\n"
        "for number, make in enumerate(_SCRIPTS):\n"
        "    text = make(random.Random(number))\n"
        "    (folder / 'scripts' / 'routines' / 'heavy.yaml').write_text(text)\n"
        "    ran = forked.in_fork(['check', 'heavy'], folder, home)\n"
        "    print(ran.lost() or ran.memory_mb < 150)",
        tmp_path,
    )
    assert set(said) == {"True"}, said


def test_the_same_try_is_the_same_again() -> None:
    from bench.campaign.heavy import heavy
    from bench.campaign.mutate import mutated

    for make in (heavy, lambda chance: mutated(chance, "routine: a\ntitle: T\n")):
        assert make(random.Random("a/1/2")) == make(random.Random("a/1/2"))
