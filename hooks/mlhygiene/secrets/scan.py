"""The one scan that every rule over secrets shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.secrets import keys, prefilter
from mlhygiene.secrets.match import disjoint
from mlhygiene.secrets.prefilter import Prefilter
from mlhygiene.secrets.providers import FORMATS
from mlhygiene.secrets.shapes import detector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.secrets.match import Detector, Match
    from mlhygiene.secrets.text import Text


Engine = Callable[[Sequence[bytes]], Prefilter]


class Table(NamedTuple):
    """Detectors by the number of their keyword, and what finds the keywords."""

    detectors: Sequence[Sequence[Detector]]
    prefilter: Prefilter


class Late:
    """A detector whose module is imported where one of its keywords is met: patterns cost milliseconds."""

    def __init__(self, module: str, name: str, *keywords: str, firm: bool = False) -> None:
        self.keywords = keywords
        self.firm = firm
        self._module, self._name = module, name
        self._loaded: Detector | None = None

    @property
    def real(self) -> Detector:
        """The detector itself."""
        loaded = self._loaded
        if loaded is None:
            made: Detector = getattr(import_module(f"mlhygiene.secrets.{self._module}"), self._name)()
            loaded = self._loaded = made
        return loaded

    def matches(self, text: Text, at: int, /) -> Iterator[Match]:
        return self.real.matches(text, at)


LATE = (
    Late("keys", "Blocks", "private key", firm=True),
    Late("keys", "JsonWebKeys", "kty", firm=True),
    Late("urls", "Urls", "://"),
    Late("generic", "Names", "pass", "pwd", "secret", "token", "key", "credential"),
    Late("generic", "Bearer", "bearer"),
    Late("generic", "Basic", "basic "),
    Late("encoded", "DockerAuth", '"auth"', '\\"auth\\"', firm=True),
    Late("encoded", "KubernetesSecret", "kind: secret", '"kind": "secret"'),
    Late("commands", "Curl", "curl "),
    Late("commands", "SecureString", "convertto-securestring"),
    Late("connections", "Connections", "password=", "pwd=", "password ="),
)


def keywords() -> set[str]:
    """Every keyword; one of them stands in each text that holds a secret."""
    return {word for each in (*LATE, *map(detector, (*FORMATS, *keys.FORMATS))) for word in each.keywords}


@cache
def table(*, firm: bool, make: Engine | None = None) -> Table:
    """Every detector; or those alone whose finds need no name beside them."""
    asked = dict[str, "list[Detector]"]()
    for each in (*LATE, *map(detector, (*FORMATS, *keys.FORMATS))):
        for keyword in each.keywords if each.firm or not firm else ():
            asked.setdefault(keyword, []).append(each)
    return Table(list(asked.values()), (make or prefilter.best)([keyword.encode() for keyword in asked]))


def found(text: Text, make: Engine | None = None) -> list[Match]:
    """Every secret in a text, once, in the text's order."""
    return disjoint(_all(text, table(firm=text.firm, make=make)))


def _all(text: Text, known: Table) -> Iterator[Match]:
    for at, number in known.prefilter.hits(text.content):
        for each in known.detectors[number]:
            yield from each.matches(text, at)
