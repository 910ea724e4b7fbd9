"""`mlhygiene lint --ci`: the range that a CI service proposes becomes the scope, and is told in a line."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mlhygiene.branches.scheme import Scheme
from mlhygiene.ci.change import ZERO, Way
from mlhygiene.ci.remedies import UNFILTERED
from mlhygiene.ci.services import change
from mlhygiene.cli.session import settings
from mlhygiene.model import Refusal, printable
from mlhygiene.scope.checkout import Checkout
from mlhygiene.scope.proposals import proposal

if TYPE_CHECKING:
    from argparse import Namespace

    from mlhygiene.ci.change import Change
    from mlhygiene.git import Repository

OUTSIDE = "--ci: this is no CI that is known: name a range with --from-ref A --to-ref B"


def scope(repository: Repository, arguments: Namespace) -> Change:
    """Give the arguments the scope that the environment proposes; Refusal where it cannot be had."""
    _alone(arguments)
    found = change(os.environ, _event())
    if found is None:
        raise Refusal(OUTSIDE)
    service = found.build.service
    if found.way is Way.DELETION:
        arguments.from_ref, arguments.to_ref = "HEAD", ZERO
        _tell(f"{service}, {found.said}: nothing is left to judge")
        return found
    repository.unfiltered = UNFILTERED.get(service, repository.unfiltered)
    checkout = Checkout(repository, found)
    config = settings(repository, checkout.head, arguments.config)
    scheme: Scheme = config.shared.get("branches") or Scheme()
    checkout.stages = [name for name in (*scheme.names, *scheme.protected) if not name.endswith(("/", "*"))]
    proposed = proposal(checkout)
    _tell(f"{service}, {found.said}: {proposed.said}")
    if proposed.note:
        _tell(f"note: {proposed.note}")
    if proposed.tree:
        arguments.rev = proposed.head
    else:
        arguments.from_ref, *arguments.known = proposed.known or (ZERO,)
        arguments.to_ref = proposed.head
    return found


def _alone(arguments: Namespace) -> None:
    """A range that is found, and one that is named, are two."""
    given = {
        "--staged": arguments.staged,
        "--from-ref": arguments.from_ref is not None,
        "--to-ref": arguments.to_ref is not None,
        "--history": arguments.history,
        "--rev": arguments.rev is not None,
        "PATH": bool(arguments.paths),
    }
    named = [option for option, value in given.items() if value]
    if named:
        raise Refusal(f"--ci and {' and '.join(named)}: choose one scope")
    if arguments.fix:
        raise Refusal("--fix mends the files of the worktree, and --ci judges commits: leave one away")


def _event() -> object:
    """The payload of GitHub's event. Where it is not to be had, the variables say what they can."""
    path = os.environ.get("GITHUB_EVENT_PATH")
    if not path or not os.environ.get("GITHUB_ACTIONS"):
        return None
    import json  # other services have no such file

    try:
        with open(path, "rb") as file:
            return json.load(file)
    except OSError as error:
        _tell(f"note: GITHUB_EVENT_PATH: cannot be read: {error.strerror}")
    except (ValueError, RecursionError):
        _tell("note: GITHUB_EVENT_PATH: not JSON: the variables alone say what is proposed")
    return None


def _tell(line: str) -> None:
    print(f"mlhygiene: {printable(line)}", file=sys.stderr)
