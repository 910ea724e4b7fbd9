"""`mlhygiene exp best|compare|show|pareto|record`, as people and agents run them, on real repositories."""

from __future__ import annotations

import json
import os
import re
import stat
from random import Random
from typing import TYPE_CHECKING

import pytest

from story import Story
from tokens import make

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from conftest import Ran, Repo

# After all of a story.
LATE = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-02-01T00:00:00+00:00")
CONFIG = "learning_rate: {}\noptimizer:\n  name: adam\n"
HOSTILE_REVS = ["-x", "--all", "--output=x", "", ":/no such", "no-such", "HEAD^{tree}", "a..b", "@{u}"]


@pytest.fixture
def seed(repo: Repo) -> Repo:
    """The workflow of the seed: a baseline, and a branch that improves on it."""
    story = Story(repo)
    repo.write("config.yaml", CONFIG.format("1e-4")).stage()
    story.commit("feat: train")
    story.on("exp/baseline").commit("exp: baseline -> val_loss=0.45, memory=3GB")
    repo.write("config.yaml", CONFIG.format("3e-4")).stage()
    story.on("exp/lr-3e-4").commit("exp: lr=3e-4 -> val_loss=0.42, memory=4GB\n\nBaseline: exp/baseline")
    return repo


@pytest.fixture
def running(seed: Repo) -> Repo:
    """A run that waits for its result."""
    Story(seed, 10).on("exp/wider").commit("exp(nlp): width=512 -> running\n\nSeed: 7\nConfig: config.yaml")
    return seed


def exp(repo: Repo, *arguments: str, **how: Any) -> Ran:
    return repo.mlhygiene("exp", *arguments, **how)


