"""MLH607 by example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from addresses import FORMS, TOKEN, leaks
from builders import LINK, grove
from mlhygiene.clone import Clone, Setting
from mlhygiene.model import Severity
from mlhygiene.report.json import fingerprint
from mlhygiene.rules.remote_credentials import HISTORY, KEPT, RemoteCredentials

if TYPE_CHECKING:
    from mlhygiene.tree import Tree


def clone(key: str, value: str, scope: str = "local", origin: str = ".git/config") -> Clone:
    """A clone whose config says one thing beside what git itself writes."""
    own = Setting("local", ".git/config", "core.bare", "false")
    return Clone(
        lambda: [Setting("global", "~/.gitconfig", "user.name", "Ada"), own, Setting(scope, origin, key, value)]
    )


def modules(url: str, name: str = "data") -> Tree:
    return grove({".gitmodules": f'[submodule "{name}"]\n\tpath = {name}\n\turl = {url}\n'.encode()})


def lfs(url: str) -> Tree:
    return grove({".lfsconfig": f"[lfs]\n\turl = {url}\n".encode()})


PASSWORD = "https://ada:" + "correct horse".replace(" ", "-") + "@h.org/m.git"
CLEAN = {
    "a remote over HTTPS": clone("remote.origin.url", "https://h.org/m.git"),
    "a remote with a user": clone("remote.origin.url", "https://ada@h.org/m.git"),
    "a remote over SSH": clone("remote.origin.url", "git@h.org:team/m.git"),
    "a remote of a path": clone("remote.origin.url", "/srv/m.git"),
    "another key of a remote": clone("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
    "an address that stands for another": clone("url.git@h.org:.insteadof", "https://h.org/"),
    "a branch of a remote": clone("branch.main.remote", "origin"),
    "a helper that asks": clone("credential.https://ada@h.org.helper", "store"),
    "a token that is told on the way": clone("remote.origin.url", PASSWORD, "command", ""),
    "a word for a password": clone("remote.origin.url", "https://oauth2:${CI_JOB_TOKEN}@h.org/m.git"),
    "another word for a password": clone("remote.origin.url", "https://ada:<token>@h.org/m.git"),
    "a header": clone("http.https://github.com/.extraheader", "AUTHORIZATION: basic x"),
    "a submodule beside": modules("../data.git"),
    "a submodule over SSH": modules("git@h.org:team/data.git"),
    "a submodule that is commented out": grove({".gitmodules": f"# url = {PASSWORD}\n".encode()}),
    "a link": grove({".gitmodules": LINK}),
    "a server of LFS": lfs("https://h.org/lfs"),
    "no file of git's": grove({"README.md": PASSWORD.encode()}),
    "a file of a folder, which git does not read": grove({"ml/.lfsconfig": f"[lfs]\nurl = {PASSWORD}".encode()}),
}
SSH = "git remote set-url -- origin git@github.com:o/m.git"
BARE = "https://ada@h.org/m.git"
STAGED = " && git submodule sync && git add .gitmodules"
SEARCHED = (
    'git config --local --rename-section "$(git config --local --name-only --get-regexp '
    r"""'{}' | head -n 1 | sed 's/\.[^.]*$//')" lfs.https://ada@h.org/m.git/info/lfs"""
)
FOUND = {
    "a password": (
        clone("remote.origin.url", PASSWORD),
        "remote origin has a password in its url: https://h.org/m.git",
        f"git remote set-url -- origin {BARE}",
    ),
    "a token at a forge that speaks SSH": (
        clone("remote.origin.url", f"https://x-access-token:{TOKEN}@github.com/o/m.git"),
        "remote origin has a token in its url: https://github.com/o/m.git",
        SSH,
    ),
    "where is pushed to": (
        clone("remote.origin.pushurl", f"https://{TOKEN}@huggingface.co/o/m"),
        "remote origin has a token in its pushurl: https://huggingface.co/o/m",
        "git remote set-url --push -- origin git@hf.co:o/m",
    ),
    "a remote of the user's config": (
        clone("remote.up.url", PASSWORD, "global", "~/.gitconfig"),
        "remote up has a password in its url: https://h.org/m.git",
        f"git config --global remote.up.url {BARE}",
    ),
    "a remote of a file that is included": (
        clone("remote.origin.url", PASSWORD, "local", "~/my work/config"),
        "remote origin has a password in its url: https://h.org/m.git",
        f"git config --file ~/'my work/config' remote.origin.url {BARE}",
    ),
    "a submodule of the clone": (
        clone("submodule.data.url", PASSWORD),
        "submodule data has a password in its url: https://h.org/m.git",
        f"git config --local submodule.data.url {BARE}",
    ),
    "a branch that was pushed to an address": (
        clone("branch.main.remote", PASSWORD),
        "branch main has a password in its remote: https://h.org/m.git",
        f"git config --local branch.main.remote {BARE}",
    ),
    "what stands for another address": (
        clone(f"url.https://ada:{TOKEN}@h.org/.insteadof", "https://h.org/", "global", "~/.gitconfig"),
        "~/.gitconfig has a token in a URL that git takes instead of https://h.org/: https://h.org/",
        'git config --global --remove-section "$(git config --global --name-only --get-regexp '
        r"""'^url\.https://ada.+@h\.org/\.insteadof$' | head -n 1 | sed 's/\.[^.]*$//')" """.rstrip(),
    ),
    "what another address stands for": (
        clone("url.git@h.org:.pushinsteadof", PASSWORD),
        "url.git@h.org:.pushinsteadof has a password: https://h.org/m.git",
        f"git config --local url.git@h.org:.pushinsteadof {BARE}",
    ),
    "what git-lfs remembers of a server": (
        clone(f"lfs.https://ada:{TOKEN}@h.org/m.git/info/lfs.locksverify", "true"),
        ".git/config has a token in the name of a section, lfs: https://h.org/m.git/info/lfs",
        # The name is asked of git.
        SEARCHED.format(r"^lfs\.https://ada.+@h\.org/m\.git/info/lfs\.locksverify$"),
    ),
}
TRACKED = {
    "a submodule": (
        modules(PASSWORD),
        ".gitmodules:3",
        "submodule data has a password in its url: https://h.org/m.git",
        f"git config --file .gitmodules submodule.data.url {BARE}{STAGED}",
    ),
    "a submodule whose name has a blank": (
        modules(f"https://oauth2:{TOKEN}@gitlab.com/o/m.git", "my data"),
        ".gitmodules:3",
        "submodule my data has a token in its url: https://gitlab.com/o/m.git",
        f"git config --file .gitmodules 'submodule.my data.url' git@gitlab.com:o/m.git{STAGED}",
    ),
    "a server of LFS": (
        lfs(f"https://ada:{TOKEN}@github.com/o/m/info/lfs"),
        ".lfsconfig:2",
        "lfs.url has a token: https://github.com/o/m/info/lfs",
        "git config --file .lfsconfig lfs.url https://ada@github.com/o/m/info/lfs && git add .lfsconfig",
    ),
    "a file that git cannot read": (
        grove({".gitmodules": f'<<<<<<< ours\n[submodule "data"]\nurl = {PASSWORD}\n=======\n'.encode()}),
        ".gitmodules:3",
        "submodule data has a password in its url: https://h.org/m.git",
        f"git config --file .gitmodules submodule.data.url {BARE}{STAGED}",
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_stays_silent(subject: Tree | Clone) -> None:
    assert list(RemoteCredentials().check(subject)) == []


@pytest.mark.parametrize(("subject", "text", "fix"), FOUND.values(), ids=FOUND)
def test_finds_in_the_clone(subject: Clone, text: str, fix: str) -> None:
    (found,) = RemoteCredentials().check(subject)

    assert (found.message, found.fix) == (f"{text}; {KEPT}", fix)
    assert (found.location.path, found.severity) == (b".", Severity.ERROR)


@pytest.mark.parametrize(("subject", "place", "text", "fix"), TRACKED.values(), ids=TRACKED)
def test_finds_in_what_is_committed(subject: Tree, place: str, text: str, fix: str) -> None:
    (found,) = RemoteCredentials().check(subject)

    assert (found.message, found.fix) == (f"{text}; {HISTORY}", fix)
    assert f"{(found.location.path or b'').decode()}:{found.location.line}" == place


@pytest.mark.parametrize("form", FORMS)
def test_no_credential_is_told(form: str) -> None:
    url, rule = form.format(TOKEN), RemoteCredentials()
    subjects = [
        *(clone(f"remote.origin.{kind}", url) for kind in ("url", "pushurl")),
        *(clone(f"{section}.{url}.{name}", "x") for section, name in (("url", "insteadof"), ("http", "proxy"))),
        clone(f"remote.{url}.url", url),
        modules(url.replace("#", "%23")),
    ]
    for subject in subjects:
        found = list(rule.check(subject))
        assert found
        assert [each for each in found if leaks(repr(each)) or leaks(fingerprint(each))] == []
        assert {each.data["host"] for each in found} <= {"h.org", "github.com", "gitlab.com", "[::1]", None}


def test_one_of_several_addresses_is_replaced_by_what_is_around_its_secret() -> None:
    two = [Setting("local", ".git/config", "remote.origin.url", url) for url in ("https://h.org/m.git", PASSWORD)]

    (found,) = RemoteCredentials().check(Clone(lambda: two))

    assert found.fix == (
        f"git config --local --replace-all remote.origin.url {BARE} " + r"'^https://ada.+@h\.org/m\.git$'"
    )


def test_a_section_is_told_once() -> None:
    key = f"url.https://{TOKEN}@h.org/.insteadof"
    two = [Setting("global", "~/.gitconfig", key, value) for value in ("https://h.org/", "git@h.org:")]

    assert len(list(RemoteCredentials().check(Clone(lambda: two)))) == 1
