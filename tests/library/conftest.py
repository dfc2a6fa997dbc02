"""What is tested here is reading: each library reads for itself."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _each_library_reads(knows_nothing: None) -> None:
    pass
