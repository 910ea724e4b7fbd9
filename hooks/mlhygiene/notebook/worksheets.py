"""Notebooks of nbformat 2 and 3, whose cells lie in worksheets: nbstripout has the last word on them.

They are rare and old, and it has read them for ten years; ours takes out what it is known to
leave behind, and nothing of its writing is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from mlhygiene.notebook.change import Changes, Json, applied, difference

if TYPE_CHECKING:
    from mlhygiene.notebook.policy import Policy


class Engine(Protocol):
    """`nbstripout.strip_output`: it strips in place."""

    def __call__(self, nb: Json, /, **options: object) -> Json: ...


def changes(tree: dict[str, Json], ours: Changes, policy: Policy) -> Changes:
    """What goes by us or by nbstripout."""
    # No types come with it.
    strip = cast("Engine", import_module("nbstripout").strip_output)
    notebook: Json = import_module("nbformat").from_dict(applied(tree, ours))
    try:
        strip(
            notebook,
            keep_output=policy.keep_output,
            keep_count=policy.keep_count,
            keep_id=True,
            extra_keys=policy.keys,
            strip_init_cells=policy.strip_init_cells,
            drop_output_types=set(policy.drop_output_type),
            keep_output_types=set(policy.keep_output_type),
            max_size=policy.max_size,
        )
    except (AttributeError, TypeError, ValueError):
        return ours  # a shape that it does not know
    return difference(tree, notebook)
