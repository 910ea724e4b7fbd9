"""`mlhygiene exp report` and `exp plot`, as people run them, on real repositories."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from story import Story
from tokens import make

if TYPE_CHECKING:
    from conftest import Ran, Repo

UTF8 = {"PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def seed(repo: Repo) -> Repo:
    """A baseline on main, and a branch that improves on it, with a claim."""
    story = Story(repo)
    story.commit("feat: train")
    story.commit("exp: baseline, lr=1e-3 -> val_loss=0.45, acc=0.81")
    story.on("exp/lr").commit("exp: lr=3e-4 -> val_loss=0.42 (3% improvement)")
    story.commit("exp: bs=1024 -> failed: OOM")
    return repo


def exp(repo: Repo, *arguments: str, **how: Any) -> Ran:
    return repo.mlhygiene("exp", *arguments, **how)


def test_the_report_is_one_file_that_is_the_same_every_time(seed: Repo) -> None:
    first, second = exp(seed, "report"), exp(seed, "report", "--output", "again.html")

    assert (first.code, first.err) == (0, ""), first.err
    assert first.out.startswith("report.html: 3 experiments, ")
    assert (seed.root / "report.html").read_bytes() == (seed.root / "again.html").read_bytes()
    assert second.code == 0
    assert seed.git("rev-parse", "HEAD")[:12] in (seed.root / "report.html").read_text(encoding="utf-8")


def test_the_report_goes_to_stdout(seed: Repo) -> None:
    exp(seed, "report")

    ran = exp(seed, "report", "--output", "-")
    assert ran.out == (seed.root / "report.html").read_text(encoding="utf-8")


def test_a_report_is_written_over_and_any_other_file_is_not(seed: Repo) -> None:
    exp(seed, "report")
    assert exp(seed, "report", "--title", "Once more").code == 0
    assert "Once more" in (seed.root / "report.html").read_text(encoding="utf-8")

    seed.write("report.html", "<h1>mine</h1>")
    ran = exp(seed, "report")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "mlhygiene: report.html: there already, and no report of ours: --force writes over it\n"
    assert (seed.root / "report.html").read_text() == "<h1>mine</h1>"
    assert exp(seed, "report", "--force").code == 0


def test_no_secret_and_no_address_is_in_it(seed: Repo) -> None:
    token, _ = make("hf_{letters:34}", Random(5))
    Story(seed, 20).commit(f"exp: logged, hub={token} -> val_loss=0.41")

    for arguments in (["--output", "-"], ["--format", "markdown"]):
        ran = exp(seed, "report", *arguments)
        assert ran.code == 0, ran.err
        assert token not in ran.out
        assert "@example.org" not in ran.out
    assert token not in exp(seed, "plot", "val_loss").out


def test_the_summary_of_a_branch(seed: Repo) -> None:
    ran = exp(seed, "report", "--format", "markdown", "--base", "main", "--branch", "exp/lr")

    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[:3] == [
        "### Experiments on `exp/lr`",
        "",
        "**`val_loss` 0.45 → 0.42 (−6.7 %)**, best of 2",  # noqa: RUF001
    ]
    assert "the message claims 3% improvement; val\\_loss 0.45 → 0.42 is 6.7 %" in lines[-1]


def test_the_summary_finds_what_to_compare_with(seed: Repo) -> None:
    assert "0.45 → 0.42" in exp(seed, "report", "--format", "markdown").out
    seed.git("branch", "-m", "main", "trunk")

    ran = exp(seed, "report", "--format", "markdown")
    assert ran.code == 2
    assert ran.err == "mlhygiene: origin/main: no such commit here: name what to compare with, --base REV\n"
    assert "0.45 → 0.42" in exp(seed, "report", "--format", "markdown", "--base", "trunk").out


def test_a_branch_without_experiments_of_its_own(seed: Repo) -> None:
    ran = exp(seed, "report", "--format", "markdown", "--base", "exp/lr", "--branch", "main")

    assert (ran.code, ran.out) == (0, "### Experiments on `main`\n\nNo experiment that `exp/lr` does not have.\n")


REFUSED = {
    ("report", "--metric", "val_los"): "no experiment has a metric 'val_los' (did you mean 'val_loss'?)",
    ("report", "--base", "main"): "--base and --branch are for --format markdown",
    ("report", "--format", "markdown", "--base", "--all"): "--all: no such commit here",
    ("report", "--output", "no/such/folder.html"): "no/such/folder.html: cannot write",
    ("plot", "nothing"): "no experiment has a metric 'nothing'",
    ("plot", "val_loss", "--width", "7"): "--width 7: from 30 to 400",
}


@pytest.mark.parametrize("arguments", REFUSED)
def test_what_cannot_be_done_is_told_in_one_line(arguments: tuple[str, ...], seed: Repo) -> None:
    if arguments[-1] == "--all":
        arguments = (*arguments[:-2], "--base=--all")
    ran = exp(seed, *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"mlhygiene: {REFUSED.get(arguments, '--all: no such commit here')}")
    assert ran.err.count("\n") == 1


def test_a_repository_without_experiments_makes_an_empty_page(repo: Repo) -> None:
    assert exp(repo, "report", "--output", "-").code == 0
    Story(repo).commit("feat: train")
    ran = exp(repo, "report", "--output", "-")

    assert ran.code == 0
    assert "0 experiments" in ran.out


def test_the_plot_draws_the_best_so_far_and_tells_its_steps(seed: Repo) -> None:
    ran = exp(seed, "plot", "val_loss", "--width", "60", "--height", "5", env=UTF8)

    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "val_loss, lower is better: 0.45 → 0.42 (−6.7 %), 2 experiments"  # noqa: RUF001
    assert lines[1].startswith("0.4500 ┤──")
    assert lines[-1].split() == ["0.42", "(−6.7", "%)", seed.git("rev-parse", "HEAD~")[:7], "lr=3e-4"]  # noqa: RUF001
    assert max(map(len, lines[1:])) <= 60


@pytest.mark.parametrize("how", [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}, None])
def test_where_the_stream_has_no_more_it_is_ascii(how: dict[str, str] | None, seed: Repo) -> None:
    ran = exp(seed, "plot", "val_loss", env=how) if how else exp(seed, "plot", "val_loss", "--ascii", env=UTF8)

    assert ran.code == 0
    assert ran.out.isascii()
    assert ran.out.startswith("val_loss, lower is better: 0.45 -> 0.42 (-6.7 %)")


def test_colour_is_for_terminals_or_for_who_asks(seed: Repo) -> None:
    assert "\x1b" not in exp(seed, "plot", "val_loss").out
    assert "\x1b[1;36m" in exp(seed, "plot", "val_loss", "--color", "always").out
    assert "\x1b" not in exp(seed, "plot", "val_loss", env={"NO_COLOR": "1", "FORCE_COLOR": "1"}).out


def test_a_metric_without_a_direction_asks_for_one(seed: Repo) -> None:
    Story(seed, 20).commit("exp: odd -> oddness=7")

    ran = exp(seed, "plot", "oddness")
    assert ran.code == 2
    assert ran.err.startswith("mlhygiene: which way is oddness better? say --lower oddness or --higher oddness")
    assert exp(seed, "plot", "oddness", "--higher", "oddness").code == 0


def test_what_is_no_number_cannot_be_drawn(seed: Repo) -> None:
    Story(seed, 20).commit("exp: odd -> ppl=nan")

    ran = exp(seed, "plot", "ppl")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[-1] == "mlhygiene: no ppl can be drawn: 1 left out: nan or infinite"


def test_messages_do_not_steer_the_terminal(seed: Repo) -> None:
    Story(seed, 20).commit("exp: \x1b[31mred\x07 \u202e -> val_loss=0.40")

    for ran in (exp(seed, "plot", "val_loss", env=UTF8), exp(seed, "report", "--format", "markdown")):
        assert ran.code == 0, ran.err
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.out)


def test_one_experiment_is_told_as_one(repo: Repo) -> None:
    repo.commit("exp: baseline -> val_loss=0.45")

    assert exp(repo, "report").out.startswith("report.html: 1 experiment, ")
