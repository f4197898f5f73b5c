"""One list of packages: pyproject.toml asks, constraints.txt pins, locks and environment follow."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
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
WHOLE = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
PYPROJECT = WHOLE["project"]
LINES = (PROJECT / "constraints.txt").read_text("utf-8").splitlines()
PINNED = {
    canonicalize_name(name): Version(number)
    for name, _, number in (line.partition("==") for line in LINES if line.strip())
}
EXTRAS: dict[str, list[str]] = PYPROJECT["optional-dependencies"]
ASKED = [*PYPROJECT["dependencies"], *(one for extra in EXTRAS.values() for one in extra)]
CONDA = yaml.safe_load((PROJECT / "environment.yml").read_text("utf-8"))
INSTALL = f"-e .[{','.join(EXTRAS)}]"
LOCKS = {  # what each lock must hold at least
    "requirements.lock": [*ASKED, *WHOLE["build-system"]["requires"]],
    "requirements-tools.lock": WHOLE["dependency-groups"]["tools"],
}
HASHES = r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+"
LOCKED = re.compile(rf"([\w.-]+)==([\w.]+)(?: ; ([^\\\n]+))?({HASHES})\n")


def read_lock(name: str) -> dict[str, tuple[Version, str]]:
    """Return the version and the marker of each package in a lock."""
    found = LOCKED.findall((PROJECT / name).read_text("utf-8"))
    return {canonicalize_name(one): (Version(number), marker) for one, number, marker, _ in found}


def told_by_make(target: str) -> list[str]:
    """Return the commands that a target would run on a machine where nothing is made yet."""
    if not shutil.which("make"):
        pytest.skip("needs make")
    done = subprocess.run(
        ["make", "--always-make", "--dry-run", target],
        cwd=PROJECT,
        env={name: one for name, one in os.environ.items() if not name.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


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


def test_the_lock_has_the_names_and_versions_of_the_constraints() -> None:
    lock = {name: number for name, (number, _) in read_lock("requirements.lock").items()}
    assert lock == PINNED, "write what differs into constraints.txt, or run `make lock`"


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_a_hash_for_each_package_and_nothing_else(name: str) -> None:
    assert LOCKED.sub("", (PROJECT / name).read_text("utf-8")) == ""


@pytest.mark.parametrize(("name", "asked"), [(name, one) for name in LOCKS for one in LOCKS[name]])
def test_a_lock_has_what_pyproject_asks_for_on_every_system(name: str, asked: str) -> None:
    requirement = Requirement(asked)
    number, marker = read_lock(name)[canonicalize_name(requirement.name)]
    assert number in requirement.specifier
    assert marker == ""


def test_make_installs_what_the_lock_holds_and_then_the_project_alone() -> None:
    asked = [line.partition(" install ")[2] for line in told_by_make("setup") if "pip" in line]
    assert asked == [
        "--quiet --require-hashes --only-binary :all: -r requirements.lock",
        "--quiet --no-deps --no-build-isolation -e .",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "constraints.txt",
        *LOCKS,
        "environment.yml",
        "pyproject.toml",
        "Makefile",
        ".ci/run",
        ".pre-commit-config.yaml",
        ".github/workflows/ci.yml",
        ".github/workflows/nightly.yml",
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


# --- workflows ------------------------------------------------------------------------------

WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.y*ml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_pins_each_action_by_its_commit_and_tells_the_version(path: Path) -> None:
    uses = re.findall(r"^[ -]*uses:.*", path.read_text("utf-8"), re.M)
    pinned = re.compile(r" *- uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert uses
    assert [line for line in uses if not pinned.fullmatch(line)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_and_no_more(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert [name for name, job in workflow["jobs"].items() if "permissions" in job] == []


def test_one_version_of_an_action_serves_all_workflows() -> None:
    words = "".join(path.read_text("utf-8") for path in WORKFLOWS)
    pins = set(re.findall(r"uses: ([^@\s]+)@(\S+)", words))
    assert len(pins) == len({name for name, _ in pins})


def test_the_nightly_audit_is_the_one_that_a_person_runs() -> None:
    workflow = yaml.safe_load((PROJECT / ".github/workflows/nightly.yml").read_text("utf-8"))
    runs = [s["run"] for job in workflow["jobs"].values() for s in job["steps"] if "run" in s]
    assert runs == ["make audit", ".ci/run test-nightly", "make fuzz"]
    audits = [line for line in told_by_make("audit") if "/pip-audit " in line]
    assert len(audits) == len(LOCKS)
    assert all({"--strict", "--require-hashes", "--disable-pip"} < set(a.split()) for a in audits)


def test_the_audit_reads_the_packages_of_all_systems() -> None:
    """pip-audit leaves out what a marker excludes here; the audit's copy has no markers."""
    strip = next(line for line in told_by_make("audit") if line.startswith("sed "))
    copy = subprocess.run(
        ["sh", "-c", strip.rpartition(" > ")[0]], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    found = LOCKED.findall(copy)
    assert LOCKED.sub("", copy) == ""
    assert {canonicalize_name(one): marker for one, _, marker, _ in found} == dict.fromkeys(
        read_lock("requirements.lock"), ""
    )
