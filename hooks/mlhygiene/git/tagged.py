"""What annotated tags say: git-cat-file(1), git-mktag(1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.git.records import parse
from mlhygiene.git.refs import TAGS, refs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.git.repository import Repository

OBJECT = b"object "


def messages(repository: Repository, oid: str) -> Iterator[str]:
    """What a tag says, and the tag that it is of, and so on; of anything but a tag, nothing."""
    while (info := repository.objects.info(oid)) is not None and info.kind == "tag":
        content = repository.objects.read(info.oid) or b""
        yield parse(content).message
        oid = content.partition(b"\n")[0].removeprefix(OBJECT).decode("ascii", "replace")


def annotated(repository: Repository) -> Iterator[tuple[str, str]]:
    """The tags of a clone that say something, by name without `refs/tags/`, and their oids."""
    return ((ref.short, ref.oid) for ref in refs(repository.place, (TAGS,)) if ref.oid != ref.commit)
