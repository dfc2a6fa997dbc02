"""Publishing needs finished sessions and labels: it loads no coach and no library."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from tests.coach.sessions import language_of
from tests.conftest import Session, unmeasured
from tests.publish.conftest import BASE_URL

_PUBLISHES = """
import pickle, pkgutil, importlib, sys
from pathlib import Path
import voicecoach.publish
from voicecoach.model.clinic import Clinic
from voicecoach.publish.catalogue import read_finished
from voicecoach.publish.labels import Labels
from voicecoach.publish.site import SiteConfig, publish_site
from voicecoach.publish.sinks.zipped import write_zip

for module in pkgutil.walk_packages(voicecoach.publish.__path__, "voicecoach.publish."):
    importlib.import_module(module.name)
record, words, root, address = sys.argv[1:]
labels = Labels(lambda _: (pickle.loads(Path(words).read_bytes()), []))
look = SiteConfig(Clinic("Harbour"), None, address, "en", labels)
session = read_finished(Path(record))
publish_site(Path(root), [session], look)
publish_site(Path(root), [], look, withdraw=[session.record.id])
write_zip(Path(root + ".zip"), [session], look)
print("\\n".join(sys.modules))
"""


@pytest.mark.slow
def test_publishing_loads_no_coach_and_no_library(desk_break: Session, tmp_path: Path) -> None:
    words, root = tmp_path / "words", tmp_path / "site"
    words.write_bytes(pickle.dumps(language_of("en")))
    record = desk_break.mp3.with_suffix(".json")
    found = subprocess.run(
        [sys.executable, "-c", _PUBLISHES, record, words, root, BASE_URL],
        env=unmeasured(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert (root / "index.html").is_file()
    loaded = set(found.stdout.split())
    kept_out = ("voicecoach.coach", "voicecoach.library.library", "voicecoach.project")
    assert "voicecoach.publish.builders.handout" in loaded
    assert not [name for name in loaded if name.startswith(kept_out)]
