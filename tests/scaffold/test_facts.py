"""What `mlhygiene init` finds in a repository, and by what."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from mlhygiene.model import Storage
from mlhygiene.scaffold.facts import Facts, facts

LFS = "*.pt filter=lfs diff=lfs merge=lfs -text\n"


class Case(NamedTuple):
    """A repository: its files with what stands in them, and what is found."""

    files: dict[str, str]
    storage: Storage = Storage.NONE
    because: dict[str, str] = {}  # noqa: RUF012 - nobody changes it


CASES = {
    "nothing is found in an empty repository": Case({}),
    "a DVC repository has .dvc/config": Case({".dvc/config": ""}, Storage.DVC, {"dvc": ".dvc/config"}),
    "or a file that dvc add wrote": Case({"data/raw.csv.dvc": ""}, Storage.DVC, {"dvc": "data/raw.csv.dvc"}),
    "or a pipeline": Case({"pipelines/dvc.yaml": ""}, Storage.DVC, {"dvc": "pipelines/dvc.yaml"}),
    "a .dvcignore alone is none": Case({".dvcignore": ""}),
    "DVC in a fixture is the fixture's": Case({"tests/fixtures/dvc.yaml": "", "tests/a.dvc": ""}),
    "a folder's name is no .dvc file": Case({"x.dvc/train.py": ""}),
    "LFS is what attributes say": Case({".gitattributes": LFS}, Storage.LFS, {"lfs": "filter=lfs in .gitattributes"}),
    "in any folder": Case({"models/.gitattributes": LFS}, Storage.LFS, {"lfs": "filter=lfs in models/.gitattributes"}),
    "with other line ends": Case(
        {".gitattributes": LFS.replace("\n", "\r\n")}, Storage.LFS, {"lfs": "filter=lfs in .gitattributes"}
    ),
    "as the last word of a file": Case(
        {".gitattributes": "*.pt filter=lfs"}, Storage.LFS, {"lfs": "filter=lfs in .gitattributes"}
    ),
    "not in a comment": Case({".gitattributes": "# *.pt filter=lfs\n"}),
    "nor as a longer word": Case({".gitattributes": "*.pt filter=lfs-old\n"}),
    "LFS has a config of its own": Case({".lfsconfig": ""}, Storage.LFS, {"lfs": ".lfsconfig"}),
    "both can be there": Case(
        {".lfsconfig": "", "dvc.lock": ""}, Storage.BOTH, {"dvc": "dvc.lock", "lfs": ".lfsconfig"}
    ),
    "uv and poetry by their locks": Case(
        {"uv.lock": "", "poetry.lock": ""}, because={"uv": "uv.lock", "poetry": "poetry.lock"}
    ),
    "or by their tables": Case(
        {"pyproject.toml": "[tool.uv]\n[tool.poetry.dependencies]\npython = '^3.11'\n"},
        because={"poetry": "[tool.poetry] in pyproject.toml", "uv": "[tool.uv] in pyproject.toml"},
    ),
    "Kedro by its table": Case(
        {"pyproject.toml": "[tool.kedro]\n"}, because={"kedro": "[tool.kedro] in pyproject.toml"}
    ),
    "by its old file": Case({".kedro.yml": ""}, because={"kedro": ".kedro.yml"}),
    "by its catalogue": Case({"conf/base/catalog.yml": ""}, because={"kedro": "conf/base/catalog.yml"}),
    "conf/base of another tool is not Kedro's": Case({"conf/base/model.yaml": ""}),
    "Valohai by its file": Case({"valohai.yaml": ""}, because={"valohai": "valohai.yaml"}),
    "Hydra and Lightning by requirements": Case(
        {"requirements.txt": "--index-url x\ntorch\nhydra_core[x]>=1.3  # y\nlightning==2.5\n"},
        because={"hydra": "hydra-core in requirements.txt", "lightning": "lightning in requirements.txt"},
    ),
    "in a folder of them": Case(
        {"requirements/train.txt": "pytorch-lightning\n"},
        because={"lightning": "pytorch-lightning in requirements/train.txt"},
    ),
    "by a conda environment": Case(
        {"environment.yaml": "dependencies:\n  - python=3.11\n  - pip:\n      - hydra-core==1.3\n"},
        because={"hydra": "hydra-core in environment.yaml"},
    ),
    "by a project": Case(
        {"pyproject.toml": "[project]\nname = 'lightning'\ndependencies = ['Hydra.Core>=1.3', 'torch']\n"},
        because={"hydra": "hydra-core in pyproject.toml"},
    ),
    "by its extras": Case(
        {"pyproject.toml": "[project.optional-dependencies]\ntrain = ['lightning>=2']\n"},
        because={"lightning": "lightning in pyproject.toml"},
    ),
    "by its groups": Case(
        {"pyproject.toml": "[dependency-groups]\ntrain = ['lightning', {include-group = 'x'}]\n"},
        because={"lightning": "lightning in pyproject.toml"},
    ),
    "by poetry's groups": Case(
        {"pyproject.toml": "[tool.poetry.group.train.dependencies]\nlightning = '^2'\n"},
        because={"lightning": "lightning in pyproject.toml", "poetry": "[tool.poetry] in pyproject.toml"},
    ),
    "a package of a longer name is another": Case({"requirements.txt": "lightning-sdk\nkedro-datasets\n"}),
    "a comment needs nothing": Case({"requirements.txt": "# lightning\n-r lightning.txt\n"}),
    "broken TOML says nothing and stops nothing": Case(
        {"pyproject.toml": "[tool.kedro\n", "uv.lock": ""}, because={"uv": "uv.lock"}
    ),
    "nor does one that is no text": Case({"pyproject.toml": "\0\ud800"}),
    "nor one of another shape": Case({"pyproject.toml": "tool = 3\nproject = [1, {dependencies = 3}]\n"}),
}


def look(files: dict[str, str]) -> tuple[Facts, list[bytes]]:
    read = list[bytes]()

    def content(path: bytes) -> bytes | None:
        read.append(path)
        return files[path.decode()].encode("utf-8", "surrogatepass")

    return facts([name.encode() for name in sorted(files)], content), read


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_found_says_by_what(case: Case) -> None:
    found, _ = look(case.files)

    assert found.storage is case.storage
    assert dict(found.because) == case.because
    assert found.extras == {"kedro", "valohai"} & set(case.because)
    assert found.tools == set(case.because) - {"lfs", "dvc", "kedro", "valohai"}


def test_notebooks_and_modules_are_counted_wherever_they_lie() -> None:
    found, read = look({"a.ipynb": "{}", "tests/B.IPYNB": "{}", "c.py": "", "d.pyi": ""})

    assert (found.notebooks, found.modules) == (2, 1)
    assert not found.fresh
    assert not read


def test_a_file_that_is_gone_from_the_worktree_says_nothing() -> None:
    assert facts([b".gitattributes", b"pyproject.toml"], lambda _: None).because == ()


def test_few_files_are_read_however_many_there_are() -> None:
    files = {f"m{number}/.gitattributes": "" for number in range(100)}
    files |= {f"requirements/{number}.txt": "" for number in range(100)}
    files |= {f"src/{number}/pyproject.toml": "" for number in range(100)}
    _, read = look(files)

    assert len(read) == 26


def test_the_attributes_at_the_root_are_read_first() -> None:
    files = {f"a/m{number}/.gitattributes": "" for number in range(100)}
    _, read = look({**files, ".gitattributes": LFS})

    assert read == [b".gitattributes"]
