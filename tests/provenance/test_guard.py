"""What a guard does where the files are not as the commit has them."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest

from mlhygiene import provenance
from mlhygiene.provenance import guarding, policy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conftest import Repo


@pytest.fixture(autouse=True)
def _fresh(alone: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has warned of nothing yet."""
    monkeypatch.setattr(guarding, "_WARNED", set[str]())


# Files that are written, what is ignored, how untracked ones count, and what strict refuses.
JUDGED: dict[str, tuple[Sequence[str], Sequence[str], str, str | None]] = {
    "nothing": ((), (), "error", None),
    "a tracked file": (("train.py",), (), "error", "not as committed: train.py: commit before running"),
    "an untracked file": (("new.py",), (), "error", "not as committed: new.py: commit before running"),
    "untracked files that are only to be told": (("new.py",), (), "warn", None),
    "untracked files that do not count": (("new.py",), (), "ignore", None),
    "a tracked file beside untracked ones": (
        ("train.py", "new.py"),
        (),
        "ignore",
        "not as committed: train.py: commit before running",
    ),
    "a folder that is ignored": (("outputs/a.txt", "wandb/b/c.txt"), ("outputs/", "wandb/"), "error", None),
    "a pattern": (("a.log", "deep/b.log"), ("*.log",), "error", None),
    "a pattern, and another file beside": (
        ("deep/b.log", "deep/b.py"),
        ("*.log",),
        "error",
        "not as committed: deep/b.py: commit before running",
    ),
    "a tracked file that is ignored": (("train.py",), ("train.py",), "error", None),
    "a pattern with magic": (("deep/b.log",), (":(glob)**/*.log", ":(icase)X.TXT"), "error", None),
    "a name with a blank and a dash": (("-a b.txt",), ("-a b.txt",), "error", None),
}


@pytest.mark.parametrize(("written", "ignore", "untracked", "refused"), JUDGED.values(), ids=JUDGED)
def test_strict_names_the_files(
    repo: Repo, written: Sequence[str], ignore: Sequence[str], untracked: str, refused: str | None
) -> None:
    repo.write("train.py", "1").stage().commit()
    for name in written:
        repo.write(name, "changed")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if refused is None:
            stamp = provenance.guard("strict", ignore=ignore, untracked=untracked, path=repo.root)
            assert (stamp.changed_count or 0) + (stamp.untracked_count or 0) == len(written)
            return
        with pytest.raises(provenance.Dirty) as raised:
            provenance.guard("strict", ignore=ignore, untracked=untracked, path=repo.root)

    assert str(raised.value) == refused


def test_the_rest_of_many_files_is_counted(repo: Repo) -> None:
    repo.commit()
    for number in range(25):
        repo.write(f"{number:02}.py", "x")

    with pytest.raises(provenance.Dirty, match=r"00\.py, .*19\.py and 5 more: commit before running"):
        provenance.guard("strict", path=repo.root)


def test_warn_warns_once(repo: Repo) -> None:
    repo.write("train.py", "1").stage().commit()
    repo.write("train.py", "2")

    with pytest.warns(provenance.NotCommitted, match=r"not as committed: train\.py") as caught:
        provenance.guard("warn", path=repo.root)
    provenance.guard("warn", path=repo.root)

    assert [warning.filename for warning in caught] == [__file__]


def test_untracked_files_are_told_without_ending_a_run(repo: Repo) -> None:
    repo.commit()
    repo.write("new.py", "x")

    with pytest.warns(provenance.NotCommitted, match=r"not as committed: new\.py"):
        assert provenance.guard("strict", untracked="warn", path=repo.root).untracked == ("new.py",)


def test_off_says_nothing(repo: Repo, tmp_path: Path) -> None:
    repo.commit()
    repo.write("new.py", "x")

    assert provenance.guard("off", path=repo.root).untracked == ("new.py",)
    assert provenance.guard("off", path=tmp_path).commit is None


def test_what_nobody_can_say_is_refused(tmp_path: Path) -> None:
    with pytest.raises(provenance.Unknown, match=r"no commit names this code: .* is in no git repository"):
        provenance.guard("strict", path=tmp_path)
    with pytest.warns(provenance.NotCommitted, match="no commit names this code"):
        provenance.guard("warn", path=tmp_path)


def test_the_config_of_the_repository_counts(repo: Repo) -> None:
    table = '[tool.mlhygiene.provenance]\npolicy = "strict"\nignore = ["outputs/"]\nuntracked = "warn"\n'
    repo.write("pyproject.toml", table).stage().commit()
    repo.write("outputs/a.txt", "x")

    assert provenance.guard(path=repo.root).state == "clean"

    repo.write("pyproject.toml", table + "\n")
    with pytest.raises(provenance.Dirty, match=r"pyproject\.toml"):
        provenance.guard(path=repo.root)
    assert provenance.guard("off", path=repo.root).state == "dirty"
    with pytest.raises(provenance.Dirty):
        provenance.guard(ignore=(), path=repo.root / "outputs")


WRONG: dict[str, tuple[object, str]] = {
    "no table": ("strict", 'write a table, such as policy = "strict"'),
    "a key that is near": (
        {"polices": "off"},
        "unknown key 'polices' (did you mean 'policy'?): there are policy, ignore, untracked",
    ),
    "a word that is near": (
        {"policy": "strct"},
        "policy: 'strct' is none of off, warn, strict (did you mean 'strict'?)",
    ),
    "no list": (
        {"ignore": "*.log"},
        'ignore: write a list of pathspecs of what to leave out, such as ["outputs/", "*.log"]',
    ),
    "what leaves out already": (
        {"ignore": [":!*.log"]},
        'ignore: write a list of pathspecs of what to leave out, such as ["outputs/", "*.log"]',
    ),
    "untracked": ({"untracked": True}, "untracked: True is none of error, warn, ignore"),
}


@pytest.mark.parametrize(("table", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_table_is_told(table: object, said: str) -> None:
    with pytest.raises(ValueError, match=r"write|unknown|none") as raised:
        policy.parse(table)

    assert str(raised.value) == said


def test_a_wrong_config_is_named(repo: Repo) -> None:
    repo.write("mlhygiene.toml", '[provenance]\npolicy = "maybe"\n').stage().commit()

    with pytest.raises(ValueError, match=r"mlhygiene\.toml: provenance: policy: 'maybe' is none of"):
        provenance.guard(path=repo.root)
    with pytest.raises(ValueError, match="policy: 'maybe' is none of"):
        provenance.guard("maybe", ignore=(), untracked="warn", path=repo.root)
    repo.write("new.py", "x")
    with pytest.raises(ValueError, match="ignore: "):
        provenance.guard("warn", ignore=(":(nonsense)x",), untracked="warn", path=repo.root)
