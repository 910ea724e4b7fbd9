"""Scanners for secrets: each is run on a folder and read as (path, line, rule). No value is kept, none is printed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from timing import ENVIRONMENT, MLHYGIENE

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable

SECRETLINT = {"rules": [{"id": "@secretlint/secretlint-rule-preset-recommend"}]}
ENTROPY = frozenset({"Base64 High Entropy String", "Hex High Entropy String"})


class Hit(NamedTuple):
    """Where a scanner found what. No line: the finding is about the whole file."""

    path: str
    line: int | None
    rule: str


@dataclass(frozen=True)
class Scanner:
    """A program, how its hits in a folder are had, and the rules of it that only guess."""

    name: str
    program: tuple[str, ...]
    read: Callable[[tuple[str, ...], Path], Iterable[Hit]]
    guesses: frozenset[str]

    def hits(self, folder: Path) -> list[Hit]:
        """Every hit in a folder, which is a git repository with all its files in the index."""
        return sorted(set(self.read(self.program, folder)), key=str)

    def guessed(self, hit: Hit) -> bool:
        return hit.rule.partition(":")[0] in self.guesses


def offered(parser: ArgumentParser) -> None:
    """The arguments that choose scanners."""
    parser.add_argument("--scanners", nargs="+", metavar="NAME", choices=list(READERS), help="only these")
    parser.add_argument("--program", action="append", default=[], metavar="NAME=PATH", help="where a scanner is")


def chosen(options: Namespace) -> list[Scanner]:
    """The scanners that are asked for and here; said of each that is not."""
    given = dict(pair.split("=", 1) for pair in options.program)
    scanners = []
    for name in options.scanners or READERS:
        read, guesses = READERS[name]
        found = given.get(name) or shutil.which(name)
        if name == OURS and OURS not in given:
            scanners.append(Scanner(name, MLHYGIENE, read, guesses))
        elif found:
            scanners.append(Scanner(name, (os.path.abspath(found),), read, guesses))
        else:
            print(f"{name} is not on the PATH: left out")
    return scanners


def _mlhygiene(program: tuple[str, ...], folder: Path) -> Iterable[Hit]:
    command = (*program, "lint", "--select", "MLH2", "--format", "json")
    for finding in json.loads(_output(command, folder, codes=(0, 1)))["findings"]:
        form = (finding.get("data") or {}).get("format")
        yield Hit(finding["path"], finding["line"], f"{finding['code']}:{form}" if form else finding["code"])


def _gitleaks(program: tuple[str, ...], folder: Path) -> Iterable[Hit]:
    with TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.json"
        written = ("--redact", "--report-format", "json", "--report-path", str(report))
        _output((*program, "dir", ".", "--no-banner", "--log-level", "error", "--exit-code", "0", *written), folder)
        for found in json.loads(report.read_bytes()):
            yield Hit(_inside(found["File"], folder), found["StartLine"], found["RuleID"])


def _detect_secrets(program: tuple[str, ...], folder: Path) -> Iterable[Hit]:
    found = json.loads(_output((*program, "scan", "--all-files", "--no-verify", "."), folder))
    for path, secrets in found["results"].items():
        for secret in secrets:
            yield Hit(_inside(path, folder), secret["line_number"], secret["type"])


def _secretlint(program: tuple[str, ...], folder: Path) -> Iterable[Hit]:
    # What it writes into a pipe ends after 64 kB.
    with TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.json"
        written = ("--format", "json", "--output", str(report))
        _output((*program, "--secretlintrcJSON", json.dumps(SECRETLINT), *written, "**/*"), folder)
        for file in json.loads(report.read_bytes() if report.exists() else b"[]"):
            for message in file["messages"]:
                rule = message["ruleId"].rpartition("secretlint-rule-")[2]
                yield Hit(_inside(file["filePath"], folder), message["loc"]["start"]["line"], rule)


def _trufflehog(program: tuple[str, ...], folder: Path) -> Iterable[Hit]:
    command = (*program, "filesystem", ".", "--no-verification", "--no-update", "--json")
    for line in _output(command, folder, times=3).splitlines():
        found: dict[str, Any] = json.loads(line)
        if "DetectorName" not in found:
            continue
        where = found["SourceMetadata"]["Data"]["Filesystem"]
        path = _inside(where["file"], folder)
        if not path.startswith(".git/"):
            # Its own line counts from 0, and anew in every chunk.
            content, at = (folder / path).read_bytes(), -1
            for value in (found["Raw"], found["Raw"].split("\n", 1)[0]):
                at = content.find(value.encode()) if at < 0 and value else at
            yield Hit(
                path, where.get("line", 0) + 1 if at < 0 else content.count(b"\n", 0, at) + 1, found["DetectorName"]
            )


OURS = "mlhygiene"
READERS: dict[str, tuple[Callable[[tuple[str, ...], Path], Iterable[Hit]], frozenset[str]]] = {
    OURS: (_mlhygiene, frozenset({"MLH204"})),
    "gitleaks": (_gitleaks, frozenset({"generic-api-key"})),
    "detect-secrets": (_detect_secrets, ENTROPY),
    "secretlint": (_secretlint, frozenset()),
    "trufflehog": (_trufflehog, frozenset()),
}


def counted(hits: Iterable[Hit]) -> str:
    """How many of which rule, the most frequent first."""
    return ", ".join(f"{rule} {count}" for rule, count in Counter(hit.rule for hit in hits).most_common())


def _inside(path: str, folder: Path) -> str:
    """A path as git writes it, from the folder down."""
    path = os.path.normpath(path)
    return (os.path.relpath(path, folder.resolve()) if os.path.isabs(path) else path).replace(os.sep, "/")


def _output(command: tuple[str, ...], folder: Path, codes: tuple[int, ...] = (0,), *, times: int = 1) -> bytes:
    """What a scanner prints. What it says of an error is not told: it may hold a value."""
    for _ in range(times):
        done = subprocess.run(
            command, cwd=folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if done.returncode in codes:
            return done.stdout
    said = done.stderr.decode(errors="replace").strip() if command[: len(MLHYGIENE)] == MLHYGIENE else ""
    sys.exit(f"{os.path.basename(command[0])}: exit code {done.returncode} {said[-200:]}")
