"""`mlhygiene strip`: notebooks without what must go, in their files or from stdin to stdout."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mlhygiene import files
from mlhygiene.cli import strip_options
from mlhygiene.cli.outcome import Outcome
from mlhygiene.cli.stripping import Worktrees
from mlhygiene.model import Exit, Refusal, shown

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from mlhygiene.notebook.stripping import Stripped

EXTENSIONS = (".ipynb", ".zpln")
# What Jupyter and git keep for themselves.
PASSED_OVER = {".git", ".ipynb_checkpoints"}
STDIN = "-"


def run(arguments: Namespace) -> int:
    """Strip what the arguments name."""
    options = strip_options.read(vars(arguments))
    if arguments.staged:
        from mlhygiene.cli import strip_index  # git comes with it

        return strip_index.run(arguments, options)
    work = Work(arguments, Worktrees(options, arguments.config))
    if STDIN in arguments.files or not arguments.files:
        return work.stdin()
    for name in _notebooks(arguments.files, work.outcome, force=arguments.force):
        work.file(name)
    return work.exit()


class Work:
    """One run over files: in place, to stdout, or as a check."""

    def __init__(self, arguments: Namespace, worktrees: Worktrees) -> None:
        self._textconv: bool = arguments.textconv
        self._diff: bool = arguments.diff
        self.checks: bool = arguments.check or arguments.diff
        self._color: str = arguments.color
        self._files: Sequence[str] = arguments.files
        self._worktrees = worktrees
        self.outcome = Outcome()

    def file(self, name: str) -> None:
        """Strip one file; what is wrong with it is told, and the others go on."""
        stripper = self._worktrees.of(name)
        try:
            file = files.read(name)
        except Refusal as refusal:
            self.outcome.refuse(refusal)
            return
        stripped = self.outcome.attempt(os.fsencode(name), file.content, stripper)
        if self._textconv:
            sys.stdout.buffer.write(stripped.content if stripped else file.content)
        elif stripped is None or not stripped.changes:
            return
        elif self.checks:
            self.tell(os.fsencode(name), stripped)
        else:
            strip_file(file, stripped, self.outcome)

    def stdin(self) -> int:
        """From stdin to stdout; nothing is written of what cannot be read."""
        if len(self._files) > 1:
            raise Refusal("`-` is stdin, and stands alone")
        if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison] - closed by the caller (`<&-`)
            raise Refusal("name notebooks or folders: stdin is closed")
        if not self._files and sys.stdin.isatty():
            raise Refusal("name notebooks or folders (`.` is all below), or pipe a notebook in: see `strip --help`")
        content = sys.stdin.buffer.read()
        stripped = self.outcome.attempt(b"<stdin>", content, self._worktrees.stripper(os.curdir))
        if self.checks:
            if stripped and stripped.changes:
                self.tell(b"<stdin>", stripped)
        elif stripped or self._textconv:
            sys.stdout.buffer.write(stripped.content if stripped else content)
        return self.exit(silent=True)

    def exit(self, *, silent: bool = False) -> int:
        """Tell how it went, and the exit code that says so."""
        if self._textconv:
            # Whoever shows a difference needs a text of every notebook, of a broken one, too.
            return Exit.CLEAN
        if not silent:
            self.outcome.tell("would strip" if self.checks else "stripped")
        return self.outcome.exit(changed=Exit.FINDINGS if self.checks else Exit.CLEAN)

    def tell(self, name: bytes, stripped: Stripped) -> None:
        """Say what would go."""
        line = self.outcome.find(name, stripped.changes)
        if not self._diff:
            print(line)
            return
        from mlhygiene.cli.difference import unified
        from mlhygiene.cli.session import colored

        print(line, file=sys.stderr)
        assert stripped.document is not None
        text = unified(name, stripped.document.text, stripped.content.decode(), color=colored(self._color))
        sys.stdout.buffer.write(text.encode())


def strip_file(file: files.File, stripped: Stripped, outcome: Outcome) -> bool:
    """Write what stripping makes of a file; whether that went well."""
    try:
        files.replace(file, stripped.content)
    except Refusal as refusal:
        outcome.refuse(refusal)
        return False
    outcome.strip(os.fsencode(file.name), stripped.changes)
    return True


def _notebooks(names: Sequence[str], outcome: Outcome, *, force: bool) -> Iterator[str]:
    """The files named, and the notebooks below the folders named, each once."""
    told = set[str]()
    for name in names:
        for each in _below(name, outcome) if os.path.isdir(name) else [name]:
            if each in told:
                continue
            told.add(each)
            if each == name and not force and not is_notebook(name) and os.path.lexists(name):
                why = "no notebook by its name (.ipynb, .zpln): --force strips it all the same"
                outcome.refuse(Refusal(f"{shown(os.fsencode(name))}: {why}"))
            else:
                yield each


def is_notebook(name: str) -> bool:
    return name.lower().endswith(EXTENSIONS)


def _below(folder: str, outcome: Outcome) -> Iterator[str]:
    """Notebooks below a folder, in order. A link is left to the file that it leads to."""

    def tell(error: OSError) -> None:
        name = shown(os.fsencode(error.filename or folder))
        outcome.refuse(Refusal(f"{name}: cannot read the folder: {error.strerror}"))

    for root, folders, names in os.walk(folder, onerror=tell):
        folders[:] = sorted(set(folders) - PASSED_OVER)
        for name in sorted(filter(is_notebook, names)):
            path = os.path.normpath(os.path.join(root, name))
            if not os.path.islink(path):
                yield path
