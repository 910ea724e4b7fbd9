"""The secrets of a file: every rule over secrets asks here, and the work is done once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.secrets import content, glance, layers, mask
from mlhygiene.secrets.format import Family, Tier
from mlhygiene.secrets.match import disjoint
from mlhygiene.secrets.windows import windows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlhygiene.secrets.format import Format
    from mlhygiene.secrets.match import Match
    from mlhygiene.secrets.scan import Engine
    from mlhygiene.secrets.text import Place, Text
    from mlhygiene.secrets.windows import Window

# A file is read in pieces of this size, which overlap by more than any secret is long.
PIECE = 2 * 1024 * 1024
OVERLAP = 64 * 1024
# A random value of fewer bits than this could be guessed from a whole digest.
STRONG = 80
# Names of files that say by their fields what is secret.
STRUCTURED = frozenset((b"config", b"config.local", b".netrc", b"_netrc", b".pgpass"))


class Secret(NamedTuple):
    """One secret at one place. The value is for comparing: nothing may tell it.

    `last` is the line that it ends in; `remark` is what its line says to set it aside;
    `checked` is what the format's offline check says, None where there is none.
    """

    format: Format
    place: Place
    last: int
    value: bytes
    name: bytes = b""
    remark: str = ""
    checked: bool | None = None

    def __repr__(self) -> str:
        return f"Secret({self.format.id}, {self.place.line}:{self.place.column})"

    @property
    def masked(self) -> str:
        """What may be told of the value: its public prefix, its length, eight digits to know it by."""
        return mask.masked(self.value, self.format.shown, self.fingerprint)

    @property
    def fingerprint(self) -> str:
        """What a baseline knows it by; see `mask.fingerprint`."""
        from mlhygiene.secrets import placeholder, values  # their patterns cost two milliseconds

        form = self.format
        generated = form.family is Family.KEY or bool(form.tier is Tier.FIRM and form.keywords)
        # What a person can have thought of can be guessed, however long it is.
        random = placeholder.entropy(self.value) * len(self.value) >= STRONG and values.looks_random(self.value)
        return mask.fingerprint(form.id, self.value, self.name, strong=generated or random)


def secrets(path: bytes, pieces: Iterable[bytes], make: Engine | None = None) -> Iterator[Secret]:
    """Every secret of a file that comes in pieces, one finding a line and value.

    `path` decides how its content is read: `.ipynb`, DVC's config, kinds of file where
    values need no quotes.
    """
    told = set[tuple[int, bytes]]()
    for window in windows(pieces, OVERLAP):
        for text in content.texts(path, window.content):
            for match in matches(path, text, make):
                if match.begin >= window.until:
                    continue
                secret = _secret(text, match, window)
                key = (secret.place.line, secret.value)
                if key not in told:
                    told.add(key)
                    yield secret


def matches(path: bytes, text: Text, make: Engine | None = None) -> Sequence[Match]:
    """The secrets of one text, encoded ones and those of structured files included."""
    structured = path.rpartition(b"/")[2].lower() in STRUCTURED
    if not structured and glance.is_plain(text.content):
        return ()
    from mlhygiene.secrets import scan  # with every format

    def plain(inner: Text) -> Iterable[Match]:
        return scan.found(inner, make)

    found = [*plain(text), *layers.matches(text, plain)]
    if structured:
        from mlhygiene.secrets import fields  # few files are of these names

        found += fields.matches(path, text)
    found = disjoint(found)
    if not found:
        return found
    from mlhygiene.secrets import pairs, placeholder  # most files hold nothing

    secret = [each for each in found if not placeholder.is_public(each.value or text.content[each.begin : each.end])]
    return pairs.paired(secret, text.content)


def _secret(text: Text, match: Match, window: Window) -> Secret:
    from mlhygiene.secrets import remarks  # most files hold nothing

    value = match.value or text.content[match.begin : match.end]
    form = match.format
    line, above = text.near(match.start)
    # A value says nothing about itself.
    line = line.replace(text.content[match.begin : match.end], b" ")
    tags = " ".join(text.remarks).encode("utf-8", "surrogateescape")
    return Secret(
        form,
        window.place(text.place(match.start if form.family is Family.KEY else match.begin)),
        window.place(text.place(match.end)).line,
        value,
        match.name,
        remarks.remark(line + b" " + tags, above),
        form.check(value) if form.check else None,
    )
