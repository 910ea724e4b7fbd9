"""Notebooks as texts: a marker is planted in every place a secret can stand, and looked for."""

from __future__ import annotations

import base64
import copy
import json
import random
import secrets
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.secrets.notebook import raw_text, texts

if TYPE_CHECKING:
    from mlhygiene.secrets.text import Text

BOM = b"\xef\xbb\xbf"
RED, PLAIN = "\x1b[0;31m", "\x1b[0m"
PICTURE = base64.b64encode(random.Random(7).randbytes(900)).decode()
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 48100\n" % (b"4d" * 32)

NOTEBOOK: dict[str, Any] = {
    "cells": [
        {"cell_type": "markdown", "id": "a1b2c3d4", "metadata": {}, "source": ["# Title\n", "\n", "text"]},
        {
            "cell_type": "code",
            "execution_count": 12,
            "id": "3f2a9c10",
            "metadata": {"tags": ["parameters", "keep"]},
            "outputs": [
                {"name": "stdout", "output_type": "stream", "text": ["Epoch 1\n", "Epoch 2\n"]},
                {
                    "data": {"image/png": PICTURE, "text/html": ["<b>\n", "é</b>"], "text/plain": ["<Figure>"]},
                    "execution_count": 12,
                    "metadata": {"image/png": {"width": 600}},
                    "output_type": "execute_result",
                },
                {"ename": "KeyError", "evalue": "'x'", "output_type": "error", "traceback": ["-----", "line two"]},
            ],
            "source": ["import os\n", "x = 1"],
        },
        {"attachments": {"a.png": {"image/png": PICTURE}}, "cell_type": "markdown", "metadata": {}, "source": "one"},
        {"cell_type": "raw", "id": "x" * 40, "metadata": {}, "source": "raw"},
    ],
    "metadata": {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "papermill": {"parameters": {"epochs": 3}, "input_path": "in.ipynb"},
        "vscode": {"interpreter": {"hash": "0" * 64}},
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2}},
    },
    "nbformat": 4,
    "nbformat_minor": 5,
}
CODE = "cell 2 (In [12], id 3f2a9c10)"
TAGS = ("parameters", "keep")
Step = str | int
Path = tuple[Step, ...]

