"""What `mlhygiene lint --select MLH2` finds of known secrets, beside what other scanners find.

Three kinds of data, all of it yours to bring: none is kept here, and no value is ever printed.

- Examples that scanners test their own rules with: JSON lines of `peer`, `rule`, `kind` (`tp` or `fp`), `text` and,
  when the rule asks for it, `path`. Each becomes a file of one repository; any finding about that file finds it.
- github.com/Plazmaz/leaky-repo: the files and lines at risk by its own list.
- github.com/Samsung/CredData: lines of real code, judged by people. Recall counts the labels of truth T that are about
  a secret; precision counts the lines found, true when any label of truth T covers the line. Only labelled files are
  judged, and a finding without a line (a whole file) is counted on its own.

For every scanner that has rules which only guess (generic or entropy rules), a second row tells the same without them.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import re
import string
import subprocess
import zlib
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TextIO

import repositories
from secret_scanners import OURS, Hit, Scanner, chosen, offered
from timing import ENVIRONMENT, verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Note = Callable[[dict[str, object]], None]

PLAIN = "text.txt"
# What CredData labels besides secrets: names of accounts and buckets, random values that may be known.
NO_SECRET = {"UUID", "Nonce", "AWS Client ID", "AWS S3 Bucket", "Firebase Domain", "Tencent WeChat API App ID"}


@dataclass(frozen=True)
class Example:
    """A text that a rule of a scanner is tested with, and the file that it becomes."""

    rule: str
    wanted: bool
    text: str
    path: str


@dataclass(frozen=True)
class Label:
    """What people said of some lines of a file."""

    path: str
    first: int
    last: int
    truth: str
    categories: frozenset[str]

    @property
    def wanted(self) -> bool:
        return self.truth == "T" and not self.categories <= NO_SECRET


@dataclass(frozen=True)
class View:
    """A row of a table: a scanner's hits, or those that it does not guess."""

    name: str
    hits: list[Hit]


def views(scanner: Scanner, folder: Path) -> Iterator[View]:
    """What one run of a scanner says, with and without its guesses."""
    hits = scanner.hits(folder)
    yield View(scanner.name, hits)
    if scanner.guesses:
        yield View(f"{scanner.name}, no guesses", [hit for hit in hits if not scanner.guessed(hit)])


def examples(file: Path, only: re.Pattern[str]) -> list[Example]:
    """The examples of a file, of the rules that are asked for."""
    lines = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [
        Example(line["rule"], line["kind"] == "tp", line["text"], f"{number:06}/{line.get('path', PLAIN).lstrip('/')}")
        for number, line in enumerate(lines)
        if only.search(line["rule"])
    ]


def written(folder: Path, cases: Iterable[Example]) -> Path:
    """A repository of which each file is an example."""
    repositories.empty(folder)
    for case in cases:
        path = folder / case.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case.text.encode("utf-8", "surrogatepass"))
    repositories.git(folder, "-c", "core.autocrlf=false", "add", "--all", "--force")
    return folder


def judge_examples(
    title: str, cases: Sequence[Example], scanners: Iterable[Scanner], note: Note, *, by_rule: bool
) -> list[float]:
    """The table of a set of examples; the share that each row finds."""
    wanted, unwanted = ([case for case in cases if case.wanted is kind] for kind in (True, False))
    rules = Counter(case.rule for case in wanted)
    print(f"\n{title}: {len(wanted):,} to find, of {len(rules):,} rules; {len(unwanted):,} not to find")
    print(f"{'':28}    found           rules hit  mean of rules  false")
    rows: dict[str, Counter[str]] = {}
    with TemporaryDirectory() as scratch:
        folder = written(Path(scratch) / "repository", cases)
        for view in (view for scanner in scanners for view in views(scanner, folder)):
            paths = {hit.path for hit in view.hits}
            found = rows[view.name] = Counter(case.rule for case in wanted if case.path in paths)
            false = sum(case.path in paths for case in unwanted)
            average = mean(found[rule] / count for rule, count in rules.items()) if rules else 0.0
            share = found.total() / max(len(wanted), 1)
            print(f"{view.name:28} {found.total():8,} {share:8.1%} {len(found):12,} {average:14.1%} {false:6,}")
            for case in cases:
                if case.wanted is not (case.path in paths):
                    wrong = "missed" if case.wanted else "false"
                    line = int(case.path.partition("/")[0]) + 1
                    note({"scanner": view.name, "examples": title, "wrong": wrong, "rule": case.rule, "line": line})
    if by_rule:
        print(f"\n{'rule':48} {'all':>5} " + " ".join(f"{name[:14]:>14}" for name in rows))
        for rule, count in sorted(rules.items()):
            print(f"{rule[:48]:48} {count:5} " + " ".join(f"{found[rule]:14}" for found in rows.values()))
    return [found.total() / max(len(wanted), 1) for found in rows.values()]


