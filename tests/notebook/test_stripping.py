"""What goes and what stays, and every content that is left as it is."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from builders import POINTER
from mlhygiene.notebook.broken import Broken
from mlhygiene.notebook.policy import Policy
from mlhygiene.notebook.stripping import Stripper

PRINTED = {"name": "stdout", "output_type": "stream", "text": ["2\n"]}
RESULT = {"data": {"text/plain": ["2"]}, "execution_count": 7, "metadata": {}, "output_type": "execute_result"}
FAILED = {"ename": "E", "evalue": "", "output_type": "error", "traceback": ["E"]}


def code(**more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "outputs": [PRINTED], "source": ["1 + 1"]} | more


def notebook(*cells: Any, **more: Any) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more).encode()


def stripped(content: bytes, **options: Any) -> Any:
    return json.loads(Stripper(Policy(**options)).strip(content).content)


def kept(cell: Any, **options: Any) -> bool:
    """Whether a cell keeps its outputs."""
    return bool(stripped(notebook(cell), **options)["cells"][0]["outputs"])


KEEPS = {
    "the tag keep_output": (code(metadata={"tags": ["keep_output"]}), {}),
    "metadata keep_output": (code(metadata={"keep_output": True}), {}),
    "an init_cell": (code(metadata={"init_cell": True}), {}),
    "an option": (code(), {"keep_output": True}),
    "a small output": (code(), {"max_size": 14}),
    "an output of a kept type": (code(outputs=[FAILED]), {"keep_output_type": ("error",)}),
    "an output of a kept type and name": (code(), {"keep_output_type": ("stream:stdout",)}),
}
LOSES = {
    "no word about it": (code(), {}),
    "a tag that holds the name": (code(metadata={"tags": ["dont_keep_output_here"]}), {}),
    "tags that are one string": (code(metadata={"tags": "keep_output"}), {}),
    "tags that are null": (code(metadata={"tags": None}), {}),
    "keep_output that is a string": (code(metadata={"keep_output": "false"}), {}),
    "keep_output that is 1": (code(metadata={"keep_output": 1}), {}),
    "keep_output false, against an option": (code(metadata={"keep_output": False}), {"keep_output": True}),
    "an init_cell that is a string": (code(metadata={"init_cell": "false"}), {}),
    "an init_cell, against an option": (code(metadata={"init_cell": True}), {"strip_init_cells": True}),
    "an output that is too long": (code(), {"max_size": 13}),
    "an output of another type": (code(), {"keep_output_type": ("error", "stream:stderr")}),
    "an output of a type that goes": (code(), {"keep_output": True, "drop_output_type": ("stream",)}),
    "a markdown cell with outputs": (code(cell_type="markdown"), {}),
    "a cell of an unknown type": (code(cell_type="sql"), {}),
    "a cell without metadata": ({"cell_type": "code", "outputs": [PRINTED], "source": ""}, {}),
    "metadata that is null": (code(metadata=None), {}),
    "outputs that are no list": (code(outputs={"0": PRINTED}), {}),
    "outputs that are null": (code(outputs=None), {}),
}


@pytest.mark.parametrize(("cell", "options"), KEEPS.values(), ids=KEEPS)
def test_a_cell_keeps_its_output_by(cell: Any, options: Any) -> None:
    assert kept(cell, **options)


@pytest.mark.parametrize(("cell", "options"), LOSES.values(), ids=LOSES)
def test_a_cell_loses_its_output_by(cell: Any, options: Any) -> None:
    assert stripped(notebook(cell), **options)["cells"][0]["outputs"] == []


def test_an_output_that_stays_loses_its_count() -> None:
    cell = code(outputs=[RESULT], execution_count=7, metadata={"tags": ["keep_output"]})

    (loses,) = stripped(notebook(cell))["cells"]
    (keeps,) = stripped(notebook(cell), keep_count=True)["cells"]

    assert (loses["execution_count"], loses["outputs"][0]["execution_count"]) == (None, None)
    assert keeps == cell


def test_every_tag_that_is_dropped_is_dropped() -> None:
    cells = [code(source=tag, metadata={"tags": [tag]}) for tag in ("solution", "answer", "task")]

    left = stripped(notebook(*cells), drop_tagged_cells=("solution", "answer"))["cells"]

    assert [cell["source"] for cell in left] == ["task"]


def test_empty_cells_go_if_asked_and_all_of_them_leave_a_list() -> None:
    empty = [code(source=source) for source in ("", [], " \n", ["", "\t"])]

    assert stripped(notebook(*empty), drop_empty_cells=True)["cells"] == []
    assert len(stripped(notebook(*empty))["cells"]) == 4


PRESETS = {
    "minimal": {"papermill": {"parameters": {"lr": 1}}, "vscode": {}, "kernelspec": {}, "x": 1},
    "standard": {"kernelspec": {}, "x": 1},
    "strict": {"kernelspec": {}},
}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_says_which_metadata_is_volatile(preset: str) -> None:
    metadata = {"papermill": {"parameters": {"lr": 1}}, "vscode": {}, "widgets": {}, "kernelspec": {}, "x": 1}

    assert stripped(notebook(metadata=metadata), metadata=preset)["metadata"] == PRESETS[preset]


def test_strict_keeps_what_it_is_told_to_keep_and_no_version_of_the_language() -> None:
    metadata = {"language_info": {"name": "python", "version": "3.11.4"}, "x": 1, "y": 2}

    left = stripped(notebook(metadata=metadata), metadata="strict", keep_metadata_keys=("metadata.x",))["metadata"]

    assert left == {"language_info": {"name": "python"}, "x": 1}


OF_NOTEBOOKS = {
    "the machine that Colab gives it": {"accelerator": "GPU"},
    "errors that jupyter-book lets pass": {"execution": {"allow_errors": True}},
    "how nbsphinx runs it": {"nbsphinx": {"execute": "never"}},
    "the kernels of SoS": {"sos": {"kernels": []}},
    "the file that Jupytext pairs it with": {"jupytext": {"formats": "ipynb,py"}},
}
OF_CELLS = {
    "a form of Colab": {"cellView": "form"},
    "code that Jupyter hides": {"jupyter": {"source_hidden": True}},
    "blank lines of Jupytext": {"lines_to_next_cell": 2},
    "a cell that Jupytext leaves to one format": {"active": "ipynb"},
    "a grade of nbgrader": {"nbgrader": {"grade": True}},
    "a slide": {"slideshow": {"slide_type": "slide"}},
    "the kernel of a cell": {"kernel": "R"},
}


@pytest.mark.parametrize("metadata", OF_NOTEBOOKS.values(), ids=OF_NOTEBOOKS)
def test_strict_keeps_what_programs_read_of_a_notebook(metadata: dict[str, Any]) -> None:
    assert stripped(notebook(metadata=metadata), metadata="strict")["metadata"] == metadata


@pytest.mark.parametrize("metadata", OF_CELLS.values(), ids=OF_CELLS)
def test_strict_keeps_what_programs_read_of_a_cell(metadata: dict[str, Any]) -> None:
    assert stripped(notebook(code(metadata=metadata)), metadata="strict")["cells"][0]["metadata"] == metadata


def test_the_user_that_colab_notes_down_goes() -> None:
    cell = code(metadata={"executionInfo": {"user": {"displayName": "Ada"}}, "id": "x1", "outputId": "f"})

    assert stripped(notebook(cell))["cells"][0]["metadata"] == {"id": "x1"}


@pytest.mark.parametrize("preset", PRESETS)
def test_the_language_of_a_cell_in_vs_code_stays(preset: str) -> None:
    cell = code(metadata={"vscode": {"languageId": "sql"}})

    assert stripped(notebook(cell), metadata=preset)["cells"][0]["metadata"] == {"vscode": {"languageId": "sql"}}


def test_ids_stay_even_those_that_are_wrong() -> None:
    cells = [code(id="same"), code(id="same"), code()]

    assert [cell.get("id") for cell in stripped(notebook(*cells))["cells"]] == ["same", "same", None]


def test_worksheets_are_stripped_in_place_and_keep_their_nbformat() -> None:
    cell = {"cell_type": "code", "input": "1", "prompt_number": 3, "outputs": [{"output_type": "pyout", "text": "1"}]}
    content = json.dumps({"metadata": {}, "nbformat": 3, "worksheets": [{"cells": [cell]}, {"cells": [cell]}]})

    left = stripped(content.encode())

    assert left["nbformat"] == 3
    assert [sheet["cells"][0]["outputs"] for sheet in left["worksheets"]] == [[], []]
    assert [sheet["cells"][0]["prompt_number"] for sheet in left["worksheets"]] == [None, None]


def test_cells_beside_them_do_not_hide_the_results_of_paragraphs() -> None:
    content = b'{"paragraphs": [{"results": {"code": "SUCCESS"}}, {}, 7], "cells": []}'

    assert stripped(content)["paragraphs"] == [{"results": {}}, {}, 7]


WHOLE = {
    "keys in their order, numbers as written": (
        b'{"nbformat": 4, "x": [1.10, 1E5, -0, NaN], "cells": [{"outputs": [1], "metadata": {}}]}',
        b'{"nbformat": 4, "x": [1.10, 1E5, -0, NaN], "cells": [{"outputs": [], "metadata": {}}]}',
    ),
    "CRLF and no final newline": (
        b'{\r\n "cells": [\r\n  {\r\n   "execution_count": 3\r\n  }\r\n ]\r\n}',
        b'{\r\n "cells": [\r\n  {\r\n   "execution_count": null\r\n  }\r\n ]\r\n}',
    ),
    "a byte order mark": (b'\xef\xbb\xbf{"cells": [{"outputs": [1]}]}', b'\xef\xbb\xbf{"cells": [{"outputs": []}]}'),
    "escapes and a lone surrogate": (
        rb'{"cells": [{"source": "\u0041\ud800\/", "outp\u0075ts": [1]}]}',
        rb'{"cells": [{"source": "\u0041\ud800\/", "outp\u0075ts": []}]}',
    ),
    "the first member goes with its line": (
        b'{"cells": [], "metadata": {\n  "widgets": {},\n  "x": 1\n }}',
        b'{"cells": [], "metadata": {\n  "x": 1\n }}',
    ),
    "the last member goes with the comma before it": (
        b'{"cells": [], "metadata": {\n  "x": 1,\n  "widgets": {},\n  "vscode": {}\n }}',
        b'{"cells": [], "metadata": {\n  "x": 1\n }}',
    ),
    "nothing is left": (b'{"cells": [], "metadata": {\n  "widgets": {}\n }}', b'{"cells": [], "metadata": {}}'),
    "a number of 5,000 digits": (
        b'{"cells": [{"outputs": [' + b"9" * 5000 + b']}], "x": ' + b"8" * 5000 + b"}",
        b'{"cells": [{"outputs": []}], "x": ' + b"8" * 5000 + b"}",
    ),
}


@pytest.mark.parametrize(("before", "after"), WHOLE.values(), ids=WHOLE)
def test_only_the_bytes_that_must_go_change(before: bytes, after: bytes) -> None:
    assert Stripper(Policy()).strip(before).content == after


AS_IT_IS = {
    "a clean notebook": notebook(code(outputs=[])),
    "a clean notebook in a line of its own layout": b'{ "nbformat" :4 ,"cells":[ ] }',
    "what stands for it in Git LFS": POINTER,
    "a notebook without its nbformat": b'{"cells": []}',
    "a minor version of tomorrow": b'{"cells": [], "nbformat": 4, "nbformat_minor": 99}',
    "a cell that is no object": b'{"cells": [null, 7, "x"], "nbformat": 4}',
}


@pytest.mark.parametrize("content", AS_IT_IS.values(), ids=AS_IT_IS)
def test_the_very_same_bytes_come_back_of(content: bytes) -> None:
    assert Stripper(Policy()).strip(content).content is content


CONFLICT = b"""{
 "cells": [
  {},
  {
<<<<<<< HEAD
   "outputs": []
=======
   "outputs": [1]
>>>>>>> theirs
  }
 ]
}
"""
DIRTY_TWICE = b'{"cells": [{"outputs": ["secret"], "source": "", "outputs": []}], "nbformat": 4}'
# Python 3.13 has words and a place of its own for it.
TRAILING_COMMA = (
    "2:17: not valid JSON: illegal trailing comma before end of array (cell 1)"
    if sys.version_info >= (3, 13)
    else "2:18: not valid JSON: expecting value (cell 1)"
)
BROKEN = {
    "an empty file": (b"", "the file is empty"),
    "a blank file": (b" \n\n", "the file is empty"),
    "a file cut off in a string": (b'{\n "cells": [{"source": "abc', "2:23: not valid JSON: it ends too soon"),
    "a file cut off between values": (b'{\n "cells": [{}, \n', "3:1: not valid JSON: it ends too soon"),
    "something behind the end": (b'{"cells": []}\n}', "2:1: not valid JSON: extra data"),
    "a trailing comma": (b'{"cells": [\n {"source": ["a",]}\n]}', TRAILING_COMMA),
    "a raw control character": (b'{"cells": [{"source": "a\x01"}]}', "1:25: not valid JSON: invalid control character"),
    "HTML": (b"<!doctype html>", "1:1: not valid JSON: expecting value"),
    "conflict markers": (CONFLICT, "5:1: unresolved merge conflict"),
    "conflict markers, the cell": (CONFLICT, "(cell 2)"),
    "Latin-1": ('{"cells": [],\n "x": "é"}'.encode("latin-1"), "2:8: not UTF-8: byte 0xe9"),
    "UTF-16": ('{"cells": []}'.encode("utf-16"), "UTF-16, where a notebook is UTF-8"),
    "a key told twice": (DIRTY_TWICE, "1:50: a key stands twice in one object"),
    "a key told twice, once by escapes": (rb'{"cells": [], "x\u0079": 1, "xy": 2}', "1:29: a key stands twice"),
    "a list": (b"[]", "1:1: not a notebook: a notebook is an object of JSON"),
    "null": (b"null", "1:1: not a notebook"),
    "a number": (b" 7", "1:2: not a notebook"),
    "an object of something else": (b'{"name": "package"}', "1:1: not a notebook: it has no list of cells"),
    "cells that are null": (b'{"cells": null, "nbformat": 4}', "1:1: not a notebook: it has no list of cells"),
    "cells that are an object": (b'{"cells": {}, "nbformat": 4}', "1:1: not a notebook: it has no list of cells"),
    "worksheets that are not there": (b'{"nbformat": 3}', "1:1: not a notebook: it has no list of worksheets"),
    "a worksheet that is a list": (
        b'{"nbformat": 3, "worksheets": [{}, [{}]]}',
        "1:36: not a notebook: a worksheet has no list of cells",
    ),
    "a worksheet whose cells are an object": (
        b'{"nbformat": 3, "worksheets": [{"cells": {}}]}',
        "1:32: not a notebook: a worksheet has no list of cells",
    ),
    "nbformat 1": (b'{"cells": [], "nbformat": 1}', "1:27: nbformat 1 is not known: there are 2, 3 and 4"),
    "nbformat 5": (b'{"cells": [], "nbformat": 5}', "1:27: nbformat 5 is not known"),
    "an nbformat that is no number": (b'{"cells": [], "nbformat": true}', "1:27: nbformat True is not known"),
    "a bomb of lists": (b'{"cells": ' + b"[" * 100_000, "nested so deeply"),
    "a bomb of objects": (b'{"x":' * 100_000, "nested so deeply"),
    "a contradiction": (
        b'{"cells": [{},\n {"metadata": {"keep_output": false, "tags": ["keep_output"]}}]}',
        "2:2: its metadata says `keep_output: false`",
    ),
}


@pytest.mark.parametrize(("content", "why"), BROKEN.values(), ids=BROKEN)
def test_one_line_says_why_it_is_left_as_it_is(content: bytes, why: str) -> None:
    with pytest.raises(Broken) as broken:
        Stripper(Policy()).strip(content)

    error = broken.value
    place = f"{error.line}:{error.column}: " if error.line else ""
    assert why in place + error.told
    assert "\n" not in error.told


def test_worksheets_as_deep_as_can_be_read_are_stripped_or_told() -> None:
    content = b'{"nbformat": 3, "worksheets": [{"cells": [], "a": ' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}]}"

    try:
        assert Stripper(Policy()).strip(content).content is content
    except Broken as broken:
        assert "nested so deeply" in broken.told


def test_stripping_starts_without_what_is_slow_to_import() -> None:
    script = """
import sys
from mlhygiene.notebook.policy import Policy
from mlhygiene.notebook.stripping import Stripper
Stripper(Policy()).strip(b'{"cells": [{"outputs": [1]}], "nbformat": 4}')
print(*sorted(sys.modules.keys() & set("nbformat jsonschema nbstripout subprocess traitlets humanize".split())))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)

    assert done.stdout.split() == []
