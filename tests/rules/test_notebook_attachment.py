"""MLH309: pictures in text are small, and shown."""

from __future__ import annotations

import pytest

from mlhygiene.rules.notebook_attachment import NotebookAttachment
from notebooks import markdown, notebook, said


def picture(size: int) -> dict[str, str]:
    return {"image/png": "a" * size}


CLEAN = {
    "no attachment": notebook(markdown()),
    "a picture that is shown": notebook(markdown("![](attachment:a.png)", attachments={"a.png": picture(1000)})),
    "a name with blanks": notebook(markdown("![](attachment:a%20b.png)", attachments={"a b.png": picture(1000)})),
    "attachments of no known shape": notebook(markdown(attachments=[1]), markdown(attachments=None)),
}
FOUND = {
    "a large picture": (
        notebook(markdown("![](attachment:a.png)", attachments={"a.png": picture(300_000)})),
        ["8: 300.0 kB, over the limit of 250.0 kB, cell 1, attachment 1"],
    ),
    "a picture whose mark is gone": (
        notebook(markdown("![](attachment:a.png)", attachments={"a.png": picture(10), "b.png": picture(10)})),
        ["11: the text does not show it, cell 1, attachment 2"],
    ),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_passes(content: bytes) -> None:
    assert said(NotebookAttachment(), content) == []


@pytest.mark.parametrize(("content", "messages"), FOUND.values(), ids=FOUND)
def test_finds(content: bytes, messages: list[str]) -> None:
    assert said(NotebookAttachment(), content) == messages
