"""Whether nothing but what goes has changed in a text of JSON: told token by token, blanks and all.

It shares nothing with the stripper but the grammar (RFC 8259).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[][{},:]|[^][{},:"\s]+|[ \t\r\n]+', re.DOTALL)


def same_text(before: bytes, after: bytes) -> bool:
    """Whether the new text is the old one, but for members that are gone and values that are emptied."""
    old, new = read(before), read(after)
    return old[0] == new[0] and old[2] == new[2] and kept(old[1], new[1])


@dataclass
class Node:
    """A value with its text: that of a scalar, or of the brackets; members with what stands around them."""

    text: str
    members: list[Member]
    inside: str = ""  # of an empty container


@dataclass
class Member:
    """`lead` stands before it, `key` is its literal with the colon and all blanks, `trail` stands behind it."""

    lead: str
    key: str
    node: Node
    trail: str


def read(content: bytes) -> tuple[str, Node, str]:
    """What stands before the document, the document, what stands behind it."""
    text = content.decode()
    mark = text[: text.startswith("\ufeff")]
    tokens = TOKEN.findall(text, len(mark))
    assert len(mark) + sum(map(len, tokens)) == len(text)
    tokens.reverse()
    before = mark + blank(tokens)
    node = value(tokens)
    return before, node, blank(tokens)


def blank(tokens: list[str]) -> str:
    return tokens.pop() if tokens and not tokens[-1].strip(" \t\r\n") else ""


def value(tokens: list[str]) -> Node:
    first = tokens.pop()
    if first not in "{[":
        return Node(first, [])
    node = Node(first, [])
    lead = blank(tokens)
    if tokens[-1] in "}]":
        node.text += tokens.pop()
        node.inside = lead
        return node
    while True:
        key = tokens.pop() + blank(tokens) + tokens.pop() + blank(tokens) if first == "{" else ""
        node.members.append(Member(lead, key, value(tokens), blank(tokens)))
        comma = tokens.pop()
        if comma != ",":
            node.text += comma
            return node
        lead = blank(tokens)


def kept(old: Node, new: Node) -> bool:
    if not new.members:
        return (old.text, old.inside, old.members) == (new.text, new.inside, []) or new.text in {"null", "{}", "[]"}
    if old.text != new.text:
        return False
    rest, leads = iter(old.members), set[str]()
    for member in new.members:
        leads = set()
        for other in rest:
            leads.add(other.lead)
            if (other.key, bool(other.key) or kept(other.node, member.node)) == (member.key, True):
                break
        else:
            return False
        if member.lead not in leads or not kept(other.node, member.node):
            return False
    return new.members[-1].trail == old.members[-1].trail and all(
        member.trail in {other.trail for other in old.members} for member, _ in pairwise(new.members)
    )
