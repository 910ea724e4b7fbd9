"""Claims as metrics: `1.8x faster` is `speedup=1.8x`, `40% less memory` is `mem=-40%`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.messages.experiment import Metric
from mlhygiene.messages.writing import write

if TYPE_CHECKING:
    from mlhygiene.messages.experiment import Claim, Experiment

LESS = frozenset(
    ["less", "fewer", "lower", "smaller", "shorter", "reduction", "reduced", "decrease", "decreased", "drop", "cheaper"]
)
MORE = frozenset(["more", "higher", "larger", "bigger", "longer", "increase", "increased", "gain"])
ONE_WAY = {
    **dict.fromkeys(("faster", "quicker", "speedup", "speed-up"), "speedup"),
    **dict.fromkeys(("slower", "slowdown"), "slowdown"),
    **dict.fromkeys(("better", "improvement", "improved"), "improvement"),
    **dict.fromkeys(("worse", "regression"), "regression"),
}
SHORT: dict[str, str] = {"memory": "mem", "accuracy": "acc", "parameters": "params", "perplexity": "ppl"}
LEADING = re.compile(r"[~≈+]*")


def measured(experiment: Experiment) -> str | None:
    """The subject with metrics in place of claims; None where two of them would have one name."""
    metrics = tuple(map(_metric, experiment.claims))
    if len({metric.name for metric in metrics}) < len(metrics):
        return None
    return write(experiment._replace(metrics=metrics, claims=(), trailers=()))


def _metric(claim: Claim) -> Metric:
    raw = LEADING.sub("", claim.raw.split()[0], count=1).removesuffix(claim.unit or "")
    about = claim.raw.startswith(("~", "≈"))
    name = ONE_WAY.get(claim.relation)
    noun = _name(claim.noun)
    if name is not None:
        return Metric(
            f"{noun}_{name}" if noun and name != "speedup" else name, claim.value, raw, claim.unit, None, None, about
        )
    if claim.unit in {"x", "×"}:
        # A factor has no sign: less memory by 2x is no mem=-2x.
        kind = "reduction" if claim.relation in LESS else "increase"
        return Metric(f"{noun}_{kind}" if noun else kind, claim.value, raw, claim.unit, None, None, about)
    sign = "-" if claim.relation in LESS and not raw.startswith("-") else "+" if claim.relation in MORE else ""
    if not noun:
        return Metric(claim.relation, claim.value, raw, claim.unit, None, None, about)
    return Metric(noun, claim.value, sign + raw.lstrip("+"), claim.unit, None, None, about)


def _name(noun: str | None) -> str:
    """A noun as the name of a metric."""
    words = re.findall(r"[^\W_]+", (noun or "").lower())
    return "_".join(SHORT.get(word) or word for word in words if word not in {"the", "a", "of", "in", "than", "usage"})