def judge_leaky_repo(folder: Path, scanners: Iterable[Scanner], note: Note) -> None:
    """Files and lines at risk that are found; files found that are not on the list."""
    listed = [
        line for line in (folder / ".leaky-meta/secrets.csv").read_text().splitlines() if line[:1] not in {"", "#"}
    ]
    listed_risks = {os.path.normpath(name): int(risk) for name, risk, _ in csv.reader(listed)}
    risks = {name: risk for name, risk in listed_risks.items() if risk}
    print(f"\nleaky-repo: {len(risks)} files and {sum(risks.values())} lines at risk")
    print(f"{'':28}    files    lines  other files")
    for view in (view for scanner in scanners for view in views(scanner, folder)):
        lines = defaultdict(set)
        for hit in view.hits:
            lines[hit.path].add(hit.line)
        files = sum(name in lines for name in risks)
        found = sum(min(len(lines[name] - {None}), risk) for name, risk in risks.items() if name in lines)
        other = sum(not name.startswith(".leaky-meta/") for name in lines.keys() - listed_risks.keys())
        print(f"{view.name:28} {files:8} {found:8} {other:12}")
        for path in sorted(risks.keys() - lines.keys()):
            note({"scanner": view.name, "repository": folder.name, "wrong": "missed", "path": path})


def labels(creddata: Path, folder: Path) -> Iterator[tuple[Path, list[Label]]]:
    """The repositories that are here, as `owner+name`, with the labels of the files that are."""
    snapshot = json.loads((creddata / "snapshot.json").read_text())
    for identity, address in snapshot.items():
        here = folder / "+".join(address.removesuffix(".git").split("/")[-2:])
        if not here.is_dir():
            continue
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=here, env=ENVIRONMENT, stdout=subprocess.PIPE, check=True
        ).stdout.split(b"\0")
        paths = {hashlib.sha256(path).hexdigest()[:8]: os.fsdecode(path) for path in listed if path}
        name = f"{zlib.crc32(bytes.fromhex(identity)):08x}.csv"
        with open(creddata / "meta" / name, encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["FileID"] in paths]
        yield (
            here,
            [
                Label(
                    paths[row["FileID"]],
                    int(row["LineStart"]),
                    int(row["LineEnd"]),
                    row["GroundTruth"],
                    frozenset(row["Category"].split(":")),
                )
                for row in rows
            ],
        )


@dataclass
class Score:
    """What a scanner reaches on labelled repositories."""

    found: int = 0
    lines: int = 0
    true: int = 0
    files: int = 0
    by_repository: dict[str, float] = field(default_factory=dict)
    by_category: Counter[str] = field(default_factory=Counter)

    def add(self, hits: Iterable[Hit], judged: Sequence[Label], repository: str) -> list[dict[str, object]]:
        """Count one repository; hand back what is judged wrongly: places, no values."""
        spans = defaultdict(list)
        for label in judged:
            spans[label.path].append(label)
        predicted = {(hit.path, hit.line) for hit in hits if hit.path in spans}
        by_line = sorted((path, line) for path, line in predicted if line is not None)
        self.files += len({path for path, line in predicted if line is None})
        hit_lines = defaultdict(list)
        for path, line in by_line:
            hit_lines[path].append(line)
        items = {(label.path, label.first, label.last): label for label in judged if label.wanted}
        found = [
            label
            for label in items.values()
            if any(label.first <= line <= label.last for line in hit_lines[label.path])
        ]
        false = [
            (path, line)
            for path, line in by_line
            if not any(label.truth == "T" and label.first <= line <= label.last for label in spans[path])
        ]
        self.found += len(found)
        self.lines += len(by_line)
        self.true += len(by_line) - len(false)
        if items:
            self.by_repository[repository] = len(found) / len(items)
        self.by_category.update(category for label in found for category in label.categories)
        missed = [label for label in items.values() if label not in found]
        return [
            *({"wrong": "false", "path": path, "line": line, "label": said(spans[path], line)} for path, line in false),
            *({"wrong": "missed", "path": item.path, "line": item.first, "label": said([item])} for item in missed),
        ]


