"""Notebooks for stories: as Jupyter leaves them after a run, and as they should be committed."""

from __future__ import annotations

import json

BROKEN = b'{\n "cells": [\n'


def dirty(source: str = "1 + 1", printed: str = "2\n", **metadata: object) -> bytes:
    """A notebook that was run."""
    output = {"name": "stdout", "output_type": "stream", "text": [printed]}
    return _notebook(source, 1, [output], metadata)


def clean(source: str = "1 + 1", **metadata: object) -> bytes:
    """The same, stripped."""
    return _notebook(source, None, [], metadata)


def zeppelin(results: object) -> bytes:
    """A note of Zeppelin."""
    return json.dumps({"name": "n", "paragraphs": [{"text": "1 + 1", "results": results}]}, indent=2).encode()


def _notebook(source: str, count: int | None, outputs: list[object], metadata: dict[str, object]) -> bytes:
    cell = {
        "cell_type": "code",
        "execution_count": count,
        "id": "a",
        "metadata": {},
        "outputs": outputs,
        "source": [source],
    }
    notebook = {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1).encode() + b"\n"
