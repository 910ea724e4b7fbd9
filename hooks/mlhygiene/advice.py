"""Commands that mend a finding, written so that they work when pasted at the root.

The shells are those of git's own documentation: a POSIX shell, git bash on Windows.
"""

from __future__ import annotations

import shlex


def quoted(path: bytes) -> str:
    """A path as one shell word; `$'…'` where it holds what no plain quotes can carry.

    >>> print(quoted(b"model.pt"), quoted(b"my model.pt"), quoted(b"a\\n\\xff"))
    model.pt 'my model.pt' $'a\\n\\xff'
    """
    try:
        text = path.decode()
    except UnicodeDecodeError:
        text = ""
    if text.isprintable() and text:
        return shlex.quote(text)
    return "$'" + "".join(_ansi_c(byte) for byte in path) + "'"


def untrack(path: bytes) -> str:
    """Take a path out of the index; the file stays in the worktree."""
    return f"git rm -r --cached -- {quoted(path)}"


def add_to_dvc(path: bytes) -> str:
    """Hand a file that git holds, or is about to hold, to DVC.

    DVC refuses what git tracks, so git lets go first.
    """
    folder, slash, _ = path.rpartition(b"/")
    target = quoted(path if not path.startswith(b"-") else b"./" + path)
    return f"{untrack(path)} && dvc add {target} && git add -- {quoted(path + b'.dvc')} {quoted(folder + slash + b'.gitignore')}"


def restage(path: bytes) -> str:
    """Stage a path again through git-lfs, once an attribute says so."""
    return f"git lfs install --skip-repo && git add --renormalize -- {quoted(path)}"


def _ansi_c(byte: int) -> str:
    if byte in b"\n\t\r":
        return {10: "\\n", 9: "\\t", 13: "\\r"}[byte]
    if byte in b"'\\":
        return "\\" + chr(byte)
    return chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}"
