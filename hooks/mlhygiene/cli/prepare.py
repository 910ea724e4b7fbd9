"""`mlhygiene hook prepare-experiment-message`: on a branch of an experiment, the editor opens with its form."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING

from mlhygiene import files
from mlhygiene.cli.message import EDITED, known_facts
from mlhygiene.cli.session import settings
from mlhygiene.experiments import prefilling
from mlhygiene.git import Repository, entries, records
from mlhygiene.git.log import log
from mlhygiene.git.settings import settings as git_settings
from mlhygiene.messages.experiment import Parameter
from mlhygiene.messages.metrics import Metrics
from mlhygiene.messages.stored import Cleanup, comment_of, cut, stripped
from mlhygiene.model import Exit, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.experiments.prefilling import Past
    from mlhygiene.messages.stored import Facts

# So far back results are looked for; larger files are data, and more of them a sweep.
BACK, LARGEST, MOST = 2000, 64 * 1024, 8


def run(argv: Sequence[str]) -> int:
    """Write the form above what git has put there; nothing where a message is there already."""
    if not argv and "GIT_INDEX_FILE" not in os.environ:
        raise Refusal("prepare-experiment-message: hand over the file of the message, as git does ($1)")
    source = argv[1] if len(argv) > 1 else os.environ.get("PRE_COMMIT_COMMIT_MSG_SOURCE", "")
    if source or os.environ.get("GIT_EDITOR") == ":":
        return Exit.CLEAN  # a message was given, or no editor is going to open
    with Repository.find() as repository:
        # A framework whose user excludes git's own folder hands over nothing.
        file = files.read(argv[0] if argv else os.path.join(repository.git_folder, EDITED))
        slug = prefilling.slug(records.branch(repository))
        if slug is None:
            return Exit.CLEAN
        known = known_facts(repository, merging=False)
        comment = comment_of(file.content, known)
        if stripped(cut(file.content, comment), comment):
            return Exit.CLEAN  # somebody has written already: a template, or this hook
        text, remarks = _form(repository, slug)
        if not _refused(repository):
            # An editor that is left as it is gives the commit up: git would store what nobody has filled in.
            text, remarks = "", [f"fill this in: {text}", *remarks]
    files.replace(file, _filled(file.content, text, remarks if known.cleanup is Cleanup.STRIP else [], known, comment))
    return Exit.CLEAN


def _refused(repository: Repository) -> bool:
    """Whether a hook is there that can refuse a form without its value. `--no-verify` shows nowhere."""
    path = os.fsdecode(repository.place.ask("rev-parse", "--git-path", "hooks/commit-msg")[1]).strip()
    if os.access(os.path.join(repository.place.folder or "", path), os.X_OK):
        return True
    # git 2.54 and newer: hooks of the config.
    return any(
        key.startswith("hook.") and key.endswith(".event") and value == "commit-msg"
        for key, value in git_settings(repository.place).items()
    )


def _form(repository: Repository, slug: str) -> tuple[str, list[str]]:
    """The subject to complete, and what to know beside it."""
    metrics: Metrics = settings(repository).shared.get("metrics") or Metrics()
    everywhere = list(_results(repository, "--all"))
    here = list(islice(_results(repository, "HEAD"), prefilling.SHOWN))
    chosen = [*prefilling.parameters(slug), *_staged(repository)]
    remarks = prefilling.remarks(prefilling.tried(chosen, everywhere), here or everywhere)
    return prefilling.subject(slug, here or everywhere, metrics), remarks


def _results(repository: Repository, range_: str) -> Iterator[Past]:
    """The experiments of the newest commits that came to a result; whoever has enough stops asking."""
    if repository.head is None:
        return
    logged = islice(log(repository.place, [range_], f"--max-count={BACK}"), BACK)
    yield from prefilling.past((each.oid, each.message) for each in logged)


def _staged(repository: Repository) -> Iterator[Parameter]:
    """The values that small configs are given by what is staged, where it is simple to see."""
    if repository.head is None:
        return
    from mlhygiene.dvc.document import Broken  # what only an experiment's editor waits for
    from mlhygiene.experiments.configs import flat, is_config

    changed = [entry for entry in entries.staged(repository.at_top, repository.head) if is_config(entry.path)]
    for entry in changed[:MOST]:
        infos = repository.objects.infos([entry.oid, *entry.old])
        if any(info is None or info.size > LARGEST for info in infos):
            continue
        try:
            new, *olds = (flat(entry.path, repository.objects.read(oid) or b"") for oid in (entry.oid, *entry.old))
        except Broken:
            continue
        old = olds[0] if olds else {}
        for key, leaf in new.items():
            if key in old and old[key].meaning != leaf.meaning:
                yield Parameter(key.rpartition(".")[2], leaf.text)


def _filled(content: bytes, subject: str, remarks: Sequence[str], known: Facts, comment: bytes) -> bytes:
    """The form, then what is there; remarks stand with git's own, below an empty line."""
    end = b"\r\n" if b"\r\n" in content else b"\n"
    encoding = known.encoding or "utf-8"
    lines = [comment + b" " + _encoded(f"mlhygiene: {remark}", encoding) + end for remark in remarks]
    first, _, rest = content.partition(b"\n")
    if first.strip() or not content:
        first, rest = b"", content
    form = _encoded(subject, encoding) + end + end if subject else end
    return form + b"".join(lines) + rest


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding, "backslashreplace")
    except LookupError:
        return text.encode("utf-8", "backslashreplace")
