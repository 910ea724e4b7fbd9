"""The logbook out of real histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from look import clone
from story import Story

if TYPE_CHECKING:
    from conftest import Repo


def test_rows_are_experiments_newest_first(story: Story) -> None:
    first = story.commit("exp: baseline -> val_loss=0.45")
    story.commit("feat: a loader")
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
