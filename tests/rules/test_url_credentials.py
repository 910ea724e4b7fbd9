"""MLH205: whatever the scheme, and wherever the URL stands."""

from __future__ import annotations

import pytest

from mlhygiene.rules.url_credentials import UrlCredentials
from planted import planted

PASSWORD = "«{lower:5}{digits:4}{upper:3}»"
FOUND = {
    "a database": ("a.py", f'engine = create_engine("postgresql://app:{PASSWORD}@db.lab.org:5432/runs")\n'),
    "a database with a driver": ("a.ini", f"url = mysql+pymysql://app:{PASSWORD}@db/runs\n"),
    "a cluster": ("a.yaml", f"uri: mongodb+srv://app:{PASSWORD}@cluster0.a1.mongodb.net/?retryWrites=true\n"),
    "a cache without a user": ("a.env", f"REDIS_URL=redis://:{PASSWORD}@cache.lab.org:6379/0\n"),
    "a broker": ("a.py", f"broker = 'amqp://app:{PASSWORD}@mq.lab.org//'\n"),
    "a remote of git": (".gitmodules", f"\turl = https://me:{PASSWORD}@git.lab.org/team/data.git\n"),
    "a requirement": ("requirements.txt", f"git+https://me:{PASSWORD}@git.lab.org/team/lib.git@v1#egg=lib\n"),
    "an index of packages": ("requirements.txt", f"--extra-index-url https://me:{PASSWORD}@pypi.lab.org/simple\n"),
    "an index in pip's config": ("pip.conf", f"index-url = https://me:{PASSWORD}@pypi.lab.org/simple\n"),
    "a lock file": ("uv.lock", f'registry = "https://me:{PASSWORD}@pypi.lab.org/simple"\n'),
    "a channel of conda": ("environment.yml", f"  - https://me:{PASSWORD}@conda.lab.org/main\n"),
    "a tracker": ("a.py", f'mlflow.set_tracking_uri("https://me:{PASSWORD}@mlflow.lab.org")\n'),
    "a tracker's record": (
        "wandb-metadata.json",
        f'{{"git": {{"remote": "https://me:{PASSWORD}@git.lab.org/a.git"}}}}\n',
    ),
    "a remote of DVC": (".dvc/config", f'[remote "s"]\n    url = ssh://me:{PASSWORD}@data.lab.org/store\n'),
    "FTP": ("a.sh", f"wget ftp://me:{PASSWORD}@ftp.lab.org/data.tar\n"),
    "a proxy": ("Dockerfile", f"ENV HTTPS_PROXY=http://me:{PASSWORD}@proxy.lab.org:3128\n"),
    "a port of JDBC": ("a.properties", f"url=jdbc:postgresql://app:{PASSWORD}@db.lab.org/runs\n"),
    "an address": ("a.py", f'"http://me:{PASSWORD}@10.1.2.3:8080"\n'),
    "an address of IPv6": ("a.py", f'"http://me:{PASSWORD}@[2001:db8::1]:8080"\n'),
    "a host that is a variable": (
        "a.sh",
        f"psql postgres://app:{PASSWORD}@${{DB_HOST}}/runs\n",
    ),
    "in Markdown": ("README.md", f"Use [this](https://me:{PASSWORD}@a.lab.org/x).\n"),
    "in JSON with escaped slashes": ("a.json", f'{{"url": "postgres:\\/\\/app:{PASSWORD}@db.lab.org\\/runs"}}\n'),
    "in JSON in JSON": ("a.json", f'{{"env": "{{\\"url\\": \\"postgres://app:{PASSWORD}@db.lab.org/runs\\"}}"}}\n'),
    "an at sign in the password": ("a.py", '"postgres://app:«{lower:5}@{digits:4}{upper:2}»@db.lab.org/runs"\n'),
    "a colon in the password": ("a.py", '"postgres://app:«{lower:5}:{digits:4}{upper:2}»@db.lab.org/runs"\n'),
    "a hash in the password": ("a.py", '"postgres://app:«{lower:5}#{digits:4}{upper:2}»@db.lab.org/runs"\n'),
    "two in a line": ("a.py", f'"postgres://app:{PASSWORD}@db.lab.org/a", "postgres://localhost/b"\n'),
    "a token": ("a.sh", "git clone https://«{alnum:32}»@git.lab.org/team/data.git\n"),
    "a token before a fixed word": ("a.sh", "git clone https://oauth2:«{alnum:32}»@git.lab.org/team/data.git\n"),
}
CLEAN = {
    "no credentials": ("a.py", '"postgresql://db.lab.org:5432/runs"\n'),
    "a user alone": ("a.sh", "git clone ssh://git@github.com/lab/model.git\nscp https://me@a.org/x .\n"),
    "an address of mail": ("a.md", "https://a.org/users/me@a.org and https://medium.com/@someone:2\n"),
    "an at sign in a path": ("a.js", 'import "https://cdn.a.org/npm/lib:1.2.3@latest/x.js"\n'),
    "an at sign in a query": ("a.md", "https://a.org?x=a:b@c.org\n"),
    "a version of an action": ("a.yml", "uses: https://a.org/actions/setup:v1@v4\n"),
    "a digest of an image": ("a.yaml", "image: docker://lab/model:1.2@sha256:{hex:64}\n"),
    "words": ("a.md", "postgres://user:password@host/db, mysql://root:root@db/x, http://username:passwd@proxy\n"),
    "a placeholder": ("a.md", "postgres://me:<password>@host/db, https://me:xxxxxxxx@a.org, redis://:your-pass@a.b\n"),
    "stars": ("a.log", "connecting to postgres://me:********@db.lab.org/runs\n"),
    "a template of the shell": ("a.sh", "https://me:${GIT_TOKEN}@git.lab.org/a.git https://$USER:$PASS@a.b.org\n"),
    "a template of Python": ("a.py", 'f"https://{the_user}:{the_password}@a.lab.org" "https://%s:%s@a.b" % x\n'),
    "a template of Jinja": ("a.yaml", "url: https://{{ user }}:{{ password }}@a.lab.org\n"),
    "a secret of GitHub Actions": ("a.yml", "https://x:${{ secrets.TOKEN }}@github.com/a/b\n"),
    "the name of a variable": ("a.md", "https://USERNAME:API_TOKEN@a.lab.org\n"),
    "a local service": ("compose.yaml", "postgres://app:apppass@localhost:5432/a\nredis://:redispw@127.0.0.1\n"),
    "a user that is the password": ("compose.yaml", "postgres://mlflow:mlflow@db:5432/mlflow\n"),
    "an example": ("a.py", '"https://me:hunterxx@example.com/"\n'),
    "a bare pattern": ("a.py", 're.compile(r"://[^:]+:[^@]+@")\n'),
    "a port": ("a.py", '"http://a.lab.org:8080/user@b.org"\n'),
    "a word before an at sign": ("a.md", "https://data-team-of-the-laboratory@a.lab.org\n"),
}


@pytest.mark.parametrize(("path", "template"), CLEAN.values(), ids=CLEAN)
def test_stays_silent(path: str, template: str) -> None:
    subject = planted(path, template).subject

    assert [(finding.message, finding.location) for finding in UrlCredentials().check(subject)] == []


@pytest.mark.parametrize(("path", "template"), FOUND.values(), ids=FOUND)
def test_finds(path: str, template: str) -> None:
    subject, secret, line, column = planted(path, template)

    (finding,) = UrlCredentials().check(subject)

    assert (finding.location.line, finding.location.column) == (line, column)
    assert finding.data["length"] == len(secret)


def test_a_password_keeps_its_fingerprint_when_it_is_encoded() -> None:
    _, password, _, _ = planted("a.py", "«{lower:5}@{digits:4}»")
    template = '"postgres://app:«{}»@db.lab.org/runs"\n'
    subjects = [planted("a.py", template.format(each)).subject for each in (password, password.replace("@", "%40"))]
    prints = [finding.fingerprint for subject in subjects for finding in UrlCredentials().check(subject)]

    assert len(prints) == 2
    assert len(set(prints)) == 1