# The path, what is put there (`@` is the marker), where it is found, and whether only a firm secret counts there.
FOUND: dict[str, tuple[Path, Any, str, bool]] = {
    "a line of code": (("cells", 1, "source"), ["a\n", "k = '@'\n", "b"], f"{CODE}, line 2", False),
    "code in one string": (("cells", 1, "source"), 'a\nb\nk = "@"\n', f"{CODE}, line 3", False),
    "code behind an accent": (("cells", 1, "source"), ["é\n", "ü = 'é@'"], f"{CODE}, line 2", False),
    "a markdown cell": (("cells", 0, "source", 2), "see @", "cell 1 (id a1b2c3d4), line 3", False),
    "a cell without an id": (("cells", 2, "source"), "@", "cell 3, line 1", False),
    "a raw cell, its long id cut": (("cells", 3, "source"), "@", "cell 4 (id xxxxxxxx), line 1", False),
    "what a cell prints": (("cells", 1, "outputs", 0, "text", 1), "key: @\n", f"{CODE}, output 1, line 2", False),
    "a print in one string": (("cells", 1, "outputs", 0, "text"), "a\r\n@", f"{CODE}, output 1, line 2", False),
    "a plain result": (("cells", 1, "outputs", 1, "data", "text/plain"), "'@'", f"{CODE}, output 2, line 1", False),
    "a result in HTML": (
        ("cells", 1, "outputs", 1, "data", "text/html", 1),
        '<td class="a">@</td>',
        f"{CODE}, output 2 (text/html), line 2",
        False,
    ),
    "a result in LaTeX": (
        ("cells", 1, "outputs", 1, "data", "text/latex"),
        ["$@$"],
        f"{CODE}, output 2 (text/latex), line 1",
        False,
    ),
    "a script": (
        ("cells", 1, "outputs", 1, "data", "application/javascript"),
        ["a\n", "fetch('@')"],
        f"{CODE}, output 2 (application/javascript), line 2",
        False,
    ),
    "a result in JSON": (
        ("cells", 1, "outputs", 1, "data", "application/json"),
        {"a": [1, {"token": "@"}]},
        f"{CODE}, output 2 (application/json) a",
        False,
    ),
    "a key of a result in JSON": (
        ("cells", 1, "outputs", 1, "data", "application/json"),
        {"users": {"@": 1}},
        f"{CODE}, output 2 (application/json) users",
        False,
    ),
    "a result in a form of some vendor": (
        ("cells", 1, "outputs", 1, "data", "application/vnd.databricks.v1+output"),
        {"data": "@"},
        f"{CODE}, output 2 (application/vnd.databricks.v1+output) data",
        False,
    ),
    "a page with a picture before it": (
        ("cells", 1, "outputs", 1, "data", "text/html"),
        f'<img src="data:image/png;base64,{PICTURE}"/>@',
        f"{CODE}, output 2 (text/html), line 1",
        False,
    ),
    "metadata of an output": (
        ("cells", 1, "outputs", 1, "metadata"),
        {"a": {"b": "@"}},
        f"{CODE}, output 2 metadata a.b",
        True,
    ),
    "the value of an error": (("cells", 1, "outputs", 2, "evalue"), "bad @", f"{CODE}, output 3, line 1", False),
    "the name of an error": (("cells", 1, "outputs", 2, "ename"), "@", f"{CODE}, output 3, line 1", False),
    "a traceback": (("cells", 1, "outputs", 2, "traceback", 1), "x = @", f"{CODE}, output 3, line 2", False),
    "a coloured traceback": (
        ("cells", 1, "outputs", 2, "traceback", 1),
        f"{RED}x{PLAIN} = {RED}@{PLAIN}",
        f"{CODE}, output 3, line 2",
        False,
    ),
    "an output that is none": (("cells", 1, "outputs", 0), "@", f"{CODE}, output 1, line 1", False),
    "the name of an attachment": (
        ("cells", 2, "attachments"),
        {"@.png": {"image/png": PICTURE}},
        "cell 3, attachment",
        False,
    ),
    "an attached text": (
        ("cells", 2, "attachments", "a.txt"),
        {"text/plain": ["a\n@"]},
        "cell 3, attachment, line 2",
        False,
    ),
    "metadata of a cell": (("cells", 1, "metadata", "colab"), {"user": "@"}, f"{CODE} metadata colab.user", True),
    "a tag": (("cells", 0, "metadata", "tags"), ["@"], "cell 1 (id a1b2c3d4) metadata tags", True),
    "parameters of a cell": (
        ("cells", 0, "metadata", "papermill"),
        {"parameters": {"token": "@"}},
        "cell 1 (id a1b2c3d4) metadata papermill.parameters token",
        False,
    ),
    "metadata of the notebook": (
        ("metadata", "kernelspec", "display_name"),
        "@",
        "notebook metadata kernelspec.display_name",
        True,
    ),
    "a key that is no word is not told": (("metadata", "x1"), {"a": "@"}, "notebook metadata", True),
    "parameters of a run": (
        ("metadata", "papermill", "parameters"),
        {"epochs": 3, "api_key": "@"},
        "notebook metadata papermill.parameters api_key",
        False,
    ),
    "parameters in a list": (
        ("metadata", "papermill", "parameters", "hosts"),
        ["a", "@"],
        "notebook metadata papermill.parameters hosts",
        False,
    ),
    "paths of a run": (
        ("metadata", "papermill", "input_path"),
        "s3://@/",
        "notebook metadata papermill.input_path",
        True,
    ),
    "something unknown in a cell": (("cells", 0, "extra"), {"a": "@"}, "cell 1 (id a1b2c3d4) a", True),
    "something unknown in the notebook": (("extra",), ["@"], "notebook", True),
    "a cell that is none": (("cells", 3), ["a", "@"], "cell 4, line 1", False),
    "a source that is none": (("cells", 3, "source"), {"a": "@"}, "cell 4 (id xxxxxxxx) a", False),
}
PASSED: dict[str, tuple[Path, Any]] = {
    "a picture": (("cells", 1, "outputs", 1, "data", "image/png"), "@"),
    "a drawing": (("cells", 1, "outputs", 1, "data", "image/svg+xml"), ["<svg>@</svg>"]),
    "a sound": (("cells", 1, "outputs", 1, "data", "audio/wav"), "@"),
    "a film": (("cells", 1, "outputs", 1, "data", "video/mp4"), "@"),
    "a document": (("cells", 1, "outputs", 1, "data", "application/pdf"), "@"),
    "a widget": (("cells", 1, "outputs", 1, "data", "application/vnd.jupyter.widget-view+json"), {"model_id": "@"}),
    "a plotly plot": (("cells", 1, "outputs", 1, "data", "application/vnd.plotly.v1+json"), {"data": ["@"]}),
    "a bokeh plot": (("cells", 1, "outputs", 1, "data", "application/vnd.bokehjs_exec.v0+json"), "@"),
    "a vega plot": (("cells", 1, "outputs", 1, "data", "application/vnd.vega.v5+json"), {"data": "@"}),
    "a vegalite plot": (("cells", 1, "outputs", 1, "data", "application/vnd.vegalite.v4+json"), {"data": "@"}),
    "an attached picture": (("cells", 2, "attachments", "a.png", "image/png"), "@"),
    "a picture in a page": (
        ("cells", 1, "outputs", 1, "data", "text/html"),
        f'<img src="data:image/png;base64,@{PICTURE}"/>',
    ),
    "a picture in markdown": (("cells", 0, "source"), f"![](data:image/png;base64,{PICTURE}@==)"),
    "a film in a page, in lines": (
        ("cells", 1, "outputs", 1, "data", "text/html"),
        f'<source src="data:video/mp4;base64,{PICTURE[:76]}\n{PICTURE[:20]}@{PICTURE[20:60]}\n{PICTURE[:8]}==\n">',
    ),
    "an array of a plot in a page": (
        ("cells", 1, "outputs", 1, "data", "text/html"),
        f'Plotly.newPlot([{{"bdata": "@{PICTURE}"}}])',
    ),
    "the state of widgets": (("metadata", "widgets", "x"), {"value": "@"}),
    "the hash of an interpreter": (("metadata", "vscode", "interpreter", "hash"), "@"),
    "the id of a cell": (("cells", 1, "id"), "@"),
}
LAYOUTS: dict[str, dict[str, Any]] = {
    "as Jupyter writes it": {"indent": 1, "ensure_ascii": False},
    "in ASCII": {"indent": 2},
    "on one line": {"separators": (",", ":")},
}


