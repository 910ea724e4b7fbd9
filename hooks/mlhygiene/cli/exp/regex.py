"""`mlhygiene exp regex`: the form of experiments for a forge's own check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.messages.pattern import LONGEST, pattern
from mlhygiene.model import Exit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

HELP = f"""the form of experiments as one regular expression

A forge that checks commit messages itself refuses a push whose experiments tell no
result. The expression takes messages that are no experiments, and experiments of
the form

    exp: <what> -> <metric>=<value>

It is RE2-safe (no look-around, no back-reference) and at most {LONGEST} characters long.

  GitLab    Settings > Repository > Push rules > "Commit message regex"
            or: curl --request PUT --header "PRIVATE-TOKEN: ..." \\
                  --data-urlencode "commit_message_regex=$(mlhygiene exp regex)" \\
                  https://gitlab.example.org/api/v4/projects/ID/push_rule
  GitHub    Settings > Rules > Rulesets > "Restrict commit metadata":
            Commit message "must match a given regex pattern"
  here      git log --format=%s | grep -vP "$(mlhygiene exp regex)"

A pattern judges roughly: it refuses prose that begins with `Exp:`. What it cannot see (a
name given twice, a number that fits no double, which arrow is the last) the hook
`experiment-message` and `mlhygiene lint --from-ref A --to-ref B` see. Squash merges have
the message of the pull request: check its title as well."""


def declare(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--for",
        dest="target",
        choices=("gitlab", "github", "re"),
        default="gitlab",
        help="whose regular expression; one text serves all three, `re` quotes it for Python",
    )


def run(arguments: Namespace) -> int:
    """Print the expression."""
    print(repr(pattern()) if arguments.target == "re" else pattern())
    return Exit.CLEAN
