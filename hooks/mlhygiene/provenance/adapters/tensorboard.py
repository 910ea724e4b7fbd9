"""TensorBoard: a text of a table in Markdown (tensorboard.dev, "Text dashboard")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from mlhygiene.provenance.adapters import filling

if TYPE_CHECKING:
    from mlhygiene.provenance.stamp import Stamp

NAME = "provenance"
# A log of events only grows: who has taken a stamp is known here.
_TAKEN = WeakKeyDictionary[Any, "Stamp"]()


def put(writer: Any, stamp: Stamp) -> None:  # noqa: ANN401 - whoever writes events
    """The stamp as a text at step 0, once; of a run that goes on, TensorBoard keeps each start's own."""
    if _TAKEN.get(writer) != stamp:
        writer.add_text(NAME, table(stamp), 0)
        _TAKEN[writer] = stamp


def table(stamp: Stamp) -> str:
    """Names and values, each in a row."""
    rows = [(key, filling.text(filling.short(value))) for key, value in stamp.flat().items()]
    lines = [f"| {key} | {value.replace('|', '&#124;').replace('<', '&lt;')} |" for key, value in rows]
    return "\n".join(["| | |", "|---|---|", *lines])
