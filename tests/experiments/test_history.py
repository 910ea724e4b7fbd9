"""The logbook out of real histories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from look import begin, child, clone
from story import Story

if TYPE_CHECKING:
    from conftest import Repo


def test_rows_are_experiments_newest_first(story: Story) -> None:
    first = story.commit("exp: baseline -> val_loss=0.45")
    story.commit("feat: a loader")
    second = story.commit("exp: lr=3e-4 -> val_loss=0.42")

    assert [row.commit for row in story.book().rows] == [second, first]


def test_what_was_made_within_one_second_comes_after_what_it_was_made_on(story: Story) -> None:
    first = story.on("exp/baseline").commit("exp: baseline -> val_loss=0.45")
    story.on("exp/lr").minutes -= 1
    second = story.commit("exp: lr=3e-4 -> val_loss=0.42")

    assert [row.commit for row in story.book().rows] == [second, first]


def test_a_clock_that_was_wrong_puts_no_child_before_its_parent(story: Story) -> None:
    first = story.commit("exp: baseline -> val_loss=0.45")
    story.on("exp/lr").minutes -= 60
    second = story.commit("exp: lr=3e-4 -> val_loss=0.42")

    assert [row.commit for row in story.book().rows] == [second, first]


def test_a_repository_without_commits_has_an_empty_logbook(repo: Repo) -> None:
    assert Story(repo).book().rows == []


def test_merges_fixups_and_squashes_are_no_experiments(story: Story) -> None:
    story.commit("exp: a -> loss=1")
    story.commit("fixup! exp: a -> loss=1")
    story.commit("squash! exp: a -> loss=1")
    story.on("other", "HEAD~2").commit("feat: other")
    story.on("main").git("merge", "--quiet", "--no-ff", "-m", "exp: merged -> loss=2", "other")

    assert list(story.rows()) == ["a"]


class TestBranches:
    def test_a_branch_owns_what_the_default_branch_does_not_reach(self, story: Story) -> None:
        story.commit("exp: baseline -> loss=1")
        story.on("exp/lr").commit("exp: lr=1 -> loss=2")

        rows = story.rows()

        assert (rows["baseline"].branch, rows["lr=1"].branch) == (None, "exp/lr")

    def test_the_nearest_branch_owns(self, story: Story) -> None:
        story.on("exp/a").commit("exp: a -> loss=1")
        story.on("exp/b").commit("exp: b -> loss=1")

        rows = story.rows()

        assert (rows["a"].branch, rows["b"].branch) == ("exp/a", "exp/b")

    def test_what_was_merged_is_of_the_branch_that_was_merged(self, story: Story) -> None:
        story.on("exp/a").commit("exp: a -> loss=1")
        story.on("main").commit("feat: more")
        story.git("merge", "--quiet", "--no-ff", "-m", "merged", "exp/a")
        story.on("exp/a").commit("exp: a2 -> loss=1")
        story.on("dev", "main").commit("exp: d -> loss=1")

        rows = story.rows()

        assert (rows["a"].branch, rows["a2"].branch, rows["d"].branch) == ("exp/a", "exp/a", "dev")

    def test_a_branch_off_the_default_one_owns_nothing_that_was_merged_before(self, story: Story) -> None:
        story.on("exp/gone").commit("exp: gone -> loss=1")
        story.on("main").git("merge", "--quiet", "--no-ff", "-m", "merged", "exp/gone")
        story.git("branch", "-D", "exp/gone")
        story.on("exp/b").commit("exp: b -> loss=1")

        rows = story.rows()

        assert (rows["gone"].branch, rows["b"].branch) == (None, "exp/b")

    def test_a_remote_branch_owns_where_no_local_one_does(self, story: Story) -> None:
        story.on("exp/lr").commit("exp: lr=1 -> loss=1")
        story.on("main")
        there = clone(story.repo, "clone")

        assert story.rows(there)["lr=1"].branch == "origin/exp/lr"

    def test_an_archive_tag_gives_the_branch_back(self, story: Story) -> None:
        story.on("exp/lr").commit("exp: lr=1 -> loss=1")
        story.git("tag", "archive/exp/lr")
        story.on("main").git("branch", "-D", "exp/lr")

        row = story.rows()["lr=1"]

        assert (row.branch, row.tags) == ("exp/lr", ("archive/exp/lr",))

    def test_any_tag_keeps_what_was_tried_on_a_deleted_branch(self, story: Story) -> None:
        story.on("exp/lr").commit("exp: lr=1 -> loss=1")
        story.git("tag", "-a", "-m", "best", "v1.0")
        story.commit("feat: past it")
        story.on("main").git("branch", "-D", "exp/lr")

        row = story.rows()["lr=1"]

        assert (row.branch, row.tags) == (None, ("v1.0",))


class TestRefs:
    def test_experiments_of_dvc_are_found_and_what_it_queues_is_not(self, story: Story) -> None:
        story.on("aside").commit("exp: kept -> loss=1")
        story.git("update-ref", f"refs/exps/ab/{'cd' * 19}/brave-name", "HEAD")
        story.commit("exp: queued -> loss=1")
        story.git("update-ref", "refs/exps/celery/stash", "HEAD")
        story.git("update-ref", "refs/exps/exec/EXEC_BRANCH", "HEAD")
        story.on("main").git("branch", "-D", "aside")

        rows = story.rows()

        assert {what: row.branch for what, row in rows.items()} == {"kept": "exps/brave-name"}

    @pytest.mark.parametrize("ref", ["refs/stash", "refs/notes/commits", "refs/replace/" + "ab" * 20])
    def test_what_is_no_history_is_left_out(self, story: Story, ref: str) -> None:
        story.on("aside").commit("exp: a -> loss=1")
        story.git("update-ref", ref, "HEAD")
        story.on("main").git("branch", "-D", "aside")

        assert story.rows() == {}

    def test_what_stands_in_for_a_commit_does_not_count(self, story: Story) -> None:
        stored = story.commit("exp: a -> loss=1")
        better = story.git("commit-tree", "HEAD^{tree}", "-m", "exp: a -> loss=0")
        story.git("replace", stored, better)

        (metric,) = story.rows()["a"].experiment.metrics

        assert metric.value == 1

    def test_a_detached_head_is_read(self, story: Story) -> None:
        story.git("checkout", "--quiet", "--detach")
        story.commit("exp: a -> loss=1")

        assert story.rows()["a"].branch is None

    def test_a_worktree_sees_all_branches(self, story: Story, tmp_path: Path) -> None:
        story.on("exp/a").commit("exp: a -> loss=1")
        story.on("main").git("worktree", "add", "--quiet", str(tmp_path / "tree"), "-b", "exp/b")

        assert story.rows(child(story.repo, tmp_path / "tree"))["a"].branch == "exp/a"

    def test_the_default_branch_is_as_the_remote_says(self, story: Story) -> None:
        story.git("branch", "-m", "main", "develop")
        story.commit("exp: a -> loss=1")
        story.on("exp/b").commit("exp: b -> loss=1")
        story.on("develop")
        there = clone(story.repo, "clone")

        rows = story.rows(there)

        assert (rows["a"].branch, rows["b"].branch) == (None, "origin/exp/b")

    def test_a_bare_repository_says_it_by_its_head(self, story: Story) -> None:
        story.git("branch", "-m", "main", "team/base")
        story.commit("exp: a -> loss=1")
        there = clone(story.repo, "mirror", "--mirror")

        assert story.rows(there)["a"].branch is None


def test_a_shallow_clone_says_what_is_missing(story: Story) -> None:
    story.commit("exp: old -> loss=1")
    story.commit("exp: new -> loss=1")
    there = clone(story.repo, "clone", "--depth=1")

    book = story.book(there)

    assert [row.experiment.what for row in book.rows] == ["new"]
    assert "git fetch --unshallow" in book.notes[0]


def test_units_that_do_not_compare_are_told(story: Story) -> None:
    story.commit("exp: a -> acc=76.1%")
    story.commit("exp: b -> acc=0.761")

    assert story.book().notes == ["acc is written in several units (none, %): its values are compared as they are"]


def test_a_repository_of_sha_256_is_read(repo: Repo) -> None:
    story = Story(begin(repo, "long", "--object-format=sha256"))
    oid = story.commit("exp: a -> loss=1")
    back = story.commit(f"back\n\nThis reverts commit {oid}.")

    row = story.rows()["a"]

    assert (len(row.commit), row.reverted) == (64, back)


class TestHostile:
    def test_no_message_can_forge_another_commit(self, story: Story) -> None:
        forged = "exp: a -> loss=1\n\n\\0%x00%H\x01\x1e\x1f\n" + "ab" * 20 + "\nexp: b -> loss=0"
        story.commit(forged)

        assert list(story.rows()) == ["a"]

    def test_an_object_with_a_nul_in_its_message_ends_there(self, story: Story) -> None:
        raw = story.repo.git("cat-file", "commit", "HEAD").encode() + b"\n"
        raw = raw.replace(
            b"a beginning", b"exp: a -> loss=1\0" + b"ab" * 20 + b"\0\0" + b"1\0eve\0e@x\0exp: b -> loss=0"
        )
        Path(story.repo.root / "raw").write_bytes(raw)
        oid = story.repo.git("hash-object", "-t", "commit", "-w", "--literally", "raw")
        story.repo.git("update-ref", "refs/heads/exp/nul", oid)

        assert list(story.rows()) == ["a"]

    @pytest.mark.parametrize("date", ["-1", "4102444800", "9223372036854775807", "99999999999999999999", "not-a-date"])
    def test_a_date_of_any_kind_is_no_reason_to_stop(self, story: Story, date: str) -> None:
        raw = story.repo.git("cat-file", "commit", "HEAD").replace("a beginning", "exp: a -> loss=1")
        raw = "\n".join(
            f"author Ada <a@x> {date} +0000" if line.startswith("author ") else line for line in raw.split("\n")
        )
        Path(story.repo.root / "raw").write_text(raw + "\n")
        oid = story.repo.git("hash-object", "-t", "commit", "-w", "--literally", "raw")
        story.repo.git("update-ref", "refs/heads/exp/dated", oid)

        assert list(story.rows()) == ["a"]
        for form in ("table", "json", "csv", "markdown"):
            ran = story.repo.mlhygiene("exp", "log", "--format", form)
            assert (ran.code, ran.err) == (0, "")

    def test_a_commit_without_an_author_is_read(self, story: Story) -> None:
        raw = story.repo.git("cat-file", "commit", "HEAD").replace("a beginning", "exp: a -> loss=1")
        raw = "\n".join(line for line in raw.split("\n") if not line.startswith("author "))
        Path(story.repo.root / "raw").write_text(raw + "\n")
        oid = story.repo.git("hash-object", "-t", "commit", "-w", "--literally", "raw")
        story.repo.git("update-ref", "refs/heads/exp/nobody", oid)

        assert story.rows()["a"].author == ""

    def test_a_subject_of_100_kilobytes_is_no_reason_to_stop(self, story: Story) -> None:
        Path(story.repo.root / "message").write_text("exp: " + "a -> " * 20_000 + "loss=1\n")
        story.repo.git("commit", "--quiet", "--allow-empty", "-F", "message")
        story.commit("exp: b -> loss=1")

        assert "b" in story.rows()

    def test_bytes_that_are_no_utf_8_are_kept_apart(self, story: Story) -> None:
        raw = story.repo.git("cat-file", "commit", "HEAD").encode() + b"\n"
        Path(story.repo.root / "raw").write_bytes(raw.replace(b"a beginning", b"exp: d\xe9p\xf4t \xff -> loss=1"))
        oid = story.repo.git("hash-object", "-t", "commit", "-w", "raw")
        story.repo.git("update-ref", "refs/heads/exp/latin", oid)

        (row,) = story.book().rows

        assert row.experiment.what.encode("utf-8", "surrogateescape") == b"d\xe9p\xf4t \xff"
