"""What the commits of a range say: read from the objects, and joined with what the range alone knows."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, ClassVar

import pytest

from mlhygiene.coverage import Coverage
from mlhygiene.git import Repository, records
from mlhygiene.model import Blob, Commit, Refusal
from mlhygiene.rule import Rule
from mlhygiene.rules.many_files import ManyFiles
from mlhygiene.rules.message_secret import MessageSecret
from mlhygiene.scope import commits as scope
from mlhygiene.scope.messages import Wanted, wanted
from tokens import make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Repo
    from mlhygiene.model import Subject
    from mlhygiene.record import Record
    from mlhygiene.rule import Finding

SAID = Wanted(files=False, messages=True)
HEAD = b"tree 4b825dc\nauthor Ada L. <ada@example.org> 1767323045 +0100\ncommitter Bob <b@example.org> 1 +0000\n"


def told(repo: Repo, see: Callable[[Repository, Coverage], Iterator[Subject]]) -> dict[str, Record]:
    """Subject line -> record, in the order of the scope."""
    coverage = Coverage()
    with Repository.find(str(repo.root)) as repository:
        commits = [subject for subject in see(repository, coverage) if isinstance(subject, Commit)]
    assert (coverage.messages, coverage.gaps) == (len(commits), [])
    return {commit.record.subject: commit.record for commit in commits if commit.record}


def between(repo: Repo, base: str, head: str = "HEAD", wanted: Wanted = SAID) -> dict[str, Record]:
    return told(repo, lambda repository, coverage: scope.between(repository, coverage, base, head, wanted))


PARSED = {
    "a message is kept to the byte": (HEAD + b"\n\n a \r\n\n\nb", {"message": "\n a \r\n\n\nb"}),
    "no message": (HEAD + b"\n", {"message": "", "parents": ()}),
    "who and when": (HEAD + b"\na", {"author": "Ada L. <ada@example.org>", "authored": 1767323045}),
    "when it was committed": (HEAD + b"\na", {"committed": 1}),
    "a committer that git would not write": (b"committer nobody\n\na", {"committed": None}),
    "parents": (b"parent aa\nparent bb\n" + HEAD + b"\na", {"parents": ("aa", "bb"), "merge": True}),
    "an encoding": (HEAD + b"encoding ISO-8859-1\n\ncaf\xe9", {"message": "café"}),
    "an unknown one": (HEAD + b"encoding x-klingon\n\ncaf\xe9", {"message": "caf\udce9"}),
    "no encoding, and no UTF-8": (HEAD + b"\ncaf\xe9", {"message": "caf\udce9"}),
    "a signature": (HEAD + b"gpgsig -----BEGIN\n \n abc\n -----END\n\nb", {"signed": True, "message": "b"}),
    "a SHA-256 signature": (HEAD + b"gpgsig-sha256 x\n\nb", {"signed": True}),
    "a word in the message signs nothing": (HEAD + b"\na\ngpgsig x\n", {"signed": False}),
    "a merge": (
        b"parent aa\nparent bb\n" + HEAD + b"\nMerge branch 'exp/lr' into dev\n",
        {"merged": ("exp/lr",), "target": "dev"},
    ),
    "no merge says so by words alone": (HEAD + b"\nMerge branch 'exp/lr' into dev\n", {"merged": (), "target": None}),
    "an author that git would not write": (b"author nobody\n\na", {"author": "", "authored": 0}),
    "a time before the epoch": (b"author A <a> -5 +0000\n\na", {"authored": -5}),
}


@pytest.mark.parametrize("case", PARSED)
def test_a_commit_object_tells(case: str) -> None:
    content, expected = PARSED[case]
    record = records.parse(content)

    assert {name: getattr(record, name) for name in expected} == expected


def test_messages_come_newest_first_and_without_files(repo: Repo) -> None:
    base = repo.commit("start")
    repo.write("a.txt", "1").stage().commit("exp: a -> x=1")
    repo.commit("exp: b -> x=2\n\nwhy")

    said = between(repo, base, wanted=replace(SAID, target="main"))

    assert list(said) == ["exp: b -> x=2", "exp: a -> x=1"]
    assert said["exp: b -> x=2"].message == "exp: b -> x=2\n\nwhy\n"
    assert {record.target for record in said.values()} == {"main"}


def test_beside_files_they_say_the_same(repo: Repo) -> None:
    base = repo.commit("start")
    repo.write("a.txt", "1").stage().commit("exp: a -> x=1")
    repo.write("a.txt", "2").stage().commit("exp: b -> x=2")

    assert between(repo, base) == between(repo, base, wanted=Wanted(messages=True))


def test_who_wants_files_alone_gets_no_message(repo: Repo) -> None:
    base = repo.commit("start")
    repo.commit("next")

    with Repository.find(str(repo.root)) as repository:
        (commit,) = scope.between(repository, Coverage(), base, "HEAD")

    assert isinstance(commit, Commit)
    assert commit.record is None


def test_a_first_push_and_all_of_history_have_messages_too(repo: Repo) -> None:
    repo.commit("start")
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.commit("next")

    pushed = told(repo, lambda repository, coverage: scope.unpushed(repository, coverage, "main", "origin", SAID))
    history = told(repo, lambda repository, coverage: scope.history(repository, coverage, SAID))

    assert (list(pushed), list(history)) == (["next"], ["next", "start"])


@pytest.mark.parametrize("files", [False, True])
def test_a_later_result_closes_a_running_commit(repo: Repo, *, files: bool) -> None:
    base = repo.commit("start")
    ran = repo.commit("exp: a -> running")
    repo.commit("exp: b -> running")
    repo.git("branch", "side")
    repo.commit(f"exp: a -> x=1\n\nRun-Commit: {ran[:12].upper()}")
    wanted = Wanted(files=files, messages=True)

    said = between(repo, base, wanted=wanted)
    history = told(repo, lambda repository, coverage: scope.history(repository, coverage, wanted))

    closed = {"exp: a -> x=1": False, "exp: b -> running": False, "exp: a -> running": True}
    assert {subject: record.closed for subject, record in said.items()} == closed
    assert {subject: record.closed for subject, record in history.items()} == {**closed, "start": False}


def test_nothing_closes_by_a_word_in_the_text(repo: Repo) -> None:
    base = repo.commit("start")
    ran = repo.commit("exp: a -> running")
    repo.commit(f"docs: of Run-Commit: {ran}")

    assert not between(repo, base)["exp: a -> running"].closed


def test_a_shallow_clone_cannot_be_judged(repo: Repo, tmp_path: Path) -> None:
    repo.commit("one")
    repo.commit("two")
    repo.git("clone", "--quiet", "--depth=1", repo.root.as_uri(), str(tmp_path / "shallow"))
    coverage = Coverage()

    with Repository.find(str(tmp_path / "shallow")) as repository:
        list(scope.history(repository, coverage, SAID))

    assert coverage.gaps == [
        "a shallow clone has cut this history short: run `git fetch --unshallow` (in CI: fetch-depth: 0)"
    ]


def test_a_commit_that_is_gone_is_told(repo: Repo) -> None:
    base = repo.commit("start")
    gone = repo.commit("gone")
    repo.commit("next")
    (repo.root / ".git/objects" / gone[:2] / gone[2:]).unlink()

    with pytest.raises(Refusal, match="objects are missing"):
        between(repo, base)


class OverMessages(Rule[Commit]):
    """Judges what commits say."""

    code, name = "MLH499", "over-messages"
    subjects: ClassVar[tuple[type, ...]] = (Commit,)

    def check(self, commit: Commit, /) -> Iterator[Finding]:
        yield self.found(commit, "said")


class OverBlobs(OverMessages):
    """Judges files."""

    subjects: ClassVar[tuple[type, ...]] = (Blob,)


WANTED = {
    "files alone": ([OverBlobs()], (True, False)),
    "commits by their files": ([ManyFiles()], (True, False)),
    "messages alone": ([OverMessages(), MessageSecret()], (False, True)),
    "both": ([OverBlobs(), OverMessages()], (True, True)),
    "no rule at all": ([], (True, False)),
}


@pytest.mark.parametrize("case", WANTED)
def test_rules_say_what_is_read(case: str) -> None:
    rules, expected = WANTED[case]
    found = wanted(rules)

    assert (found.files, found.messages) == expected


def test_lint_over_messages_counts_commits(repo: Repo) -> None:
    base = repo.commit("start")
    repo.write("a.txt", "1").stage().commit("exp: a -> x=1")
    repo.commit("exp: b -> x=2")

    alone = repo.mlhygiene("lint", "--select", "MLH206", "--from-ref", base, "--to-ref", "HEAD")
    both = repo.mlhygiene("lint", "--select", "MLH206,MLH1", "--from-ref", base)

    assert (alone.code, alone.out) == (0, "no findings in 2 commits\n")
    assert (both.code, both.out) == (0, "no findings in 1 file in 2 commits\n")


PULL = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_HEAD_REF": "exp/a",
    "GITHUB_BASE_REF": "main",
    "GITHUB_REF": "refs/pull/1/merge",
}


def test_in_ci_a_range_is_judged_for_the_branch_that_it_is_proposed_for(repo: Repo) -> None:
    base = repo.commit("start")
    repo.git("checkout", "--quiet", "-b", "exp/a")
    repo.commit("exp: a -> running")
    words = ("lint", "--select", "MLH404", "--from-ref", base)

    assert "protected" not in repo.mlhygiene(*words).out
    assert "main, which is protected" in repo.mlhygiene(*words, env=PULL).out
    ran = repo.git("rev-parse", "HEAD")
    repo.commit(f"exp: a -> x=1\n\nRun-Commit: {ran}")
    assert repo.mlhygiene(*words, env=PULL).code == 0


def test_without_commits_lint_says_that_no_message_was_judged(repo: Repo) -> None:
    repo.write("a.txt", "1").stage().commit("exp: a")

    ran = repo.mlhygiene("lint", "--select", "MLH4")

    assert (ran.code, "no message was judged: name commits" in ran.err) == (0, True)
    assert repo.mlhygiene("lint").err == ""


DAY = 86_400
# When a commit was written and when it was committed, in days from `since`.
OLD = {
    "before": (-1, -1, True),
    "after": (0, 0, False),
    "written before, and rebased or amended after": (-1, 0, False),
    "written after by a clock that goes wrong": (1, -1, True),
}


@pytest.mark.parametrize("files", [True, False], ids=["with files", "messages alone"])
@pytest.mark.parametrize(("written", "committed", "past"), OLD.values(), ids=OLD)
def test_what_is_committed_before_since_is_past(
    repo: Repo, written: int, committed: int, *, past: bool, files: bool
) -> None:
    since = 1_767_225_600
    dates = {
        "GIT_AUTHOR_DATE": f"{since + written * DAY} +0900",
        "GIT_COMMITTER_DATE": f"{since + committed * DAY} -1200",
    }
    repo.git("commit", "--quiet", "--allow-empty", "-m", "wip", env=dates)
    coverage = Coverage()

    with Repository.find(str(repo.root)) as repository:
        (commit,) = scope.history(repository, coverage, replace(SAID, files=files, since=since))

    assert isinstance(commit, Commit)
    assert commit.record is not None
    assert commit.record.past is past
    assert [note for note in coverage.notes if "`since`" in note] == (
        ["1 commit is older than `since` of the config: what it says was not judged"] if past else []
    )


def test_lint_judges_what_is_said_since_a_day_and_secrets_and_files_of_any_time(repo: Repo) -> None:
    old, new = {"GIT_COMMITTER_DATE": "2025-12-31T23:59:59Z"}, {"GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z"}
    secret = make("hf_{letters:34}", Random("since"))[1]
    repo.write("a.pt", size=2_000_000).stage().git("commit", "--quiet", "-m", "wip", env=old)
    repo.git("commit", "--quiet", "--allow-empty", "-m", f"chore: log in with {secret}", env=old)
    repo.git("commit", "--quiet", "--allow-empty", "-m", "wip", env=new)
    repo.write("mlhygiene.toml", 'since = "2026-01-01"\n').stage("mlhygiene.toml")

    ran = repo.mlhygiene("lint", "--history", "--select", "MLH101,MLH206,vague-message", "--format", "json")

    assert [row["code"] for row in json.loads(ran.out)["findings"]] == ["MLH206", "MLH402", "MLH101"]
    assert "2 commits are older than `since` of the config: what they say was not judged" in ran.err
