"""DVCLive: params of a run (dvc.org/doc, "Live.log_params()"), in the `params.yaml` of its folder.

`dvc.yaml` names that file as before; no param of a pipeline is touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlhygiene.provenance.adapters import filling

if TYPE_CHECKING:
    from mlhygiene.provenance.stamp import Stamp


def put(live: Any, stamp: Stamp) -> None:  # noqa: ANN401 - dvclive's own
    """What the params lack. DVCLive tells of its params by no public name."""
    added = filling.missing(stamp, getattr(live, "_params", {}))
    if added:
        live.log_params(added)
