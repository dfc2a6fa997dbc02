"""Batches over processes: rounds, lost workers, voices that not all have, a cloud in trouble."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterator
from itertools import count, product
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.clouds import Cloud
from tests.running import ROOT
from voicecoach.app import cluster as module
from voicecoach.app.ahead import PlaceRef, Row, RowOutcome, plan_rows, speak_lines
from voicecoach.app.cluster import Cluster, joined
from voicecoach.app.crew import plan_in_rounds
from voicecoach.app.sessions import Sessions
from voicecoach.audio.mp3.loop import SILENCES
from voicecoach.base.errors import OutputError, ScriptError, VoiceError
from voicecoach.model.routine import Guidance
from voicecoach.project import find_project
from voicecoach.session.order import Order
from voicecoach.session.packed import entries_of, unpack
from voicecoach.store.place import Place, open_place
from voicecoach.voices.engine import Line, Voice

PATIENTS = 2000 if os.environ.get("CI") else 120
GUIDANCES: tuple[Guidance, ...] = ("full", "brief")
ORDERS = [
    Order(routine=routine, voice="silent", guidance=guidance, silence=silence)
    for routine, guidance, silence in product(("heat-rest", "breathing"), GUIDANCES, SILENCES)
]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Three processes; what they are told of the cloud is told with each run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        with joined("local:3") as cluster:
            yield cluster


class Planned(NamedTuple):
    """Sessions as a local plan has them.

    Attributes:
        rows: one for each session, by its number.
        etags: of the sessions.
    """

    rows: list[Row]
    etags: list[str]

    def of(self, patients: int) -> tuple[list[Row], dict[int, str]]:
        """Rows of patients, each with one of the sessions; and the ETags that they must get."""
        each = len(self.rows)
        rows = [self.rows[n % each]._replace(number=n) for n in range(patients)]
        return rows, {n: self.etags[n % each] for n in range(patients)}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    folder = tmp_path_factory.mktemp("local")
    (folder / "scripts" / "routines").mkdir(parents=True)
    with Sessions(find_project(folder)) as sessions:
        orders = [sessions.resolve(order) for order in ORDERS]
        rows = [Row.of(n, order, sessions.cast(order)) for n, order in enumerate(orders)]
        return Planned(rows, [sessions.plan(order).plan.etag for order in orders])


def kill_one(cluster: Cluster) -> int:
    """Kill a worker as a machine that is switched off would be."""
    pid = min(cluster.client.run(os.getpid).values())
    os.kill(pid, signal.SIGKILL)
    return int(pid)


def assert_whole(place: Place, told: list[RowOutcome], etags: dict[int, str]) -> None:
    """Every session is there, is that of a local plan, and every sound of it is in the place."""
    assert {each.number: (each.failed, each.etag) for each in told} == {
        number: (None, etag) for number, etag in etags.items()
    }
    assert len(told) == len(etags)
    for etag in set(etags.values()):
        packed = place.plans.get(etag).payload
        assert packed is not None
        assert all(place.fragments.get(key).digest == digest for key, digest in entries_of(packed))
        plan = unpack(packed, place.fragments)
        assert plan.etag == etag
        assert sum(map(len, plan.pieces())) == plan.size


def test_rows_go_to_other_processes_as_values(planned: Planned) -> None:
    rows, _ = planned.of(8)
    again = pickle.loads(pickle.dumps(rows))
    assert [row.number for row in again] == [*range(8)]
    assert len(pickle.dumps(rows * 25)) < 2_000_000


def test_errors_go_to_other_processes_as_they_are() -> None:
    for error in (
        OutputError("place/away", address="s3://x", reason="no"),
        VoiceError("no-voice/for-the-rest", voice="x"),
        ScriptError("unusable-name", name="x", hint=""),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), again.phrase, str(again)) == (type(error), error.phrase, str(error))


def test_planning_speaks_nothing_and_says_what_lacks(planned: Planned, tmp_path: Path) -> None:
    shelf = PlaceRef(str(tmp_path / "site"))
    rows, etags = planned.of(8)
    told = plan_rows(shelf, rows)
    assert all(each.lacking and not each.etag for each in told)
    lacking = {sound for each in told for sound in each.lacking}
    assert speak_lines({}, shelf, 64, [*lacking]).made == len(lacking)
    assert speak_lines({}, shelf, 64, [*lacking]).made == 0, "each once"
    again = plan_rows(shelf, rows)
    assert_whole(open_place(shelf.address), again, etags)
    assert [each.new for each in again] == [True] * 8
    assert not any(each.new for each in plan_rows(shelf, rows)), "what is there is not written"


def test_a_killed_worker_costs_nothing_but_time(
    three: Cluster, planned: Planned, tmp_path: Path
) -> None:
    shelf = PlaceRef(str(tmp_path / "site"))
    rows, etags = planned.of(80)
    told, killed = [], 0
    for each in plan_in_rounds(three._replace(rows_each=5), {}, shelf, rows):
        told.append(each)
        if len(told) == 10:
            killed = kill_one(three)
    assert killed
    assert_whole(open_place(shelf.address), told, etags)


def test_lines_go_to_those_who_have_the_voice(
    three: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = Line("Breathe in.", Voice("silent", "silent", _version()), "en", 140)
    other = Line("Breathe in.", Voice("silent", "silent", "of another machine"), "en", 140)
    shelf = PlaceRef(str(tmp_path / "site"))
    failed = three.speak({}, shelf, {ours: 64, other: 64, "start": 64})
    assert [*failed] == [other]
    assert str(failed[other]) == "no worker has the voice silent:silent"


def test_who_is_not_alone_able_is_asked_by_address(
    three: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line("Breathe out.", Voice("silent", "silent", _version()), "en", 140)
    asked: list[object] = []
    submit = three.client.submit

    def able(_self: Cluster, _settings: object, voices: set[Voice]) -> dict[Voice, list[str]]:
        workers = [*three.client.scheduler_info(n_workers=-1)["workers"]]
        return dict.fromkeys(voices, workers[-1:])

    def watched(*given: Any, **options: Any) -> object:
        asked.append(options["workers"])
        return submit(*given, **options)

    monkeypatch.setattr(Cluster, "_able", able)
    monkeypatch.setattr(three.client, "submit", watched)
    assert three.speak({}, PlaceRef(str(tmp_path / "site")), {line: 64}) == {}
    assert len(asked) == 1
    assert isinstance(asked[0], list)


@pytest.mark.tools
def test_thousands_over_a_cloud_in_trouble_with_a_worker_killed(
    three: Cluster, planned: Planned, cloud: Cloud
) -> None:
    """The proof: three processes, one killed, a cloud that answers 503 for a while."""
    shelf = PlaceRef(cloud.address())
    three.client.run(_environ, cloud.environment)  # one that is started again inherits it
    rows, etags = planned.of(PATIENTS)
    asked, refused = count(), range(40, 70)
    cloud.answer = lambda _m, _p: "refuse" if next(asked) in refused else "pass"
    told, killed = [], 0
    for each in plan_in_rounds(three._replace(rows_each=max(20, PATIENTS // 20)), {}, shelf, rows):
        told.append(each)
        if len(told) == PATIENTS // 5:
            killed = kill_one(three)
    assert killed
    assert next(asked) > refused.stop, "the trouble came and went"
    assert_whole(open_place(shelf.address), told, etags)


@pytest.mark.tools
def test_a_cloud_that_stays_away_ends_it_with_a_remedy(
    planned: Planned, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voicecoach.store.object_store._TRIES", 1)
    rows, _ = planned.of(1)
    cloud.answer = lambda _m, _p: "refuse"
    with pytest.raises(OutputError, match="cannot be reached"):
        plan_rows(PlaceRef(cloud.address()), rows)


@pytest.mark.parametrize("address", ["local:0", "local:x", "nowhere", ""])
def test_what_is_no_scheduler_is_refused(address: str) -> None:
    with pytest.raises(OutputError, match="is no scheduler"), joined(address):
        pytest.fail("joined")


def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CONNECT_S", 1)
    with pytest.raises(OutputError, match="no scheduler answers"), joined("tcp://127.0.0.1:9"):
        pytest.fail("joined")


def test_workers_of_another_version_are_refused(
    three: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "version_here", _older)
    with pytest.raises(OutputError, match="workers have voicecoach"):
        module._check_versions(three.client)


def _older() -> str:
    return f"0.0.{os.getpid()}"


def _version() -> str:
    from voicecoach.voices.engines.silent import Silent

    return Silent().version("silent")


def _environ(values: dict[str, str]) -> None:
    os.environ.update(values)
