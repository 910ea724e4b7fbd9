"""Commands that mend a finding, written so that they work when pasted at the root.

The shells are those of git's own documentation: a POSIX shell, git bash on Windows.
"""

from __future__ import annotations

import re
import shlex

# What makes git read a path as a pattern: glob(7), and an escape of it.
GLOB = b"*?[\\"


def quoted(path: bytes) -> str:
    r"""A path as one shell word; `$'…'` where it holds what no plain quotes can carry.

    >>> print(quoted(b"model.pt"), quoted(b"my model.pt"), quoted(b"a\n\xff"))
    model.pt 'my model.pt' $'a\n\xff'
    """
    try:
        text = path.decode()
    except UnicodeDecodeError:
        text = "\0"
    if text.isprintable():
        return shlex.quote(text)
    return "$'" + "".join(_ansi_c(byte) for byte in path) + "'"


def pathspec(path: bytes) -> str:
    """A path as one shell word for git, which would read `*.pt` as every checkpoint there is."""
    special = path.startswith(b":") or any(byte in GLOB for byte in path)
    return quoted(b":(literal)" + path if special else path)


def untrack(path: bytes) -> str:
    """Take a path out of the index; the file stays in the worktree."""
    return f"git rm -r --cached -- {pathspec(path)}"


def keep_out(path: bytes) -> str:
    """Take a path out of the index, and have git ignore it from now on; the file stays.

    What gitignore(5) cannot spell, a line break, is matched by `?`.
    """
    pattern = re.sub(rb"[\r\n]", b"?", escaped(path))
    if pattern.endswith(b" "):
        pattern = pattern[:-1] + b"\\ "
    return f"{untrack(path)} && printf '\\n%s\\n' {quoted(b'/' + pattern)} >> .gitignore && git add -- .gitignore"


def add_to_dvc(path: bytes) -> str:
    """Hand a file that git holds, or is about to hold, to DVC.

    DVC refuses what git tracks, so git lets go first; it refuses, too, to be called from
    outside of a project that lies in a folder. `update-index`, unlike `add`, does not
    mind a `.gitignore` that DVC had no reason to write.
    """
    folder, slash, name = path.rpartition(b"/")
    add = f"dvc add {quoted(b'./' + name if name.startswith(b'-') else name)}"
    written = f"{quoted(path + b'.dvc')} {quoted(folder + slash + b'.gitignore')}"
    add = f"(cd -- {quoted(folder)} && {add})" if folder else add
    return f"{untrack(path)} && {add} && git update-index --add --remove -- {written}"


def restage(path: bytes) -> str:
    """Stage a path again through git-lfs, once an attribute says so."""
    return f"git lfs install --skip-repo && git add --renormalize -- {pathspec(path)}"


def _ansi_c(byte: int) -> str:
    if byte in b"\n\t\r":
        return {10: "\\n", 9: "\\t", 13: "\\r"}[byte]
    if byte in b"'\\":
        return "\\" + chr(byte)
    return chr(byte) if chr(byte).isascii() and chr(byte).isprintable() else f"\\x{byte:02x}"


# What .gitattributes cannot spell so that both git and git-lfs read it.
UNSPEAKABLE = b"\\\t\n\r"


def track_with_lfs(*paths: bytes) -> str:
    """Hand exactly these files, and no sibling of such a name, to git-lfs.

    A pattern with a slash is anchored, and `--filename` escapes what is special
    (git-lfs-track(1)). `--skip-repo` keeps the hooks that are installed already.
    """
    plain = [bytes(ord("_") if byte in UNSPEAKABLE else byte for byte in path) for path in paths]
    moves = [f"git mv -- {quoted(old)} {quoted(new)} && " for old, new in zip(paths, plain, strict=True) if old != new]
    patterns = " ".join(quoted(path if b"/" in path else b"/" + path) for path in plain)
    return (
        f"{''.join(moves)}git lfs install --skip-repo && git lfs track --filename -- {patterns}"
        f" && git add .gitattributes && git add --renormalize -- {' '.join(map(pathspec, plain))}"
    )


def migrate_to_lfs(*paths: bytes) -> str:
    """Hand files of commits that are not pushed yet to git-lfs, in each of them.

    What is committed stays in history whatever a later commit does. The pattern of
    git-lfs-migrate(1) has no escapes: `?` stands for what would be special. It leaves
    pointers in the worktree, which `git lfs checkout` fills again.
    """
    patterns = b",".join(re.sub(rb"[*?\[\]\\,\s]", b"?", b"/" + path) for path in paths)
    return f"git lfs install --skip-repo && git lfs migrate import --include={quoted(patterns)} && git lfs checkout"


def reopen(commit: str) -> str:
    """Stop at the commit that is to blame, to take the file out of it."""
    return f"git rebase --interactive --rebase-merges {commit[:12]}~"


def sign(commit: str, *, root: bool) -> str:
    """Sign a commit, and all that stand on it."""
    onto = "--root" if root else f"{commit[:12]}~"
    return f"git rebase --gpg-sign --force-rebase --rebase-merges {onto}"


def word(name: str) -> str:
    """A name of git's, bytes that are not UTF-8 as surrogates, as one shell word."""
    return quoted(name.encode("utf-8", "surrogateescape"))


def strip_notebook(path: bytes) -> str:
    """Take the outputs, which are most of a notebook's weight, out of it."""
    name = quoted(b"./" + path if path.startswith(b"-") else path)
    return f"mlhygiene strip {name} && git add -- {pathspec(path)}"


def escaped(path: bytes) -> bytes:
    """A path as a pattern that matches only itself (gitignore(5))."""
    return re.sub(rb"([*?\[\\])", rb"\\\1", path)


def track_pattern_with_lfs(pattern: bytes, folder: bytes) -> str:
    """Hand what matches a pattern to git-lfs, and stage a folder again."""
    return (
        f"git lfs install --skip-repo && git lfs track -- {quoted(pattern)}"
        f" && git add .gitattributes && git add --renormalize -- {pathspec(folder or b'.')}"
    )


def stage_content(path: bytes, mode: str, content: bytes) -> str:
    """Put a short text into the index as it is; the worktree is left alone."""
    lines = " ".join(shlex.quote(line) for line in content.decode().splitlines())
    text = f"printf '%s\\n' {lines}" if lines else "printf ''"
    return f'git update-index --cacheinfo {mode},"$({text} | git hash-object -w --stdin)",{quoted(path)}'


def find_whole_version(path: bytes) -> str:
    """Find the commit that last had the file whole, to take it from there."""
    return f"git log --oneline -p -- {pathspec(path)}"
