"""`mlhygiene audit` beside git-filter-repo, git-lfs and the bare plumbing: the same figures, and the time they take.

Bring bare repositories; each is copied. What a clone lacks no peer can read, so that the copy has a few bytes in its
place, and everybody weighs the same. Figures are those of `git filter-repo --analyze`: sizes by path, folder and
extension, and deleted paths. It sums up a blob once a path, also in folders and extensions, where we count it
once: ours are summed up from our paths as it does. It follows renames: a path that was moved is present to it for as
long as its newest name is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zlib
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import defaultdict
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import repositories
from timing import ENVIRONMENT, MLHYGIENE, SOURCES, Contestant, race, ratio, table, timed, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mlhygiene.audit.audit import Audit

sys.path.insert(0, str(SOURCES))

SIZES, ALL = (*MLHYGIENE, "audit", "--sizes-only"), (*MLHYGIENE, "audit")
STORED = ("sh", "-c", "git cat-file --batch-all-objects --unordered --buffer --batch-check | cat")
LISTED = ("sh", "-c", "git rev-list --objects --all | git cat-file --batch-check")
LFS = ("git", "lfs", "migrate", "info", "--everything", "--skip-fetch")
ROW = re.compile(rb" +(\d+) +(\d+) (.{10}) (.*)", re.DOTALL)
RENAMES = (
    *("git", "log", "--all", "--root", "-M", "-c", "--combined-all-paths", "--raw", "-z", "--no-abbrev"),
    "--format=",
)
Sizes = dict[bytes, tuple[int, int]]


def copied(source: Path, target: Path) -> Path:
    """A copy that shares the objects, whole."""
    target.mkdir()
    repositories.git(target, "init", "--quiet", "--bare", ".")
    objects = repositories.git(source, "rev-parse", "--path-format=absolute", "--git-path", "objects")
    (target / "objects/info/alternates").write_text(f"{objects}\n")
    refs = repositories.git(source, "for-each-ref", "--format=create %(refname) %(objectname)")
    repositories.git(target, "update-ref", "--stdin", given=f"{refs}\n".encode() if refs else b"")
    head = repositories.git(source, "rev-parse", "--symbolic-full-name", "HEAD")
    repositories.git(target, "symbolic-ref", "HEAD", head)
    listed = repositories.git(target, "rev-list", "--objects", "--all", "--missing=print", "--no-object-names")
    missing = [line[1:] for line in listed.splitlines() if line.startswith("?")]
    for oid in missing:
        path = target / "objects" / oid[:2] / oid[2:]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zlib.compress(b"blob 9\0stand-in\n"))
    if missing:
        print(f"{len(missing)} blobs are not in this clone: the copy has 9 bytes in place of each")
    return target


def rows(folder: Path, name: str) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """What a list of filter-repo's says: names and sizes, unpacked and packed."""
    for line in (folder / "filter-repo/analysis" / name).read_bytes().split(b"\n")[2:]:
        if match := ROW.fullmatch(line):
            yield match[4], (int(match[1]), int(match[2]))


def summed(sizes: Sizes, names: Mapping[bytes, Iterable[bytes]]) -> Sizes:
    """Sizes of paths, added up for each of the names that a path goes by."""
    sums = defaultdict[bytes, list[int]](lambda: [0, 0])
    for path, (size, disk) in sizes.items():
        for name in names[path]:
            sums[name][0] += size
            sums[name][1] += disk
    return {name: (size, disk) for name, (size, disk) in sums.items()}


def folders(path: bytes) -> Iterator[bytes]:
    while path:
        path = os.path.dirname(path)
        yield path or b"<toplevel>"


def same(what: str, ours: Sizes, theirs: Sizes) -> bool:
    """Whether two lists are one; the differences are counted."""
    differing = [name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)]
    print(f"{what}: {len(ours):,} of ours, {len(theirs):,} of filter-repo's, {len(differing):,} differ")
    for name in sorted(differing)[:3]:
        print(f"  {name!r}: {ours.get(name)} and {theirs.get(name)}")
    return not differing


