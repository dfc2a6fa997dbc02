"""How long one waits after a line, and whether anything is said meanwhile: `2m`, `2m quiet`."""

from __future__ import annotations

from typing import Annotated

from voicecoach.base.units import parse_duration
from voicecoach.base.values import dataclass
from voicecoach.formats.fields import CheckedField

_QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Wait:
    """Time after a line.

    Attributes:
        ms: how long.
        quiet: nothing at all is said in it.
    """

    ms: int = 0
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class _WaitText(CheckedField):
    """A length of time, with `quiet` behind it where nothing is to be said."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, object]:
        length = r"^(\d+m(in)?)?\s*(\d+(\.\d+)?s(ec)?)?"
        return {"type": "string", "pattern": rf"{length}(\s+{_QUIET})?$"}

    def check(self, value: object) -> Wait:
        """Read the wait.

        Raises:
            Fault: it is no length of time.
        """
        text = value.strip() if isinstance(value, str) else ""
        quiet = text.endswith(f" {_QUIET}")
        return Wait(parse_duration(text.removesuffix(_QUIET).strip() if quiet else value), quiet)


WaitTime = Annotated[Wait, _WaitText()]
