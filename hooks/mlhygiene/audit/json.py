r"""For machines: schema `mlhygiene.audit/1`, held down in `audit.schema.json`. All that the audit knows, nothing cut.

Sizes are bytes, dates seconds since 1970. A path is UTF-8; bytes that are not are written `\xNN`, and
`path_base64` has the exact ones. A list stands in its own lines, an element a line: two audits compare well.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from mlhygiene import __version__
from mlhygiene.audit.held import broken
from mlhygiene.report.commands import ANYWHERE
from mlhygiene.report.json import placed

if TYPE_CHECKING:
    from mlhygiene.audit.audit import Audit, Leak
    from mlhygiene.audit.held import Held, Origin, Weight

SCHEMA = "mlhygiene.audit/1"


def render(audit: Audit, *, top: int, color: bool) -> str:  # noqa: ARG001 - one signature for every format
    """One JSON object, byte-identical from run to run."""
    lines = ",\n".join(f"  {_dumped(key)}: {_value(value)}" for key, value in document(audit).items())
    # Strings alone can hold such a command: a log may be where this is printed.
    return ANYWHERE.sub(r"##\1\\u005b", f"{{\n{lines}\n}}\n")


def document(audit: Audit) -> dict[str, object]:
    """The object."""
    versions = dict(audit.churn)
    return {
        "schema": SCHEMA,
        "version": __version__,
        "head": audit.head,
        "branch": audit.branch and _text(audit.branch),
        "commits": audit.commits,
        "limit": audit.limit,
        "refs": [{"ref": _text(ref), "oid": oid} for ref, oid in sorted(audit.refs.items())],
        "stored": {kind: stored._asdict() for kind, stored in sorted(audit.stored.items())},
        "reachable": _weight(audit.reachable),
        "loose": _weight(audit.loose),
        "blobs": [_held(held) for held in audit.blobs],
        "unreachable": [_held(held) for held in audit.unreachable],
        "duplicates": [held.oid for held in audit.duplicates],
        "paths": [
            {**placed(path), **_weight(weight), "versions": versions.get(path, 1)}
            for path, weight in sorted(audit.paths.items(), key=lambda item: (-item[1].size, item[0]))
        ],
        "folders": [
            {**placed(path), **_weight(weight)}
            for path, weight in sorted(audit.folders.items(), key=lambda item: (-item[1].size, item[0]))
        ],
        "extensions": [
            {"extension": _text(name), **_weight(weight)}
            for name, weight in sorted(audit.extensions.items(), key=lambda item: (-item[1].size, item[0]))
        ],
        "lfs": audit.pointers._asdict(),
        "dvc_caches": _weight(audit.caches),
        "notebooks": _notebooks(audit),
        "secrets": None if audit.leaks is None else [_leak(leak) for leak in audit.leaks],
        "missing": audit.missing,
        "shallow": audit.shallow,
        "partial": audit.partial,
        "notes": [*map(_text, audit.notes)],
        "gaps": [*map(_text, audit.gaps)],
    }


def _held(held: Held) -> dict[str, object]:
    return {
        "oid": held.oid,
        "size": held.size,
        "disk": held.disk,
        "kind": _text(held.kind),
        "standing": str(held.standing),
        "limits": [limit._asdict() for limit in broken(held.size)],
        "names": [
            {**placed(name.path), "first": _origin(name.first), "deleted": _origin(name.deleted)} for name in held.names
        ],
        "refs": [*map(_text, held.refs)],
    }


def _leak(leak: Leak) -> dict[str, object]:
    return {
        "code": leak.code,
        "severity": leak.severity,
        "message": _text(leak.message),
        "masked": _text(leak.masked),
        "fingerprint": leak.fingerprint,
        **placed(leak.path),
        "line": leak.line,
        "first": _origin(leak.first),
        "in_head": leak.in_head,
        "revoke": _text(leak.revoke),
        "oids": [*leak.oids],
        "names": [placed(path) for path in leak.names],
        "messages": [*map(_text, leak.messages)],
    }


def _notebooks(audit: Audit) -> dict[str, object] | None:
    if audit.notebooks is None:
        return None
    return {**audit.notebooks._asdict(), "paths": [placed(path) for path in audit.notebooks.paths]}


def _origin(origin: Origin | None) -> dict[str, object] | None:
    return {**origin._asdict(), "author": _text(origin.author)} if origin else None


def _weight(weight: Weight) -> dict[str, int]:
    return weight._asdict()


def _text(text: str) -> str:
    r"""Bytes that were no UTF-8 are `\xNN`: a lone surrogate is no character of JSON's."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()


def _value(value: object) -> str:
    text = _dumped(value)
    elements = cast("list[object]", value) if isinstance(value, list) else []
    return "[\n    " + ",\n    ".join(map(_dumped, elements)) + "\n  ]" if elements else text


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
