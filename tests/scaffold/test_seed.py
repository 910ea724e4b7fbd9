"""The `.gitignore` that teams begin with: what became of every pattern of it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from judged import ignored, prepared
from mlhygiene.model import Storage
from mlhygiene.scaffold.piece import Choices

if TYPE_CHECKING:
    from conftest import Repo


class Became(NamedTuple):
    """What we write for a pattern, a path that both ignore, and one that the pattern alone would hide."""

    ours: str
    ignores: str
    spares: str = ""
    why: str = ""


SEED = {
    # Data.
    "data/raw/": Became("/data/**", "data/raw/a.csv", "data/raw/a.csv.dvc", "git looks into no ignored folder"),
    "data/processed/": Became("/data/**", "data/processed/a.csv", "data/processed/.gitkeep", "the same"),
    "*.parquet": Became("*.parquet", "a.parquet", "tests/data/a.parquet", "fixtures"),
    "*.csv": Became("/data/**", "data/a.csv", "results.csv", "tables of results and fixtures are text"),
    "*.jsonl": Became("/data/**", "data/a.jsonl", "prompts.jsonl", "the same"),
    "*.h5": Became("*.h5", "model.h5", "tests/a.h5", "fixtures"),
    "*.hdf5": Became("*.hdf5", "a.hdf5", "tests/a.hdf5", "fixtures"),
    "*.tfrecord": Became("*.tfrecord", "a.tfrecord", "tests/a.tfrecord", "fixtures"),
    # Models.
    "*.pt": Became("*.pt", "a.pt", "tests/a.pt", "fixtures"),
    "*.pth": Became("*.pth", "a.pth", "tests/a.pth", "fixtures"),
    "*.bin": Became("*.bin", "a.bin", "tests/a.bin", "fixtures"),
    "*.onnx": Became("*.onnx", "a.onnx", "tests/a.onnx", "fixtures"),
    "*.safetensors": Became("*.safetensors", "a.safetensors", "tests/a.safetensors", "fixtures"),
    "checkpoints/": Became("/checkpoints/**", "checkpoints/a", "src/checkpoints/save.py", "code"),
    "outputs/": Became("/outputs/**", "outputs/a", "src/outputs/write.py", "code"),
    # Logs and experiment tracking.
    "wandb/": Became("/wandb/*", "wandb/sweep-1/x", "wandb/settings", "`wandb init` writes it for the team"),
    "runs/": Became("/runs/*", "runs/a", "src/runs/a.py", "code"),
    "logs/": Became("/logs/*", "logs/a.txt", "src/logs/read.py", "code"),
    "tb_logs/": Became("tb_logs/", "tb_logs/a"),
    "*.log": Became("*.log", "a.log", "tests/fixtures/a.log", "fixtures"),
    "mlruns/": Became("mlruns/", "mlruns/0/meta.yaml"),
    # Python.
    ".venv/": Became(".venv/", ".venv/bin/python"),
    "__pycache__/": Became("__pycache__/", "a/__pycache__/b.pyc"),
    "*.pyc": Became("*.py[cod]", "a.pyc", why="pyd as well"),
    "*.pyo": Became("*.py[cod]", "a.pyo", why="pyd as well"),
    "*.egg-info/": Became("*.egg-info/", "a.egg-info/PKG-INFO"),
    "dist/": Became("/dist/", "dist/a.whl", "torch/dist/all_reduce.py", "distributed training is called so"),
    "build/": Became("/build/", "build/a", "src/build/engine.py", "code"),
    ".eggs/": Became(".eggs/", ".eggs/a"),
    # Jupyter.
    ".ipynb_checkpoints/": Became(".ipynb_checkpoints/", "a/.ipynb_checkpoints/b-checkpoint.ipynb"),
    # Secrets.
    ".env": Became(".env", "a/.env"),
    "*.key": Became("*.key", "a.key"),
    "*.pem": Became("*.pem", "a.pem"),
    "credentials.json": Became("credentials.json", "a/credentials.json"),
    "secrets.yaml": Became("secrets.y*ml", "secrets.yaml", "chart/templates/secrets.yaml", "Helm's have no values"),
    # System.
    ".DS_Store": Became(".DS_Store", "a/.DS_Store"),
    "Thumbs.db": Became("Thumbs.db", "a/Thumbs.db"),
    "*.swp": Became("*.sw[op]", ".a.swp"),
    "*.swo": Became("*.sw[op]", ".a.swo"),
    "*~": Became("*~", "a.py~"),
    # IDE.
    ".vscode/settings.json": Became(".vscode/settings.json", ".vscode/settings.json"),
    ".idea/": Became(".idea/", ".idea/workspace.xml"),
    "*.code-workspace": Became("*.code-workspace", "a.code-workspace"),
}


@pytest.mark.parametrize(("seed", "became"), SEED.items(), ids=SEED)
def test_every_pattern_of_the_seed_has_its_place(seed: str, became: Became, repo: Repo) -> None:
    repo.write(".gitignore", f"{seed}\n")
    paths = [path for path in (became.ignores, became.spares) if path]
    assert set(ignored(repo, paths)) == set(paths)

    assert ignored(prepared(repo, Choices(Storage.NONE)), paths) == {became.ignores: became.ours}
    assert became.why or became.ours == seed or "sw[op]" in became.ours
