"""URLs that hold a password or a token: told without, and as they should be."""

from __future__ import annotations

import re

CREDENTIALS = re.compile(r"(?P<scheme>[A-Za-z][\w+.-]*://)(?P<user>[^/@:\s]*)(?P<password>:[^/\s]*)?@(?=[^/@\s])")
# Names that stand where a token follows; they say nothing by themselves.
BESIDE_TOKEN = {"oauth2", "x-access-token", "x-token-auth", "x-oauth-basic", "gitlab-ci-token", "token", "git"}
PASSWORDLESS = ("ssh", "git+ssh", "ssh+git")
# A user name of so many letters is a token.
LONG = 20


def secretive(url: str) -> bool:
    """Whether a URL holds a password, or a token as its user."""
    found = CREDENTIALS.match(url)
    if found is None:
        return False
    if found["password"] not in {None, ":"}:
        return True
    return len(found["user"]) >= LONG and not found["scheme"].startswith(PASSWORDLESS)


def bare(url: str) -> str:
    """The URL without what is secret: git asks for it, or its credential helper knows it."""

    def kept(found: re.Match[str]) -> str:
        user = found["user"]
        # Over SSH it is a real user, `git` above all, whom the remote would not be reached without.
        real = found["scheme"].startswith(PASSWORDLESS) or (user.lower() not in BESIDE_TOKEN and len(user) < LONG)
        name = user if real else ""
        return found["scheme"] + (f"{name}@" if name else "")

    return CREDENTIALS.sub(kept, url, count=1)