def marker() -> str:
    return "mk" + secrets.token_hex(16)


def planted(path: Path, value: Any, mark: str, document: dict[str, Any] = NOTEBOOK) -> dict[str, Any]:
    document = copy.deepcopy(document)
    inner: Any = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = json.loads(json.dumps(value).replace("@", mark))
    return document


def dumped(document: Any, **layout: Any) -> bytes:
    return json.dumps(document, **(layout or LAYOUTS["as Jupyter writes it"])).encode()


def holding(content: bytes, mark: str) -> list[Text]:
    found = texts(content)
    assert found is not None
    return [text for text in found if mark.encode() in text.content]


def position(content: bytes, start: bytes) -> tuple[int, int]:
    """The line, and the column in characters, of the only such bytes in the file."""
    assert content.count(start) == 1
    before = content.partition(start)[0].decode("utf-8-sig")
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("case", FOUND)
def test_found_with_its_place(case: str, layout: str) -> None:
    path, value, where, firm = FOUND[case]
    mark = marker()
    content = dumped(planted(path, value, mark), **LAYOUTS[layout])
    (text,) = holding(content, mark)
    place = text.place(text.content.index(mark.encode()))

    assert (place.where, text.firm) == (where, firm)
    assert (place.line, place.column) == position(content, mark.encode())


