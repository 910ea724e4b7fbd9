"""MLH607."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mlhygiene.clone import Clone
from mlhygiene.rule import Finding, Rule
from mlhygiene.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.layout.credentials import Credential

TRACKED = (b".gitmodules", b".lfsconfig")
KEPT = "use SSH, or let a credential helper keep it"
HISTORY = "history has it, so change it; then use SSH, or a credential helper"


class RemoteCredentials(Rule["Tree | Clone"]):
    """Password or token in the URL of a remote.

    git keeps it in its config in plain text, and tells it in error messages;
    each tracker that records a run's remote has it then, and each copy of the
    folder. In `.gitmodules` or `.lfsconfig` it is in history, for all who clone.
    A build is judged by these two alone: there, the CI's own token of an hour
    may be in the clone's config.

    Take it out of the URL with the command that is told, and use SSH, or let a
    credential helper keep it (gitcredentials(7)). One that history has, change
    where it was made: no later commit takes it out of history.
    """

    code = "MLH607"
    name = "remote-credentials"
    subjects: ClassVar[tuple[type, ...]] = (Tree, Clone)

    def check(self, subject: Tree | Clone, /) -> Iterator[Finding]:
        from mlhygiene.layout.credentials import credentials, files  # hooks over files do without

        if isinstance(subject, Clone):
            for file in files(subject.settings):
                for found in credentials(file):
                    yield self._told(subject, found, f"{found.text}; {KEPT}")
            return
        yield from self._tracked(subject)

    def _tracked(self, tree: Tree) -> Iterator[Finding]:
        from mlhygiene.layout.config_file import lines  # as above
        from mlhygiene.layout.credentials import credentials, tracked

        for path in TRACKED:
            content = tree.state.read(path)
            for found in credentials(tracked(path.decode(), list(lines(content)))) if content else ():
                yield self._told(tree, found, f"{found.text}; {HISTORY}", path)

    def _told(self, subject: Tree | Clone, found: Credential, message: str, path: bytes | None = None) -> Finding:
        at = subject.at(found.number, path) if isinstance(subject, Tree) and path else subject.at()
        more = {"key": found.key, "kind": found.kind, "host": found.host, "remote": found.address}
        return Finding(self, subject, at, message, found.fix, more)
