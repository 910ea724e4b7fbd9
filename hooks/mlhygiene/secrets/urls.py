"""Credentials in URLs (RFC 3986, section 3.2.1): databases, remotes, indexes, trackers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.secrets import placeholder
from mlhygiene.secrets.format import Family, Format, Tier
from mlhygiene.secrets.match import Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.secrets.text import Text

URL = Format(
    id="url-password",
    what="password in a URL",
    keywords=("://",),
    source="https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
    tier=Tier.NAMED,
    family=Family.URL,
)
TOKEN = URL._replace(id="url-token", what="token in a URL")
# A password may hold what RFC 3986 forbids there, `@` and `:` alike: the last `@` counts.
AUTHORITY = re.compile(
    rb"://(?P<user>[^\s\"'`<>/@:\\]{0,128})(?::(?P<password>[^?\s\"'`<>/\\]{1,256}))?@"
    rb"(?P<host>\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9_.\-]{1,253}|\$?\{\{?[^}\r\n]{1,64}\}?\})"
)
SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.\-]{0,31}\Z")
LOCAL = re.compile(
    rb"(?i)localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|(?:[\w-]+\.)?example(?:\.\w+)?|[\w.-]+\.(?:test|local)"
)
# Words for the thing itself, and what documentation and local services are given.
WORDS = re.compile(
    rb"(?i)(?:my|your|the|db|some|new|user|admin|root|test|api|access|auth|super|git|database|http|proxy)?[-_ .]?"
    rb"(?:p[a@]ss?w[o0]?r?d|pass|pwd|passwd|secret|token|pat|key|user|username|name|admin|root|test|guest|login|me|"
    rb"postgres|mysql|mongo|redis|rabbitmq|oauth2|x-oauth-basic|git|foo|bar|baz|value|string|credentials?)\d{0,4}"
)
TEMPLATE = re.compile(rb"[${}%<>\[\](*|]|\A[A-Z][A-Z0-9_]{2,}\Z|\A[a-z]{1,3}\Z|\.\.\.")
ESCAPE = re.compile(rb"%[0-9A-Fa-f]{2}")
# A user name that is a token: long, random, alone before the `@`.
LONG = 20
RANDOM = 3.0


class Urls:
    """`scheme://user:password@host` and `https://token@host`."""

    keywords = ("://",)
    firm = False

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        content = text.content
        found = AUTHORITY.match(content, at)
        scheme = SCHEME.search(content, max(0, at - 32), at)
        if found is None or scheme is None:
            return
        group = "password" if found["password"] else "user"
        begin, end = found.span(group)
        value = found[group]
        if b"%" in value:
            from urllib.parse import unquote_to_bytes  # 3 ms that few files need

            value = unquote_to_bytes(value)
        form = URL if group == "password" else TOKEN
        judged = _is_password(value, found) if form is URL else _is_token(value)
        if judged and not TEMPLATE.search(ESCAPE.sub(b"", found[group])):
            yield Match(begin, end, form, scheme.start(), b"%b@%b" % (found["user"], found["host"]), value)


def _is_password(value: bytes, found: re.Match[bytes]) -> bool:
    if len(value) < len("abc") or placeholder.is_stand_in(value) or WORDS.fullmatch(value):
        return False
    # `postgres:postgres@db` is what a compose file starts its own database with.
    return value.lower() != found["user"].lower() and not (LOCAL.fullmatch(found["host"]) and value.isalpha())


def _is_token(value: bytes) -> bool:
    if len(value) < LONG or placeholder.is_stand_in(value) or not value.decode("latin-1").isprintable():
        return False
    return placeholder.entropy(value) >= RANDOM and placeholder.has_digit(value)
