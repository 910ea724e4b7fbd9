"""What every rule over secret content is: one scan for all of them, and what is told of a secret."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, cast

from mlhygiene.model import printable
from mlhygiene.rule import ANY_SIZE, BlobRule, Finding, option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.model import Blob
    from mlhygiene.secrets.find import Secret

# Contents that several commits or paths share are searched once: so many are remembered.
REMEMBERED = 4096
# How a comment begins and ends; everywhere else, by `#`.
COMMENTS = {
    ("// ", ""): frozenset(
        b"c cc cpp cs cu cuh go gradle groovy h hpp java js jsx kt php proto rs scala swift ts tsx".split()
    ),
    ("<!-- ", " -->"): frozenset(b"htm html md mdx svg xml".split()),
    ("-- ", ""): frozenset(b"hs lua sql".split()),
    ("% ", ""): frozenset(b"m tex".split()),
}
UNCOMMENTED = frozenset(b"csv json jsonl ndjson pkl tsv txt".split())
_recent: dict[tuple[str, bytes, bool], tuple[Sequence[Secret], int]] = {}


def parse_formats(value: object) -> frozenset[str]:
    """The ids in a table of formats and reasons; ValueError names what is wrong."""
    if not isinstance(value, dict):
        raise ValueError("write a table of formats, each with the reason")  # noqa: TRY004 - a mistake in a config
    table = cast("dict[str, object]", value)
    for identifier, reason in table.items():
        from mlhygiene.secrets import formats  # no config, no need

        if identifier not in formats.known():
            from difflib import get_close_matches  # only a mistake needs it

            near = get_close_matches(identifier, formats.known(), n=1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            raise ValueError(f"{identifier!r} is no format{hint}: a finding names its own in `data`")
        if not isinstance(reason, str) or not reason.strip():
            raise ValueError(f"{identifier}: say why")
    return frozenset(table)


@dataclass(frozen=True, kw_only=True)
class SecretRule(BlobRule):
    """A rule that tells the secrets of one family; see `mlhygiene.secrets`."""

    searches: ClassVar[bool] = True
    family: ClassVar[str]

    ignore_formats: frozenset[str] = option(
        {},
        "Formats that are not told, by id, each with the reason.",
        parse_formats,
        {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}},
    )

    @property
    def sizes(self) -> range:
        return range(1, ANY_SIZE)

    def reads(self, blob: Blob, /) -> bool:
        return blob.regular

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not blob.regular:
            return
        for secret in found_in(blob):
            if secret.format.family == self.family and secret.format.id not in self.ignore_formats:
                yield self.told(blob, secret)

    def told(self, blob: Blob, secret: Secret) -> Finding:
        form, place = secret.format, secret.place
        where = f", {place.where}" if place.where else ""
        sure = ", its checksum holds" if secret.checked else ""
        message = f"{form.provider} {form.what} {secret.masked}{sure}{where}".lstrip()
        return Finding(
            self,
            blob,
            replace(blob.at(place.line), column=place.column),
            printable(message),
            fix=_advice(self.code, blob, secret),
            data={
                "format": form.id,
                "masked": secret.masked,
                "length": len(secret.value),
                "where": place.where or None,
            },
            fingerprint=secret.fingerprint,
            remark=secret.remark,
        )


def found_in(blob: Blob) -> Sequence[Secret]:
    """The secrets that a blob brings: in lines that no version before it has."""
    from mlhygiene.secrets import blobs  # a hook that judges no content does without

    # Its name decides how a file is read; of DVC's config, the folder does.
    key = (blob.oid, blob.basename, b".dvc/" in blob.path.lower())
    if key not in _recent:
        _recent[key] = blobs.of_blob(blob)
        if len(_recent) > REMEMBERED:
            del _recent[next(iter(_recent))]
    known, searched = _recent[key]
    blob.snapshot.scanned(blob, searched)
    return blobs.added(known, blob) if known else known


def _advice(code: str, blob: Blob, secret: Secret) -> str:
    """Words: no command can take a secret back."""
    form = secret.format
    revoke = f"revoke it: {form.revoke}" if form.revoke else "change it where it is valid"
    instead = f"read it from the environment ({form.variable})" if form.variable else "read it from the environment"
    if "output" in secret.place.where:
        instead = "clear the output"
    history = ", and rewrite the commit: a later one does not take it back" if blob.commit else ""
    return f"{revoke}; {instead}{history}; no secret? {_remark(code, blob, secret)}"


def _remark(code: str, blob: Blob, secret: Secret) -> str:
    """The line that sets a finding aside, in the comments of the file's language."""
    extension = blob.basename.rpartition(b".")[2].lower()
    if extension in UNCOMMENTED or "output" in secret.place.where or "metadata" in secret.place.where:
        return f"`per-path` in the config sets {code} aside, with the reason"
    begin, end = next((marks for marks, kinds in COMMENTS.items() if extension in kinds), ("# ", ""))
    return f"end the line with `{begin}mlhygiene: ignore[{code}] <why>{end}`"
