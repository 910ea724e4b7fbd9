"""What `mlhygiene lint --select MLH2` finds of secrets planted in real notebooks, place by place.

The notebooks are yours to bring: checkouts of any repositories. In a copy of each, one invented secret is planted in
every place where a secret can stand: sources whose lines are split at every kind of boundary, results, tracebacks,
metadata. Every copy keeps the way in which its notebook is written (indentation, escapes); `--written` writes it in
another. A secret is found when its own fingerprint is told of its file; the line is right when it is the line of the
file in which the secret begins, the cell when the report names it. The notebooks as they are must be silent.

No secret is kept and none is printed: each is random, and gone with the temporary repository.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import json
import random
import re
import string
import subprocess
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import repositories
from timing import ENVIRONMENT, MLHYGIENE, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Json = dict[str, Any]
LETTERS, ALNUM, HEX = string.ascii_letters, string.ascii_letters + string.digits, "0123456789abcdef"
RED, PLAIN = "\x1b[1;31m", "\x1b[0m"
# As much of a secret's start as no place splits, and as is nowhere else.
MARK = 16
BEGIN = "-----BEGIN"


class Kind(NamedTuple):
    """A format: its id in a report, the name that such a secret is given, how one is made."""

    format: str
    name: str
    make: Callable[[random.Random], str]
    firm: bool = True


def some(letters: str, length: int, seed: random.Random) -> str:
    """Random characters, no two alike side by side, every kind among them: no placeholder looks like that."""
    while True:
        made = "".join(seed.choices(letters, k=length))
        mixed = letters == LETTERS or any(each.isdigit() for each in made)
        if mixed and not any(a == b for a, b in pairwise(made)):
            return made


def a_key(seed: random.Random) -> str:
    """A private key in its block; the body is what counts."""
    body = base64.b64encode(b"\x30\x82\x04\xa4\x02\x01\x00\x02\x82\x01\x01\x00" + seed.randbytes(600)).decode()
    lines = "\n".join(body[at : at + 64] for at in range(0, len(body), 64))
    return f"{BEGIN} RSA PRIVATE KEY-----\n{lines}\n-----END RSA PRIVATE KEY-----"


KINDS = (
    Kind("hugging-face-token", "HF_TOKEN", lambda seed: "hf_" + some(LETTERS, 34, seed)),
    Kind("anthropic-key", "ANTHROPIC_API_KEY", lambda seed: f"sk-ant-api03-{some(ALNUM, 93, seed)}AA"),
    Kind("wandb-key", "WANDB_API_KEY", lambda seed: f"wandb_v1_{some(ALNUM, 27, seed)}_{some(ALNUM, 49, seed)}"),
    Kind("github-fine-grained-token", "GH", lambda seed: f"github_pat_{some(ALNUM, 22, seed)}_{some(ALNUM, 59, seed)}"),
    Kind("kaggle-key", "KAGGLE_KEY", lambda seed: some(HEX, 32, seed), firm=False),
    Kind("wandb-legacy-key", "WANDB_API_KEY", lambda seed: some(HEX, 40, seed), firm=False),
    Kind("named-secret", "db_password", lambda seed: some(ALNUM, 32, seed), firm=False),
    Kind("url-password", "uri", lambda seed: some(ALNUM, 32, seed), firm=False),
)
KEY = Kind("pem-private-key", "key", a_key)


@dataclass
class Secret:
    """One secret in one place."""

    place: str
    kind: Kind
    value: str
    mark: str = ""
    cell: str = ""

    def __post_init__(self) -> None:
        self.mark = self.value.split("\n")[2][:MARK] if self.kind is KEY else self.value[:MARK]

    @property
    def text(self) -> str:
        """What stands there: the secret, or the address that it is part of."""
        if self.kind.format == "url-password":
            return f"postgresql://ada:{self.value}@db.mlhygiene.net:5432/runs"
        return self.value

    @property
    def said(self) -> str:
        return f'{self.kind.name} = "{self.text}"'

    @property
    def fingerprint(self) -> str:
        """As `mlhygiene.secrets.mask.fingerprint` has it for a value that nobody can guess."""
        value = "".join(self.value.split("\n")[1:-1]) if self.kind is KEY else self.value
        key = b"mlhygiene.secret/1\0" + self.kind.format.encode()
        return "sha256:" + hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:24]

    def cut(self, said: str) -> list[str]:
        """A text in two, in the middle of the secret."""
        at = said.index(self.mark) + MARK + 2
        return [said[:at], said[at:]]


@dataclass
class Notebook:
    """A notebook of nbformat 4 in which secrets are planted."""

    document: Json
    seed: random.Random
    taken: set[int] = field(default_factory=set[int])
    sources: dict[str, list[str | list[str]]] = field(init=False)

    def __post_init__(self) -> None:
        self.sources = {"code": [], "markdown": [], "raw": []}
        for cell in self.document["cells"]:
            self.sources.setdefault(cell.get("cell_type", ""), []).append(copy.deepcopy(cell["source"]))

    def cell(self, kind: str) -> tuple[str, Json]:
        """A cell of a kind that nothing is planted in yet: a copy of one when there is none, and how it is told."""
        cells: list[Json] = self.document["cells"]
        alike = [number for number, cell in enumerate(cells) if cell.get("cell_type") == kind]
        free = [number for number in alike if number not in self.taken]
        if free:
            number = self.seed.choice(free)
        else:
            source = self.seed.choice(self.sources[kind] or [["import os\n", "x = 1"]])
            number = len(cells)
            cells.append({"cell_type": kind, "metadata": {}, "source": source})
            if kind == "code":
                cells[number] |= {"execution_count": None, "outputs": []}
        self.taken.add(number)
        return f"cell {number + 1}", cells[number]

    def lines(self, kind: str = "code") -> tuple[str, Json, list[str], int]:
        """A cell, its source in lines, and a line of it to plant at."""
        name, cell = self.cell(kind)
        source = cell["source"]
        lines = ("".join(source) if isinstance(source, list) else source).splitlines(keepends=True)
        at = self.seed.randrange(len(lines) + 1)
        if at and not lines[at - 1].endswith("\n"):
            lines[at - 1] += "\n"
        return name, cell, lines, at

    def output(self, output: Json) -> str:
        """Add an output to a cell of code, new or beside others."""
        cells: list[Json] = self.document["cells"]
        alike = [number for number, cell in enumerate(cells) if cell.get("cell_type") == "code"]
        number = self.seed.choice(alike) if alike else len(cells)
        if not alike:
            cells.append({"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [], "source": "x"})
        outputs: list[Json] = cells[number].setdefault("outputs", [])
        outputs.append(output)
        return f"cell {number + 1}"

    def result(self, media: str, value: object) -> str:
        return self.output({"data": {media: value}, "metadata": {}, "output_type": "display_data"})


Plant = Callable[[Notebook, Secret], str]


def source(whole: Callable[[Secret], list[str]], kind: str = "code", *, string: bool = False) -> Plant:
    """Lines between those of a cell: the items of its list, or one string."""

    def plant(notebook: Notebook, secret: Secret) -> str:
        name, cell, lines, at = notebook.lines(kind)
        items = [*lines[:at], *whole(secret), *lines[at:]]
        cell["source"] = "".join(items) if string else items
        return name

    return plant


def joined(notebook: Notebook, secret: Secret) -> str:
    """Behind the code of a line."""
    name, cell, lines, at = notebook.lines()
    lines[max(at - 1, 0) : at] = [("".join(lines[at - 1 : at]).rstrip("\n") or "x") + f"  # {secret.said}\n"]
    cell["source"] = lines
    return name


def last(notebook: Notebook, secret: Secret) -> str:
    name, cell, lines, _ = notebook.lines()
    cell["source"] = [*(line if line.endswith("\n") else line + "\n" for line in lines), secret.said]
    return name


def whole(notebook: Notebook, secret: Secret) -> str:
    """All lines of a cell in one item of its list."""
    name, cell, lines, at = notebook.lines()
    cell["source"] = ["".join([*lines[:at], secret.said + "\n", *lines[at:]])]
    return name


def windows(notebook: Notebook, secret: Secret) -> str:
    name, cell, lines, at = notebook.lines()
    items = [*lines[:at], secret.said + "\n", *lines[at:]]
    cell["source"] = [item.replace("\n", "\r\n") for item in items]
    return name


def stream(lines: Callable[[Secret], list[str]], name: str = "stdout", *, string: bool = False) -> Plant:
    def plant(notebook: Notebook, secret: Secret) -> str:
        text = ["Epoch 1/3\n", *lines(secret), "loss: 0.1234 - accuracy: 0.9876\n"]
        return notebook.output({"name": name, "output_type": "stream", "text": "".join(text) if string else text})

    return plant


def result(media: str, value: Callable[[Secret], object]) -> Plant:
    return lambda notebook, secret: notebook.result(media, value(secret))


def error(lines: Callable[[Secret], list[str]], value: Callable[[Secret], str] = lambda _: "failed") -> Plant:
    def plant(notebook: Notebook, secret: Secret) -> str:
        rule = f"{RED}{'-' * 75}{PLAIN}"
        traceback = [
            rule,
            f"{RED}HTTPError{PLAIN}    Traceback (most recent call last)",
            *lines(secret),
            "HTTPError: 401",
        ]
        failed = {"ename": "HTTPError", "evalue": value(secret), "output_type": "error", "traceback": traceback}
        return notebook.output(failed)

    return plant


def parameters(notebook: Notebook, secret: Secret) -> str:
    run: Json = notebook.document["metadata"].setdefault("papermill", {})
    run.setdefault("parameters", {"epochs": 3})[secret.kind.name] = secret.text
    return "notebook"


def cell_parameters(notebook: Notebook, secret: Secret) -> str:
    name, cell = notebook.cell("code")
    cell["metadata"]["papermill"] = {"parameters": {secret.kind.name: secret.text}, "status": "completed"}
    return name


def metadata(notebook: Notebook, secret: Secret) -> str:
    notebook.document["metadata"]["environment"] = {"kernel": "python3", "uri": secret.text}
    return "notebook"


def cell_metadata(notebook: Notebook, secret: Secret) -> str:
    name, cell = notebook.cell("code")
    cell["metadata"]["colab"] = {"base_uri": "https://localhost:8080/", "user": [secret.text]}
    return name


def output_metadata(notebook: Notebook, secret: Secret) -> str:
    data = {"text/plain": ["1"]}
    return notebook.output({"data": data, "metadata": {"tags": secret.text}, "output_type": "display_data"})


def tag(notebook: Notebook, secret: Secret) -> str:
    name, cell = notebook.cell("markdown")
    cell["metadata"]["tags"] = ["keep", secret.text]
    return name


def attachment(notebook: Notebook, secret: Secret) -> str:
    name, cell = notebook.cell("markdown")
    picture = base64.b64encode(notebook.seed.randbytes(900)).decode()
    cell["attachments"] = {f"{secret.text}.png": {"image/png": picture}}
    return name


def after_picture(notebook: Notebook, secret: Secret) -> str:
    picture = base64.b64encode(notebook.seed.randbytes(9000)).decode()
    page = f'<img src="data:image/png;base64,{picture}"/>\n<p>{secret.said}</p>'
    return notebook.output({"data": {"image/png": picture, "text/html": page}, "output_type": "display_data"})


def in_base64(notebook: Notebook, secret: Secret) -> str:
    written = base64.b64encode(secret.text.encode()).decode()
    secret.mark = written[: len(written) // 2]
    return source(lambda _: [f'token = b64decode("{written}")\n'])(notebook, secret)


def percent(notebook: Notebook, secret: Secret) -> str:
    written = "".join(f"%{ord(each):02X}" if each in "_-" else quote(each) for each in secret.text)
    secret.mark = written[:MARK]
    return source(lambda _: [f'get("https://api.mlhygiene.net/v1?q=a%20b&t={written}&n=1")\n'])(notebook, secret)


def split(secret: Secret) -> list[str]:
    return secret.cut(secret.said + "\n")


def quoted(secret: Secret) -> list[str]:
    return [f'{secret.kind.name} = "', f'{secret.text}"\n']


def assigned(secret: Secret) -> list[str]:
    return [f"{secret.kind.name} =", f' "{secret.text}"\n']


def lettered(secret: Secret) -> list[str]:
    """One item a character, as some converters leave it."""
    start = secret.said.index(secret.mark)
    return [*secret.said[: start + MARK].partition(secret.mark)[:2], *secret.said[start + MARK :], "\n"]


def key_lines(secret: Secret) -> list[str]:
    return ['key = """', *(line + "\n" for line in secret.text.split("\n")), '"""\n']


class Where(NamedTuple):
    """How a place is planted at, and the secrets that count in it."""

    plant: Plant
    kinds: Sequence[Kind] = KINDS


FIRM = tuple(kind for kind in KINDS if kind.firm)
PLACES: dict[str, Where] = {
    "code: a line of its own": Where(source(lambda s: [s.said + "\n"])),
    "code: behind a line": Where(joined),
    "code: the last line": Where(last),
    "code: all lines in one item": Where(whole),
    "code: one string": Where(source(lambda s: [s.said + "\n"], string=True)),
    "code: CRLF": Where(windows),
    "code: split inside the secret": Where(source(split)),
    "code: split at the quote": Where(source(quoted)),
    "code: split at the equals sign": Where(source(assigned)),
    "code: an item a character": Where(source(lettered)),
    "code: os.environ": Where(source(lambda s: [f'os.environ["{s.kind.name}"] = "{s.text}"\n'])),
    "code: a keyword argument": Where(source(lambda s: [f"    login(a, {s.kind.name}='{s.text}', b=1)\n"])),
    "code: %env": Where(source(lambda s: [f"%env {s.kind.name}={s.text}\n"]), (*FIRM, *KINDS[4:6])),
    "code: a shell line": Where(source(lambda s: [f"!run --key {s.text} --verbose\n"]), FIRM),
    "code: JSON in a string": Where(source(lambda s: [f"""x = '{{"{s.kind.name}": "{s.text}"}}'\n"""])),
    "code: JSON with escaped quotes": Where(source(lambda s: [f'x = "{{\\"{s.kind.name}\\": \\"{s.text}\\"}}"\n'])),
    "code: behind other scripts": Where(source(lambda s: [f"ключ, 鍵, 🔑 = 1; {s.said}  # é\n"])),
    "code: base64": Where(in_base64, FIRM),
    "code: percent-encoded": Where(percent, FIRM),
    "code: a private key": Where(source(key_lines), (KEY,)),
    "code: a private key in one line": Where(source(lambda s: [f"key = {json.dumps(s.text)}\n"]), (KEY,)),
    "markdown: a line": Where(source(lambda s: [f"Set `{s.said}` first.\n"], "markdown")),
    "markdown: one string": Where(source(lambda s: [f"```\n{s.said}\n```\n"], "markdown", string=True)),
    "markdown: a link": Where(source(lambda s: [f"[here](https://mlhygiene.net/?t={s.text}&a=b)\n"], "markdown"), FIRM),
    "markdown: a table": Where(source(lambda s: [f"| {s.kind.name} | {s.text} |\n"], "markdown"), FIRM),
    "markdown: the name of an attachment": Where(attachment, FIRM),
    "raw cell": Where(source(lambda s: [s.said + "\n"], "raw")),
    "stdout: a list": Where(stream(lambda s: [s.said + "\n"])),
    "stdout: one string": Where(stream(lambda s: [s.said + "\n"], string=True)),
    "stdout: split inside the secret": Where(stream(split)),
    "stdout: behind a progress bar": Where(stream(lambda s: [f"\r 10%|█         | 1/10\r100%|██████████| {s.said}\n"])),
    "stdout: the environment": Where(stream(lambda s: [f"{s.kind.name}={s.text}\n"]), (*FIRM, *KINDS[4:6])),
    "stdout: a private key": Where(stream(lambda s: [s.text + "\n"], string=True), (KEY,)),
    "stderr: colours around it": Where(
        stream(lambda s: [f'{RED}W&B{PLAIN}: {s.kind.name} = {RED}"{s.text}"{PLAIN}\n'], "stderr")
    ),
    "text/plain: a repr": Where(result("text/plain", lambda s: [f"{{'{s.kind.name}': '{s.text}',\n", " 'a': 1}"])),
    "text/plain: one string": Where(result("text/plain", lambda s: f"Config({s.kind.name}='{s.text}')")),
    "text/html: a table": Where(result("text/html", lambda s: ["<table>\n", f"<td>1</td><td>{s.text}</td>\n"]), FIRM),
    "text/html: entities": Where(
        result("text/html", lambda s: f"<pre>{{&quot;t&quot;: &quot;{s.text}&quot;}}</pre>"), FIRM
    ),
    "text/html: behind a picture": Where(after_picture),
    "text/markdown": Where(result("text/markdown", lambda s: [s.said])),
    "text/latex": Where(result("text/latex", lambda s: f"$\\displaystyle {s.text}$"), FIRM),
    "application/json: a value": Where(result("application/json", lambda s: {"a": [1, {s.kind.name: s.text}]})),
    "application/json: a key": Where(result("application/json", lambda s: {"a": {s.text: 1}}), FIRM),
    "application/json: JSON in it": Where(
        result("application/json", lambda s: {"a": json.dumps({s.kind.name: s.text})})
    ),
    "application/javascript": Where(result("application/javascript", lambda s: [f'fetch("{s.text}");\n']), FIRM),
    "a vendor's own result": Where(result("application/vnd.databricks.v1+output", lambda s: {"data": s.text}), FIRM),
    "traceback: colours around it": Where(
        error(lambda s: [f'{RED}---> 3{PLAIN} {s.kind.name}{RED} = {PLAIN}{RED}"{s.text}"{PLAIN}\n'])
    ),
    "traceback: colours inside it": Where(error(lambda s: [f"{RED}x{PLAIN} = {f'{RED}'.join(s.cut(s.said))}{PLAIN}"])),
    "traceback: the value of the error": Where(error(lambda _: [], lambda s: f"401 for {s.said}")),
    "papermill: parameters of the run": Where(parameters),
    "papermill: parameters of a cell": Where(cell_parameters),
    "metadata: of the notebook": Where(metadata, FIRM),
    "metadata: of a cell": Where(cell_metadata, FIRM),
    "metadata: of an output": Where(output_metadata, FIRM),
    "metadata: a tag": Where(tag, FIRM),
}


# Places whose secret is whole in what a notebook says, and nowhere in its bytes.
PARSED = {place for place in PLACES if "split" in place or "an item a character" in place}
BROKEN = "broken"


class Writing(NamedTuple):
    """How a document becomes a file."""

    indent: int | str | None
    ascii_only: bool
    ending: str = "\n"

    def written(self, document: Json) -> bytes:
        return (json.dumps(document, indent=self.indent, ensure_ascii=self.ascii_only) + self.ending).encode()


def as_before(content: bytes) -> Writing:
    """How a notebook is written: its indentation, and whether it escapes what is not ASCII."""
    found = re.match(rb"\s*\{\r?\n([ \t]+)", content)
    return Writing(found[1].decode() if found else None, content.isascii())


def broken(content: bytes) -> bytes:
    """As a merge leaves it: no JSON any more."""
    return b"<<<<<<< HEAD\n" + content


STYLES: dict[str, Callable[[Json, bytes], bytes]] = {
    "as before": lambda document, content: as_before(content).written(document),
    "minified": lambda document, _: json.dumps(document, separators=(",", ":")).encode(),
    "crlf": lambda document, _: Writing(1, ascii_only=False).written(document).replace(b"\n", b"\r\n"),
    "bom": lambda document, _: b"\xef\xbb\xbf" + Writing(2, ascii_only=True).written(document),
    "utf-16": lambda document, _: Writing(1, ascii_only=False).written(document).decode().encode("utf-16"),
    BROKEN: lambda document, content: broken(as_before(content).written(document)),
}


def planted(document: Json, seed: random.Random, first: int, places: Mapping[str, Where]) -> tuple[Json, list[Secret]]:
    """A copy with a secret in every place. Which kind stands where goes round from notebook to notebook."""
    notebook, secrets = Notebook(copy.deepcopy(document), seed), list[Secret]()
    notebook.document.setdefault("metadata", {})
    for number, (place, where) in enumerate(places.items()):
        kind = where.kinds[(first + number) % len(where.kinds)]
        secret = Secret(place, kind, kind.make(seed))
        secret.cell = where.plant(notebook, secret)
        secrets.append(secret)
    return notebook.document, secrets


@dataclass
class Tally:
    """A row of the table."""

    planted: int = 0
    found: int = 0
    lines: int = 0
    cells: int = 0

    @property
    def whole(self) -> bool:
        return self.planted == self.found == self.lines


def begins(content: bytes, secret: Secret) -> int:
    """The line of the file in which a secret begins."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16").encode()
    mark = secret.mark.encode()
    at = content.find(mark)
    assert at >= 0, secret.place
    if secret.kind is KEY:
        at = content.rfind(BEGIN.encode(), 0, at)
    return content.count(b"\n", 0, at) + 1


