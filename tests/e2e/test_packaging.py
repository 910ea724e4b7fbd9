"""Every way of installing gives a command that works, its templates and its types."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
TEMPLATES = {
    path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()
}
PROBE = """
from mlhygiene.scaffold import templates
def under(folder, base=""):
    for each in folder.iterdir():
        yield from under(each, f"{base}{each.name}/") if each.is_dir() else [base + each.name]
print(*under(templates()))
"""


def sources(folder: Path) -> Path:
    """A copy of what git tracks or would track, as the next clone will have it."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    for name in listing.decode().split("\0")[:-1]:
        if (ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    return folder


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sources(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def built(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel and the sdist, built as pip builds them."""
    out = tmp_path_factory.mktemp("dist")
    python = environment(out / "build")
    run(python, "-m", "pip", "install", "--quiet", "build")
    run(python, "-m", "build", "--outdir", str(out), str(checkout))
    return {"wheel": next(out.glob("*.whl")), "sdist": next(out.glob("*.tar.gz"))}


def environment(folder: Path) -> str:
    venv.create(folder, with_pip=True)
    return str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")


def run(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def test_the_wheel_carries_the_templates_the_schema_and_the_types(built: dict[str, Path]) -> None:
    with zipfile.ZipFile(built["wheel"]) as wheel:
        names = set(wheel.namelist())

    assert {f"mlhygiene/templates/{name}" for name in TEMPLATES} <= names
    assert {"mlhygiene/py.typed", "mlhygiene/config.schema.json"} <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"mlhygiene"}


def test_the_sdist_carries_what_a_distributor_needs(built: dict[str, Path]) -> None:
    with tarfile.open(built["sdist"]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}

    assert {".pre-commit-hooks.yaml", "LICENSE", "CHANGELOG.md", "tests/conftest.py"} <= names
    assert {f"templates/{name}" for name in TEMPLATES} <= names


@pytest.mark.parametrize("way", ["wheel", "sdist", "folder", "editable"])
def test_an_installation_works_outside_the_checkout(
    way: str, built: dict[str, Path], checkout: Path, tmp_path: Path
) -> None:
    target = {"wheel": [str(built["wheel"])], "sdist": [str(built["sdist"])], "folder": [str(checkout)]}
    python = environment(tmp_path / "venv")
    run(python, "-m", "pip", "install", "--quiet", *target.get(way, ["--editable", str(checkout)]))
    repository = tmp_path / "repository"
    run("git", "init", "--quiet", str(repository))

    command = Path(python).with_name("mlhygiene")
    assert run(str(command), "lint", cwd=repository) == "no findings in 0 files\n"
    assert run(python, "-m", "mlhygiene", "--version", cwd=repository).startswith("mlhygiene 0.")
    assert set(run(python, "-c", PROBE, cwd=repository).split()) == TEMPLATES
    assert run(str(command), "exp", "report", "--output", "-", cwd=repository).startswith("<!doctype html>")


def test_no_test_tool_is_a_runtime_dependency(built: dict[str, Path]) -> None:
    with zipfile.ZipFile(built["wheel"]) as wheel:
        metadata = next(name for name in wheel.namelist() if name.endswith("METADATA"))
        required = [line for line in wheel.read(metadata).decode().splitlines() if line.startswith("Requires-Dist")]

    names = {line.partition(": ")[2].partition(">")[0]: line.partition("; ")[2] for line in required}
    assert names == {
        "humanize": "",
        "identify": "",
        "nbstripout": "",
        "pathspec": "",
        "rich": "",
        "ruamel-yaml": "",
        "ahocorasick-rs": "extra == 'fast'",
        "pandas": "extra == 'pandas'",
        "pyarrow": "extra == 'parquet'",
    }
