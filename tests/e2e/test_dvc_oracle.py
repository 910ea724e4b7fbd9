"""What mlhygiene says of DVC, held against DVC itself, in real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from builders import blob
from conftest import tool
from mlhygiene import dvc
from mlhygiene.rules.dvc_ignored_file import DvcIgnoredFile
from mlhygiene.rules.dvc_internal_file import DvcInternalFile
from mlhygiene.rules.dvc_missing_hash import DvcMissingHash
from mlhygiene.rules.tracked_by_git_and_dvc import TrackedByGitAndDvc

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="the fixes are written for a POSIX shell"),
]

PIPELINE = r"""
vars:
- sizes: [small, large]
- where: templated
stages:
  plain:
    cmd: mkdir -p out/deep && echo 1 > out/deep/a && echo 1 > m.json && echo 1 > kept.json && touch p.csv q.csv
    outs: [out]
    metrics: [m.json, kept.json: {cache: false}]
    plots: [p.csv: {x: step}, q.csv: {cache: false}]
  each:
    foreach: [a, b/c]
    do:
      cmd: mkdir -p each/${item} && echo ${item} > each/${item}/model.bin && echo 1 > each/${item}/score.json
      outs: ["each/${item}/model.bin", "each/${item}/score.json": {cache: false}]
  keyed:
    foreach: ${sizes}
    do:
      cmd: echo ${item} > keyed-${item}.bin
      outs: ["keyed-${item}.bin"]
  grid:
    matrix: {size: [1, 2], flag: [true]}
    cmd: mkdir -p grid && echo ${item.size} > grid/${item.size}-${item.flag}.bin
    outs: ["grid/${item.size}-${item.flag}.bin"]
  moved:
    wdir: sub
    cmd: echo 1 > inner.bin && echo 1 > ../beside.bin
    outs: [inner.bin, ../beside.bin]
  named:
    cmd: mkdir -p ${where} && echo 1 > ${where}/x.bin
    outs: ["${where}/x.bin"]
  pending:
    cmd: "false"
    outs: ["pending-${where}.bin"]
artifacts:
  referenced: {path: plain.txt, type: model}
"""
ODD = [
    "we ird[1]#é.bin",
    "it's.bin",
    "- dash.bin",
    "ünï.bin",
    "true",
    "2020-01-01",
    "a: b.bin",
    'q"uote.bin',
    "back\\slash.bin",
]


@dataclass(frozen=True)
class Project:
    """A git and DVC repository in a folder, driven by the real programs."""

    folder: Path

    def run(self, *command: str, within: str = ".") -> str:
        done = subprocess.run(command, cwd=self.folder / within, env=self.environment, capture_output=True, check=False)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout.decode()

    def do(self, *arguments: str, within: str = ".") -> str:
        return self.run(tool("dvc"), *arguments, within=within)

    def write(self, path: str, content: str = "1\n") -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")

    def commit(self) -> None:
        self.run("git", "add", "--all")
        self.run("git", "commit", "--quiet", "--allow-empty", "--message=x")

    def tracked(self) -> list[bytes]:
        return [os.fsencode(path) for path in self.run("git", "ls-files", "-z").split("\0") if path]

    def outs(self) -> dvc.Outs:
        markers = map(os.fsdecode, filter(dvc.is_marker, self.tracked()))
        return dvc.Outs({os.fsencode(path): (self.folder / path).read_bytes() for path in markers})

    def held(self) -> set[bytes]:
        """What DVC itself lists, file by file, project by project."""
        roots = [path.parent.relative_to(self.folder) for path in self.folder.rglob(".dvc") if path.is_dir()]
        lines = {root: self.do("ls", ".", "--dvc-only", "-R", within=str(root)).splitlines() for root in roots}
        return {os.fsencode(root / line) for root, listed in lines.items() for line in listed}

    def files(self) -> set[bytes]:
        found = (path.relative_to(self.folder) for path in self.folder.rglob("*") if not path.is_dir())
        return {os.fsencode(path) for path in found if not {".git", ".dvc"} & set(path.parts[:-1])}

    def paste(self, command: str | None) -> None:
        assert command
        self.run("bash", "-c", command)

    def assert_settled(self) -> None:
        """Nothing left to stage, nothing that DVC calls changed, and the commit passes."""
        assert [line for line in self.run("git", "status", "--porcelain").splitlines() if line[1] != " "] == []
        self.run("git", "commit", "--quiet", "--allow-empty", "--message=mended")
        assert self.run("git", "status", "--porcelain") == ""
        self.do("status", "--quiet")

    @property
    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        bin_folder = os.path.dirname(tool("dvc"))
        identity = {f"GIT_{who}_{what}": "x@y" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        quiet = {"DVC_NO_ANALYTICS": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        return own | identity | quiet | {"HOME": str(self.folder.parent), "PATH": f"{bin_folder}:{os.environ['PATH']}"}


def _project(folder: Path) -> Project:
    folder.mkdir()
    project = Project(folder)
    project.run("git", "init", "--quiet", "-b", "main")
    project.do("init", "--quiet")
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return _project(tmp_path / "project")


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One repository with everything that DVC knows to track."""
    project = _project(tmp_path_factory.mktemp("oracle") / "project")
    for path in [
        "plain.txt",
        "data/a.csv",
        "data/b.csv",
        "data/sub/c.csv",
        "images/1.png",
        "images/deep/2.png",
        "sub/keep",
    ]:
        project.write(path)
    project.do("add", "--quiet", "data/a.csv", "data/sub/c.csv", "images")
    for name in ODD:
        project.write(f"odd/{name}")
        project.do("add", "--quiet", f"./{name}", within="odd")
    project.write("dvc.yaml", PIPELINE)
    project.do("repro", "--quiet", "plain", "each", "keyed", "grid", "moved", "named")

    project.write("w/target.bin")
    project.do("add", "--quiet", "w/target.bin")
    stage = (project.folder / "w/target.bin.dvc").read_text()
    project.write("elsewhere/t.dvc", "wdir: ../w\n" + stage)
    (project.folder / "w/target.bin.dvc").unlink()

    project.write("hidden/h.bin")
    project.do("add", "--quiet", "hidden/h.bin")
    project.write(".dvcignore", "# ours\nhidden/\n*.tmp\n!keep.tmp\n")
    project.write("images/scratch.tmp")

    project.write("nested/n.bin")
    project.write("nested/twice/m.bin")
    project.do("init", "--quiet", "--subdir", within="nested")
    project.do("add", "--quiet", "n.bin", "twice", within="nested")
    project.commit()
    return project


