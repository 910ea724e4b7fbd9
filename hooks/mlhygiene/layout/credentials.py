"""Credentials in git's config: where they stand, and the command that takes them out. None is ever told."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene import urls
from mlhygiene.layout.config_file import Line
from mlhygiene.model import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlhygiene.clone import Setting

# Whose value is an address. A push to an address with `-u` keeps it as the branch's remote.
ADDRESSES = re.compile(
    r"(?P<what>remote|submodule|branch)\.(?P<name>.+)\.(?P<kind>url|pushurl|lfsurl|lfspushurl|remote|pushremote)"
    r"|lfs\.(?:push)?url|remote\.pushdefault|url\..+\.(?:push)?insteadof",
    re.DOTALL,
)
# Whose name is one: `url.https://….insteadof`, `lfs.https://….access`.
NAMED = re.compile(r"(?P<section>url|http|credential|lfs|remote)\.(?P<address>.+)\.(?P<variable>[^.]+)", re.DOTALL)
INSTEAD = ("insteadof", "pushinsteadof")
# What stands for a credential that is not there.
PLACEHOLDER = re.compile(r"\$\w+|\$?\{\{?[\w .-]+\}?\}|%\w+%|<[^<>]*>|\[[^\[\]]*\]|\*+")
# Forges where `git@HOST:path` is the same repository.
SSH = {host: host for host in ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")} | {
    "huggingface.co": "hf.co"
}
SPECIAL = re.compile(r"[][.*^$+?(){}|\\]")
SCOPES = {("global", "~/.gitconfig"): "--global"}
# Of `-c` and GIT_CONFIG_COUNT: it lies in no file.
PASSING = "command"


class File(NamedTuple):
    """A file of git's config: its name for a person, the option that has git write it, what it sets.

    `own` is true of the clone's own file, which `git remote` writes; `after` follows each command.
    """

    name: str
    option: str
    lines: Sequence[Line]
    own: bool = False
    after: str = ""


class Credential(NamedTuple):
    """One credential: the words that tell of it, the command that takes it out; `key` and `address` without it."""

    text: str
    fix: str
    key: str
    kind: str
    address: str
    host: str | None
    number: int | None = None


def files(settings: Iterable[Setting]) -> list[File]:
    """The files that git's config comes from, those aside that it is told on the way."""
    found = dict[tuple[str, str], list[Line]]()
    for each in settings:
        if each.scope != PASSING:
            found.setdefault((each.scope, each.origin), []).append(Line(each.key, each.value))
    # What it includes comes after its own first line.
    own = next((place for place in found if place[0] == "local"), None)
    options = {**SCOPES, **({own: "--local"} if own else {})}
    return [
        File(place[1], options.get(place, f"--file {quoted(place[1])}"), lines, own=place == own)
        for place, lines in found.items()
    ]


def tracked(name: str, lines: Sequence[Line]) -> File:
    """A file that is committed."""
    sync = " && git submodule sync" if name == ".gitmodules" else ""
    return File(name, f"--file {name}", lines, after=f"{sync} && git add {name}")


def credentials(file: File) -> Iterator[Credential]:
    """Those that a file holds, each section by its name once."""
    told = set[str]()
    for line in file.lines:
        if ADDRESSES.fullmatch(line.key) and held(line.value):
            yield _found(file, line, _what(line.key), line.value, replaced(file, line, mended(line)))
        named = NAMED.fullmatch(line.key)
        section = named and f"{named['section']}.{named['address']}"
        if named and section and held(named["address"]) and section not in told:
            told.add(section)
            yield _found(file, line, _named(file, named, line), named["address"], _taken_out(file, named))


def held(address: str) -> bool:
    """Whether an address holds a credential, and no word in its place."""
    found = urls.parsed(address)
    instead = found and PLACEHOLDER.fullmatch(found.password or found.user or "")
    return urls.secretive(address) and not instead


def kind(address: str) -> str:
    """A password, or a token, which has a word of its own beside it, or the form of one."""
    found = urls.parsed(address)
    user, password = (found.user or "", found.password or "") if found else ("", "")
    names = {user.lower(), password.lower()}
    token = not password or not names.isdisjoint(urls.BESIDE_TOKEN - {"git"}) or len(user) >= urls.LONG
    return "token" if token or urls.TOKEN.match(password) else "password"


