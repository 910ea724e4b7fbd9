"""From a commit message to an experiment: the one parser of hook, range, logbook and exported pattern."""

from __future__ import annotations

from mlhygiene.messages.experiment import Parsed


def read(message: str, *, liberal: bool = False) -> Parsed:
    """What a whole message says. Time is linear in its length.

    Strict, a subject that is not of the form has problems and no experiment. `liberal`
    also understands what people wrote before they had a form, and says so (`recovered`).
    """
    del message, liberal
    return Parsed(None)
