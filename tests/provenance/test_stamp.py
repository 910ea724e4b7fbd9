"""What a stamp is to others: a document with a schema, flat texts for trackers, variables for a child."""

from __future__ import annotations

import doctest
import json
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from mlhygiene import provenance
from mlhygiene.provenance import State, environment

if TYPE_CHECKING:
    from conftest import Repo

pytestmark = pytest.mark.usefixtures("alone")
SCHEMA = json.loads(Path(provenance.__file__).with_name("provenance.schema.json").read_text(encoding="utf-8"))


def test_the_schema_has_every_field_and_every_state() -> None:
    stamp = ["schema", *(field.name for field in fields(provenance.Stamp))]
    assert list(SCHEMA["properties"]) == [*stamp, "command", "started", "ended", "exit_code"]
    assert SCHEMA["required"] == stamp
    assert SCHEMA["properties"]["state"]["enum"] == [str(state) for state in State]
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_document_keeps_to_the_schema(repo: Repo, tmp_path: Path) -> None:
    repo.write("a.py", "x").write("uv.lock", "x").stage().commit()
    repo.git("tag", "v1.0.0")
    repo.git("remote", "add", "origin", "https://h.org/m.git")
    clean = provenance.capture(repo.root)
    dirty = provenance.capture(repo.write("a.py", "y").write("b.py", "").root)
    none = provenance.capture(tmp_path)

    for stamp in (clean, dirty, none):
        document = json.loads(json.dumps(stamp.document()))
        jsonschema.validate(document, SCHEMA)
    assert (clean.version, clean.describe, clean.lock is None) == ("v1.0.0", f"v1.0.0-0-g{clean.short}", False)


def test_trackers_are_handed_texts_numbers_and_booleans(repo: Repo) -> None:
    oid = repo.commit()
    repo.write("a.py", "").write("b.py", "")

    flat = provenance.capture(repo.root).flat()

    assert flat["git_sha"] == oid
    assert (flat["git_dirty"], flat["git_untracked"], flat["git_untracked_count"]) == (False, "a.py, b.py", 2)
    assert {type(value) for value in flat.values()} == {str, bool, int}


def test_a_child_reads_what_a_parent_exports(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write("a.py", "x").stage().commit()
    repo.git("tag", "v1.0.0")
    repo.git("tag", "run/1")
    repo.git("remote", "add", "origin", "https://h.org/m.git")
    stamp = provenance.capture(repo.write("a.py", "y").root)
    for name, value in provenance.variables(stamp).items():
        monkeypatch.setenv(name, value)

    told = provenance.capture(tmp_path)

    assert (told.state, provenance.capture(repo.root).reason) == ("environment", None)
    names = {*environment.FIELDS, "host"} - {"lock"}
    assert {name: getattr(told, name) for name in names} == {name: getattr(stamp, name) for name in names}


def test_the_examples_run(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit()
    monkeypatch.chdir(repo.root)
    monkeypatch.setattr("sys.argv", ["train.py", "--lr", "3e-4"])

    assert doctest.testmod(provenance).failed == 0
