"""Shapes that anyone's secrets have."""

from __future__ import annotations

from mlhygiene.secrets import checks
from mlhygiene.secrets.format import Family, Format
from mlhygiene.secrets.providers.parts import JWT

ANYONE = (
    Format(
        id="json-web-token",
        provider="any service",
        what="JSON Web Token",
        keywords=("eyj",),
        pattern=JWT,
        samples=("{jwt}", "Authorization: Bearer «{jwt}»", 'token = "«{jwt}»"'),
        negatives=("eyJ{b64url:30}", "eyJ{b64url:30}.eyJ{b64url:30}"),
        source="https://www.rfc-editor.org/rfc/rfc7519",
        revoke="https://www.rfc-editor.org/rfc/rfc7009",
        shown=3,
        family=Family.GENERIC,
        check=checks.jwt,
    ),
    Format(
        id="basic-authorization",
        provider="any service",
        what="user and password of a header",
        keywords=("authorization",),
        pattern=r"[Aa][Uu][Tt][Hh][Oo][Rr][Ii][Zz][Aa][Tt][Ii][Oo][Nn]"
        r"[\"'\\\]]{0,4}[ \t]{0,4}[:=,][ \t]{0,4}[\"'\\]{0,3}[Bb]asic (?P<secret>[A-Za-z0-9+/]{12,400}={0,2})",
        samples=(
            "Authorization: Basic «{basic}»",
            'headers["Authorization"] = "Basic «{basic}»"',
            '\\"authorization\\": \\"Basic «{basic}»\\"',
        ),
        negatives=("Authorization: Basic <credentials>", "Authorization: Bearer {alnum:30}"),
        source="https://www.rfc-editor.org/rfc/rfc7617",
        revoke="https://www.rfc-editor.org/rfc/rfc7617",
        family=Family.GENERIC,
        check=checks.basic,
    ),
)
