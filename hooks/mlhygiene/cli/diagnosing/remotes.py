"""Remotes: no password in the config, nothing sent in the clear. What is secret is never told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene import urls
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, counted, error, warning
from mlhygiene.layout import config_file
from mlhygiene.layout import credentials as layout
from mlhygiene.rules.remote_credentials import HISTORY, KEPT, TRACKED
from mlhygiene.scope import clones

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.cli.diagnosing.setup import Setup

REMOTE = re.compile(r"remote\.(?P<name>.+)\.(?P<kind>url|pushurl)", re.DOTALL)
LOCAL = re.compile(r"http://(?:[^/@]*@)?(?:localhost|127\.|\[::1\])")


def credentials(setup: Setup) -> Iterator[Diagnosis]:
    """No remote has a password or a token in its URL: every copy of the config would have it, too (MLH607)."""
    files = _files(setup)
    bad = [error(f"{found.text}; {KEPT}", found.fix) for file in files for found in layout.credentials(file)]
    yield from bad
    remotes = sum(line.key.startswith("remote.") and line.key.endswith(".url") for file in files for line in file.lines)
    if remotes and not bad:
        yield Diagnosis(f"{counted(remotes, 'remote')} without a password")


def tracked(setup: Setup) -> Iterator[Diagnosis]:
    """Nor has any file of git's config that is in history."""
    for path in TRACKED:
        name = path.decode()
        file = layout.tracked(name, list(config_file.lines(setup.index(name) or b"")))
        for found in layout.credentials(file):
            yield error(f"{name} is tracked: {found.text}; {HISTORY}", found.fix)


def encrypted(setup: Setup) -> Iterator[Diagnosis]:
    """Nothing goes to another machine in the clear."""
    for file in _files(setup):
        for line in file.lines:
            remote = REMOTE.fullmatch(line.key)
            if remote and line.value.lower().startswith(("http://", "git://")) and not LOCAL.match(line.value):
                # No server is asked for what follows a `#`.
                scheme, _, rest = urls.bare(line.value).partition("#")[0].partition("://")
                text = f"remote {remote['name']} is asked in the clear ({scheme}://)"
                yield warning(text, layout.replaced(file, line, f"https://{rest}"))


def _files(setup: Setup) -> Sequence[layout.File]:
    return layout.files(clones.clone(setup.repository).settings)


CHECKS = (credentials, tracked, encrypted)
