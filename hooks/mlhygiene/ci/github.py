"""What GitHub Actions says happened: docs.github.com, "Webhook events and payloads", "Events that trigger workflows".

Gitea and Forgejo write the same. Without a payload the variables alone speak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from mlhygiene.ci.build import HEADS, TAGS, Build
from mlhygiene.ci.change import Change, Way, oid, oids

if TYPE_CHECKING:
    from collections.abc import Mapping


def change(made: Build, env: Mapping[str, str], event: object) -> Change:
    """By the name of the event, then by its payload, as far as that has the documented form."""
    name = env.get("GITHUB_EVENT_NAME", "")
    now, default = oid(env.get("GITHUB_SHA")), _text(event, "repository", "default_branch")
    if made.request or (name.startswith("pull_request") and _text(event, "pull_request", "head", "sha")):
        return _request(made, event, name, default)
    if name == "merge_group":
        group = _at(event, "merge_group")
        target = (_text(group, "base_ref") or "").removeprefix(HEADS) or None
        head = oid(_text(group, "head_sha")) or now
        return Change(
            made._replace(target=target), Way.QUEUE, head, oids(_text(group, "base_sha")), default, None, name
        )
    if name == "delete" or _at(event, "deleted") is True:
        ref = (_text(event, "ref") or "").removeprefix(HEADS).removeprefix(TAGS)
        return Change(Build(made.service, ref or None), Way.DELETION, None, (), default, None, name)
    if name in {"push", ""}:
        before = oid(_text(event, "before"))
        head = oid(_text(event, "after")) or now
        return Change(made, Way.TAG if made.tag else Way.PUSH, head, (before,) if before else (), default, None, name)
    return Change(made, Way.TAG if made.tag else Way.RUN, now, (), default, None, name)


def _request(made: Build, event: object, name: str, default: str | None) -> Change:
    """Its title becomes a commit's subject, unless the repository takes no squash merges."""
    pull = _at(event, "pull_request")
    number = _at(pull, "number")
    made = made._replace(
        branch=made.branch or _text(pull, "head", "ref"),
        target=made.target or _text(pull, "base", "ref"),
        request=str(number) if isinstance(number, int) else made.request or "?",
    )
    squashed = _at(pull, "base", "repo", "allow_squash_merge") is not False
    title = _text(pull, "title") if squashed else None
    # Where the payload is not to be had, `GITHUB_SHA` is the merge, and says which commit it brings.
    head, base = oid(_text(pull, "head", "sha")), oids(_text(pull, "base", "sha"))
    return Change(made, Way.REQUEST, head, base, default, title, name)


def _at(event: object, *keys: str) -> object:
    """What lies at a path of keys; None where the payload is of another form."""
    for key in keys:
        event = cast("Mapping[str, object]", event).get(key) if isinstance(event, dict) else None
    return event


def _text(event: object, *keys: str) -> str | None:
    value = _at(event, *keys)
    return value if isinstance(value, str) and value else None
