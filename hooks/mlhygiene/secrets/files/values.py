"""Names with values in the many spellings of settings, and which of the values are secrets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIR = re.compile(
    rb"""(?<![\w.$-])(?P<key>[\w.$-]{1,100})["']?[ \t]{0,40}(?:=>|:=|[=:])[ \t]{0,40}"""
    rb"""(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<plain><[^<>\n]{1,200}>|[^\s"'\[{,;][^\s,;}\]<>]*|\{\{[^\n]{0,200}))"""
)
ELEMENT = re.compile(rb"<(?P<key>[\w.-]{1,60})(?:[ \t][^<>\n]{0,200})?>(?P<plain>[^<>\n]{1,4000})</")
WORDS = re.compile(rb"(?im)^[ \t]{0,40}(?P<key>password|passwd|proxy_password)[ \t]+(?P<plain>\S+)")
# `<add key="Password" value="…"/>`, `<option name="password" value="…"/>`.
NAMED = re.compile(
    rb"""(?:key|name)=["'](?P<key>[^"'\n]{1,100})["'][ \t]{1,20}value=["'](?P<plain>[^"'\n]{1,4000})["']"""
)
# What a template engine fills in, and what nobody reads.
ACTION = re.compile(rb"\{\{[^{}]{0,2000}\}\}|\{%[^{}]{0,2000}%\}|<%[^<>]{0,2000}%>|<!--[^<]{0,4000}-->")
COMMENT = re.compile(rb"(?m)^[ \t]*(?:#|;|//[ \t]).*$")
CAMEL = re.compile(rb"(?<=[a-z0-9])(?=[A-Z])")