def told(folder: Path) -> list[Json]:
    """What mlhygiene tells of every file of a repository."""
    repositories.git(folder, "-c", "core.autocrlf=false", "add", "--all", "--force")
    command = (*MLHYGIENE, "lint", "--select", "MLH2", "--format", "json")
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, check=False)
    if done.returncode not in {0, 1}:
        sys.exit(f"mlhygiene: exit code {done.returncode}")
    findings: list[Json] = json.loads(done.stdout)["findings"]
    return findings


class Original(NamedTuple):
    """A notebook as it is: where it comes from, its bytes, what they say."""

    path: str
    content: bytes
    document: Json


def read(path: Path) -> Original | None:
    """A notebook that secrets can be planted in: nbformat 4, with a cell."""
    try:
        content = path.read_bytes()
        document = json.loads(content)
    except (OSError, ValueError):
        return None
    good = isinstance(document, dict) and isinstance(document.get("cells"), list) and document["cells"]
    well = good and all(
        isinstance(cell, dict) and isinstance(cell.get("source"), str | list) for cell in document["cells"]
    )
    return Original(str(path), content, document) if well and isinstance(document.get("metadata"), dict) else None


def chosen(folders: Iterable[Path], count: int, most: int, seed: random.Random) -> Iterator[Original]:
    """So many notebooks, the same at every run, as many from each folder as it has."""
    queues = []
    for folder in folders:
        paths = sorted(path for path in folder.rglob("*.ipynb") if path.is_file() and path.stat().st_size <= most)
        seed.shuffle(paths)
        queues.append(iter(paths))
    while queues and count:
        for queue in list(queues):
            found = next((each for each in map(read, queue) if each), None)
            if found is None:
                queues.remove(queue)
            elif count:
                count -= 1
                yield found