@pytest.mark.parametrize("case", PASSED)
def test_passed_over(case: str) -> None:
    path, value = PASSED[case]
    mark = marker()
    content = dumped(planted(path, value, mark))

    assert mark.encode() in content
    assert holding(content, mark) == []


def test_a_secret_split_over_strings_is_whole_and_stands_where_it_begins() -> None:
    mark = marker()
    content = dumped(planted(("cells", 1, "source"), ["k = '" + mark[:10], mark[10:] + "'\n"], mark))
    (text,) = holding(content, mark)
    at = text.content.index(mark.encode())

    first, second = text.place(at), text.place(at + 10)
    assert (first.line, first.column) == position(content, mark[:10].encode())
    assert (second.line, second.column) == position(content, mark[10:].encode())
    assert first.where == second.where == f"{CODE}, line 1"


def test_a_secret_with_colours_in_it_is_whole() -> None:
    mark = marker()
    line = f"{RED}key{PLAIN}={mark[:10]}{RED}\x1b[1m{mark[10:]}{PLAIN}"
    content = dumped(planted(("cells", 1, "outputs", 2, "traceback"), ["é", line], mark))
    (text,) = holding(content, mark)
    at = text.content.index(mark.encode())

    assert text.place(at)[:2] == position(content, mark[:10].encode())
    assert text.place(at + 10)[:2] == position(content, mark[10:].encode())
    assert text.place(at).where == f"{CODE}, output 3, line 2"


def test_a_secret_behind_quotes_has_plain_quotes_around_it() -> None:
    mark = marker()
    content = dumped(planted(("cells", 1, "source"), 'a\n\tkey = "@"\n', mark))
    (text,) = holding(content, mark)

    assert b'\n\tkey = "%s"\n' % mark.encode() in text.content


def test_parameters_of_a_run_read_as_assignments() -> None:
    mark = marker()
    (text,) = holding(dumped(planted(("metadata", "papermill", "parameters", "key"), "@", mark)), mark)

    assert b'\nkey = "%s"\n' % mark.encode() in text.content


def test_a_result_in_json_reads_key_by_key() -> None:
    mark = marker()
    value = {"a": {"key": "@", "n": 3, "list": ["x", ["y"]]}}
    (text,) = holding(dumped(planted(("cells", 1, "outputs", 1, "data", "application/json"), value, mark)), mark)

    assert b'"key": "%s"\n"n": \n"list": \n"list": "x"\n"list": "y"\n' % mark.encode() in text.content


@pytest.mark.parametrize("path", [("cells", 1, "source"), ("cells", 1, "outputs", 2, "evalue")])
def test_texts_of_a_cell_tell_its_tags(path: Path) -> None:
    mark = marker()
    (text,) = holding(dumped(planted(path, "@", mark)), mark)

    assert text.remarks == TAGS


def test_a_cell_without_tags_has_no_remarks() -> None:
    mark = marker()
    (text,) = holding(dumped(planted(("cells", 0, "source"), "@", mark)), mark)

    assert text.remarks == ()


@pytest.mark.parametrize("tags", ["keep", None, {"keep": 1}, [1, None]])
def test_tags_that_are_none_are_no_remarks(tags: Any) -> None:
    mark = marker()
    document = planted(("cells", 1, "metadata", "tags"), tags, mark)
    (text,) = holding(dumped(planted(("cells", 1, "source"), "@", mark, document)), mark)

    assert text.remarks == ()


