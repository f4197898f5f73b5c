"""A case: a sound project and what is done to its files, decided by choices alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from tests.fuzz import table_mutators, yaml_mutators
from tests.fuzz.byte_mutators import mutate_bytes
from tests.fuzz.choices import Choices, choices_of_list, choices_of_seed
from tests.fuzz.file_kinds import ODD_KINDS, Content, Odd
from tests.fuzz.json_mutators import mutate_json
from tests.fuzz.project import Project
from tests.fuzz.projects import projects
from tests.fuzz.sheets import Sheet, read_sheet, write_sheet
from tests.fuzz.table_mutators import mutate_table
from tests.fuzz.tree_mutators import change_rule_plausibly, mutate_tree
from tests.fuzz.yaml_mutators import mutate_yaml

SCORED_ONCE_IN = 2  # scoring takes five times as long as checking
PLAUSIBLE_ONCE_IN = 8  # cases that only say what may well be meant: most of them are scored
COUNTS = (1, 1, 1, 2, 2, 3, 5)  # mutations in a case
LARGEST_BYTES = 20_000_000
WAYS = {
    "items": ("table", "table", "tree", "tree", "tree", "bytes"),
    "csv": ("table", "table", "table", "table", "table", "table", "table", "bytes"),
    "yaml": ("yaml", "yaml", "yaml", "yaml", "yaml", "yaml", "yaml", "bytes"),
    "html": ("bytes",),
    "json": ("json", "json", "json", "json", "json", "bytes"),
}


@dataclass(frozen=True)
class Mutation:
    """One change of one file: in which way, and the choices that it took."""

    file: str
    way: str
    taken: tuple[int, ...] = ()


@dataclass(frozen=True)
class Case:
    """Mutations of a project, how it is run; ``files``: what stands in place of the sound ones."""

    project: str
    files: Mapping[str, Content]
    language: str = "en"
    as_json: bool = True
    is_scored: bool = True
    mutations: tuple[Mutation, ...] = ()


def kind_of(file: str) -> str:
    """Return the kind of input that a file is, by its name."""
    name = file.rpartition("/")[2]
    return "items" if name == "items.csv" and "framework" in file else name.rpartition(".")[2]


def draw_case(choices: Choices) -> Case:
    """Return a case: which project, which mutations, one after the other."""
    drawn = [project for project in projects().values() for _ in range(project.share)]
    project = choices.pick(drawn)
    language, as_json = choices.pick(("en", "vi")), not choices.once_in(4)
    is_plausible = project.run == "score" and choices.once_in(PLAUSIBLE_ONCE_IN)
    is_scored = is_plausible or choices.below(SCORED_ONCE_IN) == 0
    files: dict[str, Content] = {}
    mutations = []
    names = targets_of(project)
    for _ in range(choices.pick(COUNTS)):
        file = choices.pick(names)
        is_odd = "." not in file or (choices.once_in(30) and not is_plausible)
        way = "odd" if is_odd else choices.pick(WAYS[kind_of(file)])
        if is_plausible and not is_odd:
            way = PLAUSIBLE_WAYS[kind_of(file)]
        start = len(choices.taken)
        mutate(choices, project, files, file, way)
        mutations.append(Mutation(file, way, tuple(choices.taken[start:])))
    return Case(project.name, files, language, as_json, is_scored, tuple(mutations))


def targets_of(project: Project) -> list[str]:
    """Return what may be mutated: what is read first often, folders and web pages seldom."""
    folders = sorted({name.rpartition("/")[0] for name in project.files} - {""})
    if project.run != "score":
        first = [name for name in project.files if name.endswith(".json")]
        return [*first * 40, *project.files, *folders]
    return [*list(project.files) * 8, *folders]


def case_of_seed(seed: int, number: int) -> Case:
    """Return the case of a seed and a number: always the same."""
    return draw_case(choices_of_seed(f"{seed}/{number}"))


def without_mutation(case: Case, number: int) -> Case:
    """Return a case without one of its mutations; the others are made again."""
    left = case.mutations[:number] + case.mutations[number + 1 :]
    files: dict[str, Content] = {}
    for one in left:
        mutate(choices_of_list(one.taken), projects()[case.project], files, one.file, one.way)
    return replace(case, files=files, mutations=left)


def mutate(choices: Choices, project: Project, files: dict[str, Content], file: str, way: str) -> None:
    """Change one file of a case in one way; what cannot be read so is changed as bytes."""
    if any(isinstance(other, Odd) and file.startswith(f"{name}/") for name, other in files.items()):
        return
    content = files.get(file, project.files.get(file, b""))
    if way == "odd":
        files[file] = Odd(choices.pick(ODD_KINDS))
        return
    if isinstance(content, Odd):
        return
    if len(content) < LARGEST_BYTES:
        files[file] = _mutated(choices, content, way)


def _mutated(choices: Choices, content: bytes, way: str) -> bytes:
    """Return bytes changed in one way; as bytes where they are no longer what the way asks for."""
    sheet = read_sheet(content) if way in SHEET_MUTATORS else None
    if sheet is not None:
        choices.pick(SHEET_MUTATORS[way])(choices, sheet)
        return write_sheet(sheet)
    if way in TEXT_MUTATORS:
        try:
            words = content.decode()
        except UnicodeDecodeError:
            words = ""
        if words:
            return TEXT_MUTATORS[way](choices, words).encode("utf-8", "surrogatepass")
    return mutate_bytes(choices, content)


SHEET_MUTATORS: dict[str, tuple[Callable[[Choices, Sheet], None], ...]] = {
    "table": (mutate_table,),
    "tree": (mutate_tree,),
    "plausible cell": (table_mutators.change_plausibly,),
    "plausible item": (table_mutators.change_plausibly, change_rule_plausibly),
}
TEXT_MUTATORS: dict[str, Callable[[Choices, str], str]] = {
    "yaml": mutate_yaml,
    "json": mutate_json,
    "plausible value": yaml_mutators.change_plausibly,
}
PLAUSIBLE_WAYS = {"items": "plausible item", "csv": "plausible cell", "yaml": "plausible value"}
