"""The text that a hook judges is the text that git then stores: git itself is asked, for every way to say it."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mlhygiene.git import settings as git_settings
from mlhygiene.git.process import Place
from mlhygiene.messages.facts import facts
from mlhygiene.messages.stored import CUT, stored

if TYPE_CHECKING:
    from conftest import Repo

# Keeps what a hook of ours would have seen; the test then judges it.
HOOK = """\
#!{python}
import json, os, shutil, sys
shutil.copyfile(sys.argv[1], os.environ["KEPT"] + "/message")
with open(os.environ["KEPT"] + "/environment", "w") as file:
    json.dump(dict(os.environ), file)
"""
# What a person types stands above what git has put there, or in its place.
EDITOR = """\
#!{python}
import os, sys
with open(sys.argv[-1], "rb") as file:
    there = file.read()
with open(os.environ["KEPT"] + "/typed", "rb") as file:
    typed = file.read()
with open(sys.argv[-1], "wb") as file:
    file.write(typed + (b"" if os.environ.get("ALONE") else there))
"""
WAYS = {
    "-m": (["-m", "TYPED"], {}),
    "-F": (["-F", "FILE"], {}),
    "-F and an editor": (["-e", "-F", "FILE"], {}),
    "an editor": ([], {}),
    "an editor that leaves nothing of git's": ([], {"ALONE": "1"}),
    "an editor, with the diff": (["-v"], {}),
    "an amend": (["--amend"], {}),
    "an amend without an editor": (["--amend", "-m", "TYPED"], {}),
    "a sign-off": (["-s", "-F", "FILE"], {}),
}
MODES = ("", "default", "strip", "whitespace", "verbatim", "scissors")
STRINGS = git_settings.version(Place(".", os.environ)) >= (2, 45)
COMMENTS = ("", ";", "auto", "%", *(["//", "※"] if STRINGS else []))
PIECES = [
    *(b"exp: lr=3e-4 -> val_loss=0.42", b"#42 anything goes", b"# c", b"; c", b"% c", b"#", b";c", b"Signed-off-by: a"),
    *(
        b"caf\xe9",
        "café →".encode(),
        "\u2028\ufdd0\U0001ffff".encode(),
        b"\xef\xbb\xbf",
        b"\r",
        b"\f",
        b"\v",
        b" ",
        b"\t",
    ),
    *(
        "\u00a0".encode(),
        b"a\rb",
        b"x " * 40,
        b"#" + CUT[:-1],
        b";" + CUT[:-1],
        b"\xed\xa0\x80",
        b"\xf8\x88\x80\x80\x80",
    ),
]
MESSAGES = st.lists(st.sampled_from(PIECES), max_size=8).flatmap(
    lambda pieces: st.sampled_from([b"\n", b"\r\n", b"\n\n", b" \n"]).map(lambda end: end.join([*pieces, b""]))
)


@pytest.fixture
def story(repo: Repo) -> Repo:
    """A repository whose hook keeps what it is shown."""
    kept = repo.root.parent / "kept"
    kept.mkdir()
    for path, text in ((repo.root / ".git/hooks/commit-msg", HOOK), (kept / "editor", EDITOR)):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.format(python=sys.executable))
        path.chmod(0o755)
    repo.write("train.py", "1\n").stage().commit("# a first message")
    repo.git("tag", "begin")
    repo.environment = {**repo.environment, "KEPT": str(kept)}
    return repo


def stored_of(repo: Repo) -> bytes:
    """The message of HEAD, byte by byte, with its encoding."""
    ran = repo.run("git", "log", "-1", "--format=%B", "--encoding=UTF-8", "HEAD")
    return ran.out.encode()


def judged(repo: Repo) -> str | None:
    """What our hook makes of what it was shown; None where git is expected to give up."""
    kept = repo.root.parent / "kept"
    environment = json.loads((kept / "environment").read_text())
    place = Place(str(repo.root), environment)
    known = facts(git_settings.settings(place), environment, lambda: git_settings.version(place))
    return stored((kept / "message").read_bytes(), known)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=MESSAGES,
    mode=st.sampled_from(MODES),
    comment=st.sampled_from(COMMENTS),
    verbose=st.booleans(),
    encoding=st.sampled_from(["", "", "", "ISO-8859-1"]),
)
def test_what_is_judged_is_what_is_stored(
    story: Repo, way: str, typed: bytes, mode: str, comment: str, verbose: bool, encoding: str
) -> None:
    # Git's own words stand below its scissors; in an editor nobody else writes such a comment there.
    assume(not re.search(rb"^[#;]" + re.escape(CUT) + rb"[#;%]", typed.replace(b"\r", b""), re.MULTILINE))
    kept = story.root.parent / "kept"
    (kept / "typed").write_bytes(typed)
    (kept / "message").unlink(missing_ok=True)
    arguments, variables = WAYS[way]
    words = [{"TYPED": typed, "FILE": str(kept / "typed")}.get(word, word) for word in arguments]
    chosen = {"commit.cleanup": mode, "core.commentChar": comment, "i18n.commitEncoding": encoding}
    options = [word for key, value in chosen.items() if value for word in ("-c", f"{key}={value}")]
    options += ["-c", f"commit.verbose={str(verbose).lower()}"]
    story.git("reset", "--quiet", "--hard", "begin")
    story.write("train.py", typed + b"1").stage()

    ran = story.run(
        *("git", *options, "commit", "--allow-empty", *words), env={**variables, "GIT_EDITOR": str(kept / "editor")}
    )

    if not (kept / "message").exists():
        assert ran.code, ran  # git gave up before it asked the hook
        return
    text = judged(story)
    assert (text is None) == bool(ran.code), (text, ran)
    if text is not None:
        shown = stored_of(story).decode()
        assert text.rstrip("\n") == shown.rstrip("\n")