def test_parts_do_not_touch() -> None:
    content = dumped({"cells": [{"source": "first"}, {"source": ""}, {"source": "second", "outputs": [{"text": "x"}]}]})
    (text,) = texts(content) or []

    assert text.content == b"first\n\0\nsecond\n\0\nx"


def test_there_are_few_texts() -> None:
    document = copy.deepcopy(NOTEBOOK)
    document["cells"] *= 100

    assert len(texts(dumped(document)) or []) == 4  # with and without tags, each beside its metadata


@pytest.mark.parametrize("ending", [b"\r\n", b"\r"])
def test_lines_of_the_file_may_end_otherwise(ending: bytes) -> None:
    mark = marker()
    content = dumped(planted(("cells", 1, "source"), ["a\n", "@"], mark)).replace(b"\n", ending)
    (text,) = holding(content, mark)

    assert text.place(text.content.index(mark.encode()))[:2] == position(content, mark.encode())


def test_a_byte_order_mark_is_no_column() -> None:
    mark = marker()
    content = BOM + dumped(planted(("cells", 0, "source"), "@", mark), separators=(",", ":"))
    (text,) = holding(content, mark)

    assert text.place(text.content.index(mark.encode()))[:2] == position(content, mark.encode())


@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=8), max_size=4), st.booleans())
def test_every_byte_has_a_place(source: list[str], ascii_only: bool) -> None:
    document = planted(("cells", 1, "source"), source, "@")
    content = json.dumps(document, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    for text in texts(content) or []:
        for offset in range(len(text.content) + 1):
            place = text.place(offset)
            assert place.line == 1
            assert 1 <= place.column <= len(content)


OLD: dict[str, tuple[dict[str, Any], str]] = {
    "code": ({"cell_type": "code", "input": ["a\n", "@"], "prompt_number": 3}, "cell 3 (In [3]), line 2"),
    "a print": (
        {"cell_type": "code", "outputs": [{"output_type": "stream", "stream": "stdout", "text": "@"}]},
        "cell 3, output 1, line 1",
    ),
    "a page": (
        {"cell_type": "code", "outputs": [{"output_type": "pyout", "png": PICTURE, "html": ["a\n@"]}]},
        "cell 3, output 1, line 2",
    ),
    "an error": (
        {"cell_type": "code", "outputs": [{"output_type": "pyerr", "traceback": ["a", "@"]}]},
        "cell 3, output 1, line 2",
    ),
    "a heading": ({"cell_type": "heading", "level": 1, "source": ["@"]}, "cell 3, line 1"),
}


@pytest.mark.parametrize("case", OLD)
def test_worksheets_are_read_and_their_cells_counted_on(case: str) -> None:
    cell, where = OLD[case]
    mark = marker()
    plain = {"cell_type": "markdown", "source": "x"}
    sheets = [{"cells": [plain, plain], "metadata": {}}, {"cells": [json.loads(json.dumps(cell).replace("@", mark))]}]
    content = dumped({"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": sheets})
    (text,) = holding(content, mark)
    place = text.place(text.content.index(mark.encode()))

    assert place == (*position(content, mark.encode()), where)


@pytest.mark.parametrize("key", ["png", "jpeg", "svg", "pdf"])
def test_pictures_of_worksheets_are_passed_over(key: str) -> None:
    mark = marker()
    cell = {"cell_type": "code", "outputs": [{"output_type": "pyout", key: mark}]}

    assert holding(dumped({"worksheets": [{"cells": [cell]}]}), mark) == []


def test_metadata_of_a_worksheet_is_firm() -> None:
    mark = marker()
    (text,) = holding(dumped({"worksheets": [{"cells": [], "metadata": {"a": mark}}, None, 3]}), mark)

    assert text.firm


ZEPPELIN: dict[str, tuple[dict[str, Any], str, bool]] = {
    "a paragraph": ({"text": "%pyspark\n@"}, "paragraph 2, line 2", False),
    "a result": ({"results": {"msg": [{"type": "TEXT", "data": "a\n@"}]}}, "paragraph 2, output 1, line 2", False),
    "an old result": ({"result": {"type": "TEXT", "msg": "@"}}, "paragraph 2, output 1, line 1", False),
    "a form": ({"settings": {"params": {"key": "@"}}}, "paragraph 2 settings params.key", True),
}


@pytest.mark.parametrize("case", ZEPPELIN)
def test_zeppelin_notes_are_read(case: str) -> None:
    paragraph, where, firm = ZEPPELIN[case]
    mark = marker()
    content = dumped({"paragraphs": [None, json.loads(json.dumps(paragraph).replace("@", mark))], "name": "note"})
    (text,) = holding(content, mark)
    place = text.place(text.content.index(mark.encode()))

    assert (place.where, text.firm) == (where, firm)
    assert place[:2] == position(content, mark.encode())


def test_pictures_of_zeppelin_are_passed_over() -> None:
    mark = marker()

    assert holding(dumped({"paragraphs": [{"results": {"msg": [{"type": "IMG", "data": mark}]}}]}), mark) == []


WHOLE = dumped(NOTEBOOK)
NONE = {
    "nothing": b"",
    "blanks": b" \n\n",
    "a byte order mark": BOM,
    "half a notebook": WHOLE[: len(WHOLE) // 2],
    "a comma too many": WHOLE.replace(b'"x = 1"\n', b'"x = 1",\n'),
    "a lost quote": WHOLE.replace(b'"x = 1"', b'x = 1"'),
    "something after the end": WHOLE + b"}",
    "a conflict": b"<<<<<<< HEAD\n" + WHOLE + b"=======\n" + WHOLE + b">>>>>>> main\n",
    "an LFS pointer": POINTER,
    "not UTF-8": WHOLE.replace("é".encode(), b"\xe9"),
    "UTF-16": WHOLE.decode().encode("utf-16"),
    "a list": b"[1]",
    "a string": b'"cells"',
    "a number": b"4",
    "null": b"null",
    "an object without cells": b'{"metadata": {}}',
    "cells that are no list": b'{"cells": {"source": "x"}}',
    "a key told twice": WHOLE.replace(b'"source": "one"', b'"source": "two", "source": "one"'),
    "a hundred thousand brackets": b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a hundred thousand objects": b'{"cells": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
    "a hundred thousand brackets left open": b"[" * 100_000,
    "HTML": b"<!DOCTYPE html>\n<html>",
    "NULs": b"\0" * 100,
}
RIGHT = {
    "no cell": b'{"cells": []}',
    "cells of odd forms": b'{"cells": [null, 1, "x", [], {}, {"source": null, "outputs": {}, "metadata": [1, "a"]}]}',
    "outputs of odd forms": b'{"cells": [{"outputs": [null, 1, "x", [], {}, {"data": [1], "metadata": 3}]}]}',
    "results of odd forms": b'{"cells": [{"outputs": [{"text": {}, "data": {"text/plain": {"a": [1]}}}]}]}',
    "lists of odd forms": b'{"cells": [{"source": ["a", null, 1, {"b": "c"}], "attachments": ["a", {"b": "c"}]}]}',
    "attachments of odd forms": b'{"cells": [{"attachments": {"a": 1, "b": null, "c": {"text/plain": 3}}}]}',
    "NaN": b'{"cells": [{"source": "x", "metadata": {"a": NaN, "b": -Infinity}}]}',
    "a lone surrogate": rb'{"cells": [{"source": ["\ud83d", "\ude00", "\udc80"]}]}',
    "a number of five thousand digits": b'{"cells": [{"execution_count": ' + b"9" * 5000 + b', "source": "x"}]}',
    "a number beyond any float": b'{"cells": [{"execution_count": 1e400, "source": "x", "metadata": {"a": 1e400}}]}',
    "a control character in a string": b'{"cells": [{"source": "a\tb\n\x01c"}]}',
    "worksheets that are none, beside cells": b'{"cells": [], "worksheets": "x"}',
    "worksheets of odd forms": b'{"worksheets": [null, 1, {}, {"cells": null}, {"cells": [null]}]}',
    "papermill of odd forms": b'{"cells": [], "metadata": {"papermill": [1]}, "x": {"papermill": {"parameters": 3}}}',
    "parameters that are a string": b'{"cells": [], "metadata": {"papermill": {"parameters": "x"}}}',
    "paragraphs of odd forms": b'{"paragraphs": [null, {"text": null, "results": {"msg": [1, null, {"data": 3}]}}]}',
}


@pytest.mark.parametrize("case", NONE)
def test_no_notebook(case: str) -> None:
    assert texts(NONE[case]) is None


@pytest.mark.parametrize("case", NONE)
def test_what_is_no_notebook_is_still_a_text(case: str) -> None:
    text = raw_text(NONE[case])

    assert text.place(0)[:2] == (1, 1)
    assert text.place(len(text.content)).where == ""


@pytest.mark.parametrize("case", RIGHT)
def test_odd_and_still_a_notebook(case: str) -> None:
    found = texts(RIGHT[case])

    assert found is not None
    for text in found:
        for offset in range(len(text.content) + 1):
            text.place(offset)


@given(st.data())
def test_no_damage_makes_an_exception(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(WHOLE)))
    end = data.draw(st.integers(start, min(start + 40, len(WHOLE))))
    content = WHOLE[:start] + data.draw(st.binary(max_size=8)) + WHOLE[end:]
    for text in [*(texts(content) or []), raw_text(content)]:
        text.place(0)
        text.place(len(text.content))


RAW = {
    "an escaped quote": (rb'"k = \"@\"\n", ', b'k = "@"\n'),
    "an escaped slash": (rb'"https:\/\/u:@x"', b"https://u:@x"),
    "an escape by number": (rb'"k = \u0022@\u0022 \u00e9"', 'k = "@" é'.encode()),
    "an escaped backslash before an n": (rb'"C:\\new\\@"', rb"C:\new\@"),
    "bytes that are not UTF-8": (b'"\xe9\\t@"', b"\xe9\t@"),
    "colours around it": (rb'"\u001b[1;31mk\u001b[0m = \u001b[1m@\u001b[0m"', b'"k = @"'),
    "a picture before it": (
        b'"image/png": "%s\\n",\n "text/plain": "@"' % PICTURE.encode(),
        b'"image/png": "%s\n",\n "text/plain": "@"' % (b" " * len(PICTURE)),
    ),
}


@pytest.mark.parametrize("case", RAW)
def test_a_broken_notebook_is_read_without_its_escapes(case: str) -> None:
    written, expected = RAW[case]
    mark = marker().encode()
    content = b'{"cells": [\n<<<<<<< HEAD\n' + written.replace(b"@", mark)
    text = raw_text(content)
    before = content.partition(mark)[0].splitlines()

    assert expected.replace(b"@", mark) in text.content
    assert text.place(text.content.index(mark))[:2] == (len(before), len(before[-1].decode("utf-8", "replace")) + 1)


NOT_BLANKED = {
    "a text after a picture": f"data:image/png;base64,{PICTURE}\n@",
    "a text that is no base64": "data:text/plain;base64,@_" + "x" * 64,
    "a short text": "data:text/plain;base64,@",
    "a text without a mark": "@" + PICTURE,
}


@pytest.mark.parametrize("case", NOT_BLANKED)
def test_no_blanks_in_place_of(case: str) -> None:
    mark = marker()

    assert holding(dumped(planted(("cells", 0, "source"), NOT_BLANKED[case], mark)), mark)
