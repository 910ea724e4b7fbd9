"""What a record says of the code behind a run: our own, and those that trackers keep. Pure: a parsed document in.

Known are a `provenance.json`; the flat keys that adapters write (`git_sha` and its like); `MLHYGIENE_GIT_*`; MLflow's
`mlflow.source.git.*` (mlflow.org, "System tags"); W&B's `config.yaml` and `wandb-metadata.json`; the lists of names and
values of MLflow's REST API and of Comet's; `org.opencontainers.image.*` (OCI image spec, "Annotations").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from mlhygiene.provenance import environment
from mlhygiene.provenance.stamp import SCHEMA, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Commits on which a run went on that had begun on another.
RESUMED = "git_sha_resumed"
MLFLOW = "mlflow.source.git."
OCI = "org.opencontainers.image."
# Names of a key and of its value: MLflow's REST API; Comet's, and Comet's offline messages.
PAIRS = (("key", "value"), ("name", "valueCurrent"), ("paramName", "paramValue"), ("key", "val"))
# How a text ends that was too long for a tracker.
CUT = "…"
# Nobody nests a record deeper.
DEPTH = 6
TEXTS = ("entry", "python", "platform", "reason", "run", "snapshot")


class Dialect(NamedTuple):
    """How somebody writes the fields of a stamp: the key of the commit, and keys of others with the fields' names."""

    commit: str
    others: Mapping[str, str]


OURS = {name: f"git_{name}" for name in (*environment.FIELDS, *TEXTS, "state", "argv") if name != "commit"}
DIALECTS = (
    Dialect("git_sha", OURS | {"short": "git_sha_short"}),
    Dialect(
        environment.COMMIT,
        {name: environment.PREFIX + name.upper() for name in environment.FIELDS if name != "commit"},
    ),
    Dialect(f"{MLFLOW}commit", {"branch": f"{MLFLOW}branch", "remote": f"{MLFLOW}repoURL", "dirty": f"{MLFLOW}dirty"}),
    Dialect(f"{OCI}revision", {"remote": f"{OCI}source", "version": f"{OCI}version"}),
)


class Record(NamedTuple):
    """What a document says: the key that names the commit, and the fields of a stamp that can be believed.

    `others` are keys that name another commit, with what they say.
    """

    by: str
    fields: dict[str, Any]
    others: dict[str, str]


def read(document: object) -> Record | None:
    """What a parsed document says; None where it names no commit by its whole hash."""
    found = [each for part in _parts(document, DEPTH) for each in _records(part)]
    if not found:
        return None
    first, *rest = found
    fields, others = dict(first.fields), dict(first.others)
    for each in rest:
        others |= each.others
        if each.fields["commit"] == fields["commit"]:
            fields = each.fields | fields
        else:
            others[each.by] = each.fields["commit"]
    return Record(first.by, fields, others)


def _records(part: Mapping[str, object]) -> Iterator[Record]:
    """Every way in which one mapping names a commit."""
    if part.get("schema") == SCHEMA:
        yield from _record("commit", part, {name: name for name in OURS}, {})
        return
    resumed = part.get(RESUMED)
    others = {RESUMED: str(resumed)} if resumed else {}
    for dialect in DIALECTS:
        if dialect.commit in part:
            yield from _record(dialect.commit, part, dialect.others, others)
    git = part.get("git")
    if isinstance(git, dict) and "commit" in git:  # wandb-metadata.json
        yield from _record("commit", cast("dict[str, object]", git), {"remote": "remote"}, {}, within="git.")


def _record(
    key: str, part: Mapping[str, object], names: Mapping[str, str], others: dict[str, str], *, within: str = ""
) -> Iterator[Record]:
    given = {name: part[written] for name, written in names.items() if written in part} | {"commit": part[key]}
    fields = environment.checked(given) | _texts(given)
    if "commit" in fields:
        yield Record(within + key, fields, others)


def _texts(given: Mapping[str, object]) -> dict[str, Any]:
    """What `checked` does not know: it is for a person, and for who runs it again."""
    from mlhygiene.model import printable

    found = dict[str, Any]()
    for name in TEXTS:
        if isinstance(value := given.get(name), str) and value:
            found[name] = printable(value)
    argv = _words(given.get("argv", "" if "entry" in found else None))
    if argv is not None:
        found["argv"] = tuple(map(printable, argv))
    if (state := given.get("state")) in list(State):
        found["state"] = State(str(state))
    return found


def _words(argv: object) -> list[str] | None:
    """The arguments of a script: of a list, or of a text as a shell has it; of none that was cut short."""
    if isinstance(argv, list):
        return [str(word) for word in cast("list[object]", argv)]
    if not isinstance(argv, str) or argv.endswith(CUT):
        return None
    from shlex import split

    try:
        return split(argv)
    except ValueError:
        return None


def _parts(document: object, depth: int) -> Iterator[Mapping[str, object]]:
    """Every mapping in a document, outermost first, with lists of names and values as one mapping."""
    if not depth:
        return
    if isinstance(document, dict):
        mapping = {str(key): value for key, value in cast("dict[object, object]", document).items()}
        yield {key: _plain(value) for key, value in mapping.items()}
        below: list[object] = list(mapping.values())
    elif isinstance(document, list):
        below = cast("list[object]", document)
        if pairs := dict(_pairs(below)):
            yield pairs
    else:
        return
    for each in below:
        yield from _parts(each, depth - 1)


def _plain(value: object) -> object:
    """W&B's `config.yaml` has `{desc: null, value: …}` in the place of a value."""
    if not isinstance(value, dict):
        return value  # a scalar, a list
    held = cast("dict[object, object]", value)
    return held.get("value", held)


def _pairs(entries: list[object]) -> Iterator[tuple[str, object]]:
    for entry in entries:
        if isinstance(entry, dict):
            found = cast("dict[str, object]", entry)
            yield from ((str(found[key]), found[value]) for key, value in PAIRS if key in found and value in found)