def answer(repo: Repo, *arguments: str) -> dict[str, Any]:
    ran = exp(repo, *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    told: dict[str, Any] = json.loads(ran.out)
    return told


def state(repo: Repo) -> tuple[str, str, str]:
    return repo.git("rev-parse", "HEAD"), repo.git("status", "--porcelain"), repo.git("for-each-ref")


def hook(repo: Repo, name: str, script: str) -> None:
    path = repo.root / ".git" / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


# best


def test_the_best_is_told_with_how_it_was_chosen(seed: Repo) -> None:
    ran = exp(seed, "best")
    assert ran.code == 0
    assert "val_loss: lower is better; the metric used most" in ran.out
    assert "0.42  lr=3e-4  exp/lr-3e-4" in ran.out
    assert "of 2 experiments" in ran.out


def test_the_best_for_machines(seed: Repo) -> None:
    told = answer(seed, "best", "--metric", "memory")
    assert (told["schema"], told["metric"], told["asked"], told["unit"]) == (
        "mlhygiene.exp.best/1",
        "memory",
        True,
        "GB",
    )
    assert told["best"][0]["metric"]["value"] == 3


def test_the_best_of_each_branch(seed: Repo) -> None:
    told = answer(seed, "best", "--per-branch")
    assert {each["branch"]: each["metric"]["value"] for each in told["best"]} == {
        "exp/baseline": 0.45,
        "exp/lr-3e-4": 0.42,
    }
    assert "exp/baseline" in exp(seed, "best", "--per-branch").out


def test_the_best_of_some(seed: Repo) -> None:
    assert answer(seed, "best", "--where", "branch~baseline")["best"][0]["metric"]["value"] == 0.45
    assert exp(seed, "best", "--where", "branch~nothing").code == 2


REFUSED = {
    "a metric that nobody measured": (["--metric", "val_los"], "did you mean 'val_loss'?"),
    "a metric without a name": (["--metric", ""], "no experiment has a metric ''"),
    "both ways": (["--lower", "a", "--higher", "a"], "both lower and higher"),
    "one tag for many": (["--per-branch", "--tag"], "leave out --per-branch"),
    "a tag that no ref can be called": (["--tag", "a..b"], "no name for a tag"),
    "a tag that is an option": (["--tag=-d"], "no name for a tag"),
}


@pytest.mark.parametrize(("arguments", "reason"), REFUSED.values(), ids=REFUSED)
def test_no_best_of(arguments: list[str], reason: str, seed: Repo) -> None:
    before = state(seed)
    ran = exp(seed, "best", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert reason in ran.err
    assert ran.err.count("\n") == 1
    assert state(seed) == before


def test_an_unknown_direction_is_asked_for(repo: Repo) -> None:
    Story(repo).commit("exp: a -> zeta=1")
    ran = exp(repo, "best", "--metric", "zeta")
    assert ran.code == 2
    assert "--lower zeta or --higher zeta" in ran.err
    assert '[tool.mlhygiene.metrics] lower = ["zeta"]' in ran.err
    assert exp(repo, "best", "--metric", "zeta", "--higher", "zeta").code == 0
    assert exp(repo, "best", "--metric", "zeta", "--higher").code == 0
    assert "write --higher METRIC" in exp(repo, "best", "--higher").err
    repo.write("mlhygiene.toml", '[metrics]\nlower = ["zeta"]\n').stage()
    assert "lower is better" in exp(repo, "best").out


def test_units_are_not_merged(repo: Repo) -> None:
    story = Story(repo)
    story.commit("exp: a -> acc=0.761")
    story.commit("exp: b -> acc=76.2%")
    ran = exp(repo, "best")
    assert ran.code == 2
    assert "acc is written in different units" in ran.err
    assert answer(repo, "best", "--unit", "%")["best"][0]["experiment"]["what"] == "b"
    assert answer(repo, "best", "--unit", "")["best"][0]["experiment"]["what"] == "a"


def test_what_was_reverted_or_is_no_number_is_never_best(repo: Repo) -> None:
    story = Story(repo)
    story.commit("exp: good -> val_loss=0.4")
    leak = story.commit("exp: leak -> val_loss=0.1")
    story.commit(f'Revert "exp: leak -> val_loss=0.1"\n\nThis reverts commit {leak}.')
    story.commit("exp: hot -> val_loss=nan")
    ran = exp(repo, "best")
    assert "0.4  good" in ran.out
    assert "left out: 1 nan or infinite, 1 reverted" in ran.out


def test_ties_are_told(repo: Repo) -> None:
    story = Story(repo)
    story.commit("exp: first -> val_loss=0.4")
    again = story.commit("exp: again -> val_loss=0.40")
    assert "as good: 0.40  again" in exp(repo, "best").out
    assert answer(repo, "best")["best"][0]["ties"] == [again]


def test_no_experiment_is_no_answer(repo: Repo) -> None:
    unborn = exp(repo, "best")
    repo.commit("feat: begin")
    assert (unborn.code, exp(repo, "best").code) == (2, 2)
    assert "no experiment in any branch or tag" in unborn.err


def test_the_best_is_tagged_once_and_never_moved(seed: Repo) -> None:
    assert "tagged" in exp(seed, "best", "--tag").out
    assert seed.git("cat-file", "-t", "best/val_loss-0.42") == "tag"
    told = seed.git("tag", "--list", "-n9", "best/val_loss-0.42")
    assert "exp: lr=3e-4 -> val_loss=0.42" in told
    assert "lr: 3e-4" in told
    assert "already" in exp(seed, "best", "--tag").out
    Story(seed, 20).commit("exp: deeper -> val_loss=0.40")
    seed.git("tag", "v1.0-best", "exp/baseline")
    before = state(seed)
    ran = exp(seed, "best", "--tag", "v1.0-best")
    assert ran.code == 2
    assert "is not moved" in ran.err
    assert state(seed) == before


def test_a_tag_that_setuptools_scm_chokes_on_is_told(seed: Repo) -> None:
    seed.write("pyproject.toml", '[build-system]\nrequires = ["setuptools-scm"]\n').stage()
    ran = exp(seed, "best", "--tag", "v1.0-best")
    assert (ran.code, "git_describe_command = " in ran.err) == (0, True)
    assert "describe" not in exp(seed, "best", "--tag", "v1.0").err


TAGS = {"acc=76.1%": "best/acc-76.1pct", "val/acc=0.9": "best/val/acc-0.9", "loss=-1e-3": "best/loss--1e-3"}


@pytest.mark.parametrize(("result", "name"), TAGS.items())
def test_a_tag_without_a_name_is_called(result: str, name: str, repo: Repo) -> None:
    Story(repo).commit(f"exp: a -> {result}")
    assert exp(repo, "best", "--tag").code == 0
    assert repo.git("tag") == name


def test_a_tag_that_git_refuses_is_told(seed: Repo) -> None:
    seed.git("tag", "best", "main")
    before = state(seed)
    ran = exp(seed, "best", "--tag")
    assert ran.code == 2
    assert "best/val_loss-0.42 was not made" in ran.err
    assert state(seed) == before


def test_a_shallow_clone_says_so(seed: Repo, tmp_path: Path) -> None:
    seed.git("clone", "--quiet", "--depth=1", seed.root.as_uri(), str(tmp_path / "shallow"))
    ran = exp(seed, "best", "--format", "json", cwd=tmp_path / "shallow")
    assert "shallow" in json.loads(ran.out)["notes"][0]


def test_the_tag_stands_at_the_commit_that_ran(running: Repo) -> None:
    ran = running.git("rev-parse", "HEAD")
    assert exp(running, "record", "val_loss=0.3", env=LATE).code == 0
    assert exp(running, "best", "--tag", "top").code == 0
    assert running.git("rev-parse", "top^{commit}") == ran


# compare


def test_the_seed_s_two_branches_side_by_side(seed: Repo) -> None:
    ran = exp(seed, "compare", "exp/baseline", "exp/lr-3e-4")
    assert ran.code == 0
    assert re.search(r"val_loss +0\.45 +0\.42 +\N{MINUS SIGN}0\.03 +\N{MINUS SIGN}6\.7 % +better", ran.out)
    assert re.search(r"memory +3 GB +4 GB +\+1 +\+33\.3 % +worse", ran.out)
    assert "config.yaml\n  learning_rate: 1e-4 -> 3e-4\n" in ran.out


def test_the_same_for_machines(seed: Repo) -> None:
    told = answer(seed, "compare", "exp/baseline", "best")
    assert told["schema"] == "mlhygiene.exp.compare/1"
    loss = next(each for each in told["metrics"] if each["name"] == "val_loss")
    assert (loss["delta"], round(loss["percent"], 1), loss["verdict"]) == (-0.03, -6.7, "better")
    assert told["configs"][0]["changes"] == [{"key": "learning_rate", "old": "1e-4", "new": "3e-4"}]
    assert told["parameters"] == [{"name": "lr", "old": None, "new": "3e-4"}]


def test_the_same_in_markdown(seed: Repo) -> None:
    out = exp(seed, "compare", "exp/baseline", "exp/lr-3e-4", "--format", "markdown").out
    assert "| val\\_loss | 0.45 | 0.42 | \N{MINUS SIGN}0.03 | \N{MINUS SIGN}6.7 % | better |" in out
    assert "- learning\\_rate: 1e-4 → 3e-4" in out


@pytest.mark.parametrize("name", HOSTILE_REVS)
@pytest.mark.parametrize("command", ["compare", "show", "record"])
def test_what_is_no_commit_is_refused(command: str, name: str, running: Repo) -> None:
    before = state(running)
    words = {"compare": ["compare", "--", "HEAD", name], "show": ["show", "--", name]}
    ran = exp(running, *words.get(command, ["record", "val_loss=1", f"--commit={name}"]))
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert state(running) == before


def test_a_commit_without_an_experiment_stands_for_the_newest_before_it(seed: Repo) -> None:
    Story(seed, 20).commit("docs: say more")
    ran = exp(seed, "compare", "exp/baseline", "HEAD")
    assert "is the newest before it" in ran.err
    assert "\N{MINUS SIGN}6.7 %" in ran.out


def test_commits_without_any_experiment_are_compared_by_their_configs(repo: Repo) -> None:
    for value in ("1", "2"):
        repo.write("conf/a.json", f'{{"n": {value}}}').stage().commit("feat: a")
    ran = exp(repo, "compare", "HEAD~", "HEAD")
    assert ran.code == 0
    assert "conf/a.json\n  n: 1 -> 2" in ran.out
    assert ran.err.count("no experiment at or before it") == 2


def test_secrets_stay_hidden(seed: Repo) -> None:
    token, _ = make("hf_{letters:34}", Random(5))
    seed.write("config.yaml", f"learning_rate: 3e-4\nlogger: {token}\npassword: swordfish9\n").stage()
    Story(seed, 20).commit("exp: logged -> val_loss=0.41")
    for form in ("text", "json", "markdown"):
        out = exp(seed, "compare", "exp/baseline", "HEAD", "--format", form).out
        assert token not in out
        assert "swordfish9" not in out
        assert "secret, 10 characters" in out


def test_what_cannot_be_compared_is_told(seed: Repo) -> None:
    seed.write("config.yaml", "a: 1\na: 2\n").write("big.json", b" " * (1 << 21)).stage()
    seed.write("package-lock.json", "{").write("sub/x.toml", "n = 1").stage()
    Story(seed, 20).commit("exp: odd -> val_loss=0.41")
    ran = exp(seed, "compare", "exp/baseline", "HEAD")
    assert 'config.yaml (after, line 2) cannot be compared: found duplicate key "a"' in ran.err
    assert "big.json (after) cannot be compared: more than 1 MiB" in ran.err
    assert "package-lock" not in ran.out + ran.err
    assert "sub/x.toml (new)\n  n: (none) -> 1" in ran.out
    assert "config.yaml" not in exp(seed, "compare", "exp/baseline", "HEAD", "--config", "sub/**").err


def test_a_symbolic_link_is_no_config(seed: Repo) -> None:
    os.symlink("/etc/passwd", seed.root / "link.json")
    seed.stage()
    Story(seed, 20).commit("exp: link -> val_loss=0.41")
    assert "link.json" not in exp(seed, "compare", "exp/baseline", "HEAD").out


def test_messages_steer_no_terminal_and_make_no_markup(repo: Repo) -> None:
    story = Story(repo)
    story.commit("exp: plain -> val_loss=0.5")
    story.commit("exp: [bold]a\x1b[31m|<b>@team</b> =1+1\u202e -> val_loss=0.4")
    for words in (["best"], ["show", "HEAD"], ["compare", "HEAD~", "HEAD", "--format", "markdown"]):
        ran = exp(repo, *words, "--color", "always")
        assert ran.code == 0, ran.err
        assert "\x1b[31m|" not in ran.out
        assert "\u202e" not in ran.out
    assert "[bold]" in exp(repo, "best").out
    assert "&lt;b&gt;&#64;team" in exp(repo, "compare", "HEAD~", "HEAD", "--format", "markdown").out


def test_colour_is_for_those_who_ask(seed: Repo) -> None:
    words = ["compare", "exp/baseline", "exp/lr-3e-4"]
    assert "\x1b[" in exp(seed, *words, "--color", "always").out
    assert "\x1b[" not in exp(seed, *words, env={"NO_COLOR": "1", "FORCE_COLOR": "1"}).out
    assert "\x1b[" not in exp(seed, *words).out


# show


def test_an_experiment_is_shown_whole(seed: Repo) -> None:
    out = exp(seed, "show", "exp/lr-3e-4").out
    assert "better than the best before, 0.45 in" in out
    assert "better than the baseline, 0.45 in" in out
    assert f"git switch --detach {seed.git('rev-parse', 'exp/lr-3e-4')}" in out
    told = answer(seed, "show", "exp/lr-3e-4")
    assert told["schema"] == "mlhygiene.exp.show/1"
    assert told["baseline_name"] == "exp/baseline"
    assert [each["name"] for each in told["previous_best"]] == ["val_loss", "memory"]


def test_an_old_form_is_shown_with_the_line_to_write(repo: Repo) -> None:
    Story(repo).commit("experiment: lr=3e-4 -> val_loss=0.42")
    told = answer(repo, "show")
    assert told["experiment"]["recovered"] is True
    assert told["corrected"] == "exp: lr=3e-4 -> val_loss=0.42"
    assert "exp: lr=3e-4 -> val_loss=0.42" in exp(repo, "show").out


def test_a_claim_that_the_numbers_contradict_is_told(seed: Repo) -> None:
    Story(seed, 20).commit("exp: wider -> val_loss=0.41 (20% improvement)")
    assert "the message claims 20% improvement" in exp(seed, "show").out
    assert len(answer(seed, "show")["doubts"]) == 1


def test_the_best_is_shown_by_that_word(seed: Repo) -> None:
    ran = exp(seed, "show", "best")
    assert "experiment  lr=3e-4" in ran.out
    assert "best by val_loss" in ran.err


def test_secrets_in_messages_stay_hidden(seed: Repo) -> None:
    token, _ = make("hf_{letters:34}", Random(5))
    Story(seed, 20).commit(f"exp: logged, hub={token} -> val_loss=0.3, memory=1GB\n\nRun: https://x.example/?t={token}")
    for words in (["show"], ["best"], ["best", "--per-branch"], ["pareto", "val_loss", "memory"]):
        for form in ("text", "json"):
            ran = exp(seed, *words, "--format", form)
            assert ran.code == 0
            assert "logged" in ran.out
            assert token not in ran.out + ran.err
    for form in ("text", "json", "markdown"):
        assert token not in exp(seed, "compare", "exp/baseline", "best", "--format", form).out


def test_a_baseline_that_is_gone_is_told(repo: Repo) -> None:
    Story(repo).commit("exp: a -> val_loss=0.42\n\nBaseline: exp/gone")
    ran = exp(repo, "show")
    assert ran.code == 0
    assert "Baseline: exp/gone: no such commit here" in ran.err


# pareto


def test_the_front_for_people_and_machines(seed: Repo) -> None:
    Story(seed, 20).commit("exp: worse -> val_loss=0.5, memory=5GB")
    assert "1 of 3 are beaten" in exp(seed, "pareto", "val_loss", "memory").out
    told = answer(seed, "pareto", "val_loss", "memory")
    assert [each["what"] for each in told["front"]] == ["lr=3e-4", "baseline"]
    assert (told["of"], told["dominated"]) == (3, 1)


def test_the_front_for_spreadsheets_runs_no_formula(repo: Repo) -> None:
    Story(repo).commit("exp: =HYPERLINK() -> val_loss=0.5, memory=5")
    out = exp(repo, "pareto", "val_loss", "memory", "--format", "csv").out
    assert ",'=HYPERLINK(),0.5,5.0" in out


def test_a_front_needs_two_metrics(seed: Repo) -> None:
    assert exp(seed, "pareto", "val_loss").code == 2
    assert exp(seed, "pareto", "val_loss", "val_loss").code == 2


# record


def test_a_result_closes_its_run_in_one_row(running: Repo) -> None:
    ran = running.git("rev-parse", "HEAD")
    running.write("results/metrics.json", "{}").stage()
    done = exp(running, "record", "val_loss=0.40", "ppl=12.3", "--run", "https://tracker.example/1", env=LATE)
    assert done.code == 0, done.err
    assert running.git("rev-parse", "HEAD~") == ran, "never an amend"
    assert running.git("log", "-1", "--format=%B").strip() == (
        "exp(nlp): width=512 -> val_loss=0.40, ppl=12.3\n\n"
        f"Seed: 7\nConfig: config.yaml\nRun: https://tracker.example/1\nRun-Commit: {ran}"
    )
    assert running.git("show", "--name-only", "--format=", "HEAD") == "results/metrics.json"
    told = answer(running, "show")
    assert (told["experiment"]["code"], told["reproduce"]) == (ran, f"git switch --detach {ran}")
    assert Story(running).rows()["width=512"].code == ran


def test_nothing_staged_makes_an_empty_commit_and_leaves_the_worktree(running: Repo) -> None:
    running.write("notes.txt", "mine")
    assert exp(running, "record", "val_loss=0.4", env=LATE).code == 0
    assert running.git("show", "--name-only", "--format=", "HEAD") == ""
    assert running.git("status", "--porcelain") == "?? notes.txt"


def test_a_run_is_closed_once(running: Repo) -> None:
    ran = running.git("rev-parse", "HEAD")
    assert exp(running, "record", "val_loss=0.4", env=LATE).code == 0
    before = state(running)
    again, named = exp(running, "record", "val_loss=0.3"), exp(running, "record", "val_loss=0.3", "--commit", ran)
    assert (again.code, named.code) == (2, 2)
    assert "nothing waits for a result" in again.err
    assert "has its result in" in named.err
    assert state(running) == before


def test_the_newest_run_is_closed_unless_another_is_named(running: Repo) -> None:
    first = running.git("rev-parse", "HEAD")
    second = Story(running, 20).commit("exp: depth=9 -> running")
    assert second in exp(running, "record", "val_loss=0.4", "--dry-run").out
    assert first in exp(running, "record", "val_loss=0.4", "--dry-run", "--commit", first).out
    assert exp(running, "record", "val_loss=0.4", env=LATE).code == 0
    assert first in exp(running, "record", "val_loss=0.4", "--dry-run").out


@pytest.fixture(params=["width=512", "width=512, twice"])
def rebased(running: Repo, request: pytest.FixtureRequest) -> Repo:
    """A run and its result, in the same words or others, after a rebase, and nothing left of the commits that were."""
    assert exp(running, "record", "val_loss=0.30", "--what", request.param, env=LATE).code == 0
    Story(running, 40).on("main").commit("feat: more")
    running.git("checkout", "--quiet", "exp/wider")
    running.git("rebase", "--quiet", "--onto", "main", "exp/lr-3e-4")
    running.git("reflog", "expire", "--all", "--expire=now")
    running.git("gc", "--quiet", "--prune=now")
    return running


@pytest.mark.parametrize("rebased", ["width=512"], indirect=True)
def test_a_rebase_opens_no_run_again(rebased: Repo) -> None:
    before = state(rebased)
    assert "nothing waits" in exp(rebased, "record", "val_loss=0.4").err
    assert "has its result in" in exp(rebased, "record", "val_loss=0.4", "--commit", "HEAD~").err
    assert state(rebased) == before


@pytest.mark.parametrize("rebased", ["width=512"], indirect=True)
def test_a_rebased_run_stands_for_what_ran(rebased: Repo) -> None:
    ran = exp(rebased, "show")
    assert ran.err == ""
    assert f"git switch --detach {rebased.git('rev-parse', 'HEAD~')}" in ran.out
    assert "running" not in exp(rebased, "log").out


def test_of_two_runs_of_the_same_words_a_rebased_result_closes_the_nearest(running: Repo) -> None:
    first = running.git("rev-parse", "HEAD")
    second = Story(running, 20).commit("exp(nlp): width=512 -> running")
    Story(running, 30).commit(f"exp(nlp): width=512 -> val_loss=0.4\n\nRun-Commit: {'ab' * 20}")
    assert "has its result in" in exp(running, "record", "val_loss=0.3", "--commit", second).err
    assert first in exp(running, "record", "val_loss=0.3", "--dry-run").out
    assert first in exp(running, "record", "val_loss=0.3", "--dry-run", "--commit", first).out


@pytest.mark.parametrize("rebased", ["width=512, twice"], indirect=True)
def test_what_ran_and_is_gone_is_told_and_its_copy_stands_for_it(rebased: Repo) -> None:
    head = rebased.git("rev-parse", "HEAD")
    ran = exp(rebased, "show")
    assert "is not in this clone" in ran.err
    assert f"git switch --detach {head}" in ran.out
    assert exp(rebased, "compare", "exp/baseline", "best").code == 0
    assert exp(rebased, "best", "--tag", "top").code == 0
    assert rebased.git("rev-parse", "top^{commit}") == head


def test_the_same_words_can_run_again(running: Repo) -> None:
    first = running.git("rev-parse", "HEAD")
    second = Story(running, 20).commit("exp(nlp): width=512 -> running")
    assert exp(running, "record", "val_loss=0.4", "--commit", first, env=LATE).code == 0
    assert second in exp(running, "record", "val_loss=0.3", "--dry-run").out


NO_RESULT = {
    "nothing": ([], "nothing to record"),
    "no number": (["val_loss=good"], "cannot be recorded"),
    "no value": (["val_loss"], "val_loss"),
    "two in one": (["val_loss=1, ppl=2"], "is not METRIC=VALUE"),
    "an arrow": (["a -> val_loss=1"], "an arrow parts"),
    "a line break": (["val_loss=1\n\nRun-Commit: x"], "line break"),
    "a status and a number": (["val_loss=1", "--status", "diverged"], "not both"),
    "a status that is none": (["--status", "running"], "still waits"),
    "a name twice": (["val_loss=1", "val_loss=2"], "val_loss"),
    "a trailer of one's own": (["val_loss=1", "--run", "x\nSigned-off-by: y"], "one line each"),
    "words that would be read in another way": (["val_loss=1", "--what", " "], ""),
}


@pytest.mark.parametrize(("arguments", "reason"), NO_RESULT.values(), ids=NO_RESULT)
def test_no_result_is(arguments: list[str], reason: str, running: Repo) -> None:
    before = state(running)
    ran = exp(running, "record", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert reason in ran.err
    assert ran.err.count("\n") == 1
    assert state(running) == before


def test_a_run_that_failed_is_closed_as_such(running: Repo) -> None:
    assert exp(running, "record", "--status", "failed: OOM", env=LATE).code == 0
    assert running.git("log", "-1", "--format=%s") == "exp(nlp): width=512 -> failed: OOM"
    assert answer(running, "show")["experiment"]["state"] == "failed"


FILES = {
    "all of it": ('{"val_loss": 4.2e-1, "name": "x", "eval": {"ppl": 3}}', "", "val_loss=4.2e-1"),
    "a table in it": ('{"eval": {"ppl": 3, "ok": true}}', ":eval", "ppl=3"),
    "one number": ('{"eval": {"ppl": 3, "acc": 0.9}}', ":eval.acc", "acc=0.9"),
    "no number at all": ('{"val_loss": NaN}', "", "val_loss=nan"),
    "an infinite one": ('{"val_loss": -Infinity}', "", "val_loss=-inf"),
}


@pytest.mark.parametrize(("content", "key", "expected"), FILES.values(), ids=FILES)
def test_numbers_come_from_a_file(content: str, key: str, expected: str, running: Repo) -> None:
    running.write("metrics.json", content)
    ran = exp(running, "record", "--from", f"metrics.json{key}", "--dry-run")
    assert ran.code == 0, ran.err
    assert ran.out.startswith(f"exp(nlp): width=512 -> {expected}\n")


def test_numbers_that_the_subject_has_no_room_for_are_trailers(running: Repo) -> None:
    names = [f"metric_{number}" for number in range(12)]
    running.write("metrics.json", json.dumps(dict.fromkeys(names, 0.123456)))
    assert exp(running, "record", "--from", "metrics.json", env=LATE).code == 0
    subject, _, body = running.git("log", "-1", "--format=%B").partition("\n\n")
    assert len(subject) <= 100
    assert "Metric: metric_11=0.123456\nSeed: 7" in body
    assert list(answer(running, "show")["experiment"]["metrics"]) == names


NO_FILES = {
    "not there": (None, "", "cannot read it"),
    "no JSON": ("{", "", "no valid JSON"),
    "without the key": ('{"a": 1}', ":b", "no 'b' in it"),
    "without a number": ('{"eval": {"ppl": 3}}', "", "metrics.json:eval"),
    "a list": ("[1]", "", "no number and no table"),
    "nested without end": ("[" * 100_000, "", "no valid JSON"),
    "with a name that is none": ('{"a b -> c": 1}', "", "a b -> c=1"),
}


@pytest.mark.parametrize(("content", "key", "reason"), NO_FILES.values(), ids=NO_FILES)
def test_no_numbers_come_from_a_file(content: str | None, key: str, reason: str, running: Repo) -> None:
    if content is not None:
        running.write("metrics.json", content)
    ran = exp(running, "record", "--from", f"metrics.json{key}")
    assert ran.code == 2
    assert reason in ran.err


def test_a_hook_that_says_no_leaves_everything_as_it_was(running: Repo) -> None:
    running.write("results/a.json", "{}").stage()
    hook(running, "commit-msg", "echo 'not today' >&2; exit 1")
    before = state(running)
    ran = exp(running, "record", "val_loss=0.4", env=LATE)
    assert ran.code == 2
    assert "not today" in ran.err
    assert "nothing is recorded" in ran.err
    assert state(running) == before


def test_hooks_run_as_the_user_s_own(running: Repo) -> None:
    """Without what we tell our own gits: a hook may fetch, and take locks."""
    hook(running, "pre-commit", 'env > "$(git rev-parse --git-dir)/seen"')
    assert exp(running, "record", "val_loss=0.4", env=LATE).code == 0
    seen = (running.root / ".git" / "seen").read_text()
    assert "GIT_ALLOW_PROTOCOL" not in seen
    assert "GIT_OPTIONAL_LOCKS" not in seen


def test_a_hook_that_rewrites_the_message_is_told(running: Repo) -> None:
    hook(running, "commit-msg", 'echo "feat: mine" > "$1"')
    ran = exp(running, "record", "val_loss=0.4", env=LATE)
    assert ran.code == 0
    assert "a hook changed the message" in ran.err


def test_the_result_is_signed_where_commits_are(running: Repo, tmp_path: Path) -> None:
    gpg = tmp_path / "gpg"
    gpg.write_text(
        '#!/bin/sh\ncat > /dev/null\necho "[GNUPG:] SIG_CREATED " >&2\necho "-----BEGIN PGP SIGNATURE-----"\n'
    )
    gpg.chmod(0o755)
    running.git("config", "commit.gpgSign", "true")
    running.git("config", "gpg.program", str(gpg))
    assert exp(running, "record", "val_loss=0.4", env=LATE).code == 0
    assert "gpgsig -----BEGIN PGP" in running.git("cat-file", "commit", "HEAD")


UNREADY = {
    "a merge": (["merge", "--no-commit", "--no-ff", "side"], "a merge is under way"),
    "a rebase": (["rebase", "--exec", "false", "HEAD~"], "a rebase is under way"),
    "a cherry-pick": (["cherry-pick", "clash"], "a cherry-pick is under way"),
    "a revert": (["revert", "--no-edit", "exp/lr-3e-4~"], "a revert is under way"),
}


@pytest.mark.parametrize(("words", "reason"), UNREADY.values(), ids=UNREADY)
def test_nothing_is_recorded_within(words: list[str], reason: str, running: Repo) -> None:
    story = Story(running, 30)
    story.on("side", "main").commit("feat: side")
    running.write("config.yaml", "other: 1\n").stage()
    story.on("clash").commit("feat: clash")
    story.on("exp/wider")
    running.write("config.yaml", "mine: 1\n").stage()
    story.commit("feat: mine")
    if "revert" in words:
        words = ["revert", "--no-edit", running.git("rev-list", "-1", "exp/lr-3e-4")]
    running.git(*words, check=False)
    before = state(running)
    ran = exp(running, "record", "val_loss=0.4")
    assert ran.code == 2
    assert reason in ran.err
    assert state(running) == before


# where


def test_a_detached_head_records_too(running: Repo) -> None:
    running.git("checkout", "--quiet", "--detach")
    assert exp(running, "record", "val_loss=0.4", env=LATE).code == 0
    assert exp(running, "best").code == 0


def test_a_worktree_has_its_own_head(running: Repo, tmp_path: Path) -> None:
    other = tmp_path / "other"
    running.git("worktree", "add", "--quiet", "-b", "exp/more", str(other), "exp/wider")
    before = running.git("rev-parse", "HEAD")
    assert exp(running, "record", "val_loss=0.4", cwd=other, env=LATE).code == 0
    assert running.git("rev-parse", "HEAD") == before
    assert running.git("log", "-1", "--format=%s", "exp/more") == "exp(nlp): width=512 -> val_loss=0.4"


def test_a_folder_below_the_root_and_one_named_are_as_good(running: Repo, tmp_path: Path) -> None:
    (running.root / "sub").mkdir()
    assert exp(running, "record", "val_loss=0.4", cwd=running.root / "sub", env=LATE).code == 0
    assert exp(running, "best", "-C", str(running.root), cwd=tmp_path).code == 0


def test_a_bare_repository_answers_and_records_nothing(seed: Repo, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    seed.git("clone", "--quiet", "--bare", str(seed.root), str(bare))
    assert "0.42" in exp(seed, "best", cwd=bare).out
    assert "\N{MINUS SIGN}6.7 %" in exp(seed, "compare", "exp/baseline", "exp/lr-3e-4", cwd=bare).out
    ran = exp(seed, "record", "val_loss=1", cwd=bare)
    assert (ran.code, "no worktree" in ran.err) == (2, True)


def test_an_unborn_branch_has_nothing_to_record(repo: Repo) -> None:
    ran = exp(repo, "record", "val_loss=1")
    assert (ran.code, "there is no commit yet" in ran.err) == (2, True)


def test_no_repository_is_no_answer(seed: Repo, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert [exp(seed, *words, cwd=empty).code for words in (["best"], ["show"], ["record", "a=1"])] == [2, 2, 2]


def test_answers_are_the_same_twice_and_change_nothing(seed: Repo) -> None:
    before = state(seed)
    for words in (["best"], ["show"], ["compare", "exp/baseline", "best"], ["pareto", "val_loss", "memory"]):
        first, second = (exp(seed, *words, "--format", "json") for _ in range(2))
        assert (first.code, first.out) == (0, second.out)
    assert state(seed) == before


# dates that no calendar has


def test_a_date_that_no_calendar_reaches_stops_no_command(repo: Repo) -> None:
    far = "committer Ada <ada@example.org> 99999999999999 +0000"
    tree = repo.git("write-tree")
    raw = f"tree {tree}\nauthor{far.removeprefix('committer')}\n{far}\n\nexp: far -> val_loss=0.4, acc=0.9\n"
    oid = repo.write("raw", raw).git("hash-object", "-t", "commit", "-w", "raw")
    repo.git("update-ref", "refs/heads/main", oid)
    for command in (["best"], ["show"], ["compare", "HEAD", "HEAD"], ["pareto", "val_loss", "acc"], ["log"]):
        ran = exp(repo, *command)
        assert (ran.code, ran.err) == (0, ""), command
    assert exp(repo, "report").code == 0


def test_the_default_branch_has_results_of_its_own(repo: Repo) -> None:
    story = Story(repo)
    story.commit("exp: a -> val_loss=0.5")
    assert exp(repo, "compare", "main", "best").err.count("note") == 1
    story.commit("docs: b")
    assert "main ends with no result" in exp(repo, "show", "main").err
    story.on("exp/b").commit("exp: c -> running")
    assert "exp/b ends with no result" in exp(repo, "show", "exp/b").err


NOT_RECORDED = {
    "a number without end": (["a=" + "9" * 100_000], "the limit is 2,000"),
    "more metrics than a subject has room for": ([f"m{n}={n}" for n in range(3000)], "the limit is 2,000"),
    "an address that steers a terminal": (["a=1", "--run", "https://x.example/\x1b[2J"], "no control characters"),
    "a file with a key that is there twice": (["--from", "twice.json"], "'a' is in one table twice"),
}


@pytest.mark.parametrize(("arguments", "reason"), NOT_RECORDED.values(), ids=NOT_RECORDED)
def test_is_not_recorded_and_told_in_a_short_line(arguments: list[str], reason: str, running: Repo) -> None:
    running.write("twice.json", '{"a": 1, "inner": {"a": 2}, "a": 3}')
    before = state(running)
    ran = exp(running, "record", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert reason in ran.err
    assert ran.err.count("\n") == 1
    assert len(ran.err) < 700
    assert state(running) == before