SECRET = re.compile(
    rb"pass(?:word|wd|phrase|code)|(?:^|_)pass(?:_|$)|pwd|secret|token|api_?key|access_?key|private_?key|account_?key"
    rb"|auth(?:$|_?key|entication_key)|credential|connection_?string|signing_?key|encryption_?key|client_?key_?data"
    rb"|(?:^|_)dsn|_key$|_pat$|secret_key_base|cookie"
)
NO_SECRET = re.compile(
    rb"tokeni[sz]|tokens?_(?:id|len|type|url|uri|endpoint|count|name|expir|ttl|limit|file|path|param|key|scope|index)"
    rb"|(?:max|min|num|n|new|pad|eos|bos|unk|sep|cls|mask|special|added|image|audio)_tokens?|public|publishable"
    rb"|_(?:file|path|url|uri|name|id|type|ttl|length|len|size|enabled|ref|arn|endpoint|method|algorithm|expiry|policy"
    rb"|prompt|hint|help|label|title|description|version|required|field|header|format|provider|store|manager|count)$"
    rb"|expir|always_auth|secret_?name|secret_?ref|from_secret|existing_?secret|(?<!secret_)access_key(?:_id)?$|username"
    rb"|keyword|kms|cmek|crypto_key"
    rb"|^(?:primary|foreign|sort|partition|cache|host|ssh|map|row|group|index|unique|object|bucket|s3)_?key$|key_?id"
)
# What stands where a value will: nothing, a placeholder, a reference, a cipher text.
HOLLOW = re.compile(
    rb"""(?ix)
    (?:null|none|nil|undefined|~|-|[x*.\-_\#?0]+|\$\w+(?::[\w/.-]+)?|%\w+%|__\w+__|@@\w+@@)$
    |[<\[(].*[>\])]$
    |.*(?:\$\{|\$\(|\{\{|\{%|<%|%\(\w+\)s|\#\{|x{4}|\*{3}|\.{3}|\xe2\x80\xa6|example(?:key)?$)
    |(?:enc\[|encrypted:|op://|vault:|ref\+|env[.:]|secret[.:]|ssm:|awssm|@microsoft\.keyvault|sm://|!\w+|!\w+\s.*
        |arn:|projects/[^/]+/secrets/|/run/secrets/|process\.env|os\.environ|os\.getenv|getenv|env\(|u2fsdgvkx1)
    |(?:.*[\W_])?(?:(?:change|replace|fill|insert|enter|put|add|set|paste|update|edit|generate)[\W_]?
        (?:me|your|this|with|it|in|the|own|here)|your|my[\W_](?:\w+[\W_])?(?:secret|token|key|password)|placeholder|redacted
        |dummy|example(?!\.(?:com|org|net))|sample|todo|tbd|fixme|fake|mock|here)(?:[\W_].*)?$
    """
)
# What is a value, and no secret whatever its name: a switch, a number, a version, a path, an alias, the name itself.
PLAIN = re.compile(
    rb"""(?ix)
    (?:true|false|yes|no|on|off|default|\d{1,5}|\d+(?:\.\d+){1,3}|\|[-+]?|>[-+]?|[&*]\w+|\W+)$
    |/(?:run|var|etc|home|opt|usr|mnt|tmp|path)/|[~.]{1,2}/|file:|/[\w./-]+\.\w{1,5}$
    |(?:var|local|data|module|each|self)\.[\w.\[\]]+$
    |(?:[a-z]+[\W_]){0,4}(?:pass(?:word|wd|phrase)?|secrets?|tokens?|(?:api)?key|credentials?)$
    """
)
NO_RANDOM = re.compile(
    rb"cert|(?:^|_)ca(?:_|$)|crt|public|hash|digest|sha\d|md5|checksum|integrity|revision|commit|version|etag|finger|u?id$"
    rb"|url|uri|arn|path|file|image|tag|name|host|email|user|date|time|sops|mac$"
)
UUID = re.compile(rb"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
RANDOM = re.compile(rb"[A-Za-z0-9+/=_.~-]{20,}")
# Of a generated text, where letters and digits change often, or capitals and others do.
RUN = re.compile(rb"[0-9]+")
RUNS, DISTINCT = 3, 10
CASES, LETTERS = 8, 18
# The one kind of Kubernetes manifest in which every value is a secret.
MANIFEST = re.compile(rb"(?m)^[\"']?kind[\"']?:[ \t]*[\"']?Secret\b")
LOGIN = re.compile(rb"[a-z][a-z0-9+.-]{1,30}://[^\s/:@]{0,200}:([^\s/@]{1,200})@")
SHORTEST_PASSWORD = 4
SHORTEST_TOKEN = 8
# More slashes or dots than that make a path, or the name of a host.
MOST_STOPS = 2


def pairs(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every name with its value, whatever the syntax: env, INI, TOML, YAML, JSON, XML, netrc."""
    for pattern in (PAIR, ELEMENT, WORDS, NAMED):
        for match in pattern.finditer(content):
            groups = match.groupdict()
            value = next((groups[way] for way in ("double", "single", "plain") if groups.get(way) is not None), b"")
            yield groups["key"], value.strip()


def literal(value: bytes) -> bool:
    """Whether a value is one: not empty, no placeholder, no reference, not encrypted."""
    return bool(value) and not HOLLOW.match(value[:512])


def names_a_secret(key: bytes) -> bool:
    """Whether a name says that its value is a secret."""
    plain = _spelled(key)
    return SECRET.search(plain) is not None and NO_SECRET.search(plain) is None


def looks_random(value: bytes) -> bool:
    """Whether a value is the kind of text that only a generator writes."""
    if not RANDOM.fullmatch(value) or max(value.count(b"/"), value.count(b".")) > MOST_STOPS:
        return False
    upper, lower = (len(re.findall(case, value)) for case in (rb"[A-Z]", rb"[a-z]"))
    mixed = len(RUN.findall(value)) >= RUNS and len(set(value)) >= DISTINCT
    return mixed or (min(upper, lower) >= CASES and len(set(value)) >= LETTERS)


def discloses(content: bytes, *, unnamed: bool = False) -> bool:
    """Whether a password stands in settings: beside a name that says so, or in a URL.

    `unnamed` are settings in which any random value is a secret, whatever its name.
    """
    plain = COMMENT.sub(b"", ACTION.sub(b"${}", content))
    unnamed = unnamed or MANIFEST.search(plain) is not None
    return any(
        credentialled(value)
        or (literal(value) and not PLAIN.match(value) and (_named(key, value) or (unnamed and _unnamed(key, value))))
        for key, value in pairs(plain)
    )


def credentialled(value: bytes) -> bool:
    """Whether a value is a URL with a password in it."""
    login = LOGIN.match(value)
    return login is not None and literal(login[1]) and not PLAIN.match(login[1])


def _named(key: bytes, value: bytes) -> bool:
    """Whether a value is a secret by its name, and long enough to be one."""
    if not names_a_secret(key):
        return False
    spelled = _spelled(key)
    if b"pass" in spelled or b"pwd" in spelled:
        return len(value) >= SHORTEST_PASSWORD
    # What has spaces in it is prose: a label, a translation.
    return len(value) >= SHORTEST_TOKEN and len(value.split()) == 1 and not value.isdigit()


def _unnamed(key: bytes, value: bytes) -> bool:
    return looks_random(value) and not UUID.fullmatch(value) and not NO_RANDOM.search(_spelled(key))


def _spelled(key: bytes) -> bytes:
    """`clientSecret`, `client-secret` and `CLIENT_SECRET` in one spelling."""
    return re.sub(rb"[.\-$: ]+", b"_", CAMEL.sub(b"_", key)).lower()
