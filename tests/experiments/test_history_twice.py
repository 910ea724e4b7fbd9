"""One experiment is one row, whatever was done to its commits since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from look import clone

if TYPE_CHECKING:
    from story import Story


WAYS = {
    "git's own words": 'Revert "exp: a -> loss=1"\n\nThis reverts commit {oid}.\n',
    "an abbreviated hash": 'Revert "exp: a -> loss=1"\n\nThis reverts commit {oid:.8}.\n',
    "words of one's own": "back to before\n\nThis reverts commit {oid:.10}, it was worse.\n",
    "several hashes": "back\n\nThis reverts commits 0123456789, {oid:.12} and fedcba9876.\n",
    "the subject alone": 'Revert "exp: a -> loss=1"\n',
    "a hash from before a rebase": 'Revert "exp: a -> loss=1"\n\nThis reverts commit ' + "e" * 40 + ".\n",
    "GitHub's button": 'Revert "exp: a -> loss=1" (#12)\n\nReverts team/model#11\n',
}
OTHERS = {
    "another commit": 'Revert "feat: b"\n\nThis reverts commit {other}.\n',
    "the word alone": "exp: b -> loss=2\n\nThis reverts nothing.\n",
    "another subject": 'Revert "exp: a -> loss=3"\n',
    "a hash that is too short": "back\n\nThis reverts commit {oid:.5}.\n",
}


class TestTwins:
    def test_a_rebased_branch_is_told_once_and_the_old_commits_are_named(self, story: Story) -> None:
        old = story.on("exp/lr").commit("exp: lr=1 -> loss=2")
        story.git("tag", "before")
        story.on("main").commit("feat: more")
        story.on("exp/lr").git("rebase", "--quiet", "main")

        row = story.rows()["lr=1"]

        assert (row.commit, row.twins, row.branch) == (story.repo.git("rev-parse", "exp/lr"), (old,), "exp/lr")

    def test_of_a_pick_that_on_a_branch_of_its_own_is_kept(self, story: Story) -> None:
        tried = story.on("exp/lr").commit("exp: lr=1 -> loss=2")
        story.on("main").commit("feat: more")
        story.git("cherry-pick", "--allow-empty", tried)

        row = story.rows()["lr=1"]

        assert (row.commit, row.twins) == (tried, (story.repo.git("rev-parse", "main"),))

    def test_what_a_remote_still_has_of_before_a_rebase_gives_way(self, story: Story) -> None:
        story.on("exp/lr").commit("exp: lr=1 -> loss=2")
        story.on("main").commit("feat: more")
        there = clone(story.repo, "clone")
        there.git("checkout", "--quiet", "exp/lr")
        there.git("rebase", "--quiet", "--force-rebase", "origin/main")

        row = story.rows(there)["lr=1"]

        assert (row.commit, row.branch) == (there.git("rev-parse", "exp/lr"), "exp/lr")
        assert row.twins == (there.git("rev-parse", "origin/exp/lr"),)

    def test_the_same_words_at_another_time_are_another_experiment(self, story: Story) -> None:
        story.commit("exp: again -> loss=2")
        story.commit("exp: again -> loss=2")

        assert len(story.book().rows) == 2


class TestReverts:
    def test_git_revert_marks_the_row(self, story: Story) -> None:
        tried = story.commit("exp: a -> loss=1")
        story.repo.write("a.txt", "a").stage()
        story.commit("feat: a file")
        story.repo.git("revert", "--no-edit", "HEAD")
        story.commit('Revert "exp: a -> loss=1"\n\nThis reverts commit ' + tried + ".")

        assert story.rows()["a"].reverted == story.repo.git("rev-parse", "HEAD")

    @pytest.mark.parametrize("message", WAYS.values(), ids=WAYS)
    def test_every_way_to_say_it_is_understood(self, story: Story, message: str) -> None:
        oid = story.commit("exp: a -> loss=1")
        back = story.commit(message.format(oid=oid))

        assert story.rows()["a"].reverted == back

    @pytest.mark.parametrize("message", OTHERS.values(), ids=OTHERS)
    def test_what_takes_back_something_else_marks_nothing(self, story: Story, message: str) -> None:
        other = story.commit("feat: b")
        oid = story.commit("exp: a -> loss=1")
        story.commit(message.format(oid=oid, other=other))

        assert story.rows()["a"].reverted is None

    def test_a_revert_of_a_revert_lifts_it(self, story: Story) -> None:
        oid = story.commit("exp: a -> loss=1")
        first = story.commit(f'Revert "exp: a -> loss=1"\n\nThis reverts commit {oid}.')
        second = story.commit(f'Reapply "exp: a -> loss=1"\n\nThis reverts commit {first}.')
        assert story.rows()["a"].reverted is None

        third = story.commit(f'Revert "Reapply "exp: a -> loss=1""\n\nThis reverts commit {second}.')
        assert story.rows()["a"].reverted == first
        assert third != first

    def test_the_revert_of_a_twin_counts_for_both(self, story: Story) -> None:
        tried = story.on("exp/lr").commit("exp: a -> loss=1")
        story.on("main").commit("feat: more")
        story.git("cherry-pick", "--allow-empty", tried)
        picked = story.repo.git("rev-parse", "HEAD")
        back = story.commit(f'Revert "exp: a -> loss=1"\n\nThis reverts commit {picked}.')

        row = story.rows()["a"]

        assert (row.commit, row.reverted) == (tried, back)

    def test_the_revert_of_a_merge_takes_back_what_it_brought(self, story: Story) -> None:
        story.commit("exp: before -> loss=1")
        story.on("exp/a").commit("exp: a -> loss=1")
        story.on("main").commit("exp: beside -> loss=1")
        story.git("merge", "--quiet", "--no-ff", "-m", "Merge exp/a", "exp/a")
        merge = story.repo.git("rev-parse", "HEAD")
        back = story.commit(
            f'Revert "Merge exp/a"\n\nThis reverts commit {merge}, reversing\nchanges made to {merge}^.'
        )

        rows = story.rows()

        assert {what: row.reverted for what, row in rows.items()} == {"before": None, "beside": None, "a": back}


class TestPending:
    def test_a_run_and_its_result_are_one_row(self, story: Story) -> None:
        ran = story.on("exp/lr").commit("exp: lr=1 -> running")
        story.commit("feat: meanwhile")
        result = story.commit(f"exp: lr=1 -> loss=2\n\nRun-Commit: {ran}")

        (row,) = story.book().rows

        assert (row.commit, row.code, row.branch) == (result, ran, "exp/lr")

    def test_an_abbreviated_hash_does(self, story: Story) -> None:
        ran = story.commit("exp: lr=1 -> running")
        story.commit(f"exp: lr=1 -> failed: OOM\n\nRun-Commit: {ran[:9]}")

        (row,) = story.book().rows

        assert row.code == ran

    def test_what_still_waits_stays(self, story: Story) -> None:
        ran = story.commit("exp: lr=1 -> running")
        story.commit(f"exp: lr=1 again -> running\n\nRun-Commit: {ran}")

        assert len(story.book().rows) == 2

    def test_code_that_was_no_experiment_is_named_all_the_same(self, story: Story) -> None:
        ran = story.commit("feat: a model")
        story.commit(f"exp: a -> loss=1\n\nRun-Commit: {ran}")
        story.commit("exp: b -> loss=1\n\nRun-Commit: " + "ab" * 20)

        rows = story.rows()

        assert (rows["a"].code, rows["b"].code) == (ran, "ab" * 20)

    def test_a_rebase_parts_no_run_from_its_result(self, story: Story) -> None:
        ran = story.on("exp/lr").commit("exp(nlp): lr=1 -> running")
        story.commit(f"exp(nlp): lr=1 -> loss=2\n\nRun-Commit: {ran}")
        story.on("main").commit("feat: more")
        story.on("exp/lr").git("rebase", "--quiet", "main")

        (row,) = story.book().rows

        assert (row.commit, row.code) == (story.repo.git("rev-parse", "HEAD"), story.repo.git("rev-parse", "HEAD~1"))

    def test_a_result_closes_one_run_of_its_words_the_nearest(self, story: Story) -> None:
        first = story.commit("exp: lr=1 -> running")
        second = story.commit("exp: lr=1 -> running")
        result = story.commit(f"exp: lr=1 -> loss=2\n\nRun-Commit: {'ab' * 20}")

        assert [(row.commit, row.code) for row in story.book().rows] == [(result, second), (first, None)]

    def test_a_run_of_other_words_or_on_another_branch_waits_on(self, story: Story) -> None:
        story.commit("exp: lr=1 -> running")
        story.commit("exp(nlp): lr=2 -> running")
        story.commit(f"exp: lr=2 -> loss=2\n\nRun-Commit: {'ab' * 20}")
        story.on("exp/lr").commit(f"exp: lr=1 -> loss=2\n\nRun-Commit: {'cd' * 20}")

        assert len(story.book().rows) == 4

    def test_a_run_that_has_its_result_takes_no_other(self, story: Story) -> None:
        ran = story.commit("exp: lr=1 -> running")
        story.commit(f"exp: lr=1 -> loss=2\n\nRun-Commit: {ran}")
        story.commit(f"exp: lr=1 -> loss=3\n\nRun-Commit: {'ab' * 20}")

        assert [row.code for row in story.book().rows] == ["ab" * 20, ran]
