"""Secrets that only their names give away: a keyword, a context, a value that looks random."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.secrets import grammar, layers, names, placeholder, values
from mlhygiene.secrets.format import Family, Format, Tier
from mlhygiene.secrets.match import Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.secrets.text import Text

NAMED_SECRET = Format(
    id="named-secret",
    what="secret",
    source="https://owasp.org/www-community/vulnerabilities/Use_of_hard-coded_password",
    tier=Tier.NAMED,
    family=Family.GENERIC,
)
BEARER = NAMED_SECRET._replace(
    id="bearer-token", what="bearer token", source="https://www.rfc-editor.org/rfc/rfc6750#section-2.1"
)
BASIC = NAMED_SECRET._replace(
    id="basic-authorization",
    what="basic authorization header",
    source="https://www.rfc-editor.org/rfc/rfc7617",
)
# From the keyword on: the rest of the name, what assigns, the value.
TAIL = rb"(?P<tail>[A-Za-z0-9_.\-]{0,40}+)"
CLOSE = rb"(?:\\{0,2}[\"'`][ \t]?\]?|\])?+"
TYPED = (
    rb"(?:[ \t]{0,4}:[ \t]{0,2}(?:(?:Optional|Final|Annotated)\[)?(?:str|String|string|SecretStr|&str|bytes)\]?"
    rb"|[ \t]{1,4}string)?"
)
# A comma does inside one line, between the two arguments of a call.
ASSIGNS = (
    rb"(?:(?:=>|:{1,3}=|\.=|\?=|\|\||={2,3}|!={1,2}|\+=|<-|:-|[=:(>])\s{0,12}+"
    rb"|(?<=[\"'`]),[ \t]{0,4}+(?!(?P<next>\\{0,2}[\"'`])[^\"'`\r\n]{0,512}(?P=next)\s{0,4}:)|(?<=PASSWORD )(?='))"
)
# `x.encode("latin1")` is not told the value.
WRAP = (
    rb"(?:(?![A-Za-z0-9_.]{0,30}\.(?:encode|decode|split|strip|join|replace)\()[A-Za-z_][A-Za-z0-9_.]{0,30}\()?"
    rb"[ \t({\[]{0,3}+(?:[bBrRfFuU]{1,2}(?=[\"'])|@)?"
)
QUOTED = rb"(?P<quote>\\{0,2}[\"'`])(?P<secret>[^\"'`\\\r\n]{6,400})(?P=quote)"
BARE = rb"(?P<secret>[^\s\"'`,;(){}\[\]<>\\$%&|]{8,400})(?![(\[{$%&|])"
SPACE = rb"[ \t]{0,12}+"
ASSIGNED = TAIL + CLOSE + TYPED + SPACE + ASSIGNS + WRAP
# Without quotes a value stands in the same line, and after no comma.
INLINE = TAIL + CLOSE + SPACE + rb"(?:(?:=>|:{1,3}=|\.=|\?=|:-|[=:(])[ \t]{0,12}+|>\s{0,12}+)" + WRAP
# What is said of a variable or an option before its default.
SAID = (
    rb"(?:(?:type|help|description|required|sensitive|nullable|dest|metavar|nargs|action)[ \t]{0,12}+=[ \t]{0,4}+"
    rb"(?:\"[^\"\r\n]{0,200}+\"|'[^'\r\n]{0,200}+'|[\w.]{1,40}+),?\s{0,16}+){0,4}+"
)
# `- name: X`, then `value: …`; `add_argument("--x", default=…)`; `<add key="X" value="…"/>`;
# `variable "x" { default = … }`.
PAIRED = (
    TAIL
    + rb"\\{0,2}[\"'`]?[ \t]{0,4}[,{]?\s{0,16}+"
    + SAID
    + rb"\\{0,2}[\"'`]?(?:[Vv]alue|default)\\{0,2}[\"'`]?"
    + SPACE
    + rb"[:=]"
    + SPACE
)
STRICT = (ASSIGNED + QUOTED, PAIRED + QUOTED)
# `ENV X …`, `--x …`, `set X …`: a blank assigns where no quotes are needed.
LOOSE = (*STRICT, INLINE + BARE, PAIRED + BARE, TAIL + rb"[ \t]{1,4}+" + BARE)
BEFORE = re.compile(rb"(?:(?i:api|secret|access|private|auth|account|encryption)[ ])?[A-Za-z0-9_.\-]{0,64}\Z")
LONGEST = 64
# A run of more assignments than this is no value.
PARTS = 16
QUOTES = (b'"', b"'", b"`")
CALL = re.compile(rb"\s*\(")
# `ok ? "pass" : "…"` and `["user", "password", "…"]` say nothing of what follows.
CHOICE = re.compile(rb"[?,]\s{0,12}[\"'`]\Z")


class Names:
    """`password = "…"`, in any language and any of the grammar's contexts."""

    keywords = ("pass", "pwd", "secret", "token", "key", "credential")
    firm = False

    @cached_property
    def _strict(self) -> list[re.Pattern[bytes]]:
        return [re.compile(pattern) for pattern in STRICT]

    @cached_property
    def _loose(self) -> list[re.Pattern[bytes]]:
        return [re.compile(pattern) for pattern in LOOSE]

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        content = text.content
        for pattern in self._loose if text.loose else self._strict:
            found = pattern.match(content, at)
            if found is None:
                continue
            start, name = _name(content, at, found.end("tail"))
            value = found["secret"]
            if value.count(b"=") + value.count(b":") > PARTS:
                continue
            quoted = "quote" in pattern.groupindex
            end = found.end("tail")
            if content[end : end + 1] in QUOTES and content[start - 1 : start] not in QUOTES:
                # The end of a sentence, not the name of anything.
                continue
            if _is_verb(name, found):
                continue
            if names.is_secret(name):
                likely = values.looks_random(value) or (
                    names.is_password(name)
                    and values.looks_chosen(value, quoted=quoted)
                    and _is_given(found, start)
                    and not _is_listed(content, start, found)
                )
            else:
                likely = quoted and names.is_key(name) and values.looks_generated(value)
            if likely:
                yield Match(*found.span("secret"), NAMED_SECRET, start, name)
                return


