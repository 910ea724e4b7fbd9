"""Addresses of remotes: what is secret in one is seen, and never told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene import urls

TOKEN = "ghp" + "_" + "a1B2c3D4e5" * 3
# A form, where `{}` is the secret; what works without it; what may be told of it; the host.
SECRETIVE = {
    "a password": ("https://ada:{}@h.org/m.git", "https://ada@h.org/m.git", "https://h.org/m.git"),
    "a password with an @": ("https://ada:x@{}@h.org/m.git", "https://ada@h.org/m.git", "https://h.org/m.git"),
    "a password with a slash": ("https://ada:x/{}@h.org/m.git", "https://ada@h.org/m.git", "https://h.org/m.git"),
    "a password with a #": ("https://ada:x#{}@h.org/m.git", "https://ada@h.org/m.git", "https://h.org/m.git"),
    "a password with a ?": ("https://ada:1?{}@h.org/m.git", "https://ada@h.org/m.git", "https://h.org/m.git"),
    "a password with an escape": ("https://ada:%40{}@h.org/m.git", "https://ada@h.org/m.git", "https://h.org/m.git"),
    "a password before a port": ("https://ada:{}@h.org:84/m", "https://ada@h.org:84/m", "https://h.org:84/m"),
    "a password before an IPv6 host": ("https://ada:{}@[::1]:84/m", "https://ada@[::1]:84/m", "https://[::1]:84/m"),
    "a password alone": ("https://:{}@h.org/m.git", "https://h.org/m.git", "https://h.org/m.git"),
    "a scheme in capitals": ("HTTPS://ada:{}@h.org/m.git", "HTTPS://ada@h.org/m.git", "HTTPS://h.org/m.git"),
    "a token as the user": ("https://{}@h.org/m.git", "https://h.org/m.git", "https://h.org/m.git"),
    "a token and a word": ("https://{}:x-oauth-basic@h.org/m.git", "https://h.org/m.git", "https://h.org/m.git"),
    "a token beside its name": ("https://oauth2:{}@h.org/m.git", "https://h.org/m.git", "https://h.org/m.git"),
    "a job's token": ("https://gitlab-ci-token:{}@h.org/m.git", "https://h.org/m.git", "https://h.org/m.git"),
    "a token in the query": ("https://h.org/m?private_token={}", "https://h.org/m", "https://h.org/m"),
    "a token among others": ("https://h.org/m?a=1&access_token={}&b=2", "https://h.org/m?a=1&b=2", "https://h.org/m"),
    "a signed address": ("https://h.org/m?sig={}#end", "https://h.org/m#end", "https://h.org/m"),
    "ftp": ("ftp://ada:{}@h.org/m.git", "ftp://ada@h.org/m.git", "ftp://h.org/m.git"),
    "a password of ssh": ("ssh://git:{}@h.org/m.git", "ssh://git@h.org/m.git", "ssh://git@h.org/m.git"),
    "a token as the login of ssh": ("ssh://{}@h.org/m.git", "ssh://h.org/m.git", "ssh://h.org/m.git"),
    "scp's form": ("git:{}@h.org:team/m.git", "git@h.org:team/m.git", "git@h.org:team/m.git"),
    "a file share": ("file://ada:{}@h.org/m.git", "file://ada@h.org/m.git", "file://h.org/m.git"),
    "a helper before": ("hg::https://ada:{}@h.org/m", "hg::https://ada@h.org/m", "hg::https://h.org/m"),
    "two helpers before": ("a::b::https://ada:{}@h.org/m", "a::b::https://ada@h.org/m", "a::b::https://h.org/m"),
    "a command": ("ext::curl https://ada:{}@h.org/m", "ext::curl https://ada@h.org/m", "ext::"),
    "nothing behind": ("https://ada:{}@h.org", "https://ada@h.org", "https://h.org"),
}
# What may be told of an address without a secret, and its host.
OPEN = {
    "no user": ("https://h.org/m.git", "https://h.org/m.git", "h.org"),
    "a user": ("https://ada@h.org/m.git", "https://h.org/m.git", "h.org"),
    "an empty password": ("https://ada:@h.org/m.git", "https://h.org/m.git", "h.org"),
    "a port": ("https://H.org:8443/m.git", "https://H.org:8443/m.git", "h.org"),
    "an @ in a path": ("https://h.org/@scope/m.git", "https://h.org/@scope/m.git", "h.org"),
    "an @ in a path behind a port": ("https://h.org:8443/@scope/m", "https://h.org:8443/@scope/m", "h.org"),
    "an IPv6 host": ("https://[::1]:84/m", "https://[::1]:84/m", "[::1]"),
    "a query": ("https://h.org/m?ref=main", "https://h.org/m", "h.org"),
    "a login of ssh": ("ssh://git@h.org:22/m.git", "ssh://git@h.org:22/m.git", "h.org"),
    "a long login": (
        "ssh://a-service-account-of-the-team@h.org/m",
        "ssh://a-service-account-of-the-team@h.org/m",
        "h.org",
    ),
    "scp's form": ("git@h.org:team/m.git", "git@h.org:team/m.git", "h.org"),
    "scp's form without a login": ("h.org:team/m.git", "h.org:team/m.git", "h.org"),
    "scp's form with an IPv6 host": ("git@[::1]:m", "git@[::1]:m", "[::1]"),
    "scp's form with all in brackets": ("[git@::1]:m", "git@[::1]:m", "[::1]"),
    "git's own protocol": ("git://h.org/m", "git://h.org/m", "h.org"),
    "CodeCommit": ("codecommit::eu-west-1://models", "codecommit::eu-west-1://models", "models"),
    "a file": ("file:///srv/m.git", "file:///srv/m.git", None),
    "a path": ("/srv/m.git", "/srv/m.git", None),
    "a path upwards": ("../m.git", "../m.git", None),
    "a path with a colon": ("./a:b", "./a:b", None),
    "a path of Windows": (r"C:\models\m", r"C:\models\m", None),
    "a path of Windows with slashes": ("C:/models/m", "C:/models/m", None),
    "a name": ("models", "models", None),
    "a command": ("ext::ssh -i id h.org", "ext::", None),
    "nothing": ("", "", None),
}


@pytest.mark.parametrize(("form", "bare", "public"), SECRETIVE.values(), ids=SECRETIVE)
def test_a_secret_in_an_address_is_seen_and_left_out(form: str, bare: str, public: str) -> None:
    url = form.format(TOKEN)

    assert urls.secretive(url)
    assert (urls.bare(url), urls.public(url)) == (bare, public)


@pytest.mark.parametrize(("url", "public", "host"), OPEN.values(), ids=OPEN)
def test_an_address_without_a_secret_stays_as_it_is(url: str, public: str, host: str | None) -> None:
    assert not urls.secretive(url)
    assert urls.public(url) == public
    assert urls.host(url) == host


@given(
    user=st.text(st.characters(exclude_characters="/@: \t\r\n?#\\", exclude_categories=["C", "Z"]), max_size=40),
    password=st.text(st.characters(exclude_characters="\\", exclude_categories=["C", "Z"]), min_size=3, max_size=40),
    rest=st.from_regex(r"[a-z]{1,8}\.org(:[0-9]{2,4})?(/[a-z]{1,5}){0,3}", fullmatch=True),
    scheme=st.sampled_from(["https", "http", "ftp", "ssh", "x::https"]),
)
def test_nothing_of_a_password_is_told(user: str, password: str, rest: str, scheme: str) -> None:
    url = f"{scheme}://{user}:_{password}@{rest}"

    assert urls.secretive(url)
    assert not urls.secretive(urls.bare(url))
    assert urls.bare(url).partition("://")[2].removesuffix(rest) in {f"{user}@", ""}
    assert urls.public(url).endswith(rest)
    assert urls.public(urls.public(url)) == urls.public(url)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    assert urls.public(urls.public(text)) == urls.public(text)
    assert isinstance(urls.secretive(text), bool)
