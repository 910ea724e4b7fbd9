"""Which way is better: by a metric's name, or as the team says (`[tool.mlhygiene.metrics]`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

LOWER_WORDS = """
    loss err error ppl perplexity nll bpb bpc bpd rmse mse mae mape wer cer ter eer fid kid fvd lpips
    ece brier regret latency time ms mem memory vram size params flops cost gap
"""
LOWER = frozenset(LOWER_WORDS.split())
HIGHER_WORDS = """
    acc accuracy f1 precision recall auc auroc ap map iou miou dice bleu rouge meteor chrf ndcg mrr hit
    r2 psnr ssim reward return score elo win wins pass top r speedup throughput tok tokens mfu sharpe
"""
HIGHER = frozenset(HIGHER_WORDS.split())
# What stands beside results and is not to be made better.
ATTRIBUTES_WORDS = "best seed epoch epochs step steps n iter trial commit bs lr"
ATTRIBUTES = frozenset(ATTRIBUTES_WORDS.split())
KEYS = ("lower", "higher", "attributes")
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "lower": {"type": "array", "items": {"type": "string"}, "description": "Metrics of which less is better."},
        "higher": {"type": "array", "items": {"type": "string"}, "description": "Metrics of which more is better."},
        "attributes": {"type": "array", "items": {"type": "string"}, "description": "Names that are no metrics."},
    },
    "additionalProperties": False,
    "description": "Which way metrics get better, where their names do not say it.",
}


class Direction(StrEnum):
    """Which values of a metric are better."""

    LOWER = "lower"
    HIGHER = "higher"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Metrics:
    """What a team says of its metrics, by exact name; for all others, their words decide."""

    lower: frozenset[str] = frozenset()
    higher: frozenset[str] = frozenset()
    attributes: frozenset[str] = ATTRIBUTES

    def direction(self, name: str) -> Direction:
        """Words of loss win: `val/acc_loss` is a loss."""
        if name in self.lower:
            return Direction.LOWER
        if name in self.higher:
            return Direction.HIGHER
        words = set(re.findall(r"[a-z]+\d?", name.lower()))
        if words & LOWER:
            return Direction.LOWER
        return Direction.HIGHER if words & HIGHER else Direction.UNKNOWN

    def attribute(self, name: str) -> bool:
        """Whether a name stands beside results, and is none."""
        return name.lower() in self.attributes


def parse(value: object) -> Metrics:
    """The table of a config; ValueError says what is wrong."""
    if not isinstance(value, dict):
        raise ValueError('write a table, such as lower = ["my_score"]')  # noqa: TRY004 - a mistake in a config
    table = cast("dict[str, object]", value)
    unknown = next((key for key in table if key not in KEYS), None)
    if unknown is not None:
        raise ValueError(f"unknown key {unknown!r}: there are {', '.join(KEYS)}")
    chosen = {key: _names(key, names) for key, names in table.items()}
    both = sorted(chosen.get("lower", frozenset()) & chosen.get("higher", frozenset()))
    if both:
        raise ValueError(f"{both[0]!r} cannot be better both lower and higher")
    return Metrics(**{**chosen, "attributes": ATTRIBUTES | chosen.get("attributes", frozenset())})


def _names(key: str, value: object) -> frozenset[str]:
    names = cast("list[object]", value) if isinstance(value, list) else [None]
    if not all(isinstance(name, str) and name for name in names):
        raise ValueError(f'{key}: write a list of names, such as ["my_score"]')
    return frozenset(map(str, names))
