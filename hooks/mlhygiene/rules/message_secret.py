"""MLH206: a secret in what a commit says."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mlhygiene import advice
from mlhygiene.model import Commit
from mlhygiene.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.rule import Finding


class MessageSecret(Rule[Commit]):
    """Secret in a commit message.

    A message is copied with every clone, shown on every page of a host and
    mailed to whoever watches the repository, and no rule over files looks
    there: a command line that was pasted to say how an experiment was run
    carries its token along. What an annotated tag says is judged alike.

    Write the command without the value. Revoke what was ever pushed on the
    page that the finding names; a later commit does not take it back.
    """

    code = "MLH206"
    name = "message-secret"
    subjects: ClassVar[tuple[type, ...]] = (Commit,)
    of_any_time: ClassVar[bool] = True

    def check(self, commit: Commit, /) -> Iterator[Finding]:
        if commit.record is None:
            return
        from mlhygiene.secrets import glance  # whoever judges no message does without

        message = commit.record.message.encode("utf-8", "surrogateescape")
        if glance.is_plain(message):
            return
        from mlhygiene.secrets.find import secrets  # as most messages do

        for secret in secrets(b"COMMIT_EDITMSG", [message]):
            form, line = secret.format, secret.place.line
            revoke = f"revoke it: {form.revoke}" if form.revoke else "change it where it is valid"
            mend = (
                f"{revoke}, then reword the commit: {advice.reopen(commit.oid)}"
                if commit.oid
                else "take it out of the message"
            )
            yield self.found(
                commit,
                f"{form.provider} {form.what} {secret.masked} in line {line} of the message".lstrip(),
                fix=mend,
                at=commit.at(line),
                format=form.id,
                masked=secret.masked,
            )
