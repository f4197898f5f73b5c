"""The parameters that a notebook holds: those of its own cell and of the one that papermill writes.

In: the names of a notebook, ``globals()``. Out: :class:`~parreport.inputs.parameters.Parameters`.
What somebody typed in cells of their own, such as ``x = 5``, is no parameter.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

from parreport.errors import ParameterError, Problem
from parreport.inputs.faults import Faults
from parreport.inputs.files import is_there
from parreport.inputs.parameters import KEYS, Parameters, find_path
from parreport.inputs.yaml_files import check_values
from parreport.language import known_languages, message, set_language

INJECTED = "# Parameters"  # how the cell of papermill begins
UNIT = "unit"  # read by the notebooks of one unit themselves
PLAIN = (str, int, float, bool, list, dict, type(None))


def read_notebook_parameters(names: Mapping[str, object]) -> Parameters:
    """Return the parameters that a notebook holds, given its ``globals()``.

    A parameter is what the cell of the parameters or the one of papermill names, so that a misspelt
    one (which papermill only warns about) is an error here too; without cells, as in a script, every
    public name bound to plain data. ``unit`` is read by the notebooks of one unit themselves.
    From here on the language of the notebook is in force, for faults too.

    Raises
    ------
    ParameterError
        Unknown, missing or wrong parameters, all of them.
    """
    public = {name: value for name, value in names.items() if not name.startswith("_") and name not in ("In", "Out")}
    named = _named_in_cells(names.get("In"))
    values = {
        name: value
        for name, value in public.items()
        if name in KEYS or (name in named if named else isinstance(value, PLAIN))
    }
    values.pop(UNIT, None)
    if values.get("language") in known_languages():
        set_language(str(values["language"]))
    faults = Faults()
    known = [UNIT, *KEYS] if UNIT in public else list(KEYS)
    for name in sorted(set(values) - set(KEYS)):
        if (near := faults.nearest(name, known)) == UNIT or near in values:
            values.pop(name)
            faults.add(Problem("parameters", faults.unknown("key", name, known), name, column=name))
    checked = check_values(values, Parameters, "parameters", {}, faults)
    if isinstance(checked, Parameters) and named:
        _check_folder(checked, faults)
    if faults.problems or not isinstance(checked, Parameters):
        raise ParameterError("parameters", faults.problems, faults.more)
    return checked


def _named_in_cells(cells: object) -> set[str]:
    """Return the names that the cells of parameters give values to, among all cells that have run."""
    found: set[str] = set()
    for cell in cells if isinstance(cells, list) else ():
        try:
            lines = ast.parse(str(cell)).body
        except SyntaxError:  # a magic of IPython
            continue
        typed = {
            line.target.id for line in lines if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
        }
        if len(typed & set(KEYS)) > 1:
            found |= typed
        if str(cell).lstrip().startswith(INJECTED):
            given = [line.targets for line in lines if isinstance(line, ast.Assign)]
            found |= {ast.unparse(target) for targets in given for target in targets}
    return found


def _check_folder(parameters: Parameters, faults: Faults) -> None:
    """Say from where a folder was looked for that a notebook in another place does not find."""
    typed = parameters.inputs
    if parameters.tables is None and not Path(typed).is_absolute() and not is_there(find_path(typed)):
        expected = message(
            "a folder; it was looked for in {folder} and in every folder above it: start the notebook in the "
            "project, or write the path in full",
            folder=str(Path.cwd()),
        )
        faults.add(Problem("parameters", expected, typed, column="inputs"))
