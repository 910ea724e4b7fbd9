"""MLH310: code finds its data on every machine."""

from __future__ import annotations

import pytest

from mlhygiene.rules.notebook_absolute_path import NotebookAbsolutePath
from notebooks import code, markdown, notebook, said

CLEAN = {
    "a path from here": "open('data/a.csv')",
    "a path from home": "open('~/data/a.csv')",
    "an address": "get('https://example.org/home/ada/a.csv')",
    "the end of an address": "get(BUCKET + '/home/ada/a.csv')",
    "the end of a formatted path": "open(f'{root}/home/ada')",
    "a route": "app.get('/data')\napp.post('/v1/models/predict')\nget('/predictions/a')",
    "a comment": "x = 1  # /home/ada/a.csv",
    "documentation": 'def f():\n    """Reads /home/ada/a.csv."""',
    "a string that only mentions it": "print('see /home/ada/a.csv')",
    "what every system has": "open('/usr/share/dict/words'); open('/etc/hosts'); open('/dev/null')",
    "folders of containers": "open('/content/a.csv'); open('/kaggle/input/a'); open('/tmp/a'); open('/opt/ml/model')",
    "homes of containers": "open('/home/jovyan/work/a.csv'); open('/root/a')",
    "anybody's home": "open('/home/username/a'); open('/Users/your-name/a')",
    "a device of TensorFlow": "tf.device('/gpu:0')",
    "code that does not parse": "open('/home/ada/a.csv'",
    "a cell of another language": "%%javascript\nopen('/home/ada/a.csv')",
    "a command that a comment explains": "!ls  # not /home/ada",
    "an address in a command": "!wget https://example.org/home/ada/a.csv",
    "a drive letter that is none": r"x = 'a:b'; y = 'C:\n'; z = r'C:\Windows\System32'",
}
FOUND = {
    "a home": ("x = 1\nopen('/home/ada/data/a.csv')", "10: '/home/ada/…' is a path of one machine, cell 1, line 2"),
    "a home of macOS": ("open('/Users/ada/a.csv')", "9: '/Users/ada/…' is a path of one machine, cell 1, line 1"),
    "a query, which is not told": (
        "open('/home/ada?token=secret')",
        "9: '/home/ada/…' is a path of one machine, cell 1, line 1",
    ),
    "a home alone": ("cd('/home/ada')", "9: '/home/ada' is a path of one machine, cell 1, line 1"),
    "a home of Windows": (
        r"open('C:\\Users\\ada\\a.csv')",
        r"9: 'C:\\Users\\ada/…' is a path of one machine, cell 1, line 1",
    ),
    "Windows with slashes": ("open('D:/data/a.csv')", "9: 'D:/data/a.csv' is a path of one machine, cell 1, line 1"),
    "a home of Windows under WSL": (
        "open('/mnt/c/Users/ada/a')",
        "9: '/mnt/c/…' is a path of one machine, cell 1, line 1",
    ),
    "storage of a cluster": (
        "load('/scratch/ada/run')",
        "9: '/scratch/ada/…' is a path of one machine, cell 1, line 1",
    ),
    "the begin of a formatted path": (
        "open(f'/home/ada/{x}')",
        "9: '/home/ada/…' is a path of one machine, cell 1, line 1",
    ),
    "a path with more behind it": (
        "x = '/home/ada/' + y",
        "9: '/home/ada/…' is a path of one machine, cell 1, line 1",
    ),
    "a magic": ("x\n%cd /home/ada/project", "10: '/home/ada' is a path of one machine, cell 1, line 2"),
    "a command": ("!cp -r /Users/ada/x .", "9: '/Users/ada' is a path of one machine, cell 1, line 1"),
    "a cell of a shell": ("%%bash\nls\nls /home/ada", "11: '/home/ada' is a path of one machine, cell 1, line 3"),
    "Python below a magic": (
        "%%time\n!ls\nx = open('/home/ada/a')",
        "11: '/home/ada/…' is a path of one machine, cell 1, line 3",
    ),
}


@pytest.mark.parametrize("source", CLEAN.values(), ids=CLEAN)
def test_passes(source: str) -> None:
    assert said(NotebookAbsolutePath(), notebook(code(source.splitlines(keepends=True)))) == []


@pytest.mark.parametrize(("source", "message"), FOUND.values(), ids=FOUND)
def test_finds(source: str, message: str) -> None:
    assert said(NotebookAbsolutePath(), notebook(code(source.splitlines(keepends=True)))) == [message]


def test_text_and_other_languages_are_left_alone() -> None:
    assert said(NotebookAbsolutePath(), notebook(markdown("'/home/ada/a.csv'"))) == []
    assert said(NotebookAbsolutePath(), notebook(code("'/home/ada/a'"), language_info={"name": "R"})) == []


def test_a_team_says_which_folders_all_of_its_machines_have() -> None:
    content = notebook(code("open('/scratch/team/a'); open('/tmp/a')"))

    assert said(NotebookAbsolutePath(allow=("/scratch/team", "/tmp")), content) == []  # noqa: S108
    assert len(said(NotebookAbsolutePath(allow=()), content)) == 2