def measure(notebooks: Iterable[Original], style: str, seed: random.Random) -> bool:
    """Plant, judge, and print the tables; whether everything was found and nothing else told."""
    # What no parser puts together again is not looked for.
    places = {place: where for place, where in PLACES.items() if style != BROKEN or place not in PARSED}
    paths, begin, size = dict[str, str](), dict[str, list[tuple[Secret, int]]](), 0
    with TemporaryDirectory() as scratch:
        before, after = (repositories.empty(Path(scratch) / name) for name in ("before", "after"))
        for number, original in enumerate(notebooks):
            name = f"{number:05}.ipynb"
            document, secrets = planted(original.document, seed, number, places)
            content = STYLES[style](document, original.content)
            (before / name).write_bytes(original.content)
            (after / name).write_bytes(content)
            paths[name], size = original.path, size + len(original.content)
            begin[name] = [(secret, begins(content, secret)) for secret in secrets]
        plain, findings = told(before), told(after)
    print(f"\n{len(paths):,} notebooks, {size / 1e6:,.1f} MB, written {style}")
    good = compared(begin, findings, {place: Tally() for place in places})
    known = Counter(map(identity, plain))
    known.update((path, secret.fingerprint) for path, planted_here in begin.items() for secret, _ in planted_here)
    others = list[str]()
    for each in findings:
        known[identity(each)] -= 1
        if known[identity(each)] < 0:
            others.append(f"{each['data'].get('format') or each['code']} at {each['data'].get('where')}")
    print(f"told besides, in planted copies alone: {len(others):,}")
    for rule, count in Counter(others).most_common(20):
        print(f"{count:9,} {rule}")
    silent(plain, paths)
    return good and not others and not plain


