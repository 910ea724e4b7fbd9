"""Real pushes over real remotes: what hooks of a clone and of a server refuse, and that a refusal leaves no trace."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conftest import MB, Ran, Repo
from guarded import Remote, around, guard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.conftest import Framework

pytestmark = pytest.mark.slow

BAD, GOOD = "exp: lr=3e-4, val_loss=0.42", "exp: lr=3e-4 -> val_loss=0.42"
LARGE, TOLD = "model.pt: MLH101 large-file", "MLH401 experiment-message"


def small(repo: Repo, name: str = "train.py") -> Repo:
    return repo.write(name, f"{name}\n").stage()


def large(repo: Repo) -> Repo:
    return repo.write("model.pt", size=2 * MB).stage()


def clean(repo: Repo) -> None:
    small(repo, "a.py").commit("feat: a")


def bad(repo: Repo) -> None:
    large(repo).commit("feat: a model")


def came_and_went(repo: Repo) -> None:
    bad(repo)
    repo.git("rm", "--quiet", "model.pt")
    repo.commit("fix: no model")


def bad_in_the_middle(repo: Repo) -> None:
    for name, message in (("a.py", GOOD), ("b.py", BAD), ("c.py", GOOD)):
        small(repo, name).commit(message)


def second_branch(repo: Repo) -> None:
    clean(repo)
    repo.git("switch", "--quiet", "-c", "feature/second", "main")
    bad(repo)


def tags(repo: Repo) -> None:
    repo.git("tag", "v1.0.0", "main")
    bad(repo)
    repo.git("tag", "v1.1.0")
    repo.git("tag", "-a", "v1.2.0", "-m", "a release")


def rewritten(repo: Repo) -> None:
    """feature/there is on the remote; here it is another, and so is main."""
    repo.git("switch", "--quiet", "feature/there")
    repo.git("reset", "--quiet", "--hard", "main")
    small(repo, "other.py").commit("feat: another")
    repo.git("switch", "--quiet", "--orphan", "feature/orphan")
    small(repo, "o.py").commit("chore: another start")
    repo.git("switch", "--quiet", "feature/work")


def rewritten_and_bad(repo: Repo) -> None:
    rewritten(repo)
    repo.git("switch", "--quiet", "feature/there")
    bad(repo)


def broken_config(repo: Repo) -> None:
    repo.write("mlhygiene.toml", "[rules.large-file\n").stage().commit("chore: a config")


class Case(NamedTuple):
    """What was done before, what is pushed, and the line of a refusal; nothing where it is accepted."""

    before: Callable[[Repo], None]
    pushed: tuple[str, ...]
    line: str = ""
    # What of it pre-commit and prek let pass, since they hand over one ref that brings something.
    unseen: bool = False


PUSHES = {
    "a commit": Case(clean, ("feature/work",)),
    "a file that came and went": Case(came_and_went, ("feature/work",), LARGE),
    "a bad message in the middle": Case(bad_in_the_middle, ("feature/work",), TOLD),
    "two refs, the first bad": Case(second_branch, ("feature/second", "feature/work"), LARGE),
    "two refs, the second bad": Case(second_branch, ("feature/work", "feature/second"), LARGE, unseen=True),
    "two refs at once or not at all": Case(
        second_branch, ("--atomic", "feature/work", "feature/second"), LARGE, unseen=True
    ),
    "a light tag of what is there": Case(tags, ("v1.0.0",)),
    "a light tag of a new commit": Case(tags, ("v1.1.0",), LARGE),
    "an annotated tag of a new commit": Case(tags, ("v1.2.0",), LARGE),
    "a branch and a tag of the same commits": Case(tags, ("feature/work", "v1.2.0"), LARGE),
    "a deletion": Case(clean, (":feature/there",)),
    "a deletion of main": Case(clean, (":main",), "main: MLH502 protected-branch: it is protected", unseen=True),
    "a deletion beside a bad branch": Case(bad, (":feature/there", "feature/work"), LARGE),
    "a rewritten branch": Case(rewritten, ("--force", "feature/there")),
    "a rewritten branch that brings a large file": Case(rewritten_and_bad, ("--force", "feature/there"), LARGE),
    "a rewritten main": Case(rewritten, ("--force", "feature/orphan:main"), "it may not be rewritten"),
    "commits straight to main": Case(clean, ("feature/work:main",), "that no merge brings straight to it"),
    "a branch that brings nothing": Case(clean, ("main:feature/none",)),
    "a bad name that brings nothing": Case(clean, ("main:stuff",), "stuff: MLH501 branch-name", unseen=True),
    "a bad name": Case(clean, ("feature/work:stuff",), "stuff: MLH501 branch-name"),
    "a ref of an experiment": Case(clean, ("feature/work:refs/exps/ab/cdef",)),
    "a ref of an experiment that brings a large file": Case(bad, ("feature/work:refs/exps/ab/cdef",), LARGE),
    "a broken config": Case(broken_config, ("feature/work",), "mlhygiene: mlhygiene.toml: not valid TOML"),
}
GUARDS = ("hook pre-push", "install", "pre-receive")


FEW = ("a commit", "two refs, the second bad", "an annotated tag of a new commit", "a deletion of main")
few = pytest.mark.parametrize("case", [PUSHES[name] for name in FEW], ids=FEW)


def passes(case: Case, remote: Remote, ran: Ran, before: dict[str, bytes]) -> None:
    """What a case says of a push, and that the remote has nothing but the pushed."""
    if case.line:
        assert (ran.code, case.line in ran.err) == (1, True), ran.err
        assert ran.err.count(case.line) == 1
        assert remote.files() == before
    else:
        assert (ran.code, "MLH" in ran.err) == (0, False), ran.err
        remote.holds_only_what_was_pushed(before)


@pytest.mark.parametrize("by", GUARDS)
@pytest.mark.parametrize("case", PUSHES.values(), ids=PUSHES)
def test_a_push_is_accepted_or_leaves_no_trace(repo: Repo, tmp_path: Path, case: Case, by: str) -> None:
    judged(repo, around(repo, tmp_path / "remote.git"), case, by)


@pytest.mark.parametrize("by", GUARDS)
@few
def test_so_does_one_to_an_address(repo: Repo, tmp_path: Path, case: Case, by: str) -> None:
    judged(repo, around(repo, tmp_path / "remote.git", as_address=True), case, by)


def judged(repo: Repo, remote: Remote, case: Case, by: str) -> None:
    guard(repo, remote, by)
    case.before(repo)
    before = remote.files()

    passes(case, remote, remote.push(*case.pushed), before)


@pytest.mark.parametrize("case", PUSHES.values(), ids=PUSHES)
def test_a_framework_tells_of_one_ref_that_brings_something(
    framework: Framework, repo: Repo, tmp_path: Path, case: Case
) -> None:
    framework.configure(repo, hook="pre-push")
    remote = around(repo, tmp_path / "remote.git")
    framework.install(repo, "pre-push")
    case.before(repo)
    before = remote.files()

    ran = remote.push(*case.pushed, env=framework.environment)

    passes(case._replace(line="") if case.unseen else case, remote, ran, before)


@pytest.mark.parametrize("by", GUARDS)
@few
def test_sha256_makes_no_difference(environment: dict[str, str], tmp_path: Path, case: Case, by: str) -> None:
    root = tmp_path / "modern"
    root.mkdir()
    repo = Repo(root, environment)
    repo.git("init", "--quiet", "--object-format=sha256", "--initial-branch=main")

    judged(repo, around(repo, tmp_path / "remote.git"), case, by)


@pytest.mark.parametrize("by", GUARDS)
@pytest.mark.parametrize(("before", "line"), [(clean, ""), (came_and_went, LARGE), (broken_config, "not valid TOML")])
def test_the_first_push_of_all(repo: Repo, tmp_path: Path, by: str, before: Callable[[Repo], None], line: str) -> None:
    repo.git("init", "--quiet", "--bare", "-b", "main", str(tmp_path / "remote.git"))
    remote = Remote(tmp_path / "remote.git", repo, "origin")
    repo.git("remote", "add", "origin", str(remote.root))
    guard(repo, remote, by)
    before(repo)
    empty = remote.files()

    passes(Case(before, (), line), remote, remote.push("main"), empty)


@pytest.mark.parametrize("by", ["hook pre-push", "install"])
def test_a_push_to_an_address_is_judged(repo: Repo, tmp_path: Path, by: str) -> None:
    remote = around(repo, tmp_path / "remote.git")
    guard(repo, remote, by)
    bad(repo)

    ran = repo.run("git", "push", str(remote.root), "feature/work")

    assert (ran.code, LARGE in ran.out + ran.err) == (1, True)


def test_a_hook_installed_before_the_framework_s_judges_every_ref(
    framework: Framework, repo: Repo, tmp_path: Path
) -> None:
    framework.configure(repo, hook="pre-push")
    remote = around(repo, tmp_path / "remote.git")
    guard(repo, remote, "install")
    framework.install(repo, "pre-push")
    second_branch(repo)

    ran = remote.push(
        "feature/work", "feature/second", env={**framework.environment, "PYTHONPATH": repo.environment["PYTHONPATH"]}
    )

    assert (ran.code, LARGE in ran.err) == (1, True), ran.err


LINES = {
    "nothing on standard input": ((), "nobody hands anything over on standard input"),
    "an option that there is not": (("--fast",), "--fast: no such option of pre-push"),
    "one argument": (("origin",), 'hand over what git does: `mlhygiene hook pre-push "$@"`'),
}


@pytest.mark.parametrize(("arguments", "line"), LINES.values(), ids=LINES)
def test_refuses_in_a_line(repo: Repo, arguments: tuple[str, ...], line: str) -> None:
    repo.commit("chore: a start")
    command = (sys.executable, "-m", "mlhygiene", "hook", "pre-push", *(arguments or ("origin", "address")))

    ran = repo.run("sh", "-c", f"exec {shlex.join(command)} < /dev/null")

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert line in ran.err


def test_a_runner_that_swallows_standard_input_lets_no_bad_branch_through(repo: Repo, tmp_path: Path) -> None:
    """As lefthook does without `use_stdin: true`: it hands over what git does where all is there already: nothing."""
    around(repo, tmp_path / "remote.git")

    def ran() -> Ran:
        return repo.mlhygiene("hook", "pre-push", "origin", "address", stdin=b"")

    nothing, _ = ran(), clean(repo)
    fine, _ = ran(), bad(repo)
    refused = ran()

    assert (nothing.code, nothing.out + nothing.err) == (0, "")
    assert (fine.code, fine.out) == (0, "")
    assert "note: no ref was handed over (lefthook needs `use_stdin: true`): judged is what feature/work" in fine.err
    assert (refused.code, LARGE in refused.out) == (1, True)


def test_a_config_may_be_named(repo: Repo, tmp_path: Path) -> None:
    remote = around(repo, tmp_path / "remote.git")
    (tmp_path / "lax.toml").write_text('select = ["MLH2"]\n')
    guard(repo, remote, f"hook pre-push --config {tmp_path / 'lax.toml'}")
    bad(repo)

    assert remote.push("feature/work:stuff").code == 0


def test_by_hand_under_a_framework_the_branch_is_judged_and_that_is_told(framework: Framework, repo: Repo) -> None:
    framework.configure(repo, hook="pre-push")
    repo.commit("chore: hooks")
    bad(repo)

    ran = framework.run(repo, "run", "--hook-stage", "pre-push", "--all-files")
    range_ = framework.run(repo, "run", "--hook-stage", "pre-push", "--from-ref", "HEAD~1", "--to-ref", "HEAD")
    nothing = framework.run(repo, "run", "--hook-stage", "pre-push", "--from-ref", "HEAD", "--to-ref", "HEAD")

    assert (ran.code, LARGE in ran.out) == (1, True)
    assert "no push was named: judged is what main has, and no remote" in ran.out
    assert (range_.code, LARGE in range_.out) == (1, True)
    assert nothing.code == 0, nothing.out
