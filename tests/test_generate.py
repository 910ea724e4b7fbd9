"""What is generated is fresh, and says what users rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from identify.identify import tags_from_path
from ruamel.yaml import YAML

from mlhygiene import generate
from mlhygiene.hooks import HOOKS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("path", generate.files(), ids=lambda path: path.relative_to(generate.ROOT).as_posix())
def test_every_generated_file_is_fresh(path: Path) -> None:
    assert path.read_text("utf-8") == generate.files()[path], "run `python -m mlhygiene.generate`"


def test_check_tells_what_is_stale_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "stale.md"
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "files", lambda: {stale: "fresh\n"})

    assert generate.main(["--check"]) == 1
    assert not stale.exists()
    assert generate.main([]) == 0
    assert stale.read_text("utf-8") == "fresh\n"
    assert generate.main(["--check"]) == 0
    assert capsys.readouterr().out == "stale: stale.md\n" * 2


MANIFEST = {hook["id"]: hook for hook in YAML(typ="safe", pure=True).load(generate.manifest())}


def test_the_manifest_has_every_hook() -> None:
    assert MANIFEST.keys() == HOOKS.keys()


@pytest.mark.parametrize("identifier", HOOKS)
def test_a_hook_gets_all_names_in_one_process(identifier: str) -> None:
    hook = MANIFEST[identifier]

    assert hook["entry"] == f"mlhygiene hook {identifier}"
    # A fixer looks at each file alone: several at once are as good.
    assert hook.get("require_serial", False) is not HOOKS[identifier].fixes
    assert hook.get("pass_filenames", True) is HOOKS[identifier].names


@pytest.mark.parametrize("name", ["model.pt", "a b.csv", "noextension", "run.sh"])
@pytest.mark.parametrize("identifier", HOOKS)
def test_a_hook_is_given_every_file(identifier: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")

    assert set(MANIFEST[identifier].get("types", [])) <= tags_from_path(str(path))


def test_a_text_without_the_marks_is_left_alone() -> None:
    assert generate.with_table("# no table here\n") == "# no table here\n"
