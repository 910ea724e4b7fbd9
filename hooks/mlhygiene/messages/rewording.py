"""What a right side that is no result looks like, and what it should be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.messages import numbers, vocabulary
from mlhygiene.messages.brackets import ANY
from mlhygiene.messages.metrics import Metrics
from mlhygiene.messages.reworded import EMPTY, Reworded, directed, short
from mlhygiene.messages.unvalued import not_a_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Match

    from mlhygiene.messages.gathered import Fault

QUANTITY = rf"(?:{numbers.QUANTITY})(?:{numbers.ATTACHED})?"
# As elsewhere, a name has a letter.
NAME = rf"(?=[^\s=]*[^\W\d_]){vocabulary.NAME}"
# The first of these that a right side without a metric is, tells what to write.
COLON = re.compile(rf"({NAME}?)[ \t]*[:：＝][ \t]*(?={QUANTITY})")
ITEMS = re.compile(rf"(?:([,;] *)| +[|/&] +)({NAME}?)[ \t]*[:：＝][ \t]*(?={QUANTITY})")
ABOUT = re.compile(rf"({NAME})[ \t]*=?[ \t]*[≈~≃≅][=]?[ \t]*(?={QUANTITY})")
BOUND = re.compile(rf"({NAME})[ \t]*(<=|>=|(?<!-)>|[<≤≥])[ \t]*{QUANTITY}")
APART = re.compile(rf"({NAME})[ \t]+(?:of|is|was|at|to)?[ \t]*(?={QUANTITY}(?:[\s,;(]|$))")
FURTHER = re.compile(rf"(?:([,;] *)| +[|/&] +)({NAME})[ \t]+(?={QUANTITY}(?:[\s,;(]|$))")
BARE = re.compile(rf"{QUANTITY}(?=[ \t]*(?:[(,;]|$))")
LONE = re.compile(rf"{NAME}$")
TURNED = re.compile(rf"({QUANTITY})[ \t]+({NAME})(?=[ \t]*(?:[(,;]|$))")
# Quotes, emphasis and brackets around a whole result.
WRAPPED = re.compile(r"[\"'`*_(\[{]{1,3}([^\"'`*]+?)[\"'`*_)\]}]{1,3}$")
DOUBLED = re.compile(rf"({NAME}?)[ \t]*(?:==+|[:+-]=|=[ \t]*=)[ \t]*(?={QUANTITY})")
NUMBERED = re.compile(r"(?:^|[\s=(])[-+]?\.?[0-9][\w.]*$")
# A metric, maybe below a label, right behind the arrow.
LEADING = re.compile(rf"(?:(?:{'|'.join(vocabulary.LABELS)})[ \t]+)?{vocabulary.NAME}[ \t]*=")
WORD = re.compile(r"[^\s,;]*")


def reworded(what: str, right: str, fault: Fault) -> Reworded:
    """A right side that is no result, explained."""
    wrapped = WRAPPED.match(right)
    if wrapped is not None and LEADING.match(wrapped[1]):
        message = f"`{short(right)}`: nothing stands around a result"
        return Reworded("no-metric", message, 0, len(right), wrapped[1].strip())
    explain = EXPLAIN.get(fault.kind)
    return explain(what, right, fault) if explain else _no_metric(what, right, fault)


def _no_metric(what: str, right: str, _fault: Fault) -> Reworded:
    if not right:
        return Reworded("no-result", "nothing after the arrow: what came out? If not finished: `running`", 0, 1, EMPTY)
    for pattern, kind in ((COLON, "`:` is not `=`"), (ABOUT, "`≈` is not `=`"), (APART, "there is no `=`")):
        match = pattern.match(right)
        if match is not None:
            name = match[1].rstrip(":")
            sign = "=~" if pattern is ABOUT else "="
            rest = _further(pattern, right[match.end() :])
            message = f"`{short(right)}` is not <metric>=<value>: {kind}"
            return Reworded("no-metric", message, 0, len(right), f"{name}{sign}{rest}")
    bound = BOUND.match(right)
    if bound is not None:
        return _bound(right, bound)
    return _unnamed(what, right)


def _further(pattern: re.Pattern[str], rest: str) -> str:
    """What follows a metric, where its other metrics are written in the same way."""
    if pattern is COLON:
        return ITEMS.sub(lambda item: f"{item[1] or ', '}{item[2]}=", rest)
    if pattern is APART:
        return FURTHER.sub(lambda item: f"{item[1] or ', '}{item[2]}=" if _told(item[2]) else item[0], rest)
    return rest


def _told(name: str) -> bool:
    return directed(name) or Metrics().attribute(name)


def _unnamed(what: str, right: str) -> Reworded:
    """A number without a name, a name without a number, or neither."""
    turned = TURNED.match(right)
    if turned is not None and turned[2] not in numbers.KNOWN and directed(turned[2]):
        message = f"`{short(turned[0])}`: the name comes first"
        return Reworded("no-metric", message, 0, turned.end(), f"{turned[2]}={turned[1]}{right[turned.end() :]}")
    if BARE.match(right):
        if NUMBERED.search(what) and "=" not in what.rpartition(" ")[2]:
            return _changed(what, right)
        return Reworded("no-metric", f"`{short(right)}` of what? Name the metric", 0, len(right), f"<metric>={right}")
    if LONE.match(right) and directed(right):
        return Reworded("no-metric", f"{right} has no value", 0, len(right), f"{right}=<value>")
    message = f"`{short(right)}` is no measured result: write <metric>=<value>"
    return Reworded("no-metric", message, 0, len(right), f"{EMPTY}, {right}")


def _bound(right: str, match: Match[str]) -> Reworded:
    message = f"`{match[0]}` is a bound: write the value that was measured"
    return Reworded("no-metric", message, 0, match.end(), f"{match[1]}=<value>{right[match.end() :]}")


def _changed(what: str, right: str) -> Reworded:
    number = what.rsplit(maxsplit=1)[-1]
    after = right.split(" ", 1)[0]
    message = f'`{short(right)}` is no result. Is "{number} -> {after}" the change that you tried?'
    return Reworded("no-metric", message, 0, len(right), right, tight=True)


def _loose_words(what: str, right: str, fault: Fault) -> Reworded:
    end = fault.start + fault.length
    words = right[fault.start : end]
    if not fault.start and re.search(r"[^\w\s'-]|[0-9]", words):
        return _changed(what, right)
    message = f"`{short(words)}`: the metric comes first, what is said of it in parentheses"
    aside = ANY.sub("", words).strip()
    put = f"({aside})" if aside else ""
    return Reworded("no-metric", message, fault.start, len(words), f"{right[: fault.start]}{put}{right[end:]}")


def _split_name(_what: str, right: str, fault: Fault) -> Reworded:
    end = fault.start + fault.length
    rest = right[end:].lstrip(" \t")
    name = f"{fault.message}_{WORD.match(rest)[0].partition('=')[0]}"  # type: ignore[index]
    message = f"a metric's name has no blanks: `git log --grep {name}` would not find it"
    length = len(right) - fault.start - len(rest) + len(name) - fault.length - 1
    return Reworded("bad-name", message, fault.start, max(1, length), f"{right[:end]}_{rest}")


def _bad_name(_what: str, right: str, fault: Fault) -> Reworded:
    end = fault.start + fault.length
    said = right[fault.start : end]
    doubled = DOUBLED.match(said)
    if doubled is not None:
        put = f"{doubled[1].rstrip(':+-') or '<metric>'}={said[doubled.end() :]}"
        message = "a metric and its value are joined by one `=`"
        return Reworded("bad-name", message, fault.start, len(said), right[: fault.start] + put + right[end:])
    bound = BOUND.match(said)
    if bound is not None:
        found = _bound(said, bound)
        return found._replace(start=fault.start, right=right[: fault.start] + found.right + right[end:])
    if said.startswith("("):
        put = f"[{said[1:-1].strip().replace(' ', '-')}]"
        message = "a metric's name has no parentheses: write brackets"
        return Reworded(
            "bad-name", message, fault.start, len(said), right[: fault.start] + put + right[end:].lstrip(" \t")
        )
    name, _, value = said.partition("=")
    message = f"`{short(name.strip())}` is no name of a metric" if name.strip() else "no name before the `=`"
    put = f"<metric>={value.strip(' =:') or '<value>'}"
    if re.fullmatch(QUANTITY, name.strip()) and LONE.match(value.strip()):
        message, put = "the name comes before the `=`", f"{value.strip()}={name.strip()}"
    return Reworded(
        "bad-name", message, fault.start, max(1, len(name.rstrip())), right[: fault.start] + put + right[end:]
    )


def _duplicate(_what: str, right: str, fault: Fault) -> Reworded:
    name = right[fault.start : fault.start + fault.length]
    return Reworded(
        "duplicate-metric", f"{name} is given twice", fault.start, fault.length, _told_once(right, fault, name)
    )


def _told_once(right: str, fault: Fault, name: str) -> str:
    """Without the second value where it is the same; with both to choose from where it is another."""
    pattern = re.compile(rf"(?<![^\s,;]){re.escape(name)}[ \t]*=[ \t]*")
    labelled = re.sub(rf"\b({'|'.join(vocabulary.LABELS)})[ \t]+(?={re.escape(name)}[ \t]*=)", r"\1_", right)
    if labelled != right:
        return labelled
    first = pattern.search(right)
    second = pattern.match(right, fault.start)
    if first is None or second is None:
        return EMPTY
    one, two = numbers.value(_item(right, first.end())), numbers.value(_item(right, second.end()))
    if one is None or two is None:
        return EMPTY
    rest = right[second.end() + two.end :].lstrip(" \t,;")
    head = right[: fault.start].rstrip(" \t,;")
    if one.raw != two.raw:
        head = f"{head[: first.end()]}<{one.raw} or {two.raw}>{head[first.end() + one.end :]}"
    return f"{head}, {rest}" if rest else head


def _item(text: str, at: int) -> str:
    """The text up to the end of an item."""
    return re.split(r"[,;]", text[at:], maxsplit=1)[0]


EXPLAIN: dict[str, Callable[[str, str, Fault], Reworded]] = {
    "no-metric": _no_metric,
    "not-a-number": not_a_number,
    "loose-words": _loose_words,
    "split-name": _split_name,
    "bad-name": _bad_name,
    "duplicate-metric": _duplicate,
}
