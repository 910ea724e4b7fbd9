"""Passwords of connection strings: ODBC, ADO.NET, JDBC (`Server=…;User Id=…;Password=…`)."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.secrets import commands
from mlhygiene.secrets.format import Family, Format, Tier
from mlhygiene.secrets.match import Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.secrets.text import Text

CONNECTION = Format(
    id="connection-string-password",
    what="password of a connection string",
    keywords=("password=", "pwd=", "password ="),
    source="https://learn.microsoft.com/en-us/dotnet/framework/data/adonet/connection-string-syntax",
    tier=Tier.NAMED,
    family=Family.URL,
)
# The other fields stand in the same string.
NEAR = 400
FIELD = re.compile(
    rb"(?i)(?:^|[;\"'?&\s])(?:server|data source|host|address|database|initial catalog|driver|dsn|provider"
    rb"|user id|uid|username|user)[ ]?=[ ]?[^;\"'\r\n]{1,200};"
)


class Connections:
    """`Password=…` between semicolons, beside a server, a database or a user."""

    keywords = CONNECTION.keywords
    firm = False

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        return re.compile(
            rb"(?i:password|pwd)[ ]?=[ ]?(?P<quote>['\"]?)(?P<secret>[^;\s\"'\\&]{5,128})(?P=quote)(?=[;\"'\\\s]|$)"
        )

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        content = text.content
        if content[at - 1 : at] not in {b";", b'"', b"'", b" ", b""}:
            return
        found = self._pattern.match(content, at)
        if found is None or not commands.is_chosen(found["secret"]):
            return
        begin = max(content.rfind(b"\n", max(0, at - NEAR), at) + 1, at - NEAR, 0)
        line = content[begin:at]
        after = content[found.end() : found.end() + NEAR].partition(b"\n")[0]
        # Both sides of a semicolon: a field before the password, or after it.
        beside = content[found.end() : found.end() + 1] == b";" and FIELD.search(after)
        if (b";" in line and FIELD.search(line)) or beside:
            yield Match(*found.span("secret"), CONNECTION, at, b"password")
