"""Remotes: no password in the config, nothing sent in the clear. What is secret is never told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene import urls
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, counted, error, warning
from mlhygiene.git import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.cli.diagnosing.setup import Setup
    from mlhygiene.git.settings import Setting

REMOTE = re.compile(r"remote\.(?P<name>.+)\.(?P<kind>url|pushurl)", re.DOTALL)
# Where git-lfs sends to, if that is somewhere else; it reads a file of the repository as well.
LFS = re.compile(r"lfs\.(?:push)?url|remote\..+\.lfs(?:push)?url", re.DOTALL)
LFS_FILE = ".lfsconfig"
INSTEAD = re.compile(r"url\.(?P<url>.+)\.(?P<kind>insteadof|pushinsteadof)", re.DOTALL)
LOCAL = re.compile(r"http://(?:[^/@]*@)?(?:localhost|127\.|\[::1\])")


def credentials(setup: Setup) -> Iterator[Diagnosis]:
    """No remote has a password or a token in its URL: every copy of the config would have it, too."""
    remotes, bad = 0, list[Diagnosis]()
    for each in setup.every_setting:
        remote, instead = REMOTE.fullmatch(each.key), INSTEAD.fullmatch(each.key)
        remotes += remote is not None and remote["kind"] == "url"
        if remote and urls.secretive(each.value):
            text = f"remote {remote['name']} has a password in its {remote['kind']}: {urls.bare(each.value)}"
            bad.append(error(f"{text}; let a credential helper keep it", _set_url(setup, remote, each)))
        elif LFS.fullmatch(each.key) and urls.secretive(each.value):
            fix = f"git config --{each.scope} {_quoted(each.key)} {_quoted(urls.bare(each.value))}"
            bad.append(error(f"{each.key} has a password: {urls.bare(each.value)}", fix))
        elif instead and urls.secretive(instead["url"]):
            bare = urls.bare(instead["url"])
            text = (
                f"{setup.told(each.origin)} has a password in a URL that git takes instead of {urls.bare(each.value)}"
            )
            bad.append(error(f"{text}: {bare}", _removed(each, bare)))
    yield from bad
    if remotes and not bad:
        yield Diagnosis(f"{counted(remotes, 'remote')} without a password")


def tracked(setup: Setup) -> Iterator[Diagnosis]:
    """Nor has the config of git-lfs, which is in history."""
    for key, value in settings.staged(setup.repository.at_top, LFS_FILE).items() if setup.index(LFS_FILE) else ():
        if urls.secretive(value):
            fix = f"git config --file {LFS_FILE} {_quoted(key)} {_quoted(urls.bare(value))} && git add {LFS_FILE}"
            text = f"{LFS_FILE} is tracked, and has a password in {key}: {urls.bare(value)}"
            yield error(f"{text}: history has it, so change it", fix)


def encrypted(setup: Setup) -> Iterator[Diagnosis]:
    """Nothing goes to another machine in the clear."""
    for each in setup.every_setting:
        remote = REMOTE.fullmatch(each.key)
        if remote and each.value.lower().startswith(("http://", "git://")) and not LOCAL.match(each.value):
            scheme, _, rest = urls.bare(each.value).partition("://")
            text = f"remote {remote['name']} is asked in the clear ({scheme}://)"
            yield warning(text, _set_url(setup, remote, each._replace(value=f"https://{rest}")))


def _set_url(setup: Setup, remote: re.Match[str], setting: Setting) -> str:
    """Give the remote the same URL without its secret; where it has several, the one that ends so."""
    bare = urls.bare(setting.value)
    if sum(each.key == setting.key for each in setup.every_setting) > 1:
        end = re.escape(bare.partition("://")[2].rpartition("@")[2])
        return f"git config --replace-all {_quoted(setting.key)} {_quoted(bare)} {_quoted(f'[/@]{end}$')}"
    push = " --push" if remote["kind"] == "pushurl" else ""
    return f"git remote set-url{push} -- {_quoted(remote['name'])} {_quoted(bare)}"


def _removed(setting: Setting, bare: str) -> str:
    """Take the section out; its name has the password, so that git has to say it to itself."""
    host = re.escape(bare.partition("://")[2].rpartition("@")[2].partition("/")[0])
    scope = f"git config --{setting.scope}"
    pattern = rf"^url\..*@{host}.*\.insteadof$".replace("\\-", "-")
    name = f"{scope} --name-only --get-regexp {_quoted(pattern)} | head -n 1 | sed 's/\\.insteadof$//'"
    return f'{scope} --remove-section "$({name})"'


def _quoted(text: str) -> str:
    import shlex  # only where something is to be mended

    return shlex.quote(text)


CHECKS = (credentials, tracked, encrypted)
