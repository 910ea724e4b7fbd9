"""An annotated tag, as the user would make it: git-tag(1). None is ever moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.branches.naming import clash
from mlhygiene.git.committing import given
from mlhygiene.git.process import GitError
from mlhygiene.git.refs import HEADS, TAGS
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from mlhygiene.git.process import Place
    from mlhygiene.git.repository import Repository

SHORT = 7
ATOMS = "%(refname)%00%(objectname)%00%(*objectname)%00%(contents)%00%00"
SIGNATURES = (b"-----BEGIN PGP ", b"-----BEGIN SSH ", b"-----BEGIN SIGNED MESSAGE")


class Standing(NamedTuple):
    """A tag that is there: the commit that it leads to, and its own message, if it has one."""

    commit: str
    message: str
    signed: bool


def tag(repository: Repository, name: str, commit: str, message: str, *, sign: bool = False) -> bool:
    """Make a tag; False where it stands at that commit already. Refusal where it cannot stand there.

    It is signed if `sign`, or where `tag.gpgSign` or `tag.forceSignAnnotated` say so.
    """
    if (there := standing(repository, name)) is not None:
        if there.commit == commit:
            return False
        raise Refusal(f"the tag {name} stands at {there.commit[:SHORT]} and is not moved: give another name")
    if wrong := in_the_way(repository, name):
        raise Refusal(f"{name} was not made: {wrong}")
    # Not --annotate, which overrides tag.forceSignAnnotated: a message makes it so.
    if given(
        repository,
        message,
        "tag",
        *(["--sign"] if sign else []),
        "--cleanup=whitespace",
        "--file=-",
        "--",
        name,
        commit,
    ):
        if (there := standing(repository, name)) is not None and there.commit == commit:
            return False  # somebody else was faster
        raise GitError(f"git tag: {name} was not made (see above)")
    return True


def remove(repository: Repository, name: str) -> None:
    """Take back a tag that was made just now: git-update-ref(1), which looks that it is still that one."""
    place = repository.writing
    ref = f"{TAGS}{name}"
    oid = place.run("rev-parse", "--verify", "--end-of-options", ref).decode().strip()
    place.run("update-ref", "--no-deref", "-d", ref, oid)


def check(place: Place, name: str) -> None:
    """Refuse what git takes for no name of a tag: git-check-ref-format(1)."""
    if name.startswith("-") or place.ask("check-ref-format", f"{TAGS}{name}")[0]:
        raise Refusal(f"{name!r} is no name for a tag: git-check-ref-format(1) says why")


def standing(repository: Repository, name: str) -> Standing | None:
    """The tag of a name, if there is one."""
    place = repository.writing
    check(place, name)
    # A pattern means all that lies below it, too.
    out = place.run("for-each-ref", f"--format={ATOMS}", f"{TAGS}{name}")
    for line in out.split(b"\0\0\n")[:-1]:
        ref, oid, peeled, message = line.split(b"\0", 3)
        if ref.decode("utf-8", "surrogateescape") != f"{TAGS}{name}":
            continue
        # `*objectname` follows one tag alone; there are tags of tags.
        commit = place.run("rev-parse", "--verify", "--end-of-options", f"{oid.decode()}^{{}}").decode().strip()
        signed = any(map(message.count, SIGNATURES))
        return Standing(commit, message.decode("utf-8", "replace") if peeled else "", signed)
    return None


def in_the_way(repository: Repository, name: str) -> str | None:
    """What keeps a tag from being made, or from being found by its name; None where nothing does."""
    place = repository.writing
    out = place.run("for-each-ref", "--format=%(refname)", TAGS, f"{HEADS}{name}").decode("utf-8", "surrogateescape")
    there = out.split("\n")[:-1]
    if f"{HEADS}{name}" in there:
        return f"a branch is called {name}, and `git checkout {name}` would mean that"
    return clash(name, (ref.removeprefix(TAGS) for ref in there if ref.startswith(TAGS)))
