"""The templates as texts: what a reader and git would stumble over is not in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from judged import EVERY, FACTS, held, ignored, named, prepared
from mlhygiene.kinds import EXTENSIONS, Purpose
from mlhygiene.model import Storage
from mlhygiene.scaffold import templates
from mlhygiene.scaffold.attributes import gitattributes
from mlhygiene.scaffold.facts import Facts
from mlhygiene.scaffold.ignoring import gitignore
from mlhygiene.scaffold.piece import LEFT_OUT, Choices
from mlhygiene.scaffold.template import sections
from mlhygiene.secrets.files import signs
from mlhygiene.secrets.files.table import MACHINE_LEARNING

if TYPE_CHECKING:
    from conftest import Repo

NAMES = ("gitignore", "gitattributes")
# Names that are source code as often: at the root alone, if at all.
PLAIN = {
    "data",
    "datasets",
    "results",
    "output",
    "outputs",
    "models",
    "checkpoints",
    "logs",
    "runs",
    "build",
    "dist",
    "env",
}
# Longer than that, nobody reads a block.
LONGEST = 264
# Kinds that are weights or data to us and have no pattern: what else they are.
SIZE_RULE = {
    "ann": "annotations of brat, which are text",
    "bst": "styles of BibTeX",
    "db": "Thumbs.db and fixtures; the trackers' own are named",
    "csv": "tables of results are text",
    "jsonl": "prompts are text",
    "ndjson": "the same",
    "pcd": "small meshes of a simulator",
    "ply": "small meshes of a simulator",
    "rec": "text of GNU recutils",
    "sqlite": "fixtures; the trackers' own are named",
    "sqlite3": "the same",
    "task": "tasks of many tools, as text",
    "tsv": "tables of results are text",
}
# Secret files that we do not ignore, and why.
VISIBLE = {
    "wandb/settings": "it is a project's own, and MLH201 looks into it",
    ".databricks/token-cache.json": "it lies in a home folder, as do the next ones",
    ".huggingface/token": "",
    ".mlflow/credentials": "",
    ".modelscope/credentials/git_token": "",
    ".modelscope/credentials/session": "",
    "modal.toml": "people name settings so",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_plain_text(name: str) -> None:
    text = (templates() / name).read_bytes()

    assert text.isascii()
    assert text.endswith(b"\n")
    assert not re.search(rb"[ \t]+$|\r|\t|\n\n\n", text, re.MULTILINE)
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("name", NAMES)
def test_every_section_is_for_somebody_and_begins_with_a_comment(name: str) -> None:
    asked = {section for choices in EVERY for section in sections(name, choices)}

    assert len(asked) == (templates() / name).read_text().strip().count("\n\n") + 1
    assert all(section[0].startswith(b"# ") for section in asked)


@pytest.mark.parametrize("choices", EVERY, ids=named)
def test_no_pattern_stands_twice(choices: Choices) -> None:
    for piece in (gitignore(choices, FACTS), gitattributes(choices, FACTS)):
        lines = [line for line in piece.lines if line and not line.startswith(b"#")]
        assert len(lines) == len(set(lines))


@pytest.mark.parametrize("choices", EVERY, ids=named)
def test_a_block_is_short_enough_to_be_read(choices: Choices) -> None:
    assert len(gitignore(choices, FACTS).lines) <= LONGEST
    assert len(gitattributes(choices, FACTS).lines) <= LONGEST


@pytest.mark.parametrize("choices", EVERY, ids=named)
def test_names_of_source_folders_count_at_the_root_alone(choices: Choices) -> None:
    first = {line.decode().strip("!").rstrip("/*") for line in gitignore(choices, FACTS).lines}

    assert not PLAIN & first


@pytest.mark.parametrize("choices", EVERY, ids=named)
def test_no_line_of_attributes_is_dead(choices: Choices) -> None:
    lines = gitattributes(choices, FACTS).lines
    words = [line.split(b" ") for line in lines if not line.startswith(b"#")]

    assert b"" not in lines
    assert [pattern for pattern, *_ in words if pattern.startswith(b"!") or pattern.endswith(b"/")] == []
    assert [line for line in words if len(line) < 2 or b"#" in b"".join(line) or b"" in line] == []


def test_what_lfs_tracks_is_what_is_ignored_without_it() -> None:
    def weights(section: tuple[bytes, ...]) -> list[bytes]:
        return [line for line in section if not line.startswith(b"#")]

    for title in (b"# Weights", b"# Data in binary"):
        plain = next(s for s in sections("gitignore", Choices(Storage.NONE)) if s[0].startswith(title))
        lfs = next(s for s in sections("gitattributes", Choices(Storage.LFS)) if s[0].startswith(title))
        folders = {b"**/" + line + b"**" for line in weights(plain) if line.endswith(b"/")}
        files = {line for line in weights(plain) if not line.endswith(b"/")}
        assert set(held(lfs)) == (files | folders) - {b"**/*.zarr/**", b"**/*.n5/**"}


def test_what_lfs_tracks_is_written_as_git_lfs_writes_it() -> None:
    lines = gitattributes(Choices(Storage.LFS), FACTS).lines

    assert {line.split(b" ", 1)[1] for line in lines if b"=lfs" in line} == {b"filter=lfs diff=lfs merge=lfs -text"}


def test_every_kind_of_weights_and_data_has_its_place(repo: Repo) -> None:
    ours = {name for name, kind in EXTENSIONS.items() if kind.purpose in {Purpose.WEIGHTS, Purpose.DATA}}
    told = ignored(prepared(repo, Choices(Storage.NONE)), [f"a.{name}/b" for name in ours])

    assert {name for name in ours if f"a.{name}/b" not in told} == set(SIZE_RULE)


def test_what_is_ignored_as_a_secret_is_one_to_the_rule() -> None:
    section = next(s for s in sections("gitignore", Choices()) if s[0].startswith(b"# Secrets"))
    paths = [line.decode() for line in section if not line.startswith((b"#", b"!"))]
    paths = [path.removeprefix("**/").replace("y*ml", "yaml").replace("*_cookie", "jupyter_cookie") for path in paths]
    paths = [path.replace(".kaggle/", ".kaggle/access_token").replace("*", "x") for path in paths]

    assert [path for path in paths if not signs(path.encode())] == []


def test_a_secret_file_of_machine_learning_is_ignored(repo: Repo) -> None:
    rows = [sign for sign in MACHINE_LEARNING if sign.by_name]
    paths = {path.replace("*", "x") for sign in rows for path in sign.patterns.split()} | set(VISIBLE)
    told = ignored(prepared(repo, Choices(Storage.DVC)), paths)

    assert paths - set(told) == set(VISIBLE)


def test_github_counts_notebooks_where_they_are_all_there_was() -> None:
    line = b"\n*.ipynb linguist-detectable=false\n"
    mixed, notebooks = (gitattributes(Choices(), Facts(notebooks=3, modules=modules)) for modules in (3, 2))

    assert line in mixed.written(b"")
    assert line not in notebooks.written(b"")
    assert LEFT_OUT + line.strip() in notebooks.written(b"")
    # A repository becomes one or the other with time, and nobody has to do anything for it.
    for each in (mixed, notebooks, gitattributes(Choices(), Facts())):
        assert each.standing(notebooks.written(b"")) == each.standing(mixed.written(b"")) == "same"


def test_a_pattern_that_is_left_out_takes_its_exceptions_along() -> None:
    piece = gitignore(Choices(), FACTS).without({b"/data/**", b".env.*"})

    assert LEFT_OUT + b"/data/**" in piece.lines
    assert not [line for line in piece.lines if b"/data/" in line and not line.startswith(b"#")]
    assert b"!.env.example" not in piece.lines
    assert b"!/checkpoints/**/" in piece.lines
    content = piece.written(b"")
    assert piece.without(()).lines == piece.lines
    assert gitignore(Choices(), FACTS).standing(content) == piece.standing(content) == "same"
