"""Remotes: no password in the config, nothing sent in the clear. What is secret is never told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.cli.diagnosing import urls
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, counted, error, warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.cli.diagnosing.setup import Setup
    from mlhygiene.git.settings import Setting

REMOTE = re.compile(r"remote\.(?P<name>.+)\.(?P<kind>url|pushurl)", re.DOTALL)
INSTEAD = re.compile(r"url\.(?P<url>.+)\.(?P<kind>insteadof|pushinsteadof)", re.DOTALL)
LOCAL = re.compile(r"http://(?:[^/@]*@)?(?:localhost|127\.|\[::1\])")


def credentials(setup: Setup) -> Iterator[Diagnosis]:
    """No remote has a password or a token in its URL: every copy of the config would have it, too."""
    remotes, bad = 0, 0
    for each in setup.every_setting:
        remote, instead = REMOTE.fullmatch(each.key), INSTEAD.fullmatch(each.key)
        remotes += remote is not None and remote["kind"] == "url"
        if remote and urls.secretive(each.value):
            bad += 1
            text = f"remote {remote['name']} has a password in its {remote['kind']}: {urls.bare(each.value)}"
            yield error(f"{text}; let a credential helper keep it", _set_url(remote, each))
        elif instead and urls.secretive(instead["url"]):
            bad += 1
            text = f"{setup.told(each.origin)} has a password in a URL that git takes instead of {each.value}"
            yield error(f"{text}: {urls.bare(instead['url'])}", _removed(each, urls.bare(instead["url"])))
    if remotes and not bad:
        yield Diagnosis(f"{counted(remotes, 'remote')} without a password")


def encrypted(setup: Setup) -> Iterator[Diagnosis]:
    """Nothing goes to another machine in the clear."""
    for each in setup.every_setting:
        remote = REMOTE.fullmatch(each.key)
        if remote and each.value.lower().startswith(("http://", "git://")) and not LOCAL.match(each.value):
            scheme, _, rest = urls.bare(each.value).partition("://")
            text = f"remote {remote['name']} is asked in the clear ({scheme}://)"
            yield warning(text, _set_url(remote, each._replace(value=f"https://{rest}")))


def _set_url(remote: re.Match[str], setting: Setting) -> str:
    """Give the remote the same URL without its secret. Where it has several, each by its own value."""
    push = " --push" if remote["kind"] == "pushurl" else ""
    return f"git remote set-url{push} -- {_quoted(remote['name'])} {_quoted(urls.bare(setting.value))}"


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


CHECKS = (credentials, encrypted)
