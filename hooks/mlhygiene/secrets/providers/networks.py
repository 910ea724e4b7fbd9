"""Networks and clusters."""

from __future__ import annotations

from mlhygiene.secrets.format import Format

NETWORKS = (
    Format(
        id="tailscale-key",
        provider="Tailscale",
        what="key",
        keywords=("tskey-",),
        pattern=r"tskey-(?:api|auth|client|scim|webhook)-[A-Za-z0-9]{8,24}(?:CNTRL)?-[A-Za-z0-9]{18,40}",
        samples=(
            "tskey-auth-{alnum:12}CNTRL-{alnum:32}",
            "TS_AUTHKEY=«tskey-api-{alnum:17}-{alnum:32}»",
        ),
        negatives=(
            "tskey-auth-{alnum:4}",
            "tskey-foo-{alnum:12}-{alnum:32}",
        ),
        source="https://tailscale.com/kb/1085/auth-keys",
        revoke="https://login.tailscale.com/admin/settings/keys",
        variable="TS_AUTHKEY",
        shown=6,
    ),
    Format(
        id="wireguard-key",
        provider="WireGuard",
        what="private key",
        keywords=(
            "privatekey",
            "presharedkey",
        ),
        pattern=r"(?:PrivateKey|PresharedKey)[ \t]{0,4}=[ \t]{0,4}(?P<secret>[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)",
        samples=("PrivateKey = «{alnum:42}A=»",),
        negatives=(
            "PrivateKey = {alnum:30}=",
            "PublicKey = {alnum:42}A=",
        ),
        source="https://www.wireguard.com/quickstart/",
        revoke="https://www.wireguard.com/quickstart/",
    ),
    Format(
        id="cloudflare-origin-key",
        provider="Cloudflare",
        what="origin CA key",
        keywords=("v1.0-",),
        pattern=r"v1\.0-[0-9a-f]{24}-[0-9a-f]{146}",
        samples=("v1.0-{hex:24}-{hex:146}",),
        negatives=("v1.0-{hex:24}-{hex:40}",),
        source="https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/",
        revoke="https://dash.cloudflare.com/profile/api-tokens",
        variable="CLOUDFLARE_ORIGIN_CA_KEY",
        shown=5,
    ),
    Format(
        id="openshift-token",
        provider="OpenShift",
        what="token of a user",
        keywords=("sha256~",),
        pattern=r"sha256~[A-Za-z0-9_-]{43}",
        samples=(
            "sha256~{b64url:43}",
            "oc login --token=«sha256~{b64url:43}»",
        ),
        negatives=("sha256~{b64url:20}",),
        source="https://docs.openshift.com/container-platform/latest/authentication/managing-oauth-access-tokens.html",
        revoke="https://docs.openshift.com/container-platform/latest/authentication/managing-oauth-access-tokens.html",
        shown=7,
    ),
)
