"""Git itself: its version, what the clone lacks, and what this machine's own config hides or filters."""

from __future__ import annotations

import os
import platform
import re
from typing import TYPE_CHECKING

from mlhygiene import __version__
from mlhygiene.cli.diagnosing import lfs
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, counted, error, warning
from mlhygiene.git import drivers, ignored, lacking
from mlhygiene.git.settings import version
from mlhygiene.model import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.cli.diagnosing.setup import Setup

LEAST = (2, 30)
# From which git on something is as it should be, and what is off before.
BELOW = {
    (2, 36): "contents and sizes are asked of two processes, and a partial clone has no `fetch --refetch`",
    (2, 45): "a partial clone is kept from fetching by its protocols alone",
}
# What every repository must be able to add, and what those that use DVC and LFS must.
ALWAYS = (b".gitignore", b".gitattributes", b".pre-commit-config.yaml", b"mlhygiene.toml", b"pyproject.toml")
OF_DVC = (b"data.csv.dvc", b"data/raw.csv.dvc", b"dvc.yaml", b"dvc.lock", b".dvc/config")
WEIGHTS = (b"model.pt", b"model.pth", b"model.ckpt", b"model.onnx", b"model.safetensors", b"model.h5", b"model.pkl")
# As git-check-ignore(1) tells it.
SOURCE = re.compile(r"(?P<file>.*?):\d+:(?P<pattern>.*)", re.DOTALL)
OF_LFS = (*WEIGHTS, b"data.npy", b"data.parquet", b"image.png", b"archive.zip")


def versions(setup: Setup) -> Iterator[Diagnosis]:
    """Git is new enough."""
    have = version(setup.repository.place)
    told = ".".join(map(str, have))
    if have < LEAST:
        yield error(f"git {told}: mlhygiene needs 2.30 or newer; install a newer git")
        return
    off = [f"before {major}.{minor} {what}" for (major, minor), what in BELOW.items() if have < (major, minor)]
    yield Diagnosis(f"git {told}, Python {platform.python_version()}, mlhygiene {__version__}")
    if setup.repository.partial:
        for each in off:
            yield Diagnosis(f"git {told}: {each}")


def complete(setup: Setup) -> Iterator[Diagnosis]:
    """The clone holds what is to be judged."""
    repository = setup.repository
    if repository.shallow:
        text = "a shallow clone: what lies before its cut is judged by nobody here, and `lint --history` refuses"
        yield warning(text, "git fetch --unshallow")
    if repository.partial:
        missing = lacking.count(repository.at_top)
        if missing:
            text = f"a partial clone: {counted(missing, 'object')} not here, so contents in history cannot be judged"
            yield warning(text, "git fetch --refetch --no-filter")
        else:
            yield Diagnosis("a partial clone, and every object is here")
    elif not repository.shallow:
        yield Diagnosis("a whole clone")


def case(setup: Setup) -> Iterator[Diagnosis]:
    """Git knows whether the file system tells `a` from `A`: patterns match by it, on this machine alone."""
    folder = setup.repository.common_folder
    says = setup.settings.get("core.ignorecase", "false").lower() in {"true", "yes", "on", "1"}
    is_so = os.path.exists(os.path.join(folder, "hEaD"))
    if says == is_so:
        return
    if says:
        text = "core.ignorecase is true where files differ by case: here `*.pt` is said of X.PT, elsewhere it is not"
        yield warning(text, "git config core.ignorecase false")
    else:
        text = "core.ignorecase is false where files do not differ by case: git may hold two files for one"
        yield warning(text, "git config core.ignorecase true")


def hidden(setup: Setup) -> Iterator[Diagnosis]:
    """No pattern of this machine alone ignores what the repository holds, or is to hold."""
    if setup.repository.top is None:
        return
    asked = dict.fromkeys([*sorted(setup.paths), *ALWAYS])
    if any(path.endswith((b".dvc", b"dvc.yaml")) or path.startswith(b".dvc/") for path in setup.paths):
        asked |= dict.fromkeys(OF_DVC)
    if lfs.needed(setup):
        filters = drivers.drivers(setup.repository.at_top, OF_LFS)
        asked |= dict.fromkeys(path for path, each in filters.items() if each.filter == "lfs")
    by_pattern = dict[tuple[str, str], list[bytes]]()
    for path, source in ignored.patterns(setup.repository.at_top, list(asked)).items():
        if (found := SOURCE.fullmatch(source)) and not found["file"].endswith(".gitignore"):
            by_pattern.setdefault((found["file"], found["pattern"]), []).append(path)
    for (file, pattern), paths in by_pattern.items():
        rest = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
        text = f"{setup.told(os.path.join(setup.top, os.path.expanduser(file)))} ignores `{pattern}` on this machine"
        yield warning(f"{text}: {shown(paths[0])}{rest} would not be added", _shown_again(setup, pattern))


def filtered(setup: Setup) -> Iterator[Diagnosis]:
    """No attributes of this user alone give files to a filter that nobody else has."""
    path = drivers.global_attributes(dict(setup.settings))
    if setup.repository.top is None or not os.path.exists(path):
        return
    paths = [*sorted(setup.paths), *WEIGHTS]
    alone = drivers.without_user(setup.repository.at_top, paths)
    strippers = {"mlhygiene", "nbstripout", "jupyter", "nb-clean"}
    differing = [
        each
        for each, value in drivers.drivers(setup.repository.at_top, paths).items()
        if value.filter != alone[each].filter and value.filter not in strippers
    ]
    if differing:
        text = f"{setup.told(path)} gives {shown(differing[0])} a filter that nobody else has"
        yield warning(text, "git config --local core.attributesFile ''")


def _shown_again(setup: Setup, pattern: str) -> str:
    """info/exclude has more to say than a user's file, and what stands last there more than what stands first."""
    from shlex import quote  # only where something is to be mended

    path = os.path.join(setup.repository.common_folder, "info", "exclude")
    made = "" if os.path.isdir(os.path.dirname(path)) else f"mkdir -p {quote(setup.told(os.path.dirname(path)))} && "
    return f"{made}echo {quote(f'!{pattern}')} >> {quote(setup.told(path))}"


CHECKS = (versions, complete, case, hidden, filtered)
