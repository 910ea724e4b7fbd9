"""That stripping takes out what nbstripout takes out, and not one byte more, on notebooks that you bring.

Of every notebook: what ours says afterwards is what `nbstripout --keep-id` says (lists of lines joined, as nbformat
joins them; ids that it invents set apart); outside of what goes, every token and every blank is the old one, told by a
tokenizer that shares nothing with the stripper; stripping twice is stripping once; the CRLF form of a notebook becomes
the CRLF form of the result.
"""

from __future__ import annotations

import json
import sys
import warnings
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbstripout import strip_output
from notebook_filter import made
from timing import SOURCES, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

sys.path[:0] = [str(SOURCES), str(Path(__file__).parents[1])]

from mlhygiene.notebook.broken import Broken  # noqa: E402 - not before the line above
from mlhygiene.notebook.policy import Policy  # noqa: E402
from mlhygiene.notebook.stripping import Stripper  # noqa: E402
from outside import same_text  # noqa: E402

POLICY = Policy(metadata="minimal")
# A list of these is one text.
TEXTS = {"source", "text", "input"}


def joined(value: Any, key: str = "") -> Any:
    """A document with every list of lines as one text."""
    if isinstance(value, dict):
        return {name: joined(member, name) for name, member in value.items()}
    if not isinstance(value, list):
        return value
    if (value or key in TEXTS) and all(isinstance(line, str) for line in value):
        return "".join(value)
    return [joined(element) for element in value]


def theirs(content: bytes) -> Any:
    """What nbstripout and nbformat write of a notebook."""
    notebook = nbformat.reads(content.decode("utf-8-sig"), nbformat.NO_CONVERT)
    strip_output(notebook, keep_output=None, keep_count=False, keep_id=True, extra_keys=POLICY.keys)
    return joined(json.loads(nbformat.writes(notebook)))


def without_ids(document: Any) -> Any:
    cells = [{key: member for key, member in cell.items() if key != "id"} for cell in document.get("cells", [])]
    return {**document, "cells": cells}


def compared(content: bytes) -> Iterator[str]:
    """What is so of one notebook, in words to be counted."""
    stripper = Stripper(POLICY)
    try:
        stripped = stripper.strip(content).content
    except Broken:
        yield "refused by us"
        return
    if not same_text(content, stripped):
        yield "WRONG: a byte outside of what goes"
    if stripper.strip(stripped).content is not stripped:
        yield "WRONG: stripping twice is not stripping once"
    crlf = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    if stripper.strip(crlf).content != stripped.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"):
        yield "WRONG: line ends"
    yield "clean" if stripped is content else "stripped"
    try:
        expected = theirs(content)
    except Exception:  # noqa: BLE001 - whatever it is, there is nothing to compare with
        yield "refused by nbstripout"
        return
    ours = joined(json.loads(stripped.decode("utf-8-sig")))
    if ours == expected:
        yield "the same"
    else:
        alike = without_ids(ours) == without_ids(expected)
        yield "the same, but for ids that nbformat invents" if alike else "WRONG: another result"


def contents(folders: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in sorted(folder.rglob("*.ipynb")):
            yield str(path), path.read_bytes()
    if not folders:
        for number in range(20):
            yield f"{number}.ipynb", made(number).encode()


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="where notebooks are")
    parser.add_argument("--quick", action="store_true", help="a few that are made: proves the script")
    options = parser.parse_args()
    if not options.folders and not options.quick:
        parser.error("name folders with notebooks, or --quick")
    warnings.simplefilter("ignore")
    counts = Counter[str]()
    for name, content in contents(options.folders):
        for word in compared(content):
            counts[word] += 1
            if word.startswith("WRONG"):
                print(f"{name}: {word}")
        counts["notebooks"] += 1
    for word, count in sorted(counts.items()):
        print(f"{count:7,} {word}")
    verdict("nothing is wrong", holds=not any(word.startswith("WRONG") for word in counts))


if __name__ == "__main__":
    main()
