"""No credential of a remote is in anything that a stamp is handed on in, nor in a log, nor in an exception."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest

from mlhygiene import provenance, urls
from mlhygiene.git.code import at, code

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Repo

pytestmark = pytest.mark.usefixtures("alone")
TOKEN = "ghp" + "_" + "a1B2c3D4e5" * 3
PIECES = [TOKEN[at : at + 8] for at in range(len(TOKEN) - 7)]
FORMS = (
    *("https://ada:{}@h.org/m.git", "https://ada:x@{}@h.org/m.git", "https://ada:x/{}@h.org/m.git"),
    *("https://ada:x#{}@h.org/m.git", "https://ada:1?{}@h.org/m.git", "https://ada:%40{}@h.org/m.git"),
    *("https://ada:{}@h.org:84/m", "https://ada:{}@[::1]:84/m", "https://:{}@h.org/m.git", "HTTPS://ada:{}@h.org/m"),
    *("https://{}@h.org/m.git", "https://{}:x-oauth-basic@h.org/m.git", "https://oauth2:{}@h.org/m.git"),
    *(
        "https://x-access-token:{}@h.org/m",
        "https://gitlab-ci-token:{}@h.org/m.git",
        "https://h.org/m?private_token={}",
    ),
    *("https://h.org/m?a=1&access_token={}&b=2", "https://h.org/m?sig={}#end", "https://h.org/m?a=1#{}"),
    *("ftp://ada:{}@h.org/m.git", "ssh://git:{}@h.org/m.git", "ssh://{}@h.org/m.git", "git:{}@h.org:team/m.git"),
    *(
        "file://ada:{}@h.org/m.git",
        "hg::https://ada:{}@h.org/m",
        "a::b::https://ada:{}@h.org/m",
        "https://ada:{}@h.org",
    ),
    *("http://ada:{}@h.org/m.git", "git+ssh://git:{}@h.org/m.git", "ext::curl https://ada:{}@h.org/m"),
)


def _without(said: str) -> bool:
    return not any(piece in said for piece in PIECES)


@pytest.mark.parametrize("form", FORMS)
def test_no_credential_is_told(
    repo: Repo, form: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    repo.write("a.py", "1").stage().commit()
    repo.git("config", "remote.origin.url", form.format(TOKEN))
    repo.git("config", f"url.https://ada:{TOKEN}@elsewhere.org/.insteadOf", "https://h.org/")

    stamp = provenance.capture(repo.root)
    repo.write("a.py", "2")
    with pytest.raises(provenance.Dirty) as raised:
        provenance.capture(repo.root, strict=True)
    told = [repr(stamp), json.dumps(stamp.document()), repr(stamp.flat()), repr(provenance.variables(stamp))]
    told += [str(raised.value), repr(raised.value), repr(raised.value.stamp), repr(at(str(repo.root)))]
    said = capfd.readouterr()

    assert [text for text in [*told, caplog.text, said.out, said.err] if not _without(text)] == []
    assert stamp.remote == urls.public(form.format(TOKEN))
    assert "elsewhere" not in repr(stamp)


@pytest.mark.parametrize("form", FORMS)
def test_no_credential_comes_from_a_variable_or_a_file(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEARML_VCS_COMMIT_ID", "a" * 40)
    monkeypatch.setenv("CLEARML_VCS_REPO_URL", form.format(TOKEN))
    variable = provenance.capture(tmp_path)
    monkeypatch.delenv("CLEARML_VCS_COMMIT_ID")
    document = {"schema": "mlhygiene.provenance/1", "commit": "b" * 40, "remote": form.format(TOKEN)}
    (tmp_path / "provenance.json").write_text(json.dumps(document))

    assert _without(repr(variable))
    assert _without(repr(provenance.capture(tmp_path)))
    assert _without(repr(provenance.capture(tmp_path / "nope", commit="c" * 40, remote=form.format(TOKEN))))


@pytest.mark.parametrize("form", FORMS)
def test_no_credential_is_told_of_what_cannot_be_read(repo: Repo, form: str) -> None:
    repo.commit()
    repo.write(".git/config", f'[remote "origin"]\n\turl = {form.format(TOKEN)}\n\turl [\n')

    stamp = provenance.capture(repo.root)

    assert (stamp.state, stamp.commit) == ("error", None)
    assert _without(repr(stamp))


def test_an_address_among_the_arguments(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit()
    # A part of a page (`#…`) lets nobody in.
    words = [form.format(TOKEN) for form in FORMS if "#{}" not in form or "@" in form]
    monkeypatch.setattr("sys.argv", ["train.py", *words, *(f"--uri={word}" for word in words)])

    assert _without(repr(provenance.capture(repo.root).argv))


def test_what_is_read_of_git_is_shown_by_nobody(repo: Repo) -> None:
    repo.git("config", "remote.origin.url", FORMS[0].format(TOKEN))
    repo.commit()

    assert _without(repr(code(str(repo.root)).place))
