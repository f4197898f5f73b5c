"""What an analyst works on: a parameters file, a language, a folder of reports.

In: what was typed in the cell of parameters. Out: :class:`Run`, and the list of files to choose from.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir, contextmanager, suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path

from parreport.display.parts import Column, Document, Section, gather
from parreport.display.tables import table_of
from parreport.errors import ParameterError, ParReportError, Problem, nearest
from parreport.inputs.files import is_file, is_there
from parreport.inputs.parameters import Parameters, find_path, read_parameters
from parreport.language import VIETNAMESE, known_languages, message, text, use_language

ENDINGS = (".yaml", ".yml")
MOST_LISTED = 60


@dataclass(frozen=True)
class Run:
    """What was chosen. ``root`` is the folder under which the paths of the parameters lie.

    ``file`` is the parameters file as seen from there, ``target`` the folder of its reports.
    """

    root: Path
    file: str
    language: str
    target: Path
    formats: str = ""

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Work in the folder of the run and in its language."""
        with chdir(self.root), use_language(self.language):
            yield

    @property
    def shown_target(self) -> str:
        """The folder of reports as it is named to people."""
        return shown_below(self.target, self.root)

    def __repr__(self) -> str:
        with use_language(self.language):
            words = text("{file}, language {language}, reports in {folder}", **self._facts())
        return words

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>"

    def _facts(self) -> dict[str, str]:
        return {"file": self.file, "language": self.language, "folder": self.shown_target}


def shown_below(path: Path, root: Path) -> str:
    """Return a path as seen from a folder, with ``/``; whole where it lies elsewhere."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def choose_run(
    parameters_file: str, language: str | None = None, out: str | None = None, formats: str | None = None
) -> Run:
    """Return what to work on: a parameters file, a language, a folder of reports.

    Parameters
    ----------
    parameters_file
        Its path, from the working folder or a folder above it.
    language
        ``vi`` or ``en``; blank means that of the parameters.
    out
        The folder of reports; blank means ``reports/NAME``.
    formats
        Such as ``html,pdf``; blank means all.

    Raises
    ------
    ParameterError
        There is no such file, or no such language; the nearest name is told.
    """
    path = find_path(parameters_file)
    with use_language(language if language in known_languages() else VIETNAMESE):
        if not is_file(path):
            raise _unknown("parameters_file", parameters_file, [shown for shown, _ in find_runs(_home_of(path))])
        if language and language not in known_languages():
            raise _unknown("language", language, list(known_languages()))
    path = path.absolute()
    root = _root_of(path, Path(parameters_file).expanduser())
    with chdir(root):
        chosen = language or _language_of(path)
        target = Path(out).expanduser() if out else Path("reports") / path.stem
        target = Path(root / target)
    return Run(root, shown_below(path, root), chosen, target, formats or "")


def _unknown(name: str, typed: str, known: list[str]) -> ParameterError:
    near = nearest(typed, known)
    expected = message("one of: {known}", known=", ".join(known) or "–")
    if near is not None:
        expected = message("one of: {known}; did you mean {near}?", known=", ".join(known), near=near)
    return ParameterError("parameters", [Problem("parameters", expected, typed, column=name)])


def _home_of(path: Path) -> Path:
    """Return the folder that a missing file was looked for in, else the nearest one with ``parameters``."""
    here = Path.cwd()
    around = [path.parent, *(folder / "parameters" for folder in (here, *here.parents))]
    return next((folder for folder in around if folder.is_dir() and any(find_runs(folder))), here)


def _language_of(path: Path) -> str:
    with suppress(ParReportError, OSError):
        return read_parameters(path).language
    return VIETNAMESE


def _root_of(path: Path, typed: Path) -> Path:
    """Return the folder that the paths of a parameters file are read from.

    A relative path was found below it; of another, it is the nearest folder above that has its inputs.
    """
    if not typed.is_absolute():
        here = Path.cwd()
        return next((one for one in (here, *here.parents) if is_there(one / typed)), here)
    with suppress(ParReportError, OSError):
        inputs = read_parameters(path).inputs
        return next((one for one in path.parents if (one / inputs).is_dir()), path.parent)
    return path.parent


def find_runs(folder: Path) -> list[tuple[str, Parameters | None]]:
    """Return the parameters files of a folder with what they say; None where one is at fault.

    A YAML file without a province and a year is none.
    """
    found: list[tuple[str, Parameters | None]] = []
    for path in sorted(one for one in folder.iterdir() if one.suffix in ENDINGS and one.is_file())[:MOST_LISTED]:
        name = shown_below(path, folder.parent)
        try:
            found.append((name, read_parameters(path)))
        except ParReportError:
            with suppress(OSError, UnicodeDecodeError):
                lines = path.read_text("utf-8").splitlines()
                if {"province", "year"} <= {line.partition(":")[0] for line in lines}:
                    found.append((name, None))
    return found


def show_run(run: Run) -> Section:
    """Show what was chosen, and the parameters files that there are beside it."""
    with run.at_work():
        path = run.root / run.file
        rows = [
            {
                "file": shown_below(path.parent / Path(name).name, run.root),
                "parameters": parameters,
                "made": (run.root / "reports" / Path(name).stem / "index.html").is_file(),
            }
            for name, parameters in find_runs(path.parent)
        ]
        said = [row["parameters"] for row in rows if row["file"] == run.file]
        chosen = said[0] if said else None
        named = f"{chosen.province} · {chosen.span}" if isinstance(chosen, Parameters) else run.file
        return gather(
            Document(named, repr(run)),
            table_of(
                text("Parameters files to choose from"),
                rows,
                [
                    (Column(text("File")), lambda row: row["file"]),
                    (Column(text("Province")), lambda row: _told(row["parameters"], "province")),
                    (Column(text("Time")), lambda row: _told(row["parameters"], "span")),
                    (Column(text("Language"), "center"), lambda row: _told(row["parameters"], "language")),
                    (Column(text("Status"), "center"), lambda row: _told(row["parameters"], "status")),
                    (Column(text("Reports"), "center"), lambda row: text("made") if row["made"] else "–"),
                ],
                note=text("To work on another file, write its name in the cell of parameters and run all cells again."),
                id="workbench-files",
            ),
        )


def _told(parameters: Parameters | None, name: str) -> str:
    return text("at fault") if parameters is None else str(getattr(parameters, name))
