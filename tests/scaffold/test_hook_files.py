"""Which file gets our hooks: pre-commit knows one name, prek two more."""

from __future__ import annotations

import tomllib

import pytest

from mlhygiene.model import Refusal
from mlhygiene.scaffold.hook_files import hook_file
from mlhygiene.scaffold.pre_commit import merged

YAML, YML, TOML = ".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.toml"
EMPTY = b"repos: []\n"


def test_a_repository_without_any_gets_the_name_that_both_read() -> None:
    assert hook_file({}.get) == (YAML, None, merged(None))


def test_of_two_names_the_one_counts_that_both_read() -> None:
    assert hook_file({YAML: EMPTY, YML: EMPTY}.get) == (YAML, EMPTY, merged(EMPTY))


def test_the_name_that_prek_alone_reads_is_kept_and_told() -> None:
    found = hook_file({YML: EMPTY}.get)

    assert (found.path, found.merged.content) == (YML, merged(EMPTY).content)
    assert found.merged.notes == (f"{YML}: prek reads it, pre-commit does not: its name for it is {YAML}",)


def test_a_refusal_names_the_file_that_was_read() -> None:
    with pytest.raises(Refusal, match=r"^\.pre-commit-config\.yml:1: "):
        hook_file({YML: b"- repo: a\n"}.get)


BEFORE = b'default_install_hook_types = ["commit-msg", "post-merge"]\n\n[[repos]]\nrepo = "builtin"\nhooks = []\n'


def test_prek_toml_is_left_as_it_is_and_what_to_paste_is_noted() -> None:
    found = hook_file({TOML: BEFORE}.get)

    assert (found.path, found.merged.content) == (TOML, BEFORE)
    _, kinds, *repository = found.merged.notes
    pasted = tomllib.loads("\n".join([kinds, *BEFORE.decode().splitlines()[1:], *repository]))
    assert pasted["default_install_hook_types"][:2] == ["commit-msg", "post-merge"]
    assert hook_file({TOML: "\n".join([kinds, *repository]).encode()}.get).merged.notes == ()


def test_beside_a_prek_toml_the_file_of_pre_commit_gets_our_hooks_too() -> None:
    found = hook_file({TOML: BEFORE, YAML: EMPTY}.get)

    assert (found.path, found.merged.content) == (YAML, merged(EMPTY).content)
    assert found.merged.notes[0].startswith(f"{TOML}: it is left as it is")


def test_a_broken_prek_toml_is_refused() -> None:
    with pytest.raises(Refusal, match=r"^prek\.toml: not valid TOML: "):
        hook_file({TOML: b"[[repos"}.get)
