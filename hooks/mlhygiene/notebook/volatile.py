"""Metadata that programs write at every run, by preset; each includes the one before.

`minimal` is what nbstripout 0.9 takes out, and nbformat with it when it writes. Keys are
spelled as nbstripout spells them: `metadata.KEY` of the notebook, `cell.metadata.KEY`.
"""

from __future__ import annotations

NOTEBOOK, CELL = "metadata.", "cell.metadata."
MINIMAL = (
    "metadata.orig_nbformat",
    "metadata.orig_nbformat_minor",
    "metadata.signature",
    "metadata.widgets",
    "cell.metadata.ExecuteTime",
    "cell.metadata.collapsed",
    "cell.metadata.execution",
    "cell.metadata.heading_collapsed",
    "cell.metadata.hidden",
    "cell.metadata.scrolled",
    "cell.metadata.trusted",
)
# papermill writes the parameters of a run, and paths of the machine; Colab who ran a cell
# and when; VS Code and SageMaker what the machine offers.
STANDARD = (
    *MINIMAL,
    "metadata.availableInstances",
    "metadata.interpreter",
    "metadata.papermill",
    "metadata.vscode",
    "cell.metadata.executionInfo",
    "cell.metadata.outputId",
    "cell.metadata.papermill",
    "cell.metadata.vscode",
)
STRICT = "strict"
PRESETS = {"minimal": MINIMAL, "standard": STANDARD, STRICT: (*STANDARD, "metadata.language_info.version")}
DEFAULT = "standard"
# `strict` keeps nothing but what changes how a notebook runs or what it shows:
# nbformat.readthedocs.io/en/latest/format_description.html, nbgrader, Jupytext, nbdev, RISE.
STRICT_NOTEBOOK = frozenset(
    {"authors", "jupytext", "keep_output", "kernelspec", "language_info", "nbdev", "rise", "title"}
)
STRICT_CELL = frozenset(
    {
        *("deletable", "editable", "format", "hide_input", "init_cell", "keep_output", "magic_args", "name"),
        *("nbdev", "nbgrader", "raw_mimetype", "slideshow", "tags"),
    }
)