def identity(finding: Json) -> tuple[str, str]:
    return finding["path"], finding["fingerprint"]


def compared(
    begin: Mapping[str, Sequence[tuple[Secret, int]]], findings: Sequence[Json], rows: dict[str, Tally]
) -> bool:
    """Count what was found, and where; print the table; whether it is all of it."""
    by_identity, missed = {identity(each): each for each in findings}, Counter[str]()
    for path, secrets in begin.items():
        for secret, line in secrets:
            row, finding = rows[secret.place], by_identity.get((path, secret.fingerprint))
            row.planted += 1
            if finding is None:
                missed[f"{secret.place} ({secret.kind.format})"] += 1
                continue
            row.found += 1
            row.lines += finding["line"] == line
            row.cells += re.match(rf"{secret.cell}\b", finding["data"].get("where") or "") is not None
    table(rows)
    for place, count in missed.most_common():
        print(f"missed {count:5,} x {place}")
    return all(row.whole for row in rows.values())


def table(rows: Mapping[str, Tally]) -> None:
    """One line a place."""
    print(f"{'':40} planted    found  line right  cell right")
    both = Tally()
    for place, row in rows.items():
        print(f"{place:40} {row.planted:7,} {row.found:8,} {row.lines:11,} {row.cells:11,}")
        both.planted, both.found = both.planted + row.planted, both.found + row.found
        both.lines, both.cells = both.lines + row.lines, both.cells + row.cells
    print(f"{'all':40} {both.planted:7,} {both.found:8,} {both.lines:11,} {both.cells:11,}")


