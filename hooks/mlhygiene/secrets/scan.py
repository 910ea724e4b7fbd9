"""The one scan that every rule over secrets shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.secrets import encoded, generic, keys, prefilter, urls
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


@cache
def table(*, firm: bool, make: Engine | None = None) -> Table:
    """Every detector; or those alone whose finds need no name beside them."""
    everything: list[Detector] = [detector(form) for form in (*FORMATS, *keys.FORMATS)]
    everything += [keys.Blocks(), urls.Urls(), generic.Names(), generic.Bearer(), generic.Basic(), encoded.DockerAuth()]
    everything.append(encoded.KubernetesSecret())
    chosen = [each for each in everything if each.firm or not firm]
    keywords = list(dict.fromkeys(keyword for each in chosen for keyword in each.keywords))
    asked = [[each for each in chosen if keyword in each.keywords] for keyword in keywords]
    needles = [keyword.encode() for keyword in keywords]
    return Table(asked, (make or prefilter.best)(needles))


def found(text: Text, make: Engine | None = None) -> list[Match]:
    """Every secret in a text, once, in the text's order."""
    return disjoint(_all(text, table(firm=text.firm, make=make)))


def _all(text: Text, known: Table) -> Iterator[Match]:
    for at, number in known.prefilter.hits(text.content):
        for each in known.detectors[number]:
            yield from each.matches(text, at)
