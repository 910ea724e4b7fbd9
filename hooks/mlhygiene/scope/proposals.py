"""What a CI service says is proposed, as a range of commits that are here.

A range that is too short looks clean: where the clone lacks some of it, that is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.ci.change import Way
from mlhygiene.git import entries, records
from mlhygiene.git.ancestry import count, is_ancestor, merge_base
from mlhygiene.scope.checkout import short

if TYPE_CHECKING:
    from mlhygiene.scope.checkout import Checkout


class Proposal(NamedTuple):
    """What is judged: all that `head` reaches and none of `known` does; as a `tree`, the state of `head` alone.

    `said` is the line that tells it, `note` what nobody could know.
    """

    head: str
    known: tuple[str, ...] = ()
    said: str = ""
    tree: bool = False
    note: str | None = None


def proposal(checkout: Checkout) -> Proposal:
    """What is proposed; Refusal where the clone cannot say."""
    requested = checkout.change.way in {Way.REQUEST, Way.QUEUE}
    return _requested(checkout) if requested else _pushed(checkout)


def _requested(checkout: Checkout) -> Proposal:
    """What the target does not have, as far as the service, the merge checked out and the remote's branch say."""
    head, change = checkout.head, checkout.change
    target = change.build.target or checkout.default
    found = [checkout.here(checkout.merge.base)] if checkout.merge else []
    found += [checkout.here(each) for each in change.bases]
    tip = checkout.tip(target)
    # Once all is merged the branch has it, and a job that is run again would judge nothing.
    if tip and (not any(found) or not is_ancestor(checkout.repository.place, head, tip)):
        found.append(tip)
    known = tuple(dict.fromkeys(filter(None, found)))
    if not known:
        raise checkout.lacking(f"{change.said} starts from {target or 'a branch that nobody names'}", target)
    return _range(checkout, head, known, f"merge base with {target}" if target else "merge base")


def _pushed(checkout: Checkout) -> Proposal:
    """From what was there before to what is now; where that is not told or not here, what other branches lack."""
    head, change = checkout.head, checkout.change
    if not change.bases:
        return _unsaid(checkout, head)
    before = change.bases[0]
    if not before.strip("0"):
        return _beyond(checkout, head, "new")
    known = checkout.here(before)
    if known is None and checkout.repository.shallow:
        raise checkout.lacking(f"{change.said} starts from {short(before)}")
    if known is None:
        return _beyond(checkout, head, f"rewritten, and {short(before)} is not here")
    if is_ancestor(checkout.repository.place, known, head):
        return _range(checkout, head, (known,), "what was pushed")
    return _beyond(checkout, head, f"rewritten, and {short(before)} is no part of it", (known,))


def _unsaid(checkout: Checkout, head: str) -> Proposal:
    """The service does not say what was there before, or nobody has pushed: a person or a clock started the run."""
    change, default = checkout.change, checkout.default
    own, tip = change.build.branch, checkout.tip(checkout.default)
    is_default = own == default if own else tip is not None and is_ancestor(checkout.repository.place, head, tip)
    where = default or own or "this branch"
    if change.way is Way.RUN and (is_default or default is None):
        return Proposal(head, said=f"the files of {short(head)} (nothing is proposed: it is {where})", tree=True)
    if change.way is Way.TAG or not is_default:
        return _beyond(checkout, head, "")
    (record,) = records.read(checkout.repository.objects, [head])
    note = (
        f"{change.build.service} does not say what {where} had before: its newest commit is judged, and what that "
        "merges; for more, name a range (--from-ref)"
    )
    return _range(checkout, head, record.parents[:1], "the newest step")._replace(note=note)


def _beyond(checkout: Checkout, head: str, why: str, also: tuple[str, ...] = ()) -> Proposal:
    """What the branches lack that others are merged into.

    Nothing is left out for being on any other branch: of two that are pushed at once, each would leave the
    judgement to the other. So the default branch leaves out none, and a stage the default branch alone.
    """
    own, default = checkout.change.build.branch, checkout.default
    names = [default, *(stage for stage in checkout.stages if stage != default)] if default else []
    if own in names:
        names = names[: own != default]
    tips = {name: checkout.tip(name) for name in names}
    if default in tips and not tips[default]:
        raise checkout.lacking(f"{checkout.change.said} starts from {default}", default)
    known = tuple(dict.fromkeys([*also, *filter(None, tips.values())]))
    left_out = f"what {default} does not have" if names else "all of it"
    return _range(checkout, head, known, ": ".join(filter(None, [why, left_out])))


def _range(checkout: Checkout, head: str, known: tuple[str, ...], why: str) -> Proposal:
    """A range, and the line that tells it; Refusal where a shallow clone has cut it."""
    place = checkout.repository.place
    range_ = [head, *(f"^{each}" for each in known)]
    if checkout.repository.shallow and entries.roots(place, range_):
        raise checkout.lacking(f"{checkout.change.said} goes further back")
    below = merge_base(place, head, *known) if known else None
    number = count(place, range_)
    commits = f"{number:,} commit{'s' * (number != 1)}" if number else "nothing new"
    span = f"{short(below)}..{short(head)}" if below else f"up to {short(head)}"
    unrelated = "; no history in common" if known and not below else ""
    return Proposal(head, known, f"{commits}, {span} ({why}{unrelated})")
