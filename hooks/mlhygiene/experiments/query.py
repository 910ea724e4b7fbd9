"""The language that asks the logbook: `val_loss<0.45 and branch~lr`. Text in, a tree out.

    any   = all { "or" all } ;          all  = one { "and" one } ;
    one   = "not" one | "(" any ")" | name comparison value ;
    comparison = "<" | "<=" | ">" | ">=" | "=" | "==" | "!=" | "~" | "!~" ;

Names and values are words, or quoted where they hold blanks, brackets or marks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from mlhygiene.model import Refusal

LONGEST = 10_000
DEEPEST = 50
TOKEN = re.compile(
    r"""\s*(?:(?P<mark>[()])|(?P<comparison><=|>=|==|!=|!~|[<>=~])|(?P<quoted>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')"""
    r"""|(?P<word>[^\s()<>=~!"']++))""",
    re.DOTALL,
)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
KEYWORDS = {"and", "or", "not"}
SEEN = 20


class Comparison(NamedTuple):
    """`name comparison value`; places are where name and value start."""

    name: str
    sign: str
    value: str
    place: int = 0
    value_place: int = 0


class Not(NamedTuple):
    """Every rows but those of `each`."""

    each: Tree


class Every(NamedTuple):
    """The rows that are in every one."""

    each: tuple[Tree, ...]


class Either(NamedTuple):
    """The rows that are in one at least."""

    each: tuple[Tree, ...]


Tree = Comparison | Not | Every | Either


class Token(NamedTuple):
    """`kind` is mark, comparison, quoted, word or end; `text` is without quotes."""

    kind: str
    text: str
    place: int

    def says(self, word: str) -> bool:
        return self.kind in {"word", "mark"} and self.text.lower() == word


class Mistake(Refusal):
    """What is wrong with a question, and where."""

    def __init__(self, why: str, text: str, place: int) -> None:
        rest = text[place : place + SEEN]
        at = f"at {rest!r} (character {place + 1})" if rest else "at its end"
        super().__init__(f"--where, {at}: {why}")


def parse(text: str) -> Tree:
    """The tree of a question; Refusal says in one line what is wrong, and where."""
    if len(text) > LONGEST:
        raise Refusal(f"--where: longer than {LONGEST:,} characters")
    reader = _Reader(text, list(_tokens(text)))
    tree = reader.any()
    if reader.next.kind != "end":
        raise Mistake("write `and` or `or` before it", text, reader.next.place)
    return tree


def _tokens(text: str) -> list[Token]:
    tokens, at, end = list[Token](), 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at + len(text[at:]) - len(text[at:].lstrip()))
        kind = str(match.lastgroup)
        written = match[kind]
        meant = ESCAPED.sub(r"\1", written[1:-1]) if kind == "quoted" else written
        tokens.append(Token(kind, meant, match.start(kind)))
        at = match.end()
    return [*tokens, Token("end", "", len(text))]


def _unreadable(text: str, place: int) -> Mistake:
    if text[place] in "\"'":
        return Mistake("this quote is never closed", text, place)
    return Mistake("`!` stands before `=` and `~` alone: write `not`", text, place)


class _Reader:
    """Recursive descent; `next` is the token that is not read yet."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text, self._tokens, self._at, self._depth = text, tokens, 0, 0

    @property
    def next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self.next
        self._at += token.kind != "end"
        return token

    def any(self) -> Tree:
        each = [self._all()]
        while self.next.says("or"):
            self._take()
            each.append(self._all())
        return each[0] if len(each) == 1 else Either(tuple(each))

    def _all(self) -> Tree:
        each = [self._one()]
        while self.next.says("and"):
            self._take()
            each.append(self._one())
        return each[0] if len(each) == 1 else Every(tuple(each))

    def _one(self) -> Tree:
        token = self.next
        if not token.says("not") and not token.says("("):
            return self._comparison()
        self._depth += 1
        if self._depth > DEEPEST:
            raise Mistake(f"nested deeper than {DEEPEST}", self._text, token.place)
        self._take()
        tree = Not(self._one()) if token.says("not") else self._bracketed(token)
        self._depth -= 1
        return tree

    def _bracketed(self, opening: Token) -> Tree:
        tree = self.any()
        if not self._take().says(")"):
            raise Mistake("this bracket is never closed", self._text, opening.place)
        return tree

    def _comparison(self) -> Tree:
        name = self._take()
        if name.kind not in {"word", "quoted"} or (name.kind == "word" and name.text.lower() in KEYWORDS):
            raise Mistake("write a comparison, such as val_loss<0.45", self._text, name.place)
        sign = self.next
        if sign.kind != "comparison":
            raise Mistake(f"write {name.text}<…, {name.text}=… or {name.text}~…", self._text, name.place)
        self._take()
        value = self._take()
        if value.kind not in {"word", "quoted"}:
            raise Mistake(f"write what {name.text} is compared with", self._text, value.place)
        return Comparison(name.text, "=" if sign.text == "==" else sign.text, value.text, name.place, value.place)
