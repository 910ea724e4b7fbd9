"""What every part of a notebook has: text, results in several media, metadata."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast

from mlhygiene.secrets.notebook.pieces import Leaves, Prose, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.json_places import Path
    from mlhygiene.secrets.notebook.pieces import Json, Piece

PASSED_MEDIA = (
    "image/",
    "audio/",
    "video/",
    "application/pdf",
    "application/vnd.bokeh",
    "application/vnd.holoviews",
    "application/vnd.jupyter.widget",
    "application/vnd.plotly",
    "application/vnd.vega",
)
MEDIA = re.compile(r"[a-z]+/[a-z0-9.+-]{1,60}")
PARAMETERS = ("papermill", "parameters")
PASSED_METADATA = frozenset({PARAMETERS, ("widgets",), ("vscode", "interpreter", "hash"), ("interpreter", "hash")})


class Kind(NamedTuple):
    """What is said of a text: which formats count in it, and the tags of its cell."""

    firm: bool = False
    remarks: tuple[str, ...] = ()

    def metadata(self) -> Kind:
        """The kind of what people did not write."""
        return Kind(True, self.remarks)


def content_of(kind: Kind, spot: Spot, path: Path, value: Json, glue: str = "") -> Iterator[tuple[Kind, Piece]]:
    """A text where the value is one, else the strings in it."""
    if isinstance(value, str):
        yield kind, Prose(spot, path, value)
    elif isinstance(value, list) and set(map(type, value)) == {str}:
        yield kind, Prose(spot, path, cast("list[str]", value), glue)
    elif isinstance(value, list | dict) and value:
        yield kind, Leaves(spot, path, value)


def media_of(kind: Kind, spot: Spot, path: Path, bundle: dict[str, Json]) -> Iterator[tuple[Kind, Piece]]:
    """One result in several media."""
    for media, value in bundle.items():
        if not media.startswith(PASSED_MEDIA):
            shown = media if MEDIA.fullmatch(media) else "other"
            part = spot.part if media == "text/plain" else f"{spot.part} ({shown})"
            yield from content_of(kind, spot._replace(part=part), (*path, media), value)


def metadata_of(kind: Kind, spot: Spot, path: Path, value: Json) -> Iterator[tuple[Kind, Piece]]:
    """What tools wrote: only a firm secret counts there, save for the parameters of a run."""
    if not value or not isinstance(value, str | list | dict):
        return
    yield kind.metadata(), Leaves(spot, path, value, passed_over=PASSED_METADATA)
    run = value.get(PARAMETERS[0]) if isinstance(value, dict) else None
    parameters = run.get(PARAMETERS[1]) if isinstance(run, dict) else None
    if parameters:
        spot = spot._replace(part=f"{spot.part} {'.'.join(PARAMETERS)}")
        yield kind, Leaves(spot, (*path, *PARAMETERS), parameters, assigned=True)
