"""Documents for people and tools: for which choices they are, and that what they say is so."""

from __future__ import annotations

import re

import pytest
from pathspec import GitIgnoreSpec

from mlhygiene.branches.scheme import Scheme
from mlhygiene.config import Config, parse
from mlhygiene.messages.reading import read
from mlhygiene.model import Storage
from mlhygiene.rule import load, options
from mlhygiene.scaffold import templates
from mlhygiene.scaffold.documents import configured, onces, pieces
from mlhygiene.scaffold.facts import Facts, facts
from mlhygiene.scaffold.ignoring import gitignore
from mlhygiene.scaffold.piece import Choices, Piece, Standing

TOML = (templates() / "mlhygiene.toml").read_text("utf-8")
EXAMPLE = re.compile(r'^# (?=(?:"[^"]+"|[\w-]+) = )', re.MULTILINE)


def found(storage: Storage = Storage.NONE, *extras: str) -> dict[str, Piece]:
    return {piece.path: piece for piece in pieces(Choices(storage, frozenset(extras)), Facts())}


def contributing(storage: Storage) -> str:
    return found(storage, "contributing")["CONTRIBUTING.md"].written(b"").decode()


ASKED = {
    "nothing": (Storage.NONE, [], []),
    "LFS": (Storage.LFS, [], []),
    "DVC": (Storage.DVC, [], [".dvcignore"]),
    "both": (Storage.BOTH, [], [".dvcignore"]),
    "Valohai": (Storage.NONE, ["valohai"], [".vhignore"]),
    "a page for contributors": (Storage.LFS, ["contributing"], ["CONTRIBUTING.md"]),
}


@pytest.mark.parametrize(("storage", "extras", "paths"), ASKED.values(), ids=ASKED)
def test_documents_are_written_for(storage: Storage, extras: list[str], paths: list[str]) -> None:
    assert list(found(storage, *extras)) == paths


@pytest.mark.parametrize("storage", Storage)
def test_what_a_file_holds_stays_above_and_the_second_time_nothing_is_written(storage: Storage) -> None:
    before = b"# what is there\n!keep\n"
    for piece in found(storage, "valohai", "contributing").values():
        after = piece.written(before)

        assert after.startswith(before)
        assert piece.standing(after) is Standing.SAME
        assert piece.written(after) == after


@pytest.mark.parametrize("storage", Storage)
def test_contributors_are_told_of_the_storage_that_there_is(storage: Storage) -> None:
    page = contributing(storage)

    assert ("git lfs pull" in page) == (storage in {Storage.LFS, Storage.BOTH})
    assert ("dvc pull" in page) == (storage in {Storage.DVC, Storage.BOTH})
    assert ("--storage lfs" in page) == (storage is Storage.NONE)
    assert "#?" not in page


@pytest.mark.parametrize("storage", Storage)
def test_contributors_are_told_that_data_goes_into_git_where_it_is_not_ignored(storage: Storage) -> None:
    ignored = b"/data/**" in gitignore(Choices(storage), Facts()).lines

    assert ignored == ("weights and data: Git LFS" not in contributing(storage))


def test_the_experiments_that_contributors_are_shown_are_well_formed() -> None:
    shown = re.findall(r"^    (exp: [^<\n]*)$", contributing(Storage.NONE), re.MULTILINE)

    assert len(shown) == 3
    assert all(read(message).experiment for message in shown)
    assert not any(read(message).problems for message in shown)


def test_the_branches_that_contributors_are_shown_are_in_the_scheme() -> None:
    shown = re.findall(r"`(\w+/[\w.-]+)`", contributing(Storage.NONE).partition("### Branches")[2].partition("###")[0])

    assert len(shown) == 6
    assert [name for name in shown if not Scheme().allows(name)] == []
    assert Scheme().protects("main")


@pytest.mark.parametrize("storage", Storage)
def test_the_size_that_contributors_are_told_is_the_default(storage: Storage) -> None:
    default = options(load("MLH101"))["limit"].metadata["default"]

    assert set(re.findall(r"\d+ [KM]i?B", contributing(storage))) == {default}


