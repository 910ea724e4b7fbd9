"""What a record of a run, ours or a tracker's, says of the code behind it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.model import Refusal
from mlhygiene.provenance import Stamp, State, environment, loading, records, wandb_log

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO = "1" * 40, "2" * 64
STAMP = Stamp(
    state=State.DIRTY,
    reason="it is so",
    commit=ONE,
    short="1111111",
    branch="main",
    dirty=True,
    changed=("a.py", "b.py"),
    changed_count=2,
    tags=("v1.0.0", "best"),
    remote="https://example.org/a.git",
    host="example.org",
    patch="sha256:00",
    entry="train.py",
    argv=("--lr", "1, 2"),
    python="3.12.1",
)
TEXTS = {key: str(value).lower() if value is True else str(value) for key, value in STAMP.flat().items()}

# A document, the key that names the commit, and some of the fields that are found.
READ: dict[str, tuple[object, str, dict[str, object]]] = {
    "our own file": (
        STAMP.document(),
        "commit",
        {"dirty": True, "patch": "sha256:00", "argv": ("--lr", "1, 2"), "state": State.DIRTY, "entry": "train.py"},
    ),
    "what a tracker was handed": (
        STAMP.flat(),
        "git_sha",
        {"short": "1111111", "argv": ("--lr", "1, 2"), "dirty": True, "changed_count": 2},
    ),
    "the same, all texts": (TEXTS, "git_sha", {"dirty": True, "changed_count": 2, "state": State.DIRTY}),
    "a script without arguments": ({"git_sha": ONE, "git_entry": "a.py"}, "git_sha", {"entry": "a.py", "argv": ()}),
    "arguments cut short": (
        {"git_sha": ONE, "git_entry": "a.py", "git_argv": "--lr 1, …"},
        "git_sha",
        {"entry": "a.py"},
    ),
    "variables of a child": (environment.variables(STAMP), "MLHYGIENE_GIT_COMMIT", {"branch": "main", "dirty": True}),
    "a file that holds ours": ({"auc": 0.9, "provenance": STAMP.document()}, "commit", {"branch": "main"}),
    "MLflow's tags": (
        {
            "mlflow.source.git.commit": ONE,
            "mlflow.source.git.branch": "main",
            "mlflow.source.git.repoURL": "https://example.org/a",
            "mlflow.source.git.dirty": "false",
        },
        "mlflow.source.git.commit",
        {"branch": "main", "dirty": False, "remote": "https://example.org/a"},
    ),
    "MLflow's REST API": (
        {"run": {"data": {"tags": [{"key": "mlflow.source.git.commit", "value": TWO}], "params": []}}},
        "mlflow.source.git.commit",
        {"commit": TWO},
    ),
    "W&B's config.yaml": (
        {"git_sha": {"desc": None, "value": ONE}, "git_dirty": {"value": False}, "_wandb": {"value": {}}},
        "git_sha",
        {"dirty": False},
    ),
    "W&B's metadata": (
        {"os": "Linux", "git": {"remote": "https://example.org/a", "commit": ONE}},
        "git.commit",
        {"host": "example.org"},
    ),
    "Comet's parameters": ([{"name": "git_sha", "valueCurrent": ONE}], "git_sha", {"commit": ONE}),
    "Comet's messages": (
        [{"key": "git_sha", "val": ONE}, {"key": "git_dirty", "val": True}],
        "git_sha",
        {"dirty": True},
    ),
    "an image's labels": (
        {"org.opencontainers.image.revision": ONE, "org.opencontainers.image.version": "v1.0.0"},
        "org.opencontainers.image.revision",
        {"version": "v1.0.0"},
    ),
    "a hash that YAML takes for a number": ({"git_sha": int(ONE)}, "git_sha", {"commit": ONE}),
    "MLflow's commit beside ours": ({"mlflow.source.git.commit": ONE, **TEXTS}, "git_sha", {"patch": "sha256:00"}),
}


@pytest.mark.parametrize(("document", "by", "some"), READ.values(), ids=READ)
def test_a_record_names_the_commit(document: object, by: str, some: dict[str, object]) -> None:
    found = records.read(document)

    assert found is not None
    assert found.by == by
    assert not found.others
    assert found.fields | {"commit": ONE} | some == found.fields | some
    assert records.read(json.loads(json.dumps(document))) == found


SILENT: dict[str, object] = {
    "nothing": None,
    "no record": {"lr": 0.1},
    "unknown": {"git_sha": "unknown"},
    "a hash cut short": {"git_sha": "1111111"},
    "a list of texts": ["git_sha", ONE],
    "our own of a folder without a repository": Stamp(state=State.NO_REPOSITORY).document(),
    "too deep for a record": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"git_sha": ONE}}}}}}}},
}


@pytest.mark.parametrize("document", SILENT.values(), ids=SILENT)
def test_what_names_no_commit_says_nothing(document: object) -> None:
    assert records.read(document) is None


# Documents that name two commits: the first counts, and the other is told.
OTHERS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "a run that went on at another commit": (
        {"git_sha": ONE, "git_sha_resumed": "3" * 40},
        {"git_sha_resumed": "3" * 40},
    ),
    "MLflow saw another repository": (
        {"git_sha": ONE, "mlflow.source.git.commit": TWO},
        {"mlflow.source.git.commit": TWO},
    ),
    "W&B saw another repository": ({"git_sha": ONE, "git": {"commit": TWO}}, {"git.commit": TWO}),
}


@pytest.mark.parametrize(("document", "others"), OTHERS.values(), ids=OTHERS)
def test_a_second_commit_is_told(document: dict[str, Any], others: dict[str, str]) -> None:
    found = records.read(document)

    assert found is not None
    assert (found.fields["commit"], found.others) == (ONE, others)


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "))))
def test_arguments_come_back_word_by_word(words: list[str]) -> None:
    stamp = Stamp(state=State.CLEAN, commit=ONE, entry="train.py", argv=tuple(words))
    found = records.read(stamp.flat())

    assert found is not None
    cut = bool(words) and str(stamp.flat()["git_argv"]).endswith(records.CUT)
    assert found.fields.get("argv") == (None if cut else tuple(words))


def test_no_login_of_an_address_is_read() -> None:
    word = "x" * 12
    found = records.read({"git_sha": ONE, "git_remote": f"https://me:{word}@example.org/a.git"})

    assert found is not None
    assert found.fields["remote"] == "https://example.org/a.git"
    assert word not in repr(found)


WRITTEN: dict[str, bytes] = {
    "JSON": json.dumps(STAMP.document()).encode(),
    "JSON with a mark of its encoding": b"\xef\xbb\xbf" + json.dumps(STAMP.flat()).encode(),
    "JSON by the line, the last one cut": b'{"type":"log_other","payload":{"key":"git_sha","val":"%s"}}\n{"typ'
    % ONE.encode(),
    "JSON by the line, with a parameter": b'{"payload":{"param":{"paramName":"git_sha","paramValue":"%s"}}}\n{"a":1}'
    % ONE.encode(),
    "YAML": b"git_sha: '%s'\ngit_dirty: true\n" % ONE.encode(),
    "W&B's YAML": b"_wandb:\n    value: {}\ngit_sha:\n    desc: null\n    value: '%s'\n" % ONE.encode(),
    "lines of variables": b"# what ran\nexport MLHYGIENE_GIT_COMMIT='%s'\nMLHYGIENE_GIT_DIRTY=true\n" % ONE.encode(),
    "lines of labels": b"LABEL org.opencontainers.image.revision=%s\n" % ONE.encode(),
}


@pytest.mark.parametrize("content", WRITTEN.values(), ids=WRITTEN)
def test_a_file_is_read_by_what_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "record"
    path.write_bytes(content)

    assert loading.load(path).fields["commit"] == ONE


def test_a_run_of_mlflow_is_a_folder(tmp_path: Path) -> None:
    for key, value in {"tags/mlflow.source.git.commit": ONE, "tags/mlflow.user": TWO, "params/git_dirty": "x"}.items():
        (tmp_path / key).parent.mkdir(exist_ok=True)
        (tmp_path / key).write_text(value)

    assert loading.load(tmp_path).fields == {"commit": ONE}


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "it names no commit by all digits of its hash: give a provenance.json, "),
    "a run without a stamp": (b'{"lr": 1}', "it names no commit by all digits of its hash: give a provenance.json, "),
    "an abbreviated hash": (b'{"git_sha": "1111111"}', "it names no commit by all digits of its hash: give "),
    "bytes": (b"\xff\xfe\x00", "not a text: give a provenance.json, "),
    "no YAML": (b"a: [", "neither JSON nor YAML ("),
    "another archive": (b"PK\x03\x04", "an archive, and not of Comet: give "),
    "W&B's log without a stamp": (b":W&B\xe1\xbe\x00", "it names no commit by all digits of its hash: give "),
}


@pytest.mark.parametrize(("content", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_record_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "record"
    path.write_bytes(content)

    with pytest.raises(Refusal) as raised:
        loading.load(path)

    assert str(raised.value).partition("record: ")[2].startswith(why)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="none: cannot read: No such file"):
        loading.load(tmp_path / "none")


@given(st.binary(max_size=400), st.integers(0, 60))
def test_a_broken_log_of_wandb_is_read_as_far_as_it_goes(content: bytes, length: int) -> None:
    wandb_log.document(wandb_log.MAGIC + content)
    framed = b"\0" * 4 + length.to_bytes(2, "little") + b"\1" + content
    assert isinstance(wandb_log.document(wandb_log.MAGIC + b"\xe1\xbe\0" + framed), dict)


@given(
    st.recursive(
        st.none() | st.booleans() | st.text() | st.just(ONE),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["git_sha", "git", "commit", "schema", "value", "key", "git_argv", "git_state"])
                | st.text(),
                inner,
            )
        ),
    )
)
def test_any_document_is_read(document: object) -> None:
    found = records.read(document)

    assert found is None or environment.is_hash(found.fields["commit"])