def silent(plain: Sequence[Json], paths: Mapping[str, str]) -> None:
    """What is told of the notebooks as they are: rules and places, no value."""
    print(f"told of the notebooks as they are: {len(plain):,}")
    for each in plain:
        what = each["data"].get("format") or each["code"]
        print(f"{'':9} {each['severity']} {what} at {paths[each['path']]}:{each['line']}")


def invented(seed: random.Random) -> Iterator[Original]:
    """Small notebooks of our own for `--quick`: one for every kind of secret, each written in its own way."""
    for number in range(len(KINDS)):
        title = ["# Title\n", "\n", f"About {seed.random()}"]
        code = ["import os\n", "é = 1"] * (number % 3)
        cells: list[Json] = [
            {"cell_type": "markdown", "metadata": {}, "source": "".join(title) if number % 2 else title},
            {"cell_type": "code", "execution_count": number, "metadata": {}, "outputs": [], "source": code},
        ]
        document: Json = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        writing = Writing((1, 2, 4, "\t", None)[number % 5], ascii_only=number % 2 == 0)
        yield Original("invented", writing.written(document), document)


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="folders with notebooks in them")
    parser.add_argument("--count", type=int, default=400, metavar="N", help="notebooks (default: %(default)s)")
    parser.add_argument(
        "--most", type=int, default=2_000_000, metavar="BYTES", help="none larger (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="other notebooks, other secrets")
    parser.add_argument(
        "--written", nargs="+", choices=list(STYLES), default=["as before"], help="how copies are written"
    )
    parser.add_argument("--quick", action="store_true", help="a few invented notebooks: proves the script")
    options = parser.parse_args()
    if not options.folders and not options.quick:
        parser.error("name folders with notebooks, or --quick")
    good = True
    for style in options.written:
        seed = random.Random(options.seed)
        notebooks = chosen(options.folders, options.count, options.most, seed) if options.folders else invented(seed)
        good &= measure(notebooks, style, seed)
    verdict("every planted secret is found, its line is right, and nothing else is told", holds=good)


if __name__ == "__main__":
    main()
