"""The rows of a file of answers, coded: units, groups, answers to each question.

In: the columns of a file as texts, the questions, the units. Out: ``answers``, one row per respondent
(:mod:`parreport.survey_columns`); each cell that holds no possible answer is a fault at its row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from parreport.errors import Problem
from parreport.inputs.faults import Faults
from parreport.inputs.numbers import NumberError, clean_text, fold_text, read_number
from parreport.inputs.rows import NUMBER_HINTS
from parreport.inputs.survey.rows import Array, Mask, Rows, categories, flags_of
from parreport.inputs.survey.scales import (
    NO_WORDS,
    YES_WORDS,
    Code,
    answer_in,
    choices_in,
    is_blank,
    steps_of,
    words_of,
)
from parreport.inputs.survey.texts import TextColumn
from parreport.language import Message, message
from parreport.letters import make_id
from parreport.survey_columns import ANSWER_COLUMNS, choice_column

TEXT_FIELDS = ("respondent_group", "stratum", "psu", "ssu")
NUMBER_FIELDS = ("weight", "stratum_size", "psu_size")


class Answers:
    """Answers coded as their questions say."""

    def __init__(self, rows: Rows, questions: pd.DataFrame, units: pd.DataFrame, faults: Faults) -> None:
        self.rows = rows
        self.units = units
        self.faults = faults
        self.records: dict[str, list[dict[str, Any]]] = {}
        for record in questions.to_dict("records"):
            if record["question_code"] and record["scale"] and record["options"]:
                self.records.setdefault(record["question_code"], []).append(record)  # type: ignore[arg-type]
        self._whom: dict[tuple[tuple[str, tuple[str, ...]], ...], Mask] = {}
        self.unit_at = self._read_units()
        self.group_codes, self.groups = self._read_groups()
        blocks = list(units["block"])
        self.blocks = np.array([*blocks, None], object)[self.unit_at]

    @property
    def codes(self) -> list[str]:
        """The codes of all questions."""
        return list(self.records)

    def missing(self) -> dict[str, Message]:
        """Return the questions without a column that respondents of the file are asked, and their words."""
        return {
            code: Message(str(records[0]["text"]))
            for code, records in self.records.items()
            if not self.rows.heads.has_question(code) and self._asked(records).any()
        }

    def table(self) -> pd.DataFrame:
        """Return the answers: one row per respondent, the columns before the questions, then the questions."""
        columns: dict[str, Any] = {"respondent_id": self._read_ids()}
        columns["unit_code"] = categories(self.unit_at, list(self.units["unit_code"]))
        columns["respondent_group"] = categories(self.group_codes, self.groups)
        columns |= {name: self._read_text(name) for name in TEXT_FIELDS[1:]}
        columns |= {name: self._read_number(name) for name in NUMBER_FIELDS}
        columns = {name: columns[name] for name in ANSWER_COLUMNS}
        for code, records in self.records.items():
            asked = self._asked(records)
            scale, known = records[0]["scale"], words_of(records[0]["scale"], records[0]["options"])
            if scale == "several":
                columns |= self._read_several(code, records[0]["options"], known, asked)
            else:
                columns[code] = self._read_answers(code, scale, known, asked)
        return pd.DataFrame(columns, copy=False)

    # --- fields ---

    def _read_ids(self) -> Array:
        column = self.rows.field("respondent_id")
        if column is None:
            return self.rows.read.rows.astype(str).astype(object)
        words: Array = np.array([*_clean(column.words), ""], object)
        ids = pd.Series(words[column.codes])
        blank = np.asarray(ids == "")
        self.rows.fault(np.flatnonzero(blank), "respondent_id", message("the number of the form"), "")
        again = np.asarray(ids.duplicated()) & ~blank
        if again.any():
            firsts = ids[ids.isin(set(ids[again])) & ~again]
            first = {one: int(self.rows.read.rows[at]) for at, one in firsts.items()}
            for at in np.flatnonzero(again):
                expected = message("each respondent once; the number stands in row {row} too", row=first[ids[at]])
                self.rows.fault([int(at)], "respondent_id", expected)
        return np.asarray(ids, object)

    def _read_units(self) -> Array:
        """Return the place of each row's unit in the table of units, −1 where there is none."""
        codes = {code: at for at, code in enumerate(self.units["unit_code"])}
        named: dict[str, list[int]] = {}
        for at, name in enumerate(self.units["unit_name"]):
            named.setdefault(fold_text(name), []).append(at)
        column = self.rows.field("unit_code")
        if column is None:
            return np.full(self.rows.n, -1)
        units_file = next((one for one in self.faults.unread if one.endswith("units.csv")), None)
        left_out = set().union(*(one for name, one in self.faults.faulty_units.items() if name.endswith("units.csv")))

        def find(word: str) -> int | None:
            text = clean_text(word)
            by_name = named.get(fold_text(text), [])
            found = codes.get(text, by_name[0] if len(by_name) == 1 else None)
            return -1 if found is None and (units_file or text in left_out or "" in left_out) else found

        def expect(word: str) -> Message:
            if len(named.get(fold_text(word), [])) > 1:
                return message("the code of the unit; several have this name")
            return (
                self.faults.unknown("unit", clean_text(word), codes)
                if word.strip()
                else message("the code of the unit")
            )

        return self._code(column, "unit_code", find, expect, -1).astype(np.int64)

    def _read_groups(self) -> tuple[Array, list[str]]:
        """Return the code of each row's group, −1 where it has none, and the groups."""
        named = {group for records in self.records.values() for one in records for group in one["respondent_group"]}
        all_named = all(one["respondent_group"] for records in self.records.values() for one in records)
        column = self.rows.field("respondent_group")
        if column is None:
            if named and self.rows.n:
                what = message(
                    "the column is missing; the questionnaire asks groups of respondents different questions"
                )
                self.faults.add(
                    Problem(self.rows.read.file, what, row=self.rows.read.head_row, column="respondent_group")
                )
            return np.full(self.rows.n, -1), []
        by_name = {make_id(one): one for one in named}  # người dân = nguoi-dan
        cleaned = [by_name.get(make_id(word), clean_text(word)) for word in column.words]
        groups = sorted({*cleaned} - {""})
        places = {group: at for at, group in enumerate(groups)}

        def find(word: str) -> int | None:
            group = by_name.get(make_id(word), clean_text(word))
            if named and (not group or (all_named and group not in named)):
                return None
            return places.get(group, -1)

        def expect(word: str) -> Message:
            return self.faults.unknown("group of respondents", clean_text(word), sorted(named))

        return self._code(column, "respondent_group", find, expect, -1).astype(np.int64), groups

    def _read_text(self, name: str) -> Any:
        column = self.rows.field(name)
        if column is None:
            return categories(np.full(self.rows.n, -1), [])
        cleaned = [clean_text(word) for word in column.words]
        known = sorted({*cleaned} - {""})
        places = {word: at for at, word in enumerate(known)}
        table = np.array([*(places.get(word, -1) for word in cleaned), -1], np.int64)
        return categories(table[column.codes], known)

    def _read_number(self, name: str) -> Array:
        column = self.rows.field(name)
        if column is None:
            return np.full(self.rows.n, np.nan)
        least = message("a number above 0") if name == "weight" else message("a whole number, at least 1")
        hints: dict[str, Message] = {}

        def find(word: str) -> float | None:
            if not word.strip():
                return np.nan
            try:
                number = read_number(word, "" if name == "weight" else "count")
            except NumberError as error:
                hints[word] = NUMBER_HINTS[error.hint]
                return None
            return float(number) if number > 0 else None

        return self._code(column, name, find, lambda word: hints.get(word, least))

    # --- questions ---

    def _asked(self, records: list[dict[str, Any]]) -> Mask:
        """Return which rows are asked a question: by the block of their unit and by their group."""
        whom = tuple((record["block"], record["respondent_group"]) for record in records)
        if whom not in self._whom:
            asked = np.zeros(self.rows.n, bool)
            for block, groups in whom:
                places = [at for at, one in enumerate(self.groups) if one in groups]
                here = self.blocks == block if block else np.full(self.rows.n, True)
                asked |= here & np.isin(self.group_codes, places) if groups else here
            self._whom[whom] = asked
        return self._whom[whom]

    def _read_answers(self, code: str, scale: str, known: Mapping[str, Code], asked: Mask) -> Any:
        column = self.rows.column(self.rows.heads.questions.get(code, []), code)
        letters = None if steps_of(scale) is not None else sorted({str(one) for one in known.values()})
        if column is None:
            return (
                np.full(self.rows.n, np.nan, np.float32)
                if letters is None
                else categories(np.full(self.rows.n, -1), letters)
            )
        blank = -1.0 if letters is not None else np.nan

        def find(word: str) -> float | None:
            if is_blank(word):
                return blank
            found = answer_in(word, known)
            return None if found is None else float(found) if letters is None else letters.index(str(found))

        values = self._code(column, code, find, lambda _: _expected(known), blank)
        given = values >= 0 if letters is not None else ~np.isnan(values)
        self._check_asked(code, given & ~asked)
        if letters is None:
            return values.astype(np.float32)
        return categories(values, letters)

    def _read_several(
        self, code: str, options: Mapping[Code, str], known: Mapping[str, Code], asked: Mask
    ) -> dict[str, Array]:
        """Return one column of 1 and 0 per choice, blank where the question was not answered."""
        chosen = {choice: np.full(self.rows.n, np.nan, np.float32) for choice in options}
        answered = np.zeros(self.rows.n, bool)
        for choice in options:
            column = self.rows.column(self.rows.heads.choices.get((code, choice), []), code)
            if column is not None:
                values = self._code(column, f"{code}/{choice}", _flag_of(known), lambda _: message("1 or 0, yes or no"))
                chosen[choice] = values.astype(np.float32)
                answered |= values == 1
                answered |= values == 0
        column = self.rows.column(self.rows.heads.questions.get(code, []), code)
        if column is not None:
            sets = [set() if is_blank(word) else choices_in(word, known) for word in column.words]
            for at, found in enumerate(sets):
                if found is None:
                    wrong = np.flatnonzero((column.codes == at) & ~answered)
                    self.rows.fault(wrong, code, _expected(known), column.words[at])
            alone = ~answered & ~flags_of(column, is_blank)
            for choice in options:
                table = np.array(
                    [*(float(found is not None and choice in found) for found in sets), np.nan], np.float32
                )
                chosen[choice] = np.where(alone, table[column.codes], chosen[choice])
            answered |= alone
        self._check_asked(code, answered & ~asked)
        return {
            choice_column(code, str(choice)): np.where(answered & np.isnan(values), np.float32(0), values)
            for choice, values in chosen.items()
        }

    def _check_asked(self, code: str, wrong: Mask) -> None:
        if wrong.any():
            known = self.unit_at >= 0
            expected = message("no answer; this block or group of respondents is not asked it")
            self.rows.fault(np.flatnonzero(wrong & known), code, expected)

    def _code(
        self,
        column: TextColumn,
        name: str,
        find: Callable[[str], float | None],
        expect: Callable[[str], Message],
        spare: float = np.nan,
    ) -> Array:
        """Return a number for each row by what its text means; a text that means nothing is a fault, and ``spare``."""
        found = [find(word) for word in column.words]
        for at, one in enumerate(found):
            if one is None:
                word = column.words[at]
                self.rows.fault(np.flatnonzero(column.codes == at), name, expect(word), word)
        table = np.array([*(spare if one is None else one for one in found), spare])
        coded: Array = table[column.codes]
        return coded


def _clean(words: list[str]) -> list[str]:
    """Return clean texts; where all are plain, which is seen at once, they are as they stand."""
    whole = ",".join(words)
    if whole.isascii() and whole.isprintable() and " " not in whole:
        return words
    return [clean_text(word) for word in words]


def _expected(known: Mapping[str, Code]) -> Message:
    """Return the answers that there are, by their code."""
    codes = list(dict.fromkeys(str(code) for code in known.values()))
    return message("one of the answers {codes}, or its words", codes=", ".join(codes))


def _flag_of(known: Mapping[str, Code]) -> Callable[[str], float | None]:
    def find(word: str) -> float | None:
        folded = fold_text(word)
        if is_blank(word):
            return np.nan
        if folded in YES_WORDS or folded in {"1.0"} or folded in known:
            return 1.0
        return 0.0 if folded in NO_WORDS or folded == "0.0" else None

    return find
