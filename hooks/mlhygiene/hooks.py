"""The hook ids: what `.pre-commit-hooks.yaml` declares and `mlhygiene hook` answers to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hook:
    """One id for people's `.pre-commit-config.yaml`, and the rules behind it."""

    name: str
    description: str
    selectors: tuple[str, ...]
    stages: tuple[str, ...] = ("pre-commit", "pre-merge-commit", "pre-push", "manual")


HOOKS = {
    "mlhygiene": Hook("mlhygiene", "every rule over files, in one process", ("MLH1", "MLH2")),
    "large-files": Hook("large files", "large files, and what Git LFS and DVC should hold", ("MLH1",)),
    "secrets": Hook("secrets", "secret files, and secrets in content, notebooks included", ("MLH2",)),
}
