"""MLH311: what is installed is the same next year."""

from __future__ import annotations

import pytest

from mlhygiene.rules.notebook_unpinned_install import NotebookUnpinnedInstall
from notebooks import code, markdown, notebook, said

CLEAN = {
    "a version": "%pip install transformers==4.57.1",
    "bounds": "!pip install 'torch>=2,<3' accelerate~=1.2",
    "bounds that no quotes protect": "!pip install torch>=2",
    "a file of requirements": "!pip install -r requirements.txt",
    "constraints": "!pip install -c constraints.txt torch",
    "this project": "%pip install -e . && pip install ../lib ./a.whl",
    "an address with a tag": "!pip install git+https://github.com/huggingface/peft.git@v0.17.0#egg=peft",
    "a wheel from an address": "!pip install https://example.org/a-1.0-py3-none-any.whl",
    "options and what they take": "!pip install -q -U --index-url https://example.org/simple torch==2.9",
    "pip itself": "!pip install --upgrade pip setuptools wheel",
    "a variable": "!pip install {package} $PACKAGE",
    "conda with versions": "!conda install -y -c conda-forge faiss-cpu=1.12 numpy==2.3",
    "another command of pip": "!pip list && pip show torch",
    "a word in a string": "print('pip install torch')",
    "a comment": "# !pip install torch",
    "what comes behind it": "!pip install torch==2.9 | grep done > log",
    "what a file gets": "!pip install torch==2.9 > log 2>&1 && ls a",
    "what a comment says": "!pip install torch==2.9 # and peft",
    "a quote without its end": "!pip install 'torch",
    "packages that make no sense": "!pip install =1 ,",
    "code below another magic": "%%writefile a.sh\npip install torch",
}
FOUND = {
    "a name": ("%pip install transformers", "installs transformers without a version, cell 1, line 1"),
    "some of them": (
        "x = 1\n!pip install -q torch==2.9 'datasets[audio]' peft",
        "installs datasets, peft without a version, cell 1, line 2",
    ),
    "many": ("!pip install a b c d e", "installs a, b, c and 2 more without a version, cell 1, line 1"),
    "through Python": (
        "!{sys.executable} -m pip install --user torch",
        "installs torch without a version, cell 1, line 1",
    ),
    "behind another command": ("!cd a && pip3 install torch", "installs torch without a version, cell 1, line 1"),
    "an address without a tag": (
        "!pip install git+https://github.com/huggingface/peft.git",
        "installs peft without a version, cell 1, line 1",
    ),
    "an address with credentials and a query": (
        "!pip install git+https://ada:secret@lab.org/peft.git?token=secret git+https://lab.org/secret:secret",
        "installs peft without a version, cell 1, line 1",
    ),
    "an option that is not known, and a token": (
        f"!pip install --token {'a1b2' * 8} torch",
        "installs torch without a version, cell 1, line 1",
    ),
    "conda and mamba": (
        "!mamba install -c conda-forge conda-forge::faiss",
        "installs faiss without a version, cell 1, line 1",
    ),
    "uv": ("!uv pip install torch", "installs torch without a version, cell 1, line 1"),
    "over several lines": (
        "!pip install \\\n  torch \\\n  peft",
        "installs torch, peft without a version, cell 1, line 1",
    ),
    "a cell of a shell": ("%%bash\nset -e\npip install torch", "installs torch without a version, cell 1, line 3"),
    "without a magic": ("pip install torch", "installs torch without a version, cell 1, line 1"),
}


@pytest.mark.parametrize("source", CLEAN.values(), ids=CLEAN)
def test_passes(source: str) -> None:
    assert said(NotebookUnpinnedInstall(), notebook(code(source))) == []


@pytest.mark.parametrize(("source", "message"), FOUND.values(), ids=FOUND)
def test_finds(source: str, message: str) -> None:
    assert said(NotebookUnpinnedInstall(), notebook(code(source))) == [f"8: {message}"]


def test_a_notebook_is_told_once() -> None:
    content = notebook(code("!pip install a"), markdown("!pip install b"), code("!pip install a c"))

    assert said(NotebookUnpinnedInstall(), content) == ["8: installs a, c without a version, cell 1, line 1"]
