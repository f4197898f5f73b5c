"""Heads of columns: the code, or the Vietnamese head that officials write.

In: a head as typed. Out: the column that it names, or what was expected. The heads are those of
``docs/glossary.md``, part B; letters' case and the number of spaces say nothing.
"""

from __future__ import annotations

from parreport.inputs.faults import Faults
from parreport.inputs.numbers import fold_text
from parreport.language import Message, message
from parreport.tabular import Table

HEADS = {
    "unit_code": "Mã đơn vị",
    "block": "Khối",
    "ranked": "Xếp hạng",
    "cluster": "Cụm",
    "survey_se_points": "Sai số chuẩn của điểm điều tra",
    "base_unit_code": "Mã đơn vị năm trước",
    "lat": "Vĩ độ",
    "lon": "Kinh độ",
    "item_code": "Mã tiêu chí",
    "applies": "Áp dụng",
    "self_points": "Điểm tự đánh giá",
    "appraised_points": "Điểm thẩm định",
    "numerator": "Tử số",
    "denominator": "Mẫu số",
    "value": "Giá trị",
    "reason": "Lý do",
    "evidence": "Tài liệu kiểm chứng",
    "round": "Vòng",
    "points": "Điểm",
    "parent_code": "Mã cấp trên",
    "max_points": "Điểm tối đa",
    "method": "Phương pháp",
    "rule": "Cách chấm",
    "remedy": "Giải pháp khắc phục",
    "remedy_en": "Giải pháp bằng tiếng Anh",
    "zero_of_zero": "Khi mẫu số bằng 0",
    "same_cases_as": "Cùng hồ sơ với tiêu chí",
    "source": "Nguồn",
    "source_en": "Nguồn bằng tiếng Anh",
    "accumulates": "Cộng dồn trong năm",
    "short_name": "Tên ngắn",
    "short_name_en": "Tên ngắn bằng tiếng Anh",
    "base_block": "Khối năm trước",
    "base_item_code": "Mã tiêu chí năm trước",
    "share": "Tỷ phần",
    "comparable": "So sánh được",
    "note": "Ghi chú",
    "target_code": "Mã chỉ tiêu",
    "area": "Lĩnh vực",
    "unit_of_measure": "Đơn vị tính",
    "direction": "Chiều so sánh",
    "target": "Mức chỉ tiêu",
    "step": "Bước",
    "step_en": "Bước bằng tiếng Anh",
    "due": "Thời hạn",
    "done": "Ngày hoàn thành",
    "name_en": "Tên tiếng Anh",
    "question_code": "Mã câu hỏi",
    "factor": "Yếu tố",
    "factor_parent": "Nhóm yếu tố",
    "text": "Câu hỏi",
    "text_en": "Câu hỏi bằng tiếng Anh",
    "scale": "Thang đo",
    "options": "Phương án trả lời",
    "option_weights": "Trọng số trả lời",
    "respondent_group": "Nhóm người trả lời",
    "counts_in_satisfaction": "Tính vào chỉ số hài lòng",
    "covariate": "Biến phụ trợ",
    "respondent_id": "Số phiếu",
    "stratum": "Tầng",
    "psu": "Cụm mẫu",
    "ssu": "Cụm mẫu cấp hai",
    "weight": "Quyền số",
    "stratum_size": "Quy mô tầng",
    "psu_size": "Quy mô cụm mẫu",
    "started": "Giờ bắt đầu",
    "ended": "Giờ kết thúc",
    "population": "Tổng số",
    "last_pct": "Tỷ lệ hài lòng năm trước",
    "deff": "Hệ số thiết kế",
    "list_id": "Số trong danh sách",
}
NAMES = {"units.csv": "Tên đơn vị", "<block>.csv": "Tên tiêu chí", "targets.csv": "Tên chỉ tiêu"}


def heads_of(table: Table) -> dict[str, str]:
    """Return the Vietnamese head of each column of a file that people write; none of published tables."""
    if not table.name.endswith(".csv"):
        return {}
    heads = HEADS | ({"name": NAMES[table.name]} if table.name in NAMES else {})
    return {name: heads[name] for name in table.names if name in heads}


class Heads:
    """What the columns of a table may be called: their codes, and their Vietnamese heads."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.vietnamese = heads_of(table)
        self._known = {fold_text(name): name for name in table.names}
        self._known |= {fold_text(head): name for name, head in self.vietnamese.items()}

    def column(self, typed: str) -> str | None:
        """Return the column that a head names, None where it names none."""
        return self._known.get(fold_text(typed))

    def describe_unknown(self, typed: str, free: list[str], faults: Faults) -> tuple[str | None, Message]:
        """Return the column that an unknown head may mean, and what was expected in its place.

        ``free``: the columns that no head names. A head that fits several of them means none.
        """
        folded = f" {fold_text(typed)} "
        fitting = [head for name in free if f" {fold_text(head := self.vietnamese.get(name, ''))} ".startswith(folded)]
        if folded.strip() and len(fitting) > 1:
            return None, message("the whole head of a column: it may be {heads}", heads=", ".join(fitting))
        words = [*free, *(self.vietnamese[name] for name in free if name in self.vietnamese)]
        near = fitting[0] if fitting else faults.nearest(typed, words)
        if near is None:
            return None, faults.unknown("column", typed, self.table.names)
        return self.column(near), message("a known {kind}; did you mean {near}?", kind=message("column"), near=near)
