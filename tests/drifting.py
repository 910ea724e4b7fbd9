"""What a file with a managed block may hold, and what MLH601 and MLH602 say of it: one table for both."""

from __future__ import annotations

from blocks import NEW, OLD, block
from mlhygiene.model import Storage


def clean(name: str) -> dict[str, bytes | None]:
    """Files that nothing is said of; None is no file."""
    fresh = block(name, Storage.LFS)
    return {
        "no file": None,
        "a file of somebody's own": b"*.mine text\n",
        "a file that speaks of us": b"# made with mlhygiene init\n",
        "the block": fresh,
        "the block between somebody's own lines": b"*.mine text\n" + fresh + b"*.yours text\n",
        "the block with CRLF": fresh.replace(b"\n", b"\r\n"),
        "a line that was left out": block(name, Storage.NONE, left_out=True),
        **{f"the block for {storage}": block(name, storage) for storage in Storage},
        "the block of another file": block(NEW[name], Storage.LFS),
    }


def drifted(name: str) -> dict[str, tuple[bytes, list[tuple[int, str, str]]]]:
    """Files with line, message and fix of each finding; an empty list says no more than that there is one."""
    fresh = block(name, Storage.LFS)
    first, *body, last = fresh.splitlines(keepends=True)
    open_, close = first.decode().strip(), last.decode().strip()
    ours = next(line for line in body if not line.startswith(b"#") and line.strip())
    return {
        "a line taken out": (
            fresh.replace(ours, b"", 1),
            [(1, "the block was changed by hand: 1 line missing", "mlhygiene init --force")],
        ),
        "lines put in": (
            b"# mine\n" + fresh.replace(last, b"*.a text\n*.b text\n" + last),
            [(2, "the block was changed by hand: 2 lines that should not be there", "mlhygiene init --force")],
        ),
        "a line changed": (
            fresh.replace(ours, b"*.else text\n", 1),
            [
                (
                    1,
                    "the block was changed by hand: 1 line that should not be there and 1 line missing",
                    "mlhygiene init --force",
                )
            ],
        ),
        "another order": (
            first + b"".join(reversed(body)) + last,
            [(1, "the block was changed by hand: the order of its lines", "mlhygiene init --force")],
        ),
        "an older version's block": (
            OLD[name],
            [
                (
                    1,
                    f"the block is not of this version: 1 line that should not be there and {len(body)} lines missing",
                    "mlhygiene init",
                )
            ],
        ),
        "other choices in the first line than the lines were written for": (
            fresh.replace(b"storage=lfs", b"storage=tape"),
            [],
        ),
        "a digest that was changed": (
            fresh.replace(b"sha256=", b"sha256=0"),
            [(1, "the block is not of this version: its first line", "mlhygiene init")],
        ),
        "a copy": (fresh + b"\n" + fresh, [(len(body) + 4, "a copy of the block of line 1", "mlhygiene init")]),
        "a first line without the last": (
            b"*.mine text\n" + first + ours,
            [
                (
                    2,
                    f"`{open_}` is one mark of a block, and its other one is gone",
                    "take the line out, then run `mlhygiene init`",
                )
            ],
        ),
        "a last line without the first": (
            fresh + last,
            [
                (
                    len(body) + 3,
                    f"`{close}` is one mark of a block, and its other one is gone",
                    "take the line out, then run `mlhygiene init`",
                )
            ],
        ),
    }
