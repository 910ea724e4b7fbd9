"""What may be wrong with git's filter over notebooks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene.cli import takeover
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, error, warning
from mlhygiene.cli.notebook_filter import told
from mlhygiene.cli.stripping import chosen, of_worktree
from mlhygiene.filtering.commands import DRIVER, FILTER
from mlhygiene.git.drivers import NONE
from mlhygiene.rules.notebook_output import NotebookOutput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.cli.notebook_filter import Standing

AGAIN = "mlhygiene init --notebook-filter"
NAMED = 3


def configured(standing: Standing) -> Iterator[Diagnosis]:
    """Git knows the filter that attributes name; without it, it stores outputs and says nothing."""
    attributed = [path for path, each in standing.drivers.items() if each.filter == DRIVER]
    known = f"{FILTER}.process" in standing.settings or f"{FILTER}.clean" in standing.settings
    if attributed and not known:
        named = f"{told(attributed[0])} has filter={DRIVER}"
        yield error(f"{named}, which git's config does not know: outputs are stored", AGAIN)
    elif known and not attributed:
        yield error(f"{FILTER} is in git's config, and no notebook has the attribute: outputs are stored", AGAIN)
    elif not known and (others := sorted({each.filter for each in standing.drivers.values()} - {NONE, "unset"})):
        yield Diagnosis(f"git takes notebooks to another filter ({', '.join(others)}), and none to ours")
    elif not known:
        yield Diagnosis(f"no filter strips notebooks when git stores them (`{AGAIN}` sets one up)")
    elif standing.settings.get(f"{FILTER}.required", "").lower() not in {"true", "yes", "on", "1"}:
        yield error(f"{FILTER}.required is not true: where the filter fails, git stores outputs", AGAIN)
    else:
        yield Diagnosis("git's filter strips notebooks")


def runnable(standing: Standing) -> Iterator[Diagnosis]:
    """What git is told to run runs. git itself tries it, and stores nothing."""
    path = next((path for path, each in standing.drivers.items() if each.filter == DRIVER), None)
    if path is None or not standing.settings.keys() & {f"{FILTER}.process", f"{FILTER}.clean"}:
        return
    complaint = standing.tried(path)
    if complaint:
        yield error(f"the filter does not run: {complaint}", AGAIN)
    else:
        yield Diagnosis("the filter runs")


def attributed(standing: Standing) -> Iterator[Diagnosis]:
    """Every notebook has the filter, where any has."""
    if not any(each.filter == DRIVER for each in standing.drivers.values()):
        return
    others = dict[str, list[bytes]]()
    for entry in standing.notebooks:
        value = standing.filter(entry.path)
        if value != DRIVER:
            others.setdefault(value, []).append(entry.path)
    for value, paths in others.items():
        words = {NONE: "no filter attribute", "unset": "-filter says so", "lfs": "Git LFS has the attribute"}
        why = words.get(value, f"filter={value}")
        yield warning(f"{_counted(paths)} not stripped by the filter: {why}")
    if not others and standing.notebooks:
        yield Diagnosis("every notebook of the index has the filter")


def outweighed(standing: Standing) -> Iterator[Diagnosis]:
    """The filter and mlhygiene.toml agree on keys."""
    config = of_worktree(standing.repository.top or os.curdir).options.get(NotebookOutput.name, {})
    for option, keys in takeover.standing(standing.settings).items():
        field = option.removeprefix("--").replace("-", "_")
        if config.get(field, keys) != keys:
            yield warning(f"{FILTER} has {option} {' '.join(keys)}, which outweighs mlhygiene.toml", AGAIN)


def nbstripout_left(standing: Standing) -> Iterator[Diagnosis]:
    """Nothing of nbstripout's filter is left where ours is in force."""
    left = sorted(key for key in standing.settings if key.startswith("filter.nbstripout."))
    using = [path for path, each in standing.drivers.items() if each.filter == "nbstripout"]
    if using and not left:
        text = f"{told(using[0])} has filter=nbstripout, which git's config does not know: outputs are stored"
        yield error(text, f"nbstripout --uninstall; {AGAIN}")
    elif left and not using:
        text = f"{', '.join(left)}: left of nbstripout in git's config"
        yield warning(text, "git config --remove-section filter.nbstripout")


def stripped(standing: Standing) -> Iterator[Diagnosis]:
    """What is stored is what the filter would store: else git shows it as modified for ever."""
    dirty = list(standing.unstripped(standing.ours, chosen(of_worktree(standing.repository.top or os.curdir))))
    if dirty:
        text = (
            f"{_counted(dirty)} stored with what the filter takes out, and shown as modified: commit what this stages"
        )
        yield warning(text, "git add --renormalize .")
    elif standing.ours:
        yield Diagnosis("every notebook is stored as the filter would store it")


CHECKS = (configured, runnable, attributed, outweighed, nbstripout_left, stripped)


def _counted(paths: Sequence[bytes]) -> str:
    rest = len(paths) - NAMED
    names = ", ".join(map(told, paths[:NAMED])) + (f" and {rest:,} more" if rest > 0 else "")
    return f"1 notebook ({names}) is" if len(paths) == 1 else f"{len(paths):,} notebooks ({names}) are"
