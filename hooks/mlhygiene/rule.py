"""What a rule is, what it finds, and how every rule is found."""

from __future__ import annotations

import dataclasses
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

from mlhygiene.model import Blob, Severity, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mlhygiene.location import Location
    from mlhygiene.model import Subject

S_contra = TypeVar("S_contra", bound="Subject", contravariant=True)

# More bytes than any file has.
ANY_SIZE = 2**63
FAMILIES = {
    "1": "files, size, LFS, DVC",
    "2": "secrets",
    "3": "notebooks",
    "4": "commit messages",
    "5": "branches, refs, tags",
    "6": "repository layout",
}


class Excerpt(NamedTuple):
    """The line that a finding lies in, and where: `start` and `length` count characters, from 0."""

    line: str
    start: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach at one place, and what mends it.

    `fix` holds commands that can be pasted at the repository's root, or words where no
    command can mend it; `data` is for machines. `fingerprint` is what a baseline knows it by,
    where that is not the same bytes at the same place. `remark` is what the line says to set
    it aside, where whoever found it has read it: None leaves that to the ignores. `excerpt` is
    what a person is shown; it must hold no secret. `same` is the fault without the figures that
    every change moves: a state that had it before has not become worse.
    """

    rule: AnyRule
    subject: Subject
    location: Location
    message: str
    fix: str | None = None
    data: Mapping[str, object] = field(default_factory=dict[str, object])
    fingerprint: str | None = None
    remark: str | None = None
    excerpt: Excerpt | None = None
    same: str | None = None

    @property
    def severity(self) -> Severity:
        return self.rule.severity


@dataclass(frozen=True, kw_only=True)
class Rule(ABC, Generic[S_contra]):
    """One policy: its docstring documents it, its fields are its options.

    A rule that adds no field is the frozen dataclass that it inherits: decorating it again
    would cost every hook a third of a millisecond.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    subjects: ClassVar[tuple[type, ...]]

    # Whether a rule over commits judges the files that they bring, and not what they say.
    over_files: ClassVar[bool] = False

    # Whether a rule over what commits say judges those, too, that are older than `since`.
    of_any_time: ClassVar[bool] = False

    # Whether a rule compares with what was there before: of a state as it stands it says nothing.
    compares: ClassVar[bool] = False

    # Whether a rule searches contents for secrets: where none was searched, nothing looks clean.
    searches: ClassVar[bool] = False

    # The code of a rule that speaks for this one, too, where it finds something in a subject.
    milder_than: ClassVar[str] = ""

    severity: Severity = Severity.ERROR

    @classmethod
    def judges(cls, kind: type) -> bool:
        """Whether it is asked about subjects of a type."""
        return kind in cls.subjects

    @abstractmethod
    def check(self, subject: S_contra, /) -> Iterator[Finding]:
        """Yield what is wrong with one subject."""

    def found(
        self,
        subject: Subject,
        message: str,
        *,
        fix: str | None = None,
        at: Location | None = None,
        excerpt: Excerpt | None = None,
        **data: object,
    ) -> Finding:
        return Finding(self, subject, at or subject.at(), printable(message), fix, data, excerpt=excerpt)


class BlobRule(Rule[Blob]):
    """A rule over single files."""

    subjects: ClassVar[tuple[type, ...]] = (Blob,)

    # What the path of every blob that can break the rule holds.
    needle: ClassVar[bytes] = b""

    @property
    def sizes(self) -> range:
        """The sizes, in bytes, of the blobs that can break the rule: it is asked about no others."""
        return range(ANY_SIZE)

    def reads(self, _blob: Blob, /) -> bool:
        """Whether `check` is going to read the content: a hint to fetch it in bulk."""
        return False


AnyRule = Rule[Any]


def option(
    default: str | int | bool | list[str] | Mapping[str, object],
    text: str,
    parse: Callable[[object], Any],
    schema: Mapping[str, object],
) -> Any:  # noqa: ANN401
    """Declare a field that the config can set.

    `default` is a TOML value as a user would write it; `parse` turns such a value into
    the field's, or raises ValueError; `schema` is its JSON Schema (draft 2020-12).
    """
    metadata = {"default": default, "help": text, "parse": parse, "schema": schema}
    return field(default=parse(default), metadata=metadata)


def options(rule: type[AnyRule]) -> dict[str, dataclasses.Field[Any]]:
    """The options of a rule, by the kebab-case key that the config uses."""
    return {f.name.replace("_", "-"): f for f in dataclasses.fields(rule) if "help" in f.metadata}


def summary(rule: type[AnyRule]) -> str:
    """The fault, in one line without a full stop."""
    return page(rule).partition("\n")[0].rstrip(".")


def page(rule: type[AnyRule]) -> str:
    """The docstring of a rule, without its indentation."""
    return cleandoc(rule.__doc__ or "")


@cache
def catalogue() -> Mapping[str, type[AnyRule]]:
    """Every rule by code: one module of `mlhygiene.rules` is one rule."""
    return {code: load(code) for code in names()}


@cache
def names() -> Mapping[str, str]:
    """The name of every rule by code, without importing any of them."""
    table: Mapping[str, str] = import_module("mlhygiene.rules").NAMES
    return table


@cache
def load(code: str) -> type[AnyRule]:
    """The rule of a code; every hook imports those alone that it runs."""
    module = names()[code].replace("-", "_")
    rule: type[AnyRule] = getattr(import_module(f"mlhygiene.rules.{module}"), class_name(module))
    return rule


def modules() -> Mapping[str, str]:
    """What `names` has to say, read from the rules themselves."""
    import pkgutil  # only `generate` looks

    package = import_module("mlhygiene.rules")
    found = dict[str, str]()
    for module in pkgutil.iter_modules(package.__path__):
        rule = getattr(import_module(f"{package.__name__}.{module.name}"), class_name(module.name))
        found[rule.code] = rule.name
    return dict(sorted(found.items()))


def class_name(module: str) -> str:
    """`large_file` -> `LargeFile`; initialisms are spelled as words."""
    return re.sub(r"(?:^|_)(\w)", lambda m: m[1].upper(), module)


def matching(selector: str) -> list[str]:
    """The codes of the rules that a code, a prefix of codes (`MLH1`) or a name selects."""
    prefix = selector.upper() if re.fullmatch(r"(?i)mlh\d{0,3}", selector) else None
    return [code for code, name in names().items() if name == selector or (prefix and code.startswith(prefix))]