def test_outs_cover_what_dvc_lists_and_nothing_else(everything: Project) -> None:
    outs = everything.outs()
    files = everything.files()

    covered = {path for path in files if (out := outs.covering(path)) and out.cached and out.certain}
    assert covered == everything.held() & files
    assert everything.held() - files == {b"pending-templated.bin"}


def test_outs_that_git_keeps_are_named_as_such(everything: Project) -> None:
    outs = everything.outs()
    kept = {path for path in everything.files() if (out := outs.covering(path)) and not out.cached}

    assert kept == {b"kept.json", b"q.csv", b"each/a/score.json", b"each/b/c/score.json"}


def test_an_out_of_a_stage_that_has_not_run_is_uncertain(everything: Project) -> None:
    out = everything.outs().covering(b"pending-templated.bin")

    assert out is not None
    assert not out.certain


def test_no_file_that_dvc_wrote_is_a_problem(everything: Project) -> None:
    markers = [path for path in everything.tracked() if dvc.is_dvc_file(path)]
    contents = {path: (everything.folder / os.fsdecode(path)).read_bytes() for path in markers}

    assert len(markers) > len(ODD)
    assert {path: found for path in markers if (found := dvc.problems(path, contents[path]))} == {}
    assert {path: bare for path in markers if dvc.is_stage_file(path) and (bare := dvc.unhashed(contents[path]))} == {}


def test_pathspecs_and_predicate_choose_the_same_files(everything: Project) -> None:
    specs = map(os.fsdecode, dvc.MARKERS)
    listed = everything.run("git", "ls-files", "-z", "--", *specs).split("\0")

    assert {os.fsencode(path) for path in listed if path} == set(filter(dvc.is_marker, everything.tracked()))


@pytest.mark.parametrize("name", ["model.bin", "my model[1].bin", "-model.bin"])
@pytest.mark.parametrize("ignored", ["as DVC left it", "no longer"])
def test_the_fix_of_mlh105_takes_a_file_back_to_dvc(project: Project, name: str, ignored: str) -> None:
    project.write(f"models/{name}")
    project.do("add", "--quiet", f"./{name}", within="models")
    project.commit()
    project.write(f"models/{name}", "2\n")
    if ignored == "no longer":
        (project.folder / "models/.gitignore").unlink()
    project.run("git", "add", "--force", f"models/{name}")
    project.commit()

    path = os.fsencode(f"models/{name}")
    (finding,) = TrackedByGitAndDvc().check(blob(path, held_by=project.outs().covering(path)))
    project.paste(finding.fix)

    project.assert_settled()
    assert (project.folder / "models" / name).read_text() == "2\n"
    assert path not in project.tracked()


@pytest.mark.parametrize("ignored", ["as DVC left it", "no longer"])
def test_the_fix_of_mlh105_takes_a_pipeline_out_back_to_dvc(project: Project, ignored: str) -> None:
    project.write("p/dvc.yaml", "stages: {s: {cmd: mkdir -p ../out && echo 1 > ../out/a, outs: [../out]}}")
    project.do("repro", "--quiet", within="p")
    project.commit()
    if ignored == "no longer":
        (project.folder / ".gitignore").unlink()
    project.run("git", "add", "--force", "out/a")
    project.commit()

    (finding,) = TrackedByGitAndDvc().check(blob("out/a", held_by=project.outs().covering(b"out/a")))
    project.paste(finding.fix)

    project.assert_settled()
    assert b"out/a" not in project.tracked()


