"""`start()`: guard, stamp and tag in one call; `record()` with what needs no tracker."""

from __future__ import annotations

import json
import sys
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from mlhygiene import provenance
from mlhygiene.model import Refusal
from mlhygiene.provenance import adapters, guarding
from mlhygiene.provenance.adapters import filling
from mlhygiene.provenance.stamp import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from conftest import Repo

ONE, TWO = "1" * 40, "2" * 40


@pytest.fixture(autouse=True)
def _fresh(alone: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has warned of nothing yet."""
    monkeypatch.setattr(guarding, "_WARNED", set[str]())
    monkeypatch.setattr(adapters, "_WARNED", set[str]())


@pytest.fixture
def code(repo: Repo) -> Repo:
    """One commit, and folders for what a run writes."""
    repo.write("train.py", "1").write(".gitignore", "/outputs/\n").stage().commit()
    return repo


def tags(repo: Repo) -> str:
    return repo.git("tag", "--list")


def stamp(commit: str | None = ONE, **known: Any) -> provenance.Stamp:
    return provenance.Stamp(state=provenance.State.CLEAN, commit=commit, branch="main", dirty=False, **known)


def test_a_run_is_stamped_at_once_and_tagged_once_it_has_succeeded(code: Repo) -> None:
    config: dict[str, Any] = {"lr": 0.1}
    file = code.root / "outputs" / "deep" / "provenance.json"

    with provenance.start(config, file, policy="strict", tag="lora r16", path=code.root) as found:
        assert config == {"lr": 0.1, **found.flat()}
        assert json.loads(file.read_text()) == found.document()
        assert not tags(code)

    assert tags(code) == "run/lora-r16"
    assert code.git("cat-file", "-t", "run/lora-r16") == "tag"
    assert provenance.stamp_of(file).commit == provenance.stamp_of(config).commit == code.git("rev-parse", "HEAD")


def test_the_tag_stands_at_the_commit_that_the_run_began_with(code: Repo) -> None:
    began = code.git("rev-parse", "HEAD")

    with provenance.start(tag="a", path=code.root):
        code.write("train.py", "2").stage().commit()

    assert code.git("rev-parse", "run/a^{commit}") == began


# How a run ends, and whether it is tagged.
ENDS: dict[str, tuple[BaseException, str]] = {
    "an error": (ValueError("diverged"), ""),
    "an interrupt": (KeyboardInterrupt(), ""),
    "an exit that tells of a failure": (SystemExit(3), ""),
    "an exit with a message": (SystemExit("diverged"), ""),
    "an exit that tells of success": (SystemExit(0), "run/a"),
    "an exit": (SystemExit(), "run/a"),
}


@pytest.mark.parametrize(("end", "tagged"), ENDS.values(), ids=ENDS)
def test_a_run_that_fails_is_not_tagged(code: Repo, end: BaseException, tagged: str) -> None:
    with pytest.raises(type(end)), provenance.start(tag="a", path=code.root):
        raise end

    assert tags(code) == tagged


def test_without_a_context_the_run_says_itself_that_it_has_succeeded(code: Repo) -> None:
    run = provenance.start(tag="a", message="the best so far", path=code.root)

    assert run.stamp.commit
    assert (run.succeeded(), run.succeeded()) == ("run/a", None)
    assert code.git("tag", "--list", "--format=%(contents:subject)") == "the best so far"


def test_without_a_tag_asked_for_there_is_none(code: Repo) -> None:
    with provenance.start(path=code.root):
        pass

    assert not tags(code)


class Run:
    """What W&B and others tell of a run."""

    def __init__(self) -> None:
        self.name, self.url = "amber-otter-7", f"https://me:{'x' * 12}@example.org/runs/7"
        self.kept = dict[str, Any]()

    def __call__(self, found: Mapping[str, Any]) -> None:
        self.kept |= found


def test_the_tag_says_how_the_tracker_calls_the_run(code: Repo) -> None:
    run = Run()

    with provenance.start(run, tag="a", path=code.root) as found:
        pass

    message = code.git("tag", "--list", "--format=%(contents)")
    assert run.kept == found.flat()
    assert "Name: amber-otter-7" in message
    assert "URL: https://example.org/runs/7" in message
    assert "x" * 12 not in message


def test_the_same_run_may_be_started_again(code: Repo) -> None:
    for _ in range(2):
        with provenance.start(code.root / "outputs" / "a.json", policy="strict", tag="a", path=code.root):
            pass

    assert tags(code) == "run/a"


# What a run is given that cannot be tagged, and why.
UNTAGGED: dict[str, tuple[Callable[[Repo], object], str, str]] = {
    "files that are not as committed": (
        lambda repo: repo.write("train.py", "2"),
        "a",
        "no tag for this run: not as committed: train.py: commit before running",
    ),
    "a tag of another commit": (
        lambda repo: (repo.git("tag", "run/a"), repo.commit("later")),
        "a",
        "the tag run/a stands at another commit, and is not moved: give this run another ID",
    ),
    "no name for a tag": (lambda _repo: None, "...", "'...' is no ID of a run: no letter or digit is in it"),
}


@pytest.mark.parametrize(("happens", "tag", "why"), UNTAGGED.values(), ids=UNTAGGED)
def test_what_cannot_be_tagged_is_told_before_the_run(
    code: Repo, happens: Callable[[Repo], object], tag: str, why: str
) -> None:
    happens(code)
    before = tags(code)

    with pytest.warns(provenance.NotTagged) as told, provenance.start(policy="off", tag=tag, path=code.root):
        pass

    assert [str(each.message) for each in told] == [why]
    assert tags(code) == before


def test_a_strict_run_that_cannot_be_tagged_does_not_begin(code: Repo) -> None:
    with pytest.raises(provenance.NotTagged, match="is no ID of a run"):
        provenance.start(policy="strict", tag="...", path=code.root)


def test_a_run_that_is_over_is_never_ended_by_its_tag(code: Repo) -> None:
    run = provenance.start(policy="strict", tag="a", path=code.root)
    code.write("train.py", "2").stage().commit()
    code.git("tag", "run/a")

    with pytest.warns(provenance.NotTagged, match="run/a stands at "):
        assert run.succeeded() is None


def test_a_strict_run_does_not_begin_on_files_that_are_not_committed(code: Repo) -> None:
    config = dict[str, Any]()
    code.write("train.py", "2")

    with pytest.raises(provenance.Dirty):
        provenance.start(config, policy="strict", tag="a", path=code.root)

    assert (config, tags(code)) == ({}, "")


def test_another_rank_records_and_tags_nothing(code: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RANK", "1")
    config, file = dict[str, Any](), code.root / "outputs" / "a.json"

    with provenance.start(config, file, policy="strict", tag="a", path=code.root) as found:
        pass

    assert found.commit
    assert (config, file.exists(), tags(code)) == ({}, False, "")


def failing(_found: Mapping[str, Any]) -> None:
    raise RuntimeError(f"cannot reach https://me:{'x' * 12}@example.org/a\nand more")


TOLD = "what was to be called has not taken the stamp: RuntimeError: cannot reach https://example.org/a"


def test_a_tracker_that_fails_is_warned_of_once_and_ends_no_training(code: Repo) -> None:
    config = dict[str, Any]()

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for _ in range(3):
            provenance.start(failing, config, policy="warn", path=code.root)

    assert [str(each.message) for each in told] == [TOLD]
    assert config["git_sha"]


@pytest.mark.parametrize("configured", [True, False], ids=["by the config", "by the call"])
def test_a_tracker_that_fails_ends_a_strict_run_before_it_begins(code: Repo, configured: bool) -> None:
    if configured:
        code.write("mlhygiene.toml", '[provenance]\npolicy = "strict"\n').stage().commit()

    with pytest.raises(provenance.NotRecorded) as raised:
        provenance.start(failing, policy=None if configured else "strict", path=code.root)

    assert str(raised.value) == TOLD
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


@pytest.mark.parametrize(
    "nothing", [None, sys.modules["json"], 3, object()], ids=["None", "module", "number", "object"]
)
def test_what_is_no_tracker_is_told(nothing: Any) -> None:
    if nothing is None:
        with pytest.warns(provenance.NotRecorded, match="None has not taken the stamp: no run is active"):
            provenance.record(stamp(), nothing)
        return
    with pytest.raises(TypeError, match="is no tracker that is known: give a run of W&B or MLflow"):
        provenance.record(stamp(), nothing)


def test_a_file_that_is_no_record_stays(tmp_path: Path) -> None:
    file = tmp_path / "metrics.json"
    file.write_text('{"auc": 0.9}')

    with pytest.raises(provenance.NotRecorded, match="there is another file of this name, and no record of ours"):
        provenance.record(stamp(), file, strict=True)

    assert file.read_text() == '{"auc": 0.9}'


def test_a_record_is_written_over_and_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "provenance.json"

    for each in (stamp(), stamp(TWO, changed=("é.py", r"a\xff"))):
        provenance.record(each, str(file))

    written = file.read_bytes()
    assert (json.loads(written)["commit"], json.loads(written)["schema"]) == (TWO, SCHEMA)
    assert written.endswith(b"}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["provenance.json"]


# What a run says already, the stamp, and what is added.
ADDED: dict[str, tuple[dict[str, Any], provenance.Stamp, dict[str, Any]]] = {
    "nothing": ({}, stamp(), {"git_state": "clean", "git_sha": ONE, "git_branch": "main", "git_dirty": False}),
    "all of it": (stamp().flat(), stamp(), {}),
    "the commit, abbreviated": (
        {"git_sha": ONE[:8]},
        stamp(),
        {"git_state": "clean", "git_branch": "main", "git_dirty": False},
    ),
    "a branch of the user's": (
        {"git_branch": "mine"},
        stamp(),
        {"git_state": "clean", "git_sha": ONE, "git_dirty": False},
    ),
    "a key without a value": (
        {"git_branch": None},
        stamp(),
        {"git_state": "clean", "git_sha": ONE, "git_branch": "main", "git_dirty": False},
    ),
    "another commit": ({"git_sha": TWO}, stamp(), {"git_sha_resumed": ONE}),
    "a commit by too few digits": ({"git_sha": ONE[:4]}, stamp(), {"git_sha_resumed": ONE}),
    "nothing that is known": ({"git_sha": "unknown"}, stamp(), {"git_sha_resumed": ONE}),
    "a run that went on before": (
        {"git_sha": TWO, "git_sha_resumed": "3" * 40},
        stamp(),
        {"git_sha_resumed": f"{'3' * 40}, {ONE}"},
    ),
    "a run that went on at this commit": ({"git_sha": TWO, "git_sha_resumed": ONE}, stamp(), {}),
}


@pytest.mark.parametrize(("there", "found", "added"), ADDED.values(), ids=ADDED)
def test_what_is_there_stays(there: dict[str, Any], found: provenance.Stamp, added: dict[str, Any]) -> None:
    config = dict(there)

    provenance.record(found, config)
    provenance.record(found, config)

    assert config == {**there, **added}


def test_a_long_list_ends_with_a_whole_name() -> None:
    names = tuple(f"{number:02}-{'x' * 200}" for number in range(20))

    short = filling.short(", ".join(names))

    assert isinstance(short, str)
    assert len(short) <= filling.LONGEST
    assert short == ", ".join([*names[:4], "…"])
    assert len(str(filling.short("y" * 5000))) == filling.LONGEST


# What a tracker gives back, and the commit that is read from it.
class Kept:
    """A run as MLflow's client gives it back."""

    def __init__(self, **tags: str) -> None:
        self.data = type("Data", (), {"tags": tags})()


def test_a_stamp_is_read_back_as_far_as_it_was_recorded() -> None:
    whole = stamp(tags=("v1.0.0", "best"), remote="https://example.org/a", host="example.org")

    assert provenance.stamp_of(whole.document()) == stamp(
        tags=whole.tags, remote=whole.remote, host=whole.host, reason="read from commit"
    )
    assert provenance.stamp_of(Kept(git_sha=ONE)).state is provenance.State.UNREAD
    with pytest.raises(Refusal, match="a dict names no commit by all digits of its hash: give "):
        provenance.stamp_of({"git_sha": "unknown"})


def test_nothing_is_warned_of_where_all_is_well(code: Repo) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with provenance.start({}, print, code.root / "outputs" / "a.json", tag="a", path=code.root):
            pass
