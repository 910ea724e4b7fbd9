"""Files whose fields say what is secret: parsed, not searched for shapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.secrets import placeholder
from mlhygiene.secrets.format import Format
from mlhygiene.secrets.match import Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.secrets.text import Text

# dvc.org/doc/user-guide/project-structure/configuration: what DVC itself keeps in config.local.
DVC_FIELDS = frozenset(
    b"password token secret_access_key session_token sse_customer_key sas_token account_key connection_string"
    b" client_secret oss_key_secret gdrive_client_secret custom_auth_header http_proxy_password".split()
)
ASSIGNMENT = re.compile(
    rb"(?m)^[ \t]*+([A-Za-z_][\w.-]*+)[ \t]*+[=:][ \t]*+"
    rb"(?:([\"'])(?P<quoted>[^\r\n\"']{1,4096}+)\2|(?P<bare>[^\s\"'#;][^\r\n\"'#;]{0,4096}+)(?=[\r\n#;]|\Z))"
)
NETRC = re.compile(
    rb"(?m)(?:^|\s)machine[ \t]+(\S{1,253})\s+(?:(?:login|account)\s+\S{1,256}\s+){0,2}password[ \t]+(\S{1,512})"
)
PGPASS = re.compile(rb"(?m)^[^#\r\n:][^\r\n:]*:[^\r\n:]*:[^\r\n:]*:([^\r\n:]+):([^\r\n]+)$")
REFERENCE = re.compile(rb"\$\{|\$[A-Z_]|\{\{|<|%\(|\*+\Z")


DVC = Format(
    id="dvc-remote-credential",
    provider="DVC remote",
    what="credential",
    source="https://dvc.org/doc/command-reference/remote/modify",
)
LOGIN = Format(
    id="netrc-password",
    what="password of a netrc entry",
    source="https://everything.curl.dev/usingcurl/netrc.html",
)
POSTGRES = Format(
    id="pgpass-password",
    provider="PostgreSQL",
    what="password",
    source="https://www.postgresql.org/docs/current/libpq-pgpass.html",
)


def matches(path: bytes, text: Text) -> Iterator[Match]:
    """What a file of this name says of itself; `find.STRUCTURED` has the names."""
    directory, _, name = path.lower().rpartition(b"/")
    if name == b".pgpass":
        yield from _pairs(text, PGPASS, POSTGRES)
    elif name in {b".netrc", b"_netrc"}:
        yield from _pairs(text, NETRC, LOGIN)
    elif directory.rpartition(b"/")[2] == b".dvc":
        yield from _dvc(text)


def _dvc(text: Text) -> Iterator[Match]:
    for found in ASSIGNMENT.finditer(text.content):
        begin = found.start("quoted" if found["quoted"] else "bare")
        value = (found["quoted"] or found["bare"]).rstrip()
        if found[1].lower() in DVC_FIELDS and _is_literal(value):
            yield Match(begin, begin + len(value), DVC, found.start(1), found[1])


def _pairs(text: Text, pattern: re.Pattern[bytes], form: Format) -> Iterator[Match]:
    for found in pattern.finditer(text.content):
        if _is_literal(found[2]):
            yield Match(*found.span(2), form, found.start(1), found[1])


def _is_literal(value: bytes) -> bool:
    return not REFERENCE.search(value) and not placeholder.is_stand_in(value)
