"""A disk that fails at every single thing a run asks of it, one after the other.

After each fault the folder is the old one or the new one to the last byte, what is told names a
file and is no traceback, and the same command then goes through. Notebooks are not run here: what
they made once is copied. At night every request is refused in its turn; by day one of each kind, the
first or the last of it, and some of the others.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from parreport.building import slices, sources
from parreport.publishing.running.execution import Job, Outcome
from parreport.years.recipe import compute_results
from tests.built import built_once, files_in, run, same_files, write_two_years
from tests.faulty_disk import failing

pytestmark = pytest.mark.slow
BUILD = ("build", "2018.yaml", "--formats", "html", "-q")
PARTS = 4  # shared among the processes that run tests
SOME = "some"
EACH_PART = [*(pytest.param(part, marks=pytest.mark.nightly) for part in range(PARTS)), SOME]
MORE = 10


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years with the folder of the old points in ``old``, of the new ones in ``new``."""

    def make(folder: Path) -> dict[str, Any]:
        write_two_years(folder)
        assert run(folder, *BUILD, "--out", "old").code == 0
        points = folder / "2018-inputs" / "points.csv"
        points.write_text(points.read_text("utf-8").replace("a,1.1,,,3,", "a,1.1,,,2.5,"), "utf-8")
        assert run(folder, *BUILD, "--out", "new").code == 0
        assert run(folder, "score", "2018.yaml", "--out", "tables").code == 0
        return {}

    return built_once(tmp_path_factory, "faulty", make)[0]


