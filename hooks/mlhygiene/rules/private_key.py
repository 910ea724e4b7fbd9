"""MLH203: a private key with a body."""

from __future__ import annotations

from mlhygiene.secret_rule import SecretRule


class PrivateKey(SecretRule):
    """Private key.

    A private key opens every machine and signs in every name that its public
    half is known to, and a service account's key is a whole account. A label
    without a body is not reported; a key that is locked with a passphrase is
    a `generic-secret`.

    Instead of the key, commit where to find it, and keep it in an agent, a
    keyring or a secret store. Replace one that was ever pushed: take its
    public half off every machine and service that knows it.
    """

    code = "MLH203"
    name = "private-key"
    family = "private-key"