def test_the_fix_of_mlh105_works_in_a_nested_project_that_the_root_ignores_for(project: Project) -> None:
    project.write(".gitignore", "*.bin\n")
    project.write("nested/n.bin")
    project.do("init", "--quiet", "--subdir", within="nested")
    project.do("add", "--quiet", "n.bin", within="nested")
    project.run("git", "add", "--force", "nested/n.bin")
    project.commit()

    (finding,) = TrackedByGitAndDvc().check(blob("nested/n.bin", held_by=project.outs().covering(b"nested/n.bin")))
    project.paste(finding.fix)

    project.assert_settled()


@pytest.mark.parametrize("path", [".dvc/config.local", ".dvc/tmp/btime", ".dvc/C:\\Users\\me/files/md5/19/" + 30 * "f"])
def test_the_fix_of_mlh106_takes_internal_files_out(project: Project, path: str) -> None:
    project.write(path, "")
    project.run("git", "add", "--force", path)
    project.commit()

    (finding,) = DvcInternalFile().check(blob(path))
    project.paste(finding.fix)

    assert os.fsencode(path) not in project.tracked()
    project.run("git", "commit", "--quiet", "--message=mended")


def test_the_fix_of_mlh111_writes_the_hash(project: Project) -> None:
    project.write("d/a.bin")
    project.write("d/a.bin.dvc", "outs:\n- path: a.bin\n")
    project.write("d/.gitignore", "/a.bin\n")
    project.commit()

    content = (project.folder / "d/a.bin.dvc").read_bytes()
    (finding,) = DvcMissingHash().check(blob("d/a.bin.dvc", content))
    project.paste(finding.fix)

    project.assert_settled()
    assert dvc.unhashed((project.folder / "d/a.bin.dvc").read_bytes()) == []


def test_an_import_without_download_lacks_no_hash(project: Project) -> None:
    project.write("../source.csv")
    project.do("import-url", "--quiet", "--no-download", str(project.folder.parent / "source.csv"), "there.csv")

    content = (project.folder / "there.csv.dvc").read_bytes()
    assert b"deps" in content
    assert dvc.unhashed(content) == []


def test_dvc_refuses_what_mlh112_reports_and_takes_what_it_advises(project: Project) -> None:
    project.write("data/sub/a.csv")
    project.do("add", "--quiet", "data/sub/a.csv")
    project.write(".gitignore", "data/\n")
    refused = [tool("dvc"), "status", "data/sub/a.csv.dvc"]
    with pytest.raises(AssertionError, match="is git-ignored"):
        project.run(*refused)

    (finding,) = DvcIgnoredFile().check(blob("data/sub/a.csv.dvc", ignoring=".gitignore:1:data/"))
    lines = finding.message.rpartition(" write ")[2].removesuffix(" instead").replace(" and ", ", ").split(", ")
    project.write(".gitignore", "\n".join(lines) + "\n")
    shutil.rmtree(project.folder / "data/sub")
    project.write("data/sub/a.csv")
    project.do("add", "--quiet", "data/sub/a.csv")

    project.commit()
    assert b"data/sub/a.csv.dvc" in project.tracked()
    assert b"data/sub/a.csv" not in project.tracked()
    project.do("status", "--quiet")


BROKEN = {
    "no YAML": ("a.dvc", "outs: [\n"),
    "a key twice": ("a.dvc", "outs: []\nouts: []\n"),
    "a list at the top": ("a.dvc", "- a\n"),
    "outs that are no list": ("a.dvc", "outs: 3\n"),
    "an out that is no mapping": ("a.dvc", "outs: [a]\n"),
    "an out without a path": ("a.dvc", "outs: [{md5: abcd}]\n"),
    "stages that are none": ("dvc.yaml", "stages:\n"),
    "stages in a list": ("dvc.yaml", "stages: [a]\n"),
    "a stage that is none": ("dvc.yaml", "stages: {a: }\n"),
    "outs of a stage that are no list": ("dvc.yaml", "stages: {a: {cmd: x, outs: o}}\n"),
    "a lock without a schema": ("dvc.lock", "a: {cmd: x}\n"),
    "a lock of DVC 1": ("dvc.lock", "schema: '1.0'\n"),
    "an empty lock": ("dvc.lock", ""),
}


@pytest.mark.parametrize(("path", "content"), BROKEN.values(), ids=BROKEN)
def test_dvc_cannot_read_what_is_called_a_problem_either(project: Project, path: str, content: str) -> None:
    project.write("dvc.yaml", "stages: {a: {cmd: x}}\n")
    project.write(path, content)

    assert dvc.problems(path.encode(), content.encode())
    with pytest.raises(AssertionError):
        project.do("status")
