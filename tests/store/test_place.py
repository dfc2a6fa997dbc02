from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.base.errors import OutputError
from voicecoach.store.place import Place, is_cloud, open_place
from voicecoach.store.protocol import key_of

KEY = key_of(text="breathe in")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return open_place(str(tmp_path / "site"))


def test_entries_lie_where_their_kind_does(place: Place, tmp_path: Path) -> None:
    assert place.fragments.put(KEY, b"clip")
    assert place.plans.put(KEY, b"plan")
    assert place.fragments.get(KEY).payload == b"clip"
    assert place.plans.get(KEY).payload == b"plan"
    there = {file.relative_to(tmp_path / "site").as_posix() for file in tmp_path.rglob(KEY)}
    assert there == {f"fragments/{KEY[:2]}/{KEY}", f"plans/{KEY[:2]}/{KEY}"}


def test_files_are_written_once_replaced_listed_and_removed(place: Place) -> None:
    assert place.files.read("p/abc/index.html") is None
    assert [*place.files.list("p")] == []
    assert place.files.write("p/abc/index.html", b"one")
    assert not place.files.write("p/abc/index.html", b"one"), "it is as it was"
    assert place.files.write("p/abc/index.html", b"two")
    assert place.files.write("p/xyz/s/knee/feed.xml", b"feed")
    assert place.files.read("p/abc/index.html") == b"two"
    assert sorted(place.files.list("p")) == ["p/abc/index.html", "p/xyz/s/knee/feed.xml"]
    assert [*place.files.list("p/xyz")] == ["p/xyz/s/knee/feed.xml"]
    place.files.remove("p/xyz/s/knee/feed.xml")
    place.files.remove("p/xyz/s/knee/feed.xml")
    assert [*place.files.list()] == ["p/abc/index.html"]


@pytest.mark.parametrize("path", ["", "/etc/passwd", "p/../x", "p//x", "p/.x", "p\\x", "p/x\0"])
def test_a_path_that_leads_out_is_refused(place: Place, path: str) -> None:
    with pytest.raises(OutputError, match="no path"):
        place.files.read(path)
    with pytest.raises(OutputError, match="no path"):
        place.files.write(path, b"")
    with pytest.raises(OutputError, match="no path"):
        place.files.remove(path)


def test_an_address_says_whether_it_is_a_folder() -> None:
    assert is_cloud("s3://bucket/prefix")
    assert not is_cloud("C:/sites/clinic")
    assert not is_cloud("site")
