"""W&B: the config of a run (docs.wandb.ai, "Configure experiments").

What wandb says of git itself (`wandb-metadata.json`) and `_wandb` stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlhygiene.provenance.adapters import filling
from mlhygiene.provenance.records import RESUMED

if TYPE_CHECKING:
    from mlhygiene.provenance.stamp import Stamp


def put(run: Any, stamp: Stamp) -> None:  # noqa: ANN401 - wandb's own
    """What the config lacks. A value changes in one place: our own list of commits on which the run went on."""
    added = filling.missing(stamp, dict(run.config))
    if added:
        run.config.update(added, allow_val_change=set(added) == {RESUMED} or None)
