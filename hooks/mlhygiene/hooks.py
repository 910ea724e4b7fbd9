"""The hook ids: what `.pre-commit-hooks.yaml` declares and `mlhygiene hook` answers to."""

from __future__ import annotations

from typing import NamedTuple


class Hook(NamedTuple):
    """One id for people's `.pre-commit-config.yaml`, and the rules behind it."""

    name: str
    description: str
    selectors: tuple[str, ...]
    stages: tuple[str, ...] = ("pre-commit", "pre-merge-commit", "pre-push", "manual")
    # The files that it is asked about; without, every file, and also when there is none.
    files: str | None = None
    # A fixer looks at each file alone: several may run at once.
    fixes: bool = False
    # The module of `mlhygiene.cli` that answers, where it is not the one for files: `run(argv)`.
    front: str = ""
    # Whether the framework hands over file names (at commit-msg, the file of the message).
    names: bool = True


NOTEBOOKS = r"(?i)\.(ipynb|zpln)$"
HOOKS = {
    "mlhygiene": Hook("mlhygiene", "every rule over files, in one process", ("MLH1", "MLH2", "MLH3")),
    "large-files": Hook("large files", "large files, and what Git LFS and DVC should hold", ("MLH1",)),
    "notebooks": Hook(
        "notebooks",
        "strips outputs, counts and volatile metadata out of notebooks",
        ("MLH301",),
        ("pre-commit", "pre-merge-commit", "manual"),
        NOTEBOOKS,
        fixes=True,
        front="notebooks",
    ),
    "secrets": Hook("secrets", "secret files, and secrets in content, notebooks included", ("MLH2",)),
    # All but MLH301: before outputs are stripped, there are runs to judge.
    "notebook-lint": Hook(
        "notebook lint",
        "how notebooks are built and run; before `notebooks`, which strips what shows it",
        (*(f"MLH30{digit}" for digit in "23456789"), "MLH31"),
    ),
    "branch-name": Hook(
        "branch name",
        "names of branches and tags, protected branches, the way merges go",
        ("MLH5",),
        front="branch_name",
        names=False,
    ),
    "repo-layout": Hook(
        "repository layout",
        "what is ignored, what is tracked, what Git LFS holds, dead lines of .gitattributes, managed blocks",
        ("MLH6",),
        front="repo_layout",
        names=False,
    ),
    # With a secret in what it says, a commit is as leaky as with one in a file.
    "experiment-message": Hook(
        "experiment message",
        "what commits say, experiments with their results above all, and that they tell no secret",
        ("MLH4", "MLH206"),
        ("commit-msg", "pre-push", "manual"),
        front="message",
    ),
    "prepare-experiment-message": Hook(
        "prepare experiment message",
        "on a branch of an experiment, opens the editor with the form of its message and the last results",
        (),
        ("prepare-commit-msg",),
        front="prepare",
    ),
    "pre-push": Hook(
        "pre-push",
        "every file version, message and layout that a push brings, and the names that it goes to",
        ("MLH",),
        ("pre-push",),
        front="push_hook",
        names=False,
    ),
}
