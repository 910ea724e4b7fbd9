"""Secrets among the arguments of a command: curl's users and headers, PowerShell's strings."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.secrets import grammar, placeholder, urls, values
from mlhygiene.secrets.format import Family, Format, Tier
from mlhygiene.secrets.match import Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.secrets.text import Text

USER = Format(
    id="curl-user",
    what="password for curl",
    keywords=("curl ",),
    source="https://curl.se/docs/manpage.html#-u",
    tier=Tier.NAMED,
    family=Family.GENERIC,
)
HEADER = USER._replace(
    id="curl-header", what="secret in a header for curl", source="https://curl.se/docs/manpage.html#-H"
)
SECURE_STRING = USER._replace(
    id="powershell-secure-string",
    what="password in plain text",
    keywords=("convertto-securestring",),
    source="https://learn.microsoft.com/powershell/module/microsoft.powershell.security/convertto-securestring",
)
# A command goes on after a backslash, or where another option begins the next line.
COMMAND = 2048
END = re.compile(rb"(?<![\\`^])\r?\n(?![ \t]{1,16}-)")
# What the shell or a template puts there.
FILLED = re.compile(rb"\$[A-Za-z_({]|[<{}]|%[A-Za-z_]+%|\A\*|\.\.\.")
SHORTEST = 5


class Curl:
    """`curl -u user:password` and `curl -H "Authorization: …"`."""

    keywords = USER.keywords
    firm = False

    @cached_property
    def _user(self) -> re.Pattern[bytes]:
        return re.compile(
            rb"\s(?:-u|--user)(?:=|[ \t]{0,4})(?:"
            rb"(?P<quote>\\{0,2}[\"'])(?P<quoted>[^\"'\r\n\\]{0,100}:[^\"'\r\n\\]{0,200})(?P=quote)"
            rb"|(?P<name>[^\s\"':\\]{0,100}:)(?P<mark>[\"']?)(?P<bare>[^\s\"'\\]{0,200})(?P=mark)(?=\s|\\|$))"
        )

    @cached_property
    def _header(self) -> re.Pattern[bytes]:
        return re.compile(
            rb"(?i)\s(?:-H|--header)(?:=|[ \t]{0,4})(?P<quote>\\{0,2}[\"'])\s{0,2}"
            rb"(?P<name>[A-Za-z0-9_-]{0,32}(?:auth|key|token|secret|password)[A-Za-z0-9_-]{0,32})\s{0,2}:\s{0,4}"
            rb"(?:(?:basic|bearer|token|apikey|key|apitoken)[ \t]{1,4})?(?P<secret>[^\s\"'\\]{8,2048})(?P=quote)"
        )

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        content = text.content
        if not grammar.begins_word(content, at):
            return
        stop = END.search(content, at, at + COMMAND)
        end = stop.start() if stop else min(len(content), at + COMMAND)
        # The next one looks after itself.
        following = content.find(b"curl ", at + 1, end)
        end = following if following >= 0 else end
        for found in self._user.finditer(content, at, end):
            yield from _password(found)
        for found in self._header.finditer(content, at, end):
            value = found["secret"]
            if not FILLED.search(value) and (values.looks_random(value) or values.UUID.fullmatch(value)):
                yield Match(*found.span("secret"), HEADER, at, found["name"])


def _password(found: re.Match[bytes]) -> Iterator[Match]:
    group = "quoted" if found["quote"] else "bare"
    begin, end = found.span(group)
    if group == "quoted":
        name, _, value = found[group].partition(b":")
        begin += len(name) + 1
    else:
        name, value = found["name"][:-1], found[group]
    if not value:
        # A key alone, as a name without a password.
        begin, end, value = found.start(group), found.start(group) + len(name), name
        if group == "bare":
            begin, end = found.start("name"), found.start("name") + len(name)
        if not values.looks_chosen(value, quoted=False) or not placeholder.has_digit(value):
            return
    elif value.lower() == name.lower():
        return
    if is_chosen(value):
        yield Match(begin, end, USER, found.start(), name)


def is_chosen(value: bytes) -> bool:
    """Whether a password that stands by itself is one that somebody chose."""
    if len(value) < SHORTEST or FILLED.search(value) or urls.WORDS.fullmatch(value):
        return False
    return values.looks_chosen(value, quoted=True) and (placeholder.has_digit(value) or not value.islower())


class SecureString:
    """`ConvertTo-SecureString "…" -AsPlainText -Force`."""

    keywords = SECURE_STRING.keywords
    firm = False

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        return re.compile(
            rb"(?i:ConvertTo-SecureString)[ \t]{1,4}(?:-String[ \t]{1,4})?"
            rb"(?P<quote>[\"'])(?P<secret>[^\"'\r\n]{5,128})(?P=quote)"
        )

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        found = self._pattern.match(text.content, at)
        if found and not FILLED.search(found["secret"]) and values.looks_chosen(found["secret"], quoted=True):
            yield Match(*found.span("secret"), SECURE_STRING, at, b"password")
