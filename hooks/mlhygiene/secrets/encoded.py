"""Fields that hold a secret in base64: Docker's `auth`, the `data` of a Kubernetes Secret."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.secrets import placeholder
from mlhygiene.secrets.format import Family, Format, Tier
from mlhygiene.secrets.match import Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.secrets.text import Text

DOCKER = Format(
    id="docker-auth",
    provider="container registry",
    what="login",
    keywords=('"auth"', '\\"auth\\"'),
    source="https://docs.docker.com/reference/cli/docker/login/",
    revoke="https://app.docker.com/settings/personal-access-tokens",
    tier=Tier.NAMED,
)
KUBERNETES = DOCKER._replace(
    id="kubernetes-secret",
    provider="Kubernetes",
    what="Secret",
    keywords=("kind: secret",),
    source="https://kubernetes.io/docs/concepts/configuration/secret/",
    revoke="",
    tier=Tier.NAMED,
    family=Family.GENERIC,
)
# How far from `kind: Secret` its data stand, before or after it, and what ends them.
DOCUMENT = 16 * 1024
BETWEEN = (b"\n---", b"\nkind:")
LONGEST = 8 * 1024


class DockerAuth:
    """`"auth": "…"` that decodes to `name:password`."""

    keywords = DOCKER.keywords
    firm = True

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        return re.compile(rb"\\?\"auth\\?\"\s{0,4}:\s{0,4}\\?\"(?P<secret>[A-Za-z0-9+/]{8,8192}={0,2})\\?\"")

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        found = self._pattern.match(text.content, at)
        value = _decoded(found["secret"]) if found else None
        if found and value and b":" in value and not placeholder.is_stand_in(value.partition(b":")[2]):
            yield Match(*found.span("secret"), DOCKER, at)


class KubernetesSecret:
    """The fields under `data:` and `stringData:` of a manifest."""

    keywords = KUBERNETES.keywords
    firm = False

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        field = (
            rb"[ \t]{1,16}[\"']?[\w.-]{1,253}[\"']?[ \t]{0,4}:[ \t]{1,4}[\"']?[^\s\"'#]{1,8192}[\"']?[ \t]{0,8}\r?\n?"
        )
        return re.compile(rb"(?m)^(?P<key>stringData|data):[ \t]{0,8}\r?\n(?P<fields>(?:%b){1,64})" % field)

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        content = text.content
        if at and content[at - 1 : at] != b"\n":
            return
        # Its document, as far as another kind: a list of them is read once.
        first, last = max(0, at - DOCUMENT), min(len(content), at + DOCUMENT)
        first = max(first, *(content.rfind(mark, first, at) for mark in BETWEEN))
        ends = [content.find(mark, at, last) for mark in BETWEEN]
        last = min([last, *(end for end in ends if end >= 0)])
        for found in self._pattern.finditer(content, first, last):
            yield from self._fields(found)

    def _fields(self, found: re.Match[bytes]) -> Iterator[Match]:
        for line in re.finditer(rb"([\w.-]+)[\"']?[ \t]*:[ \t]+[\"']?([^\s\"'#]+)", found["fields"]):
            value = _decoded(line[2]) if found["key"] == b"data" else line[2]
            if value and not value.startswith(b"ENC[") and not placeholder.is_stand_in(value):
                offset = found.start("fields")
                yield Match(offset + line.start(2), offset + line.end(2), KUBERNETES, offset + line.start(), line[1])


def _decoded(value: bytes) -> bytes | None:
    try:
        return b64decode(value, validate=True)
    except binascii.Error:
        return None