def _is_verb(name: bytes, found: re.Match[bytes]) -> bool:
    """Whether `pass` is what somebody does, or a net: `don't pass load_in_8bit`, `a forward pass (dim=2304)`."""
    between = found.string[found.end("tail") : found.start("secret")]
    return name.lower() == b"pass" and not between.strip(b" (-")


def _is_given(found: re.Match[bytes], start: int) -> bool:
    """Whether a word is given to a name: not to a call (`t.pass("…")`), nor as its neighbour in a list."""
    if _is_neighbour(found):
        return found.string[start - 2 : start - 1] == b"("
    return not CALL.match(found.string, found.end("tail"))


def _is_neighbour(found: re.Match[bytes]) -> bool:
    """Whether nothing but a comma stands between a name and a value."""
    between = found.string[found.end("tail") : found.start("secret")]
    return b"," in between and b":" not in between and b"=" not in between


class Basic:
    """`Authorization: Basic …` (RFC 7617): a name and a password in base64."""

    keywords = ("basic ",)
    firm = False

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        return re.compile(rb"(?i:basic)[ \t]{1,3}(?P<secret>[A-Za-z0-9+/_-]{8,1024}={0,2})(?![A-Za-z0-9+/=_-])")

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        found = self._pattern.match(text.content, at) if grammar.begins_word(text.content, at) else None
        if found is None or len(found["secret"].rstrip(b"=")) % 4 == 1:
            return
        user, colon, password = urlsafe_b64decode(found["secret"].translate(layers.URL_SAFE) + b"==").partition(b":")
        readable = colon and user.isascii() and password.isascii() and (user + password).decode().isprintable()
        if readable and not placeholder.is_stand_in(found["secret"]) and not placeholder.is_stand_in(password):
            yield Match(*found.span("secret"), BASIC, at, b"authorization")


class Bearer:
    """`Authorization: Bearer …`."""

    keywords = ("bearer",)
    firm = False

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        return re.compile(rb"(?i:bearer)[ \t]{1,3}(?P<secret>[A-Za-z0-9._~+/=\-]{16,2048})")

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        found = self._pattern.match(text.content, at) if grammar.begins_word(text.content, at) else None
        if found and values.looks_random(found["secret"]) and not placeholder.is_stand_in(found["secret"]):
            yield Match(*found.span("secret"), BEARER, at, b"authorization")


def _is_listed(content: bytes, start: int, found: re.Match[bytes]) -> bool:
    """Whether a name in quotes is one of two that are chosen from, or of a list of words."""
    before = CHOICE.search(content, max(0, start - 16), start)
    between = content[found.end("tail") : found.start("secret")]
    return before is not None and (b"," if before[0].startswith(b",") else b":") in between


def _name(content: bytes, at: int, end: int) -> tuple[int, bytes]:
    """The whole name around a keyword, and where it starts; of a path, the last two parts."""
    found = BEFORE.search(content, max(0, at - LONGEST), at)
    start = found.start() if found else at
    name = content[start:end].rstrip(b".-_")
    return start, b".".join(name.split(b".")[-2:])
