"""MLH202: a token whose format is a provider's."""

from __future__ import annotations

from mlhygiene.secret_rule import SecretRule


class ProviderToken(SecretRule):
    """Token of a provider.

    Whoever has the repository has the token: every clone, fork, cache and CI
    log keeps it, and bots find it in public repositories within minutes. A
    later commit that deletes it does not take it back.

    Instead of writing it down, read it from the environment or from a keyring;
    revoke one that was ever pushed on the page that the finding names, then
    make a new one. The finding tells its public prefix, never the token.
    """

    code = "MLH202"
    name = "provider-token"
    family = "provider-token"
