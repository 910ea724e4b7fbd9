"""A stamp for shells, for builders of images, and for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene import urls
from mlhygiene.provenance.environment import PREFIX, variables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.provenance.stamp import Stamp

# What a POSIX shell, `export $(…)`, `docker --env-file` and GITHUB_ENV all read as it stands: no blank, no quote.
PLAIN = re.compile(r"(?:\w|[@%+:,./=-])*")
# Its value has a blank by its very form.
LEFT_OUT = f"{PREFIX}LOCK"
OCI = "org.opencontainers.image."
# Where `git@HOST:path` is `https://HOST/path`, as those wish who show an image beside its code.
WEB = {"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"}


def env(stamp: Stamp) -> tuple[list[str], list[str]]:
    """`MLHYGIENE_GIT_*=…`, a line each, and the names of those that cannot be written so that all read them alike."""
    told = {name: text for name, text in variables(stamp).items() if name != LEFT_OUT}
    plain = {name: text for name, text in told.items() if PLAIN.fullmatch(text)}
    return [f"{name}={text}" for name, text in plain.items()], sorted(told.keys() - plain.keys())


def oci(stamp: Stamp) -> Iterator[str]:
    """Labels of an image (OCI image spec, "Annotations"), a line each.

    There is no `created`: two builds of a commit would differ by it.
    """
    for name, text in (("revision", stamp.commit), ("source", source(stamp.remote)), ("version", stamp.version)):
        if text:
            yield f"{OCI}{name}={text}"


def source(remote: str | None) -> str | None:
    """The address as a URL: of a forge that shows it, over HTTPS; None of a path on this machine."""
    found = urls.parsed(remote) if remote else None
    if found is None or remote is None or found.helper:
        return None
    path = found.tail.lstrip(":/")
    if found.ssh and found.host.lower() in WEB:
        return f"https://{found.host.lower()}/{path.removesuffix('.git')}"
    if not found.scheme:
        return f"ssh://{f'{found.user}@' if found.user else ''}{found.host}/{path}"
    return remote


def text(stamp: Stamp) -> Iterator[tuple[str, str]]:
    """What a person wants to know, by its name."""
    found = {
        "commit": stamp.commit or "unknown",
        **{name: str(getattr(stamp, name) or "") for name in ("state", "reason", "branch", "describe", "version")},
        "changed": _named(stamp.changed, stamp.changed_count),
        "untracked": _named(stamp.untracked, stamp.untracked_count),
        "submodules": ", ".join(stamp.submodules),
        **{name: str(getattr(stamp, name) or "") for name in ("remote", "patch", "lock")},
        "tags": ", ".join(stamp.tags),
        "upstream": f"{stamp.ahead or 0} ahead, {stamp.behind or 0} behind" if stamp.ahead or stamp.behind else "",
        "shallow": "yes: older commits and their tags are not here" if stamp.shallow else "",
    }
    return ((name, told) for name, told in found.items() if told)


def _named(names: tuple[str, ...], count: int | None) -> str:
    more = (count or 0) - len(names)
    return ", ".join(names) + (f" and {more:,} more" if more > 0 else "")
