"""One test for a fact of many cases that each take no time: a test of its own would take longer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import update_wrapper

Fact = Callable[..., None]


def of_each(cases: Iterable[object]) -> Callable[[Fact], Callable[[], None]]:
    """Have a fact tried for each case, also behind those for which it does not hold.

    Args:
        cases: what it is called with; a tuple is all of its arguments.

    Returns:
        What makes a test of it, that fails with every case for which it does not hold.
    """
    tried = [*cases]

    def of_fact(fact: Fact) -> Callable[[], None]:
        def test() -> None:
            assert tried, "of nothing it is no fact"
            failed: list[Exception] = []
            for case in tried:
                try:
                    fact(*case) if isinstance(case, tuple) else fact(case)
                except Exception as error:
                    error.add_note(f"for {case!r}")
                    failed.append(error)
            if failed:
                raise ExceptionGroup(f"it does not hold for {len(failed)} of {len(tried)}", failed)

        update_wrapper(test, fact)
        del test.__wrapped__  # type: ignore[attr-defined]  # pytest would ask for its arguments
        return test

    return of_fact
