r"""Addresses of remotes as git reads them (git-fetch(1), "GIT URLS"; RFC 3986), and what may be told of one.

A password may hold anything, `@`, `/` and `#` among it, and curl and git disagree on where it ends: where in
doubt, more of an address is taken for the password, and so for a secret.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# `helper::address` hands the address to git-remote-helper (gitremote-helpers(7)).
HELPER = re.compile(r"(?P<helper>[A-Za-z0-9][\w+.-]*)::(?P<rest>.*)", re.DOTALL)
SCHEME = re.compile(r"(?P<scheme>[A-Za-z][\w+.-]*)://(?P<rest>.*)", re.DOTALL)
# What follows a host: a port, then a path.
PORT = re.compile(r"(?P<host>\[[^\]]*\]|[^:]*)(?P<port>:\d*)?\Z", re.DOTALL)
# `user@host:path` is for ssh, unless a slash comes before the colon; `C:\models` is a path.
SCP = re.compile(
    r"(?:(?P<user>[^/\\]*)@)?(?P<host>\[[^\]/]*\]|[^/\\:@\[\]]{2,}|[^/\\:@\[\]](?=:[^/\\])):(?P<path>.*)", re.DOTALL
)
BRACKETED = re.compile(r"\[(?:(?P<user>[^\]/]*)@)?(?P<host>[^\]/@]*)\]:(?P<path>.*)", re.DOTALL)
SSH = ("ssh", "git+ssh", "ssh+git", "sftp")
# Names that stand where a token follows; they say nothing by themselves.
BESIDE_TOKEN = {"oauth2", "x-access-token", "x-token-auth", "x-oauth-basic", "gitlab-ci-token", "token", "git"}
# A user name of so many letters is a token.
LONG = 20
# Over ssh a long name may be an account's; a token has digits between letters of both cases, or a known beginning.
TOKEN = re.compile(r"(?:gh[opsur]_|github_pat_|glpat-|hf_|[A-Za-z0-9]{40,}\Z)")
KEYS = re.compile(r"(?i)(?:^|[_-])(?:token|password|passwd|pwd|secret|key|sig|signature|auth|credential)s?\Z")


class Address(NamedTuple):
    """The parts of an address. `scheme` is empty of `user@host:path`, `port` begins with its colon.

    `user` and `password` are None where there are none; `tail` is the path with all that follows.
    """

    helper: str
    scheme: str
    user: str | None
    password: str | None
    host: str
    port: str
    tail: str

    @property
    def ssh(self) -> bool:
        return not self.scheme or self.scheme.lower() in SSH


def parsed(text: str) -> Address | None:
    """The parts of an address; None of a path on this machine."""
    helper = ""
    while found := HELPER.fullmatch(text):
        helper, text = f"{helper}{found['helper']}::", found["rest"]
    if helper and re.search(r"\s", text):
        return Address(helper, "", None, None, "", "", text)  # a command: `ext::ssh -i key host %S model`
    if found := SCHEME.fullmatch(text):
        return _with_scheme(helper, found["scheme"], found["rest"])
    found = BRACKETED.fullmatch(text) or SCP.fullmatch(text)
    if found is None:
        return Address(helper, "", None, None, "", "", text) if helper else None
    user, colon, password = (found["user"] or "").partition(":")
    named = found["user"] is not None
    host = f"[{found['host']}]" if found.re is BRACKETED else found["host"]
    return Address(helper, "", user if named else None, password if colon else None, host, "", f":{found['path']}")


def _with_scheme(helper: str, scheme: str, rest: str) -> Address:
    authority, tail = _split(rest)
    userinfo, at, place = authority.rpartition("@")
    user, colon, password = userinfo.partition(":")
    found = PORT.match(place)
    host, port = (found["host"], found["port"] or "") if found else (place, "")
    return Address(helper, scheme, user if at else None, password if colon else None, host, port, tail)


def _split(rest: str) -> tuple[str, str]:
    """The authority, and what follows it.

    `user:pa/ss@host` has a password with a slash. After `host:8443` a path may have `/@scope`.
    """
    end = re.search(r"[/?#\\]", rest)
    authority, tail = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    if "@" in authority or "@" not in tail:
        return authority, tail
    place = PORT.fullmatch(authority)
    if place and (not place["port"] or (place["host"] and tail[0] == "/" and not re.search(r"[^/]@", tail))):
        return authority, tail
    more, _, after = tail.rpartition("@")
    host, path = _split(after)
    return f"{authority}{more}@{host}", path


def public(text: str) -> str:
    """An address without anything that lets somebody in: no user but a login of ssh, no query, no fragment."""
    found = parsed(text)
    if found is None:
        return text
    if found.helper and not found.host:
        # `ext::` is followed by a command, and other helpers by what they like.
        return found.helper
    named = found.scheme.lower() == "file" or not found.scheme  # a name of a file may have a `?`
    tail = found.tail if named else re.split(r"[?#]", found.tail, maxsplit=1)[0]
    return _joined(found, _login(found) if found.ssh else "", tail)


def secretive(text: str) -> bool:
    """Whether an address holds a password, or a token: as its user, or in its query."""
    found = parsed(text)
    if found is None:
        return False
    if found.helper and not found.host and any(secretive(word) for word in found.tail.split()):
        return True
    if found.password or any(True for _ in _secret_keys(found.tail)):
        return True
    user = found.user or ""
    return TOKEN.match(user) is not None if found.ssh else len(user) >= LONG


def bare(text: str) -> str:
    """The address that works as before, once a credential helper, or git's question, gives what was taken out."""
    found = parsed(text)
    if found is None:
        return text
    if found.helper and not found.host:
        return found.helper + re.sub(r"\S+", lambda word: bare(word[0]), found.tail)
    tail = found.tail
    for parameter in _secret_keys(tail):
        tail = tail.replace(parameter, "", 1)
    for rest, instead in ((r"&{2,}", "&"), (r"\?&", "?"), (r"[?&]+(?=#|\Z)", "")) if tail != found.tail else ():
        tail = re.sub(rest, instead, tail)
    return _joined(found, _login(found), tail)


def host(text: str) -> str | None:
    """The host of an address, in lower case and without its port; None of a path."""
    found = parsed(text)
    return (found.host.lower() or None) if found else None


def _login(found: Address) -> str:
    """The user, unless that is a token, or a word that stands beside one."""
    user, beside = found.user or "", {(found.user or "").lower(), (found.password or "").lower()}
    secret = TOKEN.match(user) if found.ssh else not beside.isdisjoint(BESIDE_TOKEN) or len(user) >= LONG
    return "" if secret else user


def _joined(found: Address, name: str, tail: str) -> str:
    begin = f"{found.scheme}://" if found.scheme else ""
    return f"{found.helper}{begin}{name}{'@' * bool(name)}{found.host}{found.port}{tail}"


def _secret_keys(tail: str) -> list[str]:
    """The parameters of a query that let somebody in, as they stand there."""
    query = tail.partition("?")[2].partition("#")[0]
    pairs = (each.partition("=") for each in query.split("&"))
    return [f"{key}={value}" for key, _, value in pairs if value and KEYS.search(key)]
