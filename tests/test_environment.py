"""One list of packages: pyproject.toml asks, constraints.txt pins, environment.yml follows."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

PROJECT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
LINES = (PROJECT / "constraints.txt").read_text("utf-8").splitlines()
PINNED = {
    canonicalize_name(name): Version(number)
    for name, _, number in (line.partition("==") for line in LINES if line.strip())
}
EXTRAS: dict[str, list[str]] = PYPROJECT["optional-dependencies"]
ASKED = [*PYPROJECT["dependencies"], *(one for extra in EXTRAS.values() for one in extra)]
CONDA = yaml.safe_load((PROJECT / "environment.yml").read_text("utf-8"))
INSTALL = f"-e .[{','.join(EXTRAS)}]"


@pytest.mark.parametrize("asked", ASKED)
def test_each_dependency_is_pinned_to_a_version_that_it_allows(asked: str) -> None:
    requirement = Requirement(asked)
    assert PINNED[canonicalize_name(requirement.name)] in requirement.specifier


def test_a_constraint_is_a_name_and_a_version() -> None:
    assert [line for line in LINES if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_no_package_is_pinned_twice() -> None:
    assert len(PINNED) == len(LINES)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems need further packages")
def test_everything_that_the_package_pulls_in_is_pinned_and_installed_so() -> None:
    waiting, seen = [Requirement(one) for one in ASKED], set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, *requirement.extras) in seen:
            continue
        seen.add((name, *requirement.extras))
        assert Version(distribution(name).version) == PINNED[name], name
        for line in distribution(name).requires or ():
            below = Requirement(line)
            extras = requirement.extras or {""}
            if not below.marker or any(below.marker.evaluate({"extra": one}) for one in extras):
                waiting.append(below)


def test_the_conda_environment_takes_python_pip_and_make_and_leaves_the_rest_to_pip() -> None:
    *names, pip = CONDA["dependencies"]
    assert [re.split("[=<>]", name)[0] for name in names] == ["python", "pip", "make"]
    assert pip == {"pip": ["-c constraints.txt", INSTALL]}


def test_the_conda_environment_has_a_python_that_the_package_allows() -> None:
    python = next(name for name in CONDA["dependencies"] if str(name).startswith("python"))
    number = Version(python.partition("=")[2])
    assert Requirement(f"python{PYPROJECT['requires-python']}").specifier.contains(number)


def test_make_installs_the_same_as_conda() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8").replace("'", "")
    assert f"-c constraints.txt {INSTALL}" in makefile


@pytest.mark.parametrize(
    "name",
    [
        "constraints.txt",
        "environment.yml",
        "pyproject.toml",
        "Makefile",
        ".ci/run",
        ".pre-commit-config.yaml",
        ".github/workflows/ci.yml",
    ],
)
def test_no_file_of_the_environment_names_an_address(name: str) -> None:
    words = (PROJECT / name).read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--trusted-host|--find-links", words)


def test_every_hook_before_a_commit_is_a_local_one() -> None:
    config = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [one["repo"] for one in config["repos"]] == ["local"]


def test_ci_does_what_a_person_does() -> None:
    workflow = yaml.safe_load((PROJECT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    steps = workflow["jobs"]["test"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [".ci/run"]
    assert (PROJECT / ".ci" / "run").read_text("utf-8").rstrip().endswith("make test")
