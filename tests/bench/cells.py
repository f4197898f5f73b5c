"""The cells of a year's notebooks alone: no kernel, no page; prints their processor seconds.

``python -m tests.bench.cells PARAMETERS``: the year is computed once, then the cells of every
notebook run one after the other in this process, with what a build gives them. What the libraries
need to start is not counted.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from parreport.building.build import PRELOAD
from parreport.building.plan import make_plan
from parreport.building.reports import choose_reports, kind_of, parameters_of, unit_of
from parreport.building.slices import slice_unit, write_results
from parreport.publishing.running.notebooks import read_notebook
from parreport.years.recipe import compute_year, read_subject, score_year


def main(path: str) -> None:
    """Run the cells and print the processor seconds they took."""
    shell = InteractiveShell.instance()
    for name in PRELOAD:
        module, _, function = name.partition(":")
        found = import_module(module)
        if function:
            getattr(found, function)()
    with tempfile.TemporaryDirectory() as folder:
        plan = make_plan(Path(path), out=Path(folder) / "out")
        start = time.process_time()
        read = read_subject(plan.parameters)
        results, history = compute_year(read), [score_year(one) for one in read.history]
        used = time.process_time() - start
        _, names = choose_reports(plan, {}, [str(code) for code in results.units["unit_code"]])
        for number, name in enumerate(names):
            unit = unit_of(name)
            given = results if unit is None else slice_unit(results, unit)
            tables = write_results(given, Path(folder) / str(number), history)
            parameters = parameters_of(plan, name) | {"tables": str(tables)}
            notebook = parameterize_notebook(
                load_notebook_node(read_notebook(plan.notebooks[kind_of(name)].path)),
                parameters,
                kernel_name="python3",
                language="python",
            )
            sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
            shown = io.StringIO()
            start = time.process_time()
            for source in sources:
                with contextlib.redirect_stdout(shown):
                    outcome = shell.run_cell(source)
                outcome.raise_error()
            used += time.process_time() - start
    print(f"{used:.3f}")


if __name__ == "__main__":
    main(sys.argv[1])
