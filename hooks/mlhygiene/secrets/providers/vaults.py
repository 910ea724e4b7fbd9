"""Keepers of secrets, and of who may see them."""

from __future__ import annotations

from mlhygiene.secrets import checks
from mlhygiene.secrets.format import Format, Tier

VAULTS = (
    Format(
        id="1password-service-token",
        provider="1Password",
        what="service account token",
        keywords=("ops_eyj",),
        pattern=r"ops_eyJ[A-Za-z0-9+/_-]{200,2000}={0,3}",
        samples=(
            "ops_eyJ{b64:600}",
            "OP_SERVICE_ACCOUNT_TOKEN=«ops_eyJ{b64url:640}»",
        ),
        negatives=(
            "ops_eyJ{b64url:60}",
            "dev_ops_eyJ{b64url:600}",
        ),
        source="https://developer.1password.com/docs/service-accounts/security/",
        revoke="https://developer.1password.com/docs/service-accounts/manage-service-accounts/",
        variable="OP_SERVICE_ACCOUNT_TOKEN",
        shown=7,
    ),
    Format(
        id="1password-secret-key",
        provider="1Password",
        what="secret key of an account",
        keywords=("a3-",),
        pattern=r"A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}",
        samples=(
            "A3-{upnum:6}-{upnum:11}-{upnum:5}-{upnum:5}-{upnum:5}",
            "A3-{upnum:6}-{upnum:6}-{upnum:5}-{upnum:5}-{upnum:5}-{upnum:5}",
        ),
        negatives=(
            "A3-{upnum:6}-{upnum:11}",
            "XA3-{upnum:6}-{upnum:11}-{upnum:5}-{upnum:5}-{upnum:5}",
        ),
        source="https://support.1password.com/secret-key-security/",
        revoke="https://support.1password.com/secret-key/",
        shown=3,
    ),
    Format(
        id="pulumi-token",
        provider="Pulumi",
        what="access token",
        keywords=("pul-",),
        pattern=r"pul-[0-9a-f]{40}",
        samples=(
            "pul-{hex:40}",
            "PULUMI_ACCESS_TOKEN=«pul-{hex:40}»",
        ),
        negatives=(
            "pul-{hex:20}",
            "impul-{hex:40}",
        ),
        source="https://www.pulumi.com/docs/administration/access-identity/access-tokens/",
        revoke="https://app.pulumi.com/account/tokens",
        variable="PULUMI_ACCESS_TOKEN",
        shown=4,
    ),
    Format(
        id="okta-token",
        provider="Okta",
        what="API token",
        keywords=(
            "okta",
            "ssws",
        ),
        pattern=r"00[A-Za-z0-9_-]{40}",
        samples=(
            "OKTA_API_TOKEN=«00{b64url:40}»",
            "Authorization: SSWS «00{b64url:40}»",
        ),
        negatives=("OKTA_API_TOKEN=00{b64url:20}",),
        source="https://developer.okta.com/docs/guides/create-an-api-token/main/",
        revoke="https://developer.okta.com/docs/guides/create-an-api-token/main/",
        variable="OKTA_API_TOKEN",
        tier=Tier.NAMED,
    ),
    Format(
        id="vault-legacy-token",
        provider="HashiCorp Vault",
        what="legacy token",
        keywords=("vault",),
        pattern=r"[sbr]\.[A-Za-z0-9]{24}",
        samples=("VAULT_TOKEN=«s.{alnum:24}»",),
        negatives=("VAULT_TOKEN=s.{alnum:16}",),
        source="https://developer.hashicorp.com/vault/docs/concepts/tokens",
        revoke="https://developer.hashicorp.com/vault/docs/commands/token/revoke",
        variable="VAULT_TOKEN",
        shown=2,
        tier=Tier.NAMED,
    ),
    Format(
        id="infracost-key",
        provider="Infracost",
        what="API key",
        keywords=("ico-",),
        pattern=r"ico-[A-Za-z0-9]{32}",
        samples=(
            "ico-{alnum:32}",
            "INFRACOST_API_KEY=«ico-{alnum:32}»",
        ),
        negatives=(
            "ico-{alnum:16}",
            "xico-{alnum:32}",
        ),
        source="https://www.infracost.io/docs/infracost_cloud/key_concepts/",
        revoke="https://dashboard.infracost.io",
        variable="INFRACOST_API_KEY",
        shown=4,
    ),
    Format(
        id="nats-seed",
        provider="NATS",
        what="seed of an NKEY",
        keywords=(
            "sua",
            "saa",
            "soa",
            "sna",
            "sca",
            "sxa",
        ),
        # The first bytes are fixed; all is base 32, and a digit is in it.
        pattern=r"S[AUONCX]A[A-P](?=[A-Z]{0,53}[2-7])[A-Z2-7]{54}",
        samples=(
            "{nkey}",
            "nk -inkey: «{nkey}»",
        ),
        negatives=(
            "UA{base32:54}",
            "SUA{base32:40}",
            "SUA{lower:55}",
        ),
        source="https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth",
        revoke="https://docs.nats.io/using-nats/nats-tools/nsc/revocation",
        shown=2,
        check=checks.nkey,
    ),
)