def said(judged: Iterable[Label], line: int | None = None) -> list[str]:
    """What labels say, of a line if one is given: `F Password:Token`."""
    covering = (label for label in judged if line is None or label.first <= line <= label.last)
    return sorted({f"{label.truth} {':'.join(sorted(label.categories))}" for label in covering})


def judge_creddata(judged: Sequence[tuple[Path, list[Label]]], scanners: Iterable[Scanner], note: Note) -> None:
    """Recall and precision by line over every repository, and recall by category."""
    items = {
        (folder, label.path, label.first, label.last): label for folder, its in judged for label in its if label.wanted
    }
    wanted = Counter(category for label in items.values() for category in label.categories)
    print(
        f"\nCredData: {len(judged)} repositories, {sum(len(its) for _, its in judged):,} labels, {len(items):,} to find"
    )
    print(f"{'':28}   recall  mean of repositories  precision    lines  whole files")
    scores: dict[str, Score] = {}
    for scanner in scanners:
        for folder, its in judged:
            for view in views(scanner, folder):
                score = scores.setdefault(view.name, Score())
                for wrong in score.add(view.hits, its, folder.name):
                    note({"scanner": view.name, "repository": folder.name, **wrong})
    for name, score in scores.items():
        average = mean(score.by_repository.values() or [0.0])
        precision = score.true / max(score.lines, 1)
        recall = score.found / max(len(items), 1)
        print(f"{name:28} {recall:8.1%} {average:21.1%} {precision:10.1%} {score.lines:8,} {score.files:12,}")
    print(f"\n{'category (of the most frequent)':32} {'all':>5} " + " ".join(f"{name[:14]:>14}" for name in scores))
    for category, count in wanted.most_common(20):
        found = " ".join(f"{score.by_category[category]:14}" for score in scores.values())
        print(f"{category[:32]:32} {count:5} {found}")


def invented(seed: random.Random) -> list[Example]:
    """Texts of our own for `--quick`: tokens of the right shape, and words that are none."""
    alphabet = string.ascii_letters + string.digits

    def token() -> str:
        return "gh" + "p_" + "".join(seed.choices(alphabet, k=36))

    cases = [Example("a token", True, f'token = "{token()}"\n', f"{number:06}/{PLAIN}") for number in range(20)]
    words = [
        Example("a token", False, f"step {number}: pad_token_id\n", f"1{number:05}/{PLAIN}") for number in range(20)
    ]
    return cases + words


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--examples", nargs="+", type=Path, default=[], metavar="FILE", help="JSON lines of examples")
    parser.add_argument(
        "--only", type=re.compile, default=re.compile(""), metavar="REGEX", help="examples of these rules"
    )
    parser.add_argument("--by-rule", action="store_true", help="tell what is found of each rule's examples")
    parser.add_argument("--leaky-repo", type=Path, metavar="DIR", help="a checkout of Plazmaz/leaky-repo")
    parser.add_argument("--creddata", type=Path, metavar="DIR", help="a checkout of Samsung/CredData")
    parser.add_argument(
        "--repositories", type=Path, metavar="DIR", help="its repositories at their commits, each as `owner+name`"
    )
    parser.add_argument("--wrong", type=Path, metavar="FILE", help="write what is missed or false: places, no values")
    parser.add_argument(
        "--quick", action="store_true", help="a few invented tokens: proves the script, measures nothing"
    )
    offered(parser)
    options = parser.parse_args()
    if bool(options.creddata) != bool(options.repositories):
        parser.error("--creddata and --repositories go together")
    scanners = chosen(options)
    with open(options.wrong or os.devnull, "w", encoding="utf-8") as wrong:
        note = partial(noted, wrong)
        for file in options.examples:
            judge_examples(file.name, examples(file, options.only), scanners, note, by_rule=options.by_rule)
        if options.leaky_repo:
            judge_leaky_repo(options.leaky_repo, scanners, note)
        if options.creddata:
            judge_creddata(list(labels(options.creddata, options.repositories)), scanners, note)
        if options.quick:
            found = judge_examples("invented tokens", invented(random.Random(1)), scanners, note, by_rule=False)
            ours = any(scanner.name == OURS for scanner in scanners)
            verdict("every invented token is found", holds=ours and found[0] == 1.0)


def noted(file: TextIO, wrong: dict[str, object]) -> None:
    print(json.dumps(wrong), file=file)


if __name__ == "__main__":
    main()