def test_dvc_still_sees_its_own_files() -> None:
    spec = GitIgnoreSpec.from_lines((templates() / "dvcignore").read_text("utf-8").splitlines())
    own = ["data/raw.csv.dvc", "data/raw.csv", "dvc.yaml", "dvc.lock", ".dvc/config", "data/raw/a.parquet"]

    assert [path for path in own if spec.match_file(path)] == []
    assert spec.match_file("data/raw/.DS_Store")


def test_valohai_still_gets_what_an_execution_runs() -> None:
    spec = GitIgnoreSpec.from_lines(found(Storage.LFS, "valohai")[".vhignore"].written(b"").decode().splitlines())
    needed = ["valohai.yaml", "train.py", "src/data/load.py", "data/small.csv", "models/model.pt", "requirements.txt"]

    assert [path for path in needed if spec.match_file(path)] == []
    assert spec.match_file(".github/workflows/ci.yml")
    assert spec.match_file(".env")


def test_the_config_says_what_is_so_without_it() -> None:
    config = parse(TOML.encode(), "mlhygiene.toml")

    assert config
    assert config.rules() == Config().rules()
    assert not config.ignore
    assert not config.per_path


def test_every_example_in_the_config_can_be_uncommented() -> None:
    text, count = EXAMPLE.subn("", TOML)

    config = parse(text.encode(), "mlhygiene.toml")

    assert config
    assert count == TOML.count(" = ") - TOML.count("{ ") - 3 == 10  # each, but what stands there uncommented
    assert set(config.ignore) == {"many-files"}
    assert len(config.per_path) == 2
    assert config.rules() != Config().rules()


def test_the_config_is_written_where_there_is_none() -> None:
    (once,) = onces(Choices(), Facts())

    assert (once.path, once.content) == ("mlhygiene.toml", TOML.encode())
    assert onces(Choices(), Facts(configured=True)) == []


PAGES = {
    "none": ([], "CONTRIBUTING.md"),
    "one": ([b"CONTRIBUTING.md"], "CONTRIBUTING.md"),
    "one in small letters": ([b"contributing.md"], "contributing.md"),
    "the one that GitHub shows": ([b"CONTRIBUTING.md", b".github/CONTRIBUTING.md"], ".github/CONTRIBUTING.md"),
    "one among the documents": ([b"docs/CONTRIBUTING.md"], "docs/CONTRIBUTING.md"),
    "one of a package": ([b"packages/a/CONTRIBUTING.md"], "CONTRIBUTING.md"),
}


@pytest.mark.parametrize(("paths", "page"), PAGES.values(), ids=PAGES)
def test_the_page_for_contributors_is_the_one_that_is_there(paths: list[bytes], page: str) -> None:
    looked = facts(paths, dict.fromkeys(paths, b"").get)

    assert [piece.path for piece in pieces(Choices(extras=frozenset({"contributing"})), looked)] == [page]


CONFIGURED = {
    "nothing": ({}, False),
    "a file of ours": ({b"mlhygiene.toml": b""}, True),
    "a project without us": ({b"pyproject.toml": b"[tool.ruff]\n"}, False),
    "a project that only depends on us": ({b"pyproject.toml": b"[project]\ndependencies = ['mlhygiene']\n"}, False),
    "a table of ours": ({b"pyproject.toml": b"[tool.mlhygiene]\n"}, True),
    "a table of a rule alone": ({b"pyproject.toml": b"[tool.mlhygiene.rules.large-file]\nlimit = '1 MB'\n"}, True),
    "keys with dots, and a byte order mark": ({b"pyproject.toml": b"\xef\xbb\xbftool.mlhygiene.ignore = {}\n"}, True),
    "a project that is broken": ({b"pyproject.toml": b"[tool.mlhygiene\n"}, True),
    "a tool that is no table": ({b"pyproject.toml": b"tool = 'mlhygiene'\n"}, False),
}


@pytest.mark.parametrize(("files", "answer"), CONFIGURED.values(), ids=CONFIGURED)
def test_whether_a_repository_has_a_config_of_ours(files: dict[bytes, bytes], answer: bool) -> None:
    assert configured(files, files.get) is answer
    assert facts(sorted(files), files.get).configured is answer