def remembered(make: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that makes a thing once; what it is made of is kept, so that nothing else gets its id."""
    known: dict[tuple[Any, ...], tuple[Any, Any]] = {}

    def recall(*given: Any) -> Any:
        key = tuple(one if isinstance(one, str) else id(one) for one in given)
        if key not in known:
            known[key] = given, make(*given)
        return known[key][1]

    return recall


@contextmanager
def copied_instead_of_run(prepared: Path, year: Path) -> Iterator[None]:
    """Copy what notebooks made once instead of running them; compute the year once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(year)
        results = compute_results(year / "2018.yaml")

        def run_jobs(jobs: list[Job], folder: Path, workers: Any, note: Any, **more: Any) -> None:
            for job in jobs:
                place = folder / f"{job.name}.ipynb"
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(prepared / "new" / f"{job.name}.ipynb", place)
                note(Outcome(job, True, None, place, 0.0))

        def render(name: str, executed: Path, folder: Path, formats: Any) -> None:
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            for ending in (".html", ".ipynb"):
                file = place.with_name(place.name + ending)
                shutil.copyfile(prepared / "new" / f"{name}{ending}", file)

        patch.setattr("parreport.building.build.run_notebooks", run_jobs)
        patch.setattr("parreport.building.build.render", render)
        patch.setattr("parreport.building.build.count_processors", lambda: 1)
        patch.setattr("parreport.building.build.open_kernels", lambda preload: nullcontext())
        patch.setattr("parreport.years.recipe.compute_results", lambda *given: results)
        patch.setattr("parreport.years.recipe.compute_year", lambda *given: results)
        for function in ("slice_unit", "digest_results"):  # of the same results, always
            patch.setattr(slices, function, remembered(getattr(slices, function)))
        patch.setattr(os, "fsync", lambda number: None)
        for name in ("digest_package", "digest_environment"):  # they lie elsewhere
            known = getattr(sources, name)()
            patch.setattr(sources, name, lambda known=known: known)
        yield


def year_of(prepared: Path, folder: Path) -> Path:
    year = folder / "year"
    for name in ("2018.yaml", "2017.yaml"):
        year.mkdir(exist_ok=True)
        shutil.copyfile(prepared / name, year / name)
    for name in ("2018-inputs", "2018-framework", "2017-inputs", "2017-framework"):
        shutil.copytree(prepared / name, year / name)
    return year


def kind_of(request: str) -> str:
    """Return what a request asks, and in which folder: "replace place/out"."""
    what, _, place = request.partition(" ")
    return f"{what} {place.rpartition('/')[0].removesuffix('/units').removesuffix('/tables')}"


def chosen(asked: list[str], part: int | str) -> list[int]:
    """Return the numbers of the requests that a part refuses: one in ``PARTS``, or some of each kind."""
    if isinstance(part, int):
        return list(range(part + 1, len(asked) + 1, PARTS))
    numbers: dict[str, list[int]] = {}
    for number, request in enumerate(asked, 1):
        numbers.setdefault(kind_of(request), []).append(number)
    ends = {own[-(at % 2)] for at, own in enumerate(numbers.values())}
    others = [number for number in range(1, len(asked) + 1) if number not in ends]
    return sorted(ends | set(random.Random(1).sample(others, min(MORE, len(others)))))


def told_well(err: str) -> bool:
    """Tell whether an error is of ours and names a file."""
    places = (os.sep, ".csv", ".json", ".yaml", "out", "-inputs", "-framework")
    return "Traceback" not in err and any(place in err for place in places)


def states(files: dict[str, bytes]) -> dict[str, Any]:
    return {**json.loads(files["manifest.json"]), "run": 0}


@pytest.mark.parametrize("part", EACH_PART)
def test_whatever_a_disk_refuses_a_build_leaves_the_old_folder_or_the_new_one(
    part: int | str, prepared: Path, tmp_path: Path
) -> None:
    year = year_of(prepared, tmp_path)
    old, new = files_in(prepared / "old"), files_in(prepared / "new")
    out = year / "place" / "out"
    command = (*BUILD, "--out", "place/out")

    def begin() -> None:
        shutil.rmtree(out.parent, ignore_errors=True)
        shutil.copytree(prepared / "old", out)

    with copied_instead_of_run(prepared, year):
        begin()
        with failing(year) as disk:
            assert run(year, *command).code == 0
        numbers = chosen(disk.asked, part)
        assert len(numbers) > 40
        assert same_files(files_in(out), new)
        told = {0: 0, 1: 0, 2: 0}
        for n in numbers:
            begin()
            with failing(year, n) as disk:
                ended = run(year, *command)
            asked = disk.asked[n - 1] if len(disk.asked) >= n else "nothing"
            told[ended.code] += 1
            found = files_in(out)
            assert found == old or same_files(found, new), (n, asked)
            assert found == old or states(found) == states(new), (n, asked)
            assert ended.code == 0 or told_well(ended.err), (n, asked, ended.err)
            assert ended.code != 0 or found != old, (n, asked)
            again = run(year, *command)
            assert (again.code, again.err) == (0, ""), (n, asked)
            assert same_files(files_in(out), new), (n, asked)
            assert [path.name for path in out.parent.iterdir()] == ["out"], (n, asked)
        print(f"build: {len(numbers)} requests, part {part}: exit codes {told}")


@pytest.mark.parametrize("part", EACH_PART)
@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside-other-files"])
def test_whatever_a_disk_refuses_score_leaves_all_old_tables_or_all_new_ones(
    beside: bool, part: int | str, prepared: Path, tmp_path: Path
) -> None:
    year = year_of(prepared, tmp_path)
    new = files_in(prepared / "tables")
    old = {name: content + b"\n" for name, content in new.items()}
    mine = {"mine.txt": b"mine"} if beside else {}
    out = year / "place" / "out"
    command = ("score", "2018.yaml", "--out", "place/out")

    def begin() -> None:
        shutil.rmtree(out.parent, ignore_errors=True)
        out.mkdir(parents=True)
        for name, content in (old | mine).items():
            (out / name).write_bytes(content)

    with copied_instead_of_run(prepared, year):
        begin()
        with failing(year) as disk:
            assert run(year, *command).code == 0
        numbers = chosen(disk.asked, part)
        assert len(numbers) > 20
        assert files_in(out) == new | mine
        told = {0: 0, 1: 0, 2: 0}
        for n in numbers:
            begin()
            with failing(year, n) as disk:
                ended = run(year, *command)
            asked = disk.asked[n - 1]
            told[ended.code] += 1
            found = files_in(out)
            assert found in (old | mine, new | mine), (n, asked)
            assert ended.code == 0 or told_well(ended.err), (n, asked, ended.err)
            assert ended.code != 0 or found == new | mine, (n, asked)
            if ended.code:
                assert [path.name for path in out.parent.iterdir()] == ["out"], (n, asked)
            again = run(year, *command)
            assert (again.code, again.err) == (0, ""), (n, asked)
            assert files_in(out) == new | mine
        print(f"score: {len(numbers)} requests, part {part}: exit codes {told}")