def mended(line: Line) -> str:
    """The address without its credential: over SSH where that is known to lead to the same place."""
    plain = urls.bare(line.value)
    found = urls.parsed(plain)
    over_ssh = found and not found.helper and not found.port and found.scheme.lower() in {"http", "https"}
    if not (found and over_ssh and found.host.lower() in SSH) or "lfs" in line.key.partition(".")[0] or _prefix(line):
        return plain
    return f"git@{SSH[found.host.lower()]}:{found.tail.lstrip('/')}"


def replaced(file: File, line: Line, value: str) -> str:
    """Give a key another value; where it has several, those that begin and end as this one does, less its secret."""
    remote = re.fullmatch(r"remote\.(?P<name>.+)\.(?P<kind>url|pushurl)", line.key, re.DOTALL)
    several = sum(each.key == line.key for each in file.lines) > 1
    if remote and file.own and not several and not urls.secretive(remote["name"]):
        push = " --push" if remote["kind"] == "pushurl" else ""
        return f"git remote set-url{push} -- {quoted(remote['name'])} {quoted(value)}"
    key, _ = _key(file, line.key)
    command = f"git config {file.option} --replace-all {key} {quoted(value)}" if several else ""
    if several:
        return f"{command} {quoted(_pattern(line.value, urls.bare(line.value)))}{file.after}"
    return f"git config {file.option} {key} {quoted(value)}{file.after}"


def quoted(text: str) -> str:
    """A word for a POSIX shell, which is to find the home where one begins with it."""
    return f"~/{shlex.quote(text[2:])}" if text.startswith("~/") else shlex.quote(text)


def _prefix(line: Line) -> bool:
    return line.key.endswith(INSTEAD)


def _found(file: File, line: Line, what: str, address: str, fix: str) -> Credential:
    public = printable(urls.public(address))
    text = f"{what.format(kind=kind(address))}: {public}"
    return Credential(text, fix, _key(file, line.key)[1], kind(address), public, urls.host(address), line.number)


def _what(key: str) -> str:
    """`remote origin has a {kind} in its url`."""
    found = ADDRESSES.fullmatch(key)
    if found and found["name"]:
        return f"{found['what']} {_told(found['name'])} has a {{kind}} in its {found['kind']}"
    return f"{_told(key)} has a {{kind}}"


def _named(file: File, named: re.Match[str], line: Line) -> str:
    if named["variable"] in INSTEAD:
        return f"{_told(file.name)} has a {{kind}} in a URL that git takes instead of {_told(line.value)}"
    return f"{_told(file.name)} has a {{kind}} in the name of a section, {named['section']}"


def _told(text: str) -> str:
    """A name or an address for a person, and for `format`."""
    return printable(urls.public(text) if urls.secretive(text) else text).replace("{", "{{").replace("}", "}}")


def _taken_out(file: File, named: re.Match[str]) -> str:
    """Take the section out, or its secret out of its name; git has to say the name to itself."""
    config, plain = f"git config {file.option}", urls.bare(named["address"])
    section = f"\"$({_search(file, named, plain)} | sed 's/\\.[^.]*$//')\""
    if named["variable"] in INSTEAD:
        return f"{config} --remove-section {section}{file.after}"
    renamed = quoted(f"{named['section']}.{plain}")
    return f"{config} --rename-section {section} {renamed}{file.after}"


def _key(file: File, key: str) -> tuple[str, str]:
    """A key for a shell, and for a person; one that holds a secret is looked for by what is around it."""
    named = NAMED.fullmatch(key)
    if named is None or not urls.secretive(named["address"]):
        return quoted(key), printable(key)
    plain = urls.bare(named["address"])
    return f'"$({_search(file, named, plain)})"', printable(f"{named['section']}.{plain}.{named['variable']}")


def _search(file: File, named: re.Match[str], plain: str) -> str:
    pattern = _pattern(named[0], f"{named['section']}.{plain}.{named['variable']}")
    return f"git config {file.option} --name-only --get-regexp {quoted(pattern)} | head -n 1"


def _pattern(text: str, plain: str) -> str:
    """What matches a text in git-config's regular expressions, without what `plain` leaves out."""
    begin = next((at for at, (one, other) in enumerate(zip(text, plain, strict=False)) if one != other), len(plain))
    rest = min(len(plain) - begin, len(text) - begin - 1)
    end = next((at for at in range(rest) if text[-1 - at] != plain[-1 - at]), rest)
    escaped = (SPECIAL.sub(r"\\\g<0>", part) for part in (text[:begin], text[len(text) - end :]))
    return "^{}.+{}$".format(*escaped)
