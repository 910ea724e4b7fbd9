"""Where reports go: `--format FORMAT` to standard output, `--format FORMAT=FILE` to a file, several at once."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene import files
from mlhygiene.cli.session import colored, speak_utf8
from mlhygiene.model import Refusal, shown
from mlhygiene.report import FORMATS, render

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from mlhygiene.report import Report

STDOUT = "-"
SUMMARY = "GITHUB_STEP_SUMMARY"


class Output(NamedTuple):
    """One report: its form, and the file that it goes to, None for standard output."""

    form: str
    file: str | None

    def __str__(self) -> str:
        return f"--format {self.form}" + (f"={self.file}" if self.file else "")


def wanted(arguments: Namespace, forms: Sequence[str] = FORMATS) -> list[Output]:
    """What the options ask for; Refusal where they contradict one another."""
    outputs = [_parsed(word, forms) for word in arguments.format or [_usual(arguments)]]
    if arguments.output is not None:
        if len(outputs) > 1:
            raise Refusal(f"--output is for a single --format: write --format {outputs[0].form}={arguments.output}")
        if outputs[0].file is not None:
            raise Refusal(f"--output and {outputs[0]} name two files for one report: leave one away")
        outputs = [_parsed(f"{outputs[0].form}={arguments.output}", forms)]
    taken = dict[str | None, Output]()
    for output in outputs:
        at = output.file and os.path.normcase(os.path.realpath(output.file))
        if at in taken:
            where = output.file or "standard output"
            raise Refusal(f"{taken[at]} and {output} both go to {where}: give one another file (--format FORMAT=FILE)")
        taken[at] = output
    return outputs


def _usual(arguments: Namespace) -> str:
    """Text; where a build on GitHub asks for nothing, what it shows beside the lines of a pull request.

    Its log has each finding all the same. Gitea and Forgejo would print the commands as they are.
    """
    others = ("GITEA_ACTIONS", "FORGEJO_ACTIONS")
    on_github = os.environ.get("GITHUB_ACTIONS") == "true" and not any(os.environ.get(name) for name in others)
    return "github" if getattr(arguments, "ci", False) and on_github and arguments.output is None else "text"


def _parsed(word: str, forms: Sequence[str]) -> Output:
    form, equals, file = word.partition("=")
    if form not in forms:
        from difflib import get_close_matches  # only a mistake needs it

        near = get_close_matches(form.lower(), forms, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(forms)}"
        raise Refusal(f"--format {word}: no such format; {hint}")
    if equals and not file:
        raise Refusal(f"--format {word}: name a file after `=`, or leave it away for standard output")
    return Output(form, None if file in {"", STDOUT} else file)


def write(report: Report, outputs: Sequence[Output], color: str) -> bool:
    """Write every report, files first; where one cannot be written, say so, write the others, and answer False."""
    failures = _written(outputs, lambda form, colored: render(report, form, color=colored), color)
    if any(output.form == "github" for output in outputs):
        _summarise(report)
    return _told(failures)


def spread(outputs: Sequence[Output], rendered: Callable[[str, bool], str], color: str) -> bool:
    """The same for anything that has several forms: `rendered` takes one, and whether it may be coloured."""
    return _told(_written(outputs, rendered, color))


def _told(failures: Sequence[Refusal]) -> bool:
    """Say what could not be written; True where everything was."""
    for failure in failures:
        print(f"mlhygiene: {shown(str(failure).encode('utf-8', 'surrogateescape'))}", file=sys.stderr)
    return not failures


def _written(outputs: Sequence[Output], rendered: Callable[[str, bool], str], color: str) -> list[Refusal]:
    failures = list[Refusal]()
    for output in outputs:
        if output.file is not None:
            try:
                files.report(output.file, [rendered(output.form, False).encode("utf-8", "backslashreplace")])
            except Refusal as refusal:
                failures.append(refusal)
    for output in outputs:
        if output.file is None:
            text = rendered(output.form, colored(color))
            if output.form != "text":
                speak_utf8()
            sys.stdout.write(text)
    return failures


def _summarise(report: Report) -> None:
    """Add to the summary of the step, where GitHub Actions names a file for it.

    It is not what anybody asked for: where it cannot be written, the job is told so, and goes on.
    """
    path = os.environ.get(SUMMARY)
    if not path:
        return
    from mlhygiene.report import github  # other formats do without

    try:
        with open(path, "ab") as file:
            file.write(github.summary(report, file.tell()).encode("utf-8", "backslashreplace"))
    except OSError as error:
        print(f"mlhygiene: note: {SUMMARY}: cannot write the summary: {error.strerror}", file=sys.stderr)
