"""Any notebook in any layout: what goes is what nbstripout says, and no other byte moves."""

from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbstripout import MetadataError, strip_output

from layouts import NUMBERS, Layout, layouts
from mlhygiene.notebook.broken import Broken
from mlhygiene.notebook.policy import Policy
from mlhygiene.notebook.stripping import Stripper
from outside import same_text

TEXT = st.text(max_size=8) | st.sampled_from(["print(1)\n", "  \n", "\u2028", "\U0001d6fc", "\ud800", 'a"b\\', "é"])
LINES = TEXT | st.lists(TEXT, max_size=3)
SCALAR = st.none() | st.booleans() | st.integers() | TEXT | st.sampled_from(NUMBERS)
VALUE = st.recursive(SCALAR, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2))
COUNT = st.none() | st.integers(1, 99)
CELL_KEYS = ["collapsed", "scrolled", "trusted", "ExecuteTime", "papermill", "vscode", "a", "a.b", "ü", "name"]
NOTEBOOK_KEYS = ["widgets", "signature", "papermill", "kernelspec", "a", "a.b", "ü", "vscode"]
NESTED = VALUE | st.fixed_dictionaries({"b": VALUE}, optional={"c": VALUE})


def shuffled(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects of these members, whose keys stand in any order."""
    return st.fixed_dictionaries(required, optional=optional).flatmap(
        lambda members: st.permutations(list(members.items())).map(dict)
    )


OUTPUT = shuffled(
    {"output_type": st.sampled_from(["stream", "error", "execute_result", "display_data"])},
    {
        "name": st.sampled_from(["stdout", "stderr"]),
        "text": LINES | st.just("long" * 500),
        "execution_count": COUNT,
        "data": VALUE,
    },
)
KEEPING = {
    "keep_output": st.booleans(),
    "init_cell": st.booleans(),
    "tags": st.lists(st.sampled_from(["keep_output", "slow", "keep"]), max_size=2),
}
CELL_METADATA = shuffled({}, {**dict.fromkeys(CELL_KEYS, NESTED), **KEEPING}) | st.just({})
CELL = shuffled(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", "odd"]), "metadata": CELL_METADATA, "source": LINES},
    {"id": TEXT, "outputs": st.lists(OUTPUT, max_size=3), "execution_count": COUNT, "attachments": VALUE},
)
NOTEBOOK = shuffled(
    {
        "cells": st.lists(CELL, max_size=4),
        "metadata": shuffled({}, {**dict.fromkeys(NOTEBOOK_KEYS, NESTED), "keep_output": st.booleans()}),
        "nbformat": st.just(4),
    },
    {"nbformat_minor": st.integers(0, 5), "odd": VALUE},
)
KEYS = st.lists(
    st.sampled_from(["metadata.a", "metadata.a.b", "cell.metadata.a", "cell.metadata.a.b", "cell.metadata.ü"]),
    unique=True,
    max_size=3,
).map(tuple)
TYPES = st.lists(st.sampled_from(["stream", "error", "stream:stderr", "display_data"]), max_size=2, unique=True)
POLICY = st.builds(
    Policy,
    keep_output=st.booleans(),
    keep_count=st.booleans(),
    extra_keys=KEYS,
    keep_metadata_keys=st.sampled_from([(), ("metadata.widgets", "cell.metadata.collapsed"), ("cell.metadata.a",)]),
    metadata=st.sampled_from(["minimal", "standard"]),
    drop_empty_cells=st.booleans(),
    drop_tagged_cells=st.sampled_from([(), ("slow",)]),
    strip_init_cells=st.booleans(),
    drop_output_type=TYPES.map(tuple),
    keep_output_type=TYPES.map(tuple),
    max_size=st.sampled_from([0, 1500]),
)


def theirs(tree: Any, policy: Policy) -> Any:
    """What nbstripout makes of a tree, by the same options; MetadataError where it refuses."""
    # Numbers are as they are written here, and it compares this one.
    known = {key: member for key, member in tree.items() if key != "nbformat"}
    stripped = strip_output(
        nbformat.from_dict(known),
        keep_output=policy.keep_output or None,
        keep_count=policy.keep_count,
        keep_id=True,
        extra_keys=policy.keys,
        drop_empty_cells=policy.drop_empty_cells,
        drop_tagged_cells=list(policy.drop_tagged_cells),
        strip_init_cells=policy.strip_init_cells,
        drop_output_types=set(policy.drop_output_type),
        keep_output_types=set(policy.keep_output_type),
        max_size=policy.max_size,
    )
    return stripped | {"nbformat": tree["nbformat"]}


def loads(content: bytes) -> Any:
    """The tree; numbers as they are written, so that NaN is NaN and no digit is lost."""
    numbers: dict[str, Any] = dict.fromkeys(("parse_int", "parse_float", "parse_constant"), Number)
    return json.loads(content.decode("utf-8-sig"), **numbers)


class Number(str):
    """A number as it is written."""

    __slots__ = ()


# What nbstripout is known to get wrong is not generated: a tag or a flag that is no string and no
# boolean, two tags to drop, outputs of just the size that stays. `test_stripping.py` has those.
@given(NOTEBOOK, layouts(), POLICY)
def test_what_goes_is_what_nbstripout_says_and_no_other_byte(notebook: Any, layout: Layout, policy: Policy) -> None:
    content = layout.write(notebook)
    stripper = Stripper(policy)
    try:
        # Twice: of `a.b`, and of `b` in `a`, it takes one at a time.
        expected = theirs(theirs(loads(content), policy), policy)
    except MetadataError:
        with pytest.raises(Broken, match="take one away"):
            stripper.strip(content)
        return

    stripped = stripper.strip(content).content

    assert loads(stripped) == expected
    assert same_text(content, stripped)
    assert stripper.strip(stripped).content is stripped, "stripping twice is stripping once"
    assert stripped is content or expected != loads(content), "a clean notebook is not touched"
