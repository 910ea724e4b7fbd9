"""MLH201."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene import advice, lfs
from mlhygiene.rule import ANY_SIZE, BlobRule
from mlhygiene.secrets import files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding
    from mlhygiene.secrets.files import Sign


class SecretFile(BlobRule):
    """Secret file in git.

    Whoever can read the repository, a fork of it or a CI log of its checkout can
    use what stands in a `.env`, a `.netrc`, an SSH key or a `kaggle.json`. Bots
    try pushed keys within minutes, and a later commit that deletes the file
    leaves it in history.

    Instead of committing it, take it out of the index, ignore it, and commit an
    `.env.example` without values; or encrypt it with SOPS, age, git-crypt or
    ansible-vault, which pass. What was ever pushed is known: revoke it first.
    """

    code = "MLH201"
    name = "secret-file"

    @property
    def sizes(self) -> range:
        return range(1, ANY_SIZE)

    def reads(self, blob: Blob, /) -> bool:
        return blob.regular and files.sign(blob.path) is not None

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        # A link holds no more than the name of its target, which is judged where it lies.
        if blob.regular and (sign := files.sign(blob.path)) and _is_secret(blob, sign):
            yield self.found(blob, _message(sign), fix=_fix(blob, sign), kind=sign.what)


def _is_secret(blob: Blob, sign: Sign) -> bool:
    from mlhygiene.secrets.files.content import is_secret  # patterns that few commits need

    head = blob.head(files.HEAD)
    if blob.size in lfs.SIZES and lfs.looks_like_pointer(head):
        return sign.by_name  # LFS serves it to whoever can read the repository
    return is_secret(sign, head, path=blob.path)


def _message(sign: Sign) -> str:
    return f"{sign.what}: whoever can read the repository can use what it holds; revoke what was ever pushed"


def _fix(blob: Blob, sign: Sign) -> str:
    if blob.commit:
        return advice.reopen(blob.commit)
    return advice.untrack(blob.path) if sign.shared else advice.keep_out(blob.path)