def agree(folder: Path, audit: Audit) -> bool:
    """Compare the lists of filter-repo, which has run, with ours."""
    paths: Sizes = {path: (weight.size, weight.disk) for path, weight in audit.paths.items()}
    extensions = summed(paths, {path: [os.path.splitext(path)[1] or b"<no extension>"] for path in paths})
    within = summed(paths, {path: list(folders(path)) for path in paths})
    equal = [
        same("paths", paths, dict(rows(folder, "path-all-sizes.txt"))),
        same("extensions", extensions, dict(rows(folder, "extensions-all-sizes.txt"))),
        same("folders", within, dict(rows(folder, "directories-all-sizes.txt"))),
    ]
    theirs = {path for path, _ in rows(folder, "path-deleted-sizes.txt")}
    unlike = audit.gone.keys() ^ theirs
    odd = unlike - renamed(folder) - set(entries(folder))
    print(
        f"deleted paths: {len(audit.gone):,} of ours, {len(theirs):,} of filter-repo's, {len(unlike):,} in one alone, "
        f"all of them renamed or in HEAD but {len(odd):,}"
    )
    for path in sorted(odd)[:3]:
        print(f"  {path!r}: {'ours' if path in audit.gone else 'theirs'}")
    return all(equal) and not odd


def entries(folder: Path) -> list[bytes]:
    """The paths of HEAD."""
    return output(("git", "ls-tree", "-r", "-z", "--name-only", "HEAD"), folder).split(b"\0")


def renamed(folder: Path) -> set[bytes]:
    """Every path that some commit moves to another, or another to it, as git sees it: git-diff-tree(1), `--raw`."""
    found, tokens = set[bytes](), iter(output(RENAMES, folder).split(b"\0"))
    for token in tokens:
        facts = token.lstrip(b"\n")
        if not facts.startswith(b":"):
            continue
        letters, parents = facts.rpartition(b" ")[2], len(facts) - len(facts.lstrip(b":"))
        many = parents + 1 if parents > 1 else 1 + (letters[:1] in {b"R", b"C"})
        names = [next(tokens) for _ in range(many)]
        if b"R" in letters:
            found.update(names)
    return found


def output(command: tuple[str, ...], folder: Path) -> bytes:
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, check=True).stdout


def collected(folder: Path) -> Audit:
    """What our audit says of sizes and names."""
    from mlhygiene.cli.auditing.audited import Wanted, audited
    from mlhygiene.cli.auditing.progress import Progress
    from mlhygiene.git import Repository

    with Repository.find(str(folder)) as repository:
        return audited(repository, Wanted(1 << 20, 20, contents=False), Progress())


def compare(folder: Path, times: int, program: str | None) -> tuple[bool, bool]:
    """Whether the figures are the same, and whether ours are there first."""
    print(repositories.git(folder, "count-objects", "-v").replace("\n", ", "))
    ours = Contestant("mlhygiene audit --sizes-only", partial(timed, SIZES, folder))
    stored = Contestant("git cat-file --batch-all-objects", partial(timed, STORED, folder))
    listed = Contestant("git rev-list --objects --all | git cat-file", partial(timed, LISTED, folder))
    contestants = [ours, stored, listed]
    theirs = None
    if program:
        command = (program, "--analyze", "--force")
        theirs = Contestant("git filter-repo --analyze", partial(timed, command, folder))
        contestants.append(theirs)
    race(contestants, times)
    once = [Contestant("mlhygiene audit", partial(timed, ALL, folder))]
    if shutil.which("git-lfs"):
        once.append(Contestant("git lfs migrate info --everything", partial(timed, LFS, folder)))
    for contestant in once:
        contestant.samples.append(contestant.run())
    table([*contestants, *once])
    for other in contestants[1:]:
        print(f"beside {other.name}: ", end="")
        quick = ratio(ours, other) <= 1
    return (agree(folder, collected(folder)), quick) if theirs else (True, True)


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="*", type=Path, metavar="DIR", help="bare (default: a generated one)")
    parser.add_argument("--times", type=int, default=5, metavar="N", help="runs of each (default: %(default)s)")
    parser.add_argument("--program", metavar="PATH", help="where git-filter-repo is (default: on the PATH)")
    parser.add_argument("--quick", action="store_true", help="a tiny size and one run: proves the script")
    options = parser.parse_args()
    program = options.program or shutil.which("git-filter-repo")
    if not program:
        print("git-filter-repo is not on the PATH: left out (pip install git-filter-repo)")
    with TemporaryDirectory() as scratch:
        given = options.repositories
        if not given:
            commits, files = (20, 50) if options.quick else (17_000, 2000)
            given = [repositories.with_history(Path(scratch) / "generated", commits, files=files)]
        results = []
        for number, source in enumerate(given):
            print(f"{source}:")
            copy = copied(source, Path(scratch) / str(number))
            results.append(compare(copy, 1 if options.quick else options.times, program))
    verdict(
        "sizes by path, folder and extension, and deleted paths, are filter-repo's",
        holds=all(equal for equal, _ in results),
    )
    verdict("sizes and names are there before filter-repo's, wall", holds=all(quick for _, quick in results))


if __name__ == "__main__":
    main()
