"""The engine of papermill: what odd cells show is what an ordinary kernel shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import papermill
import pytest
from click.testing import CliRunner
from papermill.cli import papermill as papermill_command

from parreport.publishing.running.engine import ENGINE, Limits, ReportEngine, run_cells
from tests.kernels import share_kernels

PROJECT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.slow

BY_DAY = ("streams", "results", "errors")
ODD = {
    "streams": [
        "import sys\nprint('một', end='')\nprint('hai', file=sys.stderr)\nprint('ba')\nsys.stdout.flush()",
        "print('a\\rb')\nsys.stdout.write('c')",
        "import warnings; warnings.warn('cẩn thận')",
        "print(sys.stdout.encoding, sys.stdout.isatty(), sys.stdin.read())",
        "try:\n    sys.stdout.write(1)\nexcept TypeError as error:\n    print(error)",
        "import os; os.close(1)",
        "print(2)",
    ],
    "displays": [
        "from IPython.display import HTML, Markdown, SVG, display, clear_output, update_display",
        "display(HTML('<b>x</b>'), Markdown('*y*'), 'z')\nprint('w')",
        "shown = display('first', display_id='one')\ndisplay('other')",
        "shown.update('second')\nprint('here')",
        "display('third', display_id='one', metadata={'text/plain': {'a': 1}})",
        "update_display(HTML('<i>last</i>'), display_id='one')",
        "display({'text/plain': 'p', 'application/json': {'a': [1, None, 1.5]}}, raw=True)",
    ],
    "cleared": [
        "from IPython.display import clear_output, display",
        "print('gone'); display('gone'); clear_output(); print('kept')",
        "print('gone'); clear_output(wait=True); print('kept')",
        "display('kept'); clear_output(wait=True)",
    ],
    "results": [
        "1 + 1",
        "_ + 1",
        "Out[1], In[1], _2, _i1",
        "'nothing';",
        "None",
        "x = 3\nx",
        "import pandas as pd\npd.DataFrame({'Đơn vị': ['Sở'], 'Điểm': [1 / 3]})",
        "pd.DataFrame([range(40)] * 80)",
        "class A:\n    def _repr_html_(self):\n        return '<p>a</p>'\nA()",
        "b'png', {1: {2, 3}}, float('nan')",
        "exit",
    ],
    "magics": [
        "%%time\nsum(range(10))",
        "%time 1 + 1",
        "%%capture taken\nprint('inside')",
        "taken.stdout",
        "%%writefile made.py\nmade = 'by a file'\nprint(made)",
        "%run made.py",
        "made",
        "import os; os.remove('made.py')",
        "!echo sống\nlisted = !echo two",
        "listed",
        "%%bash\necho out; echo err >&2; exit 0",
        "%lsmagic\n%who int",
        "len?",
        "get_ipython().__class__.__name__, get_ipython().kernel is not None, get_ipython().execution_count",
        "get_ipython().set_next_input('never seen')",
        "%store x",
    ],
    "figures": [
        "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('after')",
        "fig, axes = plt.subplots(figsize=(2, 1))\naxes.plot([1])\nprint('before');",
        "plt.figure(figsize=(1, 1)); plt.figure(figsize=(2, 2)); 'result'",
        "fig",
        "%config InlineBackend.figure_formats = ['svg']",
        "plt.rcParams['backend'], plt.get_backend()",
    ],
    "awaiting": [
        "import asyncio\nawait asyncio.sleep(0.01)\nprint('slept')",
        "async def say(word, after):\n    await asyncio.sleep(after)\n    print(word)\n    return word",
        "await asyncio.gather(say('b', 0.2), say('a', 0.05))",
        "task = asyncio.create_task(say('later', 0.1))\nawait asyncio.sleep(0.4)",
        "task = asyncio.create_task(say('in no cell', 0.2))",
        "await task\nprint('in the cell')",
        "async for x in nothing: pass",
    ],
    "system": [
        "import os, subprocess, sys, threading",
        "_ = os.system('echo from a shell')",
        "print(subprocess.run(['echo', 'captured'], capture_output=True, text=True).stdout)",
        "thread = threading.Thread(target=print, args=('from a thread',))\nthread.start(); thread.join()",
        "from multiprocessing import get_context",
        "with get_context('fork').Pool(1) as pool:\n    print(pool.map(abs, [-1, -2]))",
        "os.getcwd() == os.environ.get('PWD', os.getcwd()), __name__, os.environ['MPLBACKEND']",
        "import getpass; getpass.getpass('?')",
    ],
    "errors": [
        "def f(x):\n    return 1 / x",
        "f(0)",
        "raise ValueError('xấu') from KeyError('k')",
        "raise ExceptionGroup('nhóm', [ValueError(1), TypeError('hai')])",
        "if:",
        "class B:\n    def __repr__(self):\n        raise RuntimeError('no words')\nB()",
        "input('?')",
        "%no_such_magic",
        "import no_such_module",
        "assert False, 'sai'",
        "raise KeyboardInterrupt",
        "import sys; sys.exit()",
        "sys.exit('too late')",
        "print('still here')",
    ],
    "last": ["print('before')", "1 / 0", "print('never')"],
}
METADATA = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
SAME = [
    (re.compile(r"(CPU times|Wall time).*"), "time"),
    (re.compile(r"0x[0-9a-f]+"), "address"),
    (re.compile(r"ipykernel_\d+"), "kernel"),
    (re.compile(r"\x1b\[[0-9;]*m"), ""),
    (re.compile(r"clip-path=\S+|id=\"\S+\"|<dc:date>.*"), "id"),
]


def notebook_of(name: str, tags: list[str]) -> Any:
    cells = [nbformat.v4.new_code_cell(source, metadata={"tags": tags}) for source in ODD[name]]
    return nbformat.v4.new_notebook(cells=cells, metadata=METADATA)


def seen(value: Any) -> Any:
    """Return outputs without what is never the same twice, words of a stream in one piece."""
    if isinstance(value, str):
        for found, put in SAME:
            value = found.sub(put, value)
        return value
    if isinstance(value, dict):
        return {key: seen(one) for key, one in value.items()}
    return [seen(one) for one in value] if isinstance(value, list) else value


def outputs_of(notebook: Any) -> list[Any]:
    """Return what each cell showed; a stock kernel gives its two streams in any order, so each is joined."""
    shown = []
    for cell in notebook.cells:
        outputs: list[Any] = []
        streams: dict[str, Any] = {}
        for one in cell.outputs:
            if one.output_type != "stream":
                streams = {}
            elif one.name in streams:
                streams[one.name].text += one.text
                continue
            else:
                streams[one.name] = one
            outputs.append(one)
            if len(streams) == 2:
                outputs[-2:] = streams["stdout"], streams["stderr"]
        shown.append((cell.source, cell.execution_count, seen(outputs)))
    return shown


@pytest.mark.parametrize("name", [pytest.param(one, marks=() if one in BY_DAY else pytest.mark.nightly) for one in ODD])
def test_odd_cells_show_what_they_show_in_a_stock_kernel(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # ipykernel watches file descriptors only without it
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    tags = [] if name == "last" else ["raises-exception"]
    folders = [tmp_path / "stock", tmp_path / "ours"]
    for folder in folders:
        folder.mkdir()
    stock = notebook_of(name, tags)
    client = nbclient.NotebookClient(stock, resources={"metadata": {"path": str(folders[0])}}, iopub_timeout=60)
    try:
        client.execute()
    except nbclient.exceptions.CellExecutionError:
        assert name == "last"
    with share_kernels() as kernels:
        run = run_cells(kernels, notebook_of(name, tags), {}, folders[1], Limits())
    assert outputs_of(run.notebook) == outputs_of(stock)
    assert (run.reason is None) == (name not in ("errors", "last", "system", "awaiting", "magics"))


def test_words_of_both_streams_and_of_programs_stay_in_their_order(tmp_path: Path):
    source = (
        "import os, sys\nfor n in range(50):\n    print(n)\n    os.system(f'echo {n}')\n    print(n, file=sys.stderr)"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)], metadata=METADATA)
    with share_kernels() as kernels:
        run = run_cells(kernels, notebook, {}, tmp_path, Limits())
    shown = [(one.name, one.text) for one in run.notebook.cells[0].outputs]
    assert shown == [pair for n in range(50) for pair in (("stdout", f"{n}\n{n}\n"), ("stderr", f"{n}\n"))]


def entry_points(folder: Path) -> dict[str, str]:
    """Return an environment where the entry points of this project are installed, whatever is."""
    points = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    told = folder / "site" / "parreport_engine-0.dist-info" / "entry_points.txt"
    told.parent.mkdir(parents=True)
    lines = [f"{name} = {place}" for name, place in points["papermill.engine"].items()]
    told.write_text("\n".join(["[papermill.engine]", *lines, ""]), "utf-8")
    paths = [str(told.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def call_papermill(folder: Path, path: Path, *words: str) -> tuple[subprocess.CompletedProcess[str], Any]:
    out = folder / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "--engine", "parreport", str(path), str(out), *words]
    done = subprocess.run(command, env=entry_points(folder), cwd=folder, capture_output=True, text=True)
    return done, nbformat.read(out, as_version=4)


def test_papermill_finds_the_engine_and_runs_any_notebook_with_it(tmp_path: Path):
    cells = [nbformat.v4.new_code_cell("x = 0", metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_markdown_cell("# Đầu"), nbformat.v4.new_code_cell("import os\nprint(x, os.getcwd())")]
    cells += [nbformat.v4.new_code_cell("os.environ['PYTHONHASHSEED'], os.environ['PYTHONSAFEPATH']")]
    path = tmp_path / "in.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), path)
    done, made = call_papermill(tmp_path, path, "-p", "x", "1", "--log-output")
    assert done.returncode == 0, done.stderr
    assert f"1 {tmp_path}" in done.stderr
    assert made.cells[3].outputs[0].text == f"1 {tmp_path}\n"
    assert made.cells[4].outputs[0].data["text/plain"] == "('0', '1')"
    assert {cell.metadata.papermill.status for cell in made.cells} == {"completed"}
    assert made.metadata.language_info.name == "python"
    assert made.metadata.papermill.exception is None


@pytest.mark.parametrize(
    ("source", "words", "told", "kept"),
    [
        ("1 / 0", (), "ZeroDivisionError: division by zero", "ZeroDivisionError"),
        ("import os; os._exit(3)", (), "its kernel died while the cell was running", None),
        ("while True: pass", ("--execution-timeout", "2"), "it took longer than 2 seconds", None),
    ],
)
def test_papermill_says_how_a_notebook_failed(source, words, told, kept, tmp_path: Path, monkeypatch):
    """Its command, in this process."""
    cells = [nbformat.v4.new_code_cell(one) for one in ("print('before')", source, "print('never')")]
    path = tmp_path / "in.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), path)
    papermill.engines.papermill_engines.register(ENGINE, ReportEngine)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(papermill_command, ["--engine", ENGINE, "in.ipynb", "out.ipynb", *words])
    made = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert done.exit_code == 1
    assert told in str(done.exception)
    code = [cell for cell in made.cells if cell.cell_type == "code"]
    assert [cell.metadata.papermill.status for cell in code] == ["completed", "failed", "pending"]
    assert made.metadata.papermill.exception is True
    assert code[0].outputs[0].text == "before\n"
    assert [one.ename for one in code[1].outputs] == ([kept] if kept else [])


def test_papermill_gets_the_same_from_python_as_a_build_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    papermill.engines.papermill_engines.register(ENGINE, ReportEngine)
    made = papermill.execute_notebook(notebook_of("results", []), None, engine_name=ENGINE, progress_bar=False)
    with share_kernels() as kernels:
        run = run_cells(kernels, notebook_of("results", []), {}, tmp_path, Limits())
    assert outputs_of(made) == outputs_of(run.notebook)
