"""What annotated tags say, judged for secrets as what commits say is: a tag is pushed with its message."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mlhygiene import advice
from mlhygiene.cli.session import ignores, judged
from mlhygiene.coverage import Coverage
from mlhygiene.git import tags
from mlhygiene.git.refs import TAGS
from mlhygiene.location import Location
from mlhygiene.model import Commit
from mlhygiene.record import Record
from mlhygiene.report import Report, order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mlhygiene.cli.lint import Run
    from mlhygiene.config import Config
    from mlhygiene.git import Repository
    from mlhygiene.git.pushes import Push
    from mlhygiene.ignores import Ignores
    from mlhygiene.rule import AnyRule, Finding

OVER = "MLH206"
MEND = "revoke it where it is valid, if this was ever pushed; then write the tag without it"


def beside(this: Run, report: Report) -> Report:
    """The same report, and the secrets in what tags say: of a build that of its own tag, of history all."""
    over = [rule for rule in this.rules if rule.code == OVER]
    if not over:
        return report
    at_stake = _all(this.repository) if this.arguments.history else _built(this)
    found = [each for name, message in at_stake for each in findings(name, message, over, this.aside)]
    return replace(report, findings=sorted([*report.findings, *found], key=order), ignored=this.aside.ignored)


def _all(repository: Repository) -> Iterator[tuple[str, str]]:
    """The names of tags, and what they say; of other refs that lead to a tag, the whole name."""
    return ((tag.ref.removeprefix(TAGS), tag.message) for tag in tags.tags(repository.place, repository.objects))


def _built(this: Run) -> Iterator[tuple[str, str]]:
    build = this.build
    if build and build.tag and this.arguments.from_ref is not None:
        yield from ((build.tag, tag.message) for tag in tags.of(this.repository.objects, TAGS + build.tag))


def of_push(repository: Repository, push: Push, chosen: Config) -> Callable[[], Report]:
    """The judgement of what the tag of a push says."""

    def judge() -> Report:
        over = chosen.rules(among=[OVER])
        aside = ignores(repository, push.oid, chosen)
        name, said = push.tag or push.target, tags.of(repository.objects, push.oid)
        found = [each for tag in said for each in findings(name, tag.message, over, aside)]
        return Report("tag", found, Coverage(messages=1), aside.ignored)

    return judge


def findings(name: str, message: str, over: Sequence[AnyRule], aside: Ignores) -> Iterator[Finding]:
    """The secrets in what a tag says."""
    is_tag = not name.startswith("refs/")
    again = f": git tag --force --annotate {advice.word(name)} {advice.word(name + '^{}')}" if is_tag else ""
    subject = Commit(None, record=Record(message))
    for each in judged("tag", [subject], over, aside, Coverage()).findings:
        yield replace(each, location=Location(ref=f"tag {name}"), fix=f"{MEND}{again}")
