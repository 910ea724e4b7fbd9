"""Which part of a version commits move."""

from __future__ import annotations

import pytest

from mlhygiene.branches.semver import Part
from mlhygiene.git.log import Logged
from mlhygiene.provenance.suggesting import suggestion

HASHES = [letter * 40 for letter in "abcdef0123"]
# The newest first, as git tells them.
STORIES = {
    "nothing": ([], None, "no change"),
    "a fix": (["fix: the loader"], Part.PATCH, "1 fix"),
    "a feature": (["fix: a", "feat(data): b"], Part.MINOR, "1 fix, 1 feature"),
    "an experiment": (["exp: lr=3e-4 -> val_loss=0.42"], Part.MINOR, "1 experiment"),
    "new data": (["data: 10k more labels"], Part.MINOR, "1 data"),
    "words without a type": (["wip", "docs: c", "metamathqa: x"], Part.PATCH, "1 docs, 2 of no known type"),
    "a mark": (["feat(model)!: logits, not labels"], Part.MAJOR, "1 breaking (aaaaaaa), 1 feature"),
    "a footer": (["fix: x\n\nBREAKING CHANGE: other outputs"], Part.MAJOR, "1 breaking (aaaaaaa), 1 fix"),
    "a footer with a hyphen": (["fix: x\n\nBREAKING-CHANGE: y"], Part.MAJOR, "1 breaking (aaaaaaa), 1 fix"),
    "a sentence about it": (["fix: no BREAKING CHANGE: here"], Part.PATCH, "1 fix"),
    "in lower case": (["fix: x\n\nbreaking change: y"], Part.PATCH, "1 fix"),
    "a type in capitals": (["Feat: x"], Part.MINOR, "1 feature"),
    "one that is to be squashed": (["fixup! feat: x"], Part.MINOR, "1 feature"),
    "a revert of what came": ([f'Revert "feat: x"\n\nThis reverts commit {HASHES[1]}.', "feat: x"], None, "no change"),
    "a revert of what was before": (
        [f'Revert "feat: x"\n\nThis reverts commit {"9" * 40}.'],
        Part.PATCH,
        "1 of no known type",
    ),
    "a revert of a revert": (
        [
            f'Reapply "feat: x"\n\nThis reverts commit {HASHES[1]}.',
            f'Revert "feat: x"\n\nThis reverts commit {HASHES[2]}.',
            "feat: x",
        ],
        Part.MINOR,
        "1 feature",
    ),
    "four that break": (["a!: x"] * 4, Part.MAJOR, "4 breaking (aaaaaaa, bbbbbbb, ccccccc, …), 4 of no known type"),
}


@pytest.mark.parametrize(("messages", "part", "why"), STORIES.values(), ids=STORIES)
def test_commits_suggest(messages: list[str], part: Part | None, why: str) -> None:
    commits = [Logged(oid, "0" * 40, 0, "", "", said) for oid, said in zip(HASHES, messages, strict=False)]
    assert suggestion(commits)[:2] == (part, why)


def test_a_merge_is_told_by_what_it_brings_unless_it_breaks() -> None:
    merge = Logged(HASHES[0], f"{'1' * 40} {'2' * 40}", 0, "", "", "feat: merged")
    assert suggestion([merge])[:2] == (Part.PATCH, "no change")
    assert suggestion([merge._replace(message="feat!: merged")]).part is Part.MAJOR
