"""MLH205: a password or a token inside a URL."""

from __future__ import annotations

from mlhygiene.secret_rule import SecretRule


class UrlCredentials(SecretRule):
    """Password or token in a URL.

    A URL travels: into logs, process lists, error messages, trackers that
    record a run's git remote, and lock files that repeat a package index.
    `postgresql://user:password@host` in a config is a password in plain text.

    Instead of the credentials, write the URL without them, and give them by
    the environment, `~/.netrc`, a credential helper or `keyring`. For git,
    `git remote set-url` without the token, and a credential helper.
    """

    code = "MLH205"
    name = "url-credentials"
    family = "url-credentials"
