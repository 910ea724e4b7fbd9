"""Whether a record's code can be had again: here, in a fresh clone, as it was. Nothing is fetched or written."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlhygiene import urls
from mlhygiene.git import kept
from mlhygiene.git.refs import HEADS, REMOTES, TAGS
from mlhygiene.model import Exit, Refusal, printable, shown
from mlhygiene.provenance import evidence, loading, reproducing

if TYPE_CHECKING:
    from mlhygiene.git import Repository
    from mlhygiene.provenance.evidence import Evidence

SCHEMA = "mlhygiene.provenance.verify/1"
DIGITS = 12


@dataclass
class Verdict:
    """What is to be said of one record.

    `faults` say why its code cannot be had again, `unjudged` what nobody here can say, `notes` what is good to know;
    `commands` make the run once more, in an empty folder. `refs` are those that reach the commit.
    """

    file: str
    commit: str | None = None
    faults: list[str] = field(default_factory=list[str])
    unjudged: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])
    refs: list[str] = field(default_factory=list[str])
    commands: list[str] = field(default_factory=list[str])

    @property
    def exit(self) -> Exit:
        return Exit.FINDINGS if self.faults else Exit.UNJUDGED if self.unjudged else Exit.CLEAN

    @property
    def word(self) -> str:
        return {Exit.CLEAN: "reproducible", Exit.FINDINGS: "not reproducible"}.get(self.exit, "could not be judged")

    def document(self) -> dict[str, object]:
        pushed = any(ref.startswith(REMOTES) for ref in self.refs)
        told = {"faults": self.faults, "unjudged": self.unjudged, "notes": self.notes}
        more = {"refs": [printable(ref) for ref in self.refs], "pushed": pushed, "commands": self.commands}
        return {"file": self.file, "commit": self.commit, "verdict": self.word, **told, **more}


def verify(repository: Repository, path: str) -> Verdict:
    """The verdict on a file, or on the folder of an MLflow run, beside the repository that is to have its code."""
    verdict = Verdict(shown(os.fsencode(path)))
    try:
        record = loading.load(path)
        found = evidence.read(path, record)
    except Refusal as refusal:
        verdict.unjudged.append(str(refusal).removeprefix(f"{verdict.file}: "))
        return verdict
    verdict.commit = found.commit
    verdict.faults += [f"{key} names another commit, {printable(other)}" for key, other in record.others.items()]
    if not _is_here(repository, found.commit, found.fields.get("remote"), verdict):
        return verdict
    remotes = kept.remotes(repository.at_top)
    _kept(repository, remotes, verdict)
    _whole(repository, verdict)
    source = _files(repository, found, verdict)
    _remote(found.fields.get("remote"), remotes, verdict)
    if not verdict.faults:
        pushed = [name for name in remotes if any(ref.startswith(f"{REMOTES}{name}/") for ref in verdict.refs)]
        address = _address(repository, remotes, None if source.local else next(iter(pushed), None))
        verdict.commands = reproducing.commands(repository, found, source, address, verdict.notes)
    return verdict


def _is_here(repository: Repository, commit: str, remote: str | None, verdict: Verdict) -> bool:
    """Whether the commit is here."""
    info = repository.objects.info(f"{commit}^{{commit}}")
    if info is None:
        how = "git fetch --unshallow" if repository.shallow else "git fetch --all --tags"
        whose = f" (the record is of {printable(urls.public(remote))})" if remote else ""
        verdict.unjudged.append(f"no commit {commit[:DIGITS]} here{whose}: {how}")
        return False
    return True


def _kept(repository: Repository, remotes: dict[str, str], verdict: Verdict) -> None:
    """By which refs, and whether anybody else has them."""
    commit = verdict.commit or ""
    verdict.refs = kept.containing(repository.at_top, commit)
    if not any(ref.startswith((HEADS, TAGS, REMOTES)) for ref in verdict.refs):
        what = "no branch or tag reaches it, and git will throw it away"
        if repository.shallow:
            verdict.unjudged.append("no branch or tag is seen to reach it in a shallow clone: git fetch --unshallow")
            return
        verdict.faults.append(f"{what}: git tag run/{commit[:DIGITS]} {commit} and push the tag")
    elif not remotes:
        verdict.notes.append("there is no remote: the commit is on this machine alone")
    elif not any(ref.startswith(REMOTES) for ref in verdict.refs):
        name = next((ref for ref in verdict.refs if ref.startswith((HEADS, TAGS))), "")
        why = "no branch of a remote has it, as far as was fetched here"
        verdict.faults.append(f"{why}: git push {reproducing.quoted(next(iter(remotes)))} {reproducing.quoted(name)}")


def _whole(repository: Repository, verdict: Verdict) -> None:
    """Whether all that a checkout needs is here, or on a remote."""
    lacking = kept.missing(repository.at_top, verdict.commit or "")
    what = "a part of its files is not in this clone"
    if lacking == 0:
        return
    if any(ref.startswith(REMOTES) for ref in verdict.refs):
        verdict.notes.append(f"{what}, and comes from the remote")
    else:
        verdict.faults.append(f"{what}, and no remote is known to have it: `git fsck` says which")


def _files(repository: Repository, found: Evidence, verdict: Verdict) -> reproducing.Source:
    """Whether the files were as the commit has them, or what differs is kept somewhere."""
    fields: dict[str, Any] = found.fields
    if fields.get("dirty") is None:
        verdict.notes.append("the record does not say whether the files were as the commit has them")
    untracked = fields.get("untracked_count") or 0
    snapshot = found.snapshot and repository.objects.info(f"{found.snapshot}^{{commit}}")
    if snapshot:
        refs = [ref for ref in kept.containing(repository.at_top, snapshot.oid) if ref.startswith(evidence.SNAPSHOTS)]
        if refs:
            verdict.notes.append(f"its snapshot is in this clone alone, unless it was pushed: {printable(refs[0])}")
            return reproducing.Source(snapshot.oid, ref=refs[0], local=True)
        verdict.faults.append("no ref keeps its snapshot: git will throw it away")
    elif found.snapshot:
        verdict.faults.append(f"its snapshot {found.snapshot[:DIGITS]} is not here: git fetch it, or run where it was")
    if untracked and not snapshot:
        verdict.notes.append(f"{untracked:,} untracked files were there, and nothing keeps them")
    if fields.get("dirty") and not found.snapshot:
        names = ", ".join(found.changed) or f"{fields.get('changed_count') or 'some'} files"
        if found.submodules:
            verdict.faults.append(f"submodules were not as committed: {', '.join(found.submodules)}")
        if found.patch:
            return reproducing.Source(found.commit, patch=os.path.abspath(found.patch))
        kind = "a patch with the sha256 of the record" if fields.get("patch") else "a patch"
        verdict.faults.append(
            f"the files were not as committed ({names}): no snapshot, and no {kind} beside the record"
        )
    return reproducing.Source(found.commit)


def _remote(recorded: str | None, remotes: dict[str, str], verdict: Verdict) -> None:
    if recorded and remotes and evidence.place(recorded) not in map(evidence.place, remotes.values()):
        verdict.notes.append(f"the record is of another remote, {printable(urls.public(recorded))}")


def _address(repository: Repository, remotes: dict[str, str], name: str | None) -> str:
    """Where to clone from: a remote that has the commit, else this very clone."""
    here = repository.top or repository.git_folder
    url = urls.public(remotes[name]) if name else here
    # A path counts from the root.
    return os.path.normpath(os.path.join(here, url)) if urls.parsed(url) is None else url
