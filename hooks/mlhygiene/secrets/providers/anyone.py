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
)
