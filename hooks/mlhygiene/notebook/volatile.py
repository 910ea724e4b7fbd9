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
# and when; VS Code and SageMaker what the machine offers. What VS Code notes down of a cell is
# its language: that stays.
STANDARD = (
    *MINIMAL,
    "metadata.availableInstances",
    "metadata.interpreter",
    "metadata.papermill",
    "metadata.vscode",
    "cell.metadata.executionInfo",
    "cell.metadata.outputId",
    "cell.metadata.papermill",
)
STRICT = "strict"
PRESETS = {"minimal": MINIMAL, "standard": STANDARD, STRICT: (*STANDARD, "metadata.language_info.version")}
DEFAULT = "standard"
# `strict` keeps nothing but what changes how a notebook runs or what it shows:
# nbformat.readthedocs.io/en/latest/format_description.html, nbconvert, nbgrader and otter-grader,
# Jupytext, jupyter-book and MyST-NB, nbsphinx, nbdev, RISE, Voilà, SoS and Polyglot, Colab and Kaggle.
STRICT_NOTEBOOK = frozenset(
    {
        *("accelerator", "authors", "date", "dotnet_interactive", "execution", "extensions", "gpuClass"),
        *("hide_input", "jekyll", "jupytext", "kaggle", "keep_output", "kernel_info", "kernelspec", "language_info"),
        *("license", "livereveal", "mystnb", "nbdev", "nbsphinx", "notice", "orphan", "otter", "polyglot_notebook"),
        *("rise", "sos", "tocdepth", "title", "voila"),
    }
)
STRICT_CELL = frozenset(
    {
        *("active", "cellView", "cell_depth", "cell_marker", "deletable", "dotnet_interactive", "editable"),
        *("extensions", "format", "hide_input", "hide_output", "init_cell", "jupyter", "keep_output", "kernel"),
        *("language", "lines_to_end_of_cell_marker", "lines_to_next_cell", "magic_args", "mystnb", "name", "nbdev"),
        *("nbgrader", "nbsphinx", "nbsphinx-toctree", "otter", "polyglot_notebook", "raw_mimetype", "region_name"),
        *("slideshow", "tags", "title", "vscode"),
    }
)
