"""The hook `notebook-lint` as git's callers run it: before outputs are stripped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notebooks import code, notebook, ran

if TYPE_CHECKING:
    from conftest import Repo

WRONG_ORDER = ran(2, 1)


def test_blocks_where_a_team_has_chosen_so(repo: Repo) -> None:
    repo.write("mlhygiene.toml", 'severity = { notebook-order = "error" }\n').write("a.ipynb", WRONG_ORDER).stage()

    done = repo.mlhygiene("hook", "notebook-lint", "a.ipynb")

    assert done.code == 1
    assert done.out.startswith("a.ipynb:3: MLH303 notebook-order: run out of order: In [2] stands above In [1]")


def test_warnings_do_not_block(repo: Repo) -> None:
    repo.write("a.ipynb", ran(3, 7)).stage()

    done = repo.mlhygiene("hook", "notebook-lint", "a.ipynb")

    assert done.code == 0
    assert "MLH305 notebook-gaps (warning)" in done.out


def test_outputs_are_left_to_the_hook_that_strips_them(repo: Repo) -> None:
    repo.write("a.ipynb", ran(1, 2)).stage()

    assert repo.mlhygiene("hook", "notebook-lint", "a.ipynb").code == 0
    assert "MLH301" in repo.mlhygiene("hook", "mlhygiene", "a.ipynb").out


def test_the_index_is_judged_and_not_the_worktree(repo: Repo) -> None:
    repo.write("a.ipynb", ran(1, 2)).stage().write("a.ipynb", WRONG_ORDER)

    assert repo.mlhygiene("hook", "notebook-lint", "a.ipynb").code == 0


def test_a_notebook_that_git_lfs_holds_passes(repo: Repo) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 48100000\n" % (b"4d" * 32)
    repo.put("a.ipynb", pointer)

    assert repo.mlhygiene("lint", "--select", "MLH3").code == 0


def test_two_commits_of_one_notebook_are_told_with_their_places(repo: Repo) -> None:
    repo.write("a.ipynb", WRONG_ORDER).stage().commit()
    repo.write("b.ipynb", WRONG_ORDER).stage().commit()

    done = repo.mlhygiene("lint", "--history", "--select", "MLH303")

    assert [line.partition(":")[0] for line in done.out.splitlines() if "MLH303" in line] == ["a.ipynb", "b.ipynb"]


def test_a_broken_notebook_does_not_hide_the_next(repo: Repo) -> None:
    repo.write("a.ipynb", "{").write("b.ipynb", WRONG_ORDER).stage()

    done = repo.mlhygiene("hook", "notebook-lint", "a.ipynb", "b.ipynb")

    assert "a.ipynb:1:2: MLH302" in done.out
    assert "b.ipynb:3: MLH303" in done.out


def test_options_come_from_the_config(repo: Repo) -> None:
    repo.write("mlhygiene.toml", '[rules.notebook-absolute-path]\nallow = ["/home/ada"]\n')
    repo.write("a.ipynb", notebook(code("open('/home/ada/a'); open('/data/b/c')"))).stage()

    done = repo.mlhygiene("lint", "--select", "notebook-absolute-path")

    assert done.out.splitlines()[0] == (
        "a.ipynb:8: MLH310 notebook-absolute-path (warning): '/data/b/…' is a path of one machine, cell 1, line 1"
    )
