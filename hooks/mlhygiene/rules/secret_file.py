"""MLH201."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlhygiene import advice, lfs
from mlhygiene.rule import ANY_SIZE, BlobRule, option
from mlhygiene.secrets import files, mask
from mlhygiene.secrets.files.further import SCHEMA, Names, parse_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding
    from mlhygiene.secrets.files import Sign


@dataclass(frozen=True, kw_only=True)
class SecretFile(BlobRule):
    """Secret file in git.

    Whoever can read the repository, or a fork of it, can use what stands in a
    `.env`, a `.netrc`, an SSH key or a `kaggle.json`; bots try what is pushed
    within minutes. A later commit that deletes the file leaves it in history,
    and Git LFS serves it to the same readers. Some names say enough; `*.pem`,
    `credentials.json` and their like are judged by what they hold. Files
    without a value in them, files called example or template, and links pass.

    Instead of committing it, leave it out of git and commit an `.env.example`
    without values, or encrypt it: SOPS, age, GnuPG, git-crypt, ansible-vault,
    dotenvx and sealed secrets pass. What was ever pushed is known to others:
    revoke it first, whatever becomes of the commit.
    """

    code = "MLH201"
    name = "secret-file"

    names: Names = option(
        {}, "Further secret files: a gitignore pattern, and what such a file is.", parse_names, SCHEMA
    )

    @property
    def sizes(self) -> range:
        return range(1, ANY_SIZE)

    def reads(self, blob: Blob, /) -> bool:
        return blob.regular and bool(self._signs(blob))

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        # A link holds no more than the name of its target, which is judged where it lies.
        if (signs := self._signs(blob)) and blob.regular and (sign := _proven(blob, signs)):
            finding = self.found(blob, _message(sign), fix=_fix(blob, sign), kind=sign.what)
            # Not the blob's oid: of a file with nothing but a short password it is a digest.
            known = mask.fingerprint(self.code, blob.oid.encode(), blob.path, strong=False)
            yield replace(finding, fingerprint=known)

    def _signs(self, blob: Blob) -> Sequence[Sign]:
        known = files.signs(blob.path)
        return [*self.names.signs(blob.name), *known] if self.names.pairs else known


def _proven(blob: Blob, signs: Sequence[Sign]) -> Sign | None:
    """The first of the suspicions that the content bears out."""
    from mlhygiene.secrets.files.content import is_secret  # 2 ms of patterns that few commits need

    head = blob.head(files.HEAD)
    if blob.size in lfs.SIZES and lfs.looks_like_pointer(head):
        # The content is elsewhere, and no less shared: only a name can tell.
        return next((sign for sign in signs if sign.by_name), None)
    return next((sign for sign in signs if is_secret(sign, head)), None)


def _message(sign: Sign) -> str:
    known = " by its name" if sign.by_name else ""
    return f"{sign.what}{known}: whoever can read the repository can use what it holds; revoke what was ever pushed"


def _fix(blob: Blob, sign: Sign) -> str:
    if blob.commit:
        return advice.reopen(blob.commit)
    return advice.untrack(blob.path) if sign.shared else advice.keep_out(blob.path)
