"""Ordinary notebooks in print: Markdown, formulas, tables of pandas, plain text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

from parreport.errors import RenderingError
from parreport.publishing.paper.typesetting import typeset
from parreport.publishing.reading.fragments import read_fragment
from parreport.publishing.reading.markdown import read_markdown
from tests.publishing.paper.test_pdf import NASTY, render, tags_of, words_of


def output(mime: str, words: str) -> Any:
    return nbformat.v4.new_output("display_data", {mime: words, "text/plain": "PLAIN"})


def parts_of(source: str) -> list[dict[str, Any]]:
    return list(read_markdown(source, {}, "x"))


def flat(words: Any) -> str:
    if isinstance(words, str):
        return words
    if isinstance(words, dict):
        return flat(words.get("of", words.get("words", "")))
    return "".join(flat(one) for one in words)


def table_of(html: str) -> dict[str, Any]:
    (table,) = (one for one in read_fragment(html) if one["kind"] == "table")
    return table


MARKDOWN = r"""
## Kết quả

Chữ **đậm**, *nghiêng*, ~~gạch~~, `mã #x`, [cổng](https://example.vn/a?b=1#c) và chú thích[^1].

- một
- hai
    1. lồng

| Đơn vị | Điểm |
|:--|--:|
| Sở Y tế | 12,5 |

$$\frac{\sum_{i=1}^{n} d_i}{\max(D)} \times 100\,\% \quad \text{khác không}$$

Trong dòng $\alpha_1^2 \le \sqrt[3]{x'}$.

> trích dẫn

```python
print("#panic()")
```

[^1]: Lời chú **quan trọng**.
"""


def test_markdown_is_printed(tmp_path):
    reader = render(tmp_path, output("text/markdown", MARKDOWN))
    words = words_of(reader)
    for one in (
        "Kết quả",
        "đậm",
        "nghiêng",
        "gạch",
        "mã #x",
        "cổng",
        "một",
        "lồng",
        "Sở Y tế",
        "12,5",
        "trích dẫn",
        'print("#panic()")',
        "Lời chú quan trọng",
    ):
        assert one in words, one
    assert "PLAIN" not in words
    kinds = {str(one["/S"]) for one in tags_of(reader)}
    assert {"/H1", "/L", "/Table", "/Link", "/Note", "/Code"} <= kinds
    assert "/Formula" not in kinds
    for formula in (r"$$\frac{\sum_{i=1}^{n} d_i}", r"$\alpha_1^2 \le \sqrt[3]{x'}$"):
        assert formula in words.replace("\n", " ")


def test_only_tagged_markdown_cells_are_printed():
    cells = [
        nbformat.v4.new_markdown_cell("Lời cho người đọc notebook"),
        nbformat.v4.new_markdown_cell("Lời in ra", metadata={"tags": ["report"]}),
    ]
    parts = typeset(nbformat.v4.new_notebook(cells=cells), "x")["parts"]
    assert [flat(one["words"]) for one in parts if one["kind"] == "text"] == ["Lời in ra"]


def test_headings_of_a_notebook_begin_at_the_first_level():
    source = "### Ba\n\n#### Bốn"
    cells = [nbformat.v4.new_markdown_cell(source, metadata={"tags": ["report"]})]
    parts = typeset(nbformat.v4.new_notebook(cells=cells), "x")["parts"]
    assert [one["level"] for one in parts if one["kind"] == "heading"] == [1, 2]


def test_text_in_markdown_stays_text(tmp_path):
    source = "\n\n".join(re.sub(r"([\\`*_{}\[\]()#+\-.!$<>&|~])", r"\\\1", one) for one in NASTY)
    words = re.sub(r"\s+", "", words_of(render(tmp_path, output("text/markdown", source))))
    for one in NASTY:
        assert re.sub(r"\s+", "", one) in words, one


def test_links_lead_only_to_the_web():
    (part,) = parts_of("[a](javascript:alert) [b](file:///etc) [c](https://x.vn)")
    assert [one["to"] for one in part["words"] if isinstance(one, dict)] == ["https://x.vn"]


def test_pictures_come_from_the_notebook_only():
    with pytest.raises(RenderingError, match=r"the picture https://x.vn/a.png does not lie"):
        parts_of("![ảnh](https://x.vn/a.png)")


FORMULAS = [
    r"$\alpha_1^2 * b_i * c$",
    r"$$\frac{\sum_{i=1}^{n} d_i}{\max(D)} \times 100\,\%$$",
    "$$\n# a\n- b\n\n_c_\n$$",
    r"\\[ x_1 * y_1 * z \\]",
    r"\\( x_1 * y_1 * z \\)",
    r"\begin{cases} 1 & x > 0 \\ 0 & \text{khác} \end{cases}",
    r"$\stackrel{a$",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_printed_as_it_was_typed(formula: str) -> None:
    before, *parts, after = parts_of(f"Trước\n\n{formula}\n\nsau")
    assert "".join(flat(part["words"]) for part in parts) == formula
    assert [flat(before["words"]), flat(after["words"])] == ["Trước", "sau"]


def test_a_table_of_pandas_keeps_its_heads_and_figures(tmp_path):
    frame = pd.DataFrame({"Đơn vị": NASTY, "Điểm": [float(at) + 0.25 for at in range(len(NASTY))]})
    table = table_of(frame.to_html())
    assert [flat(one["words"]) for one in table["heads"][0]] == ["", "Đơn vị", "Điểm"]
    assert [one["kind"] for one in table["columns"]] == ["number", "text", "number"]
    reader = render(tmp_path, output("text/html", frame.to_html()))
    words = re.sub(r"\s+", "", words_of(reader))
    for one in NASTY:
        assert re.sub(r"\s+", "", one) in words, one
    kinds = [str(one["/S"]) for one in tags_of(reader)]
    assert kinds.count("/TR") == len(NASTY) + 1
    assert kinds.count("/TH") == 3


def test_heads_over_several_columns_are_kept(tmp_path):
    frame = pd.DataFrame({("Điểm", "min"): [1, 2], ("Điểm", "max"): [3, 4], ("Hạng", ""): [1, 2]})
    frame.index = pd.MultiIndex.from_tuples([("Sở", "Y tế"), ("Sở", "Nội vụ")], names=["Khối", "Tên"])
    table = table_of(frame.to_html())
    assert [one.get("across", 1) for one in table["heads"][0]] == [1, 1, 2, 1]
    assert table["rows"][0][0]["down"] == 2
    words = words_of(render(tmp_path, output("text/html", frame.to_html())))
    for one in ("Khối", "Tên", "min", "max", "Hạng", "Y tế", "Nội vụ"):
        assert one in words


def test_html_keeps_words_and_drops_looks():
    html = (
        "<style>p{}</style><script>alert(1)</script><!-- thầm --><h3>Tiêu đề</h3><p>Đoạn <b>đậm</b><br>dòng</p>"
        "<ul><li>một</li><li>hai</li></ul><pre>a  b</pre>lẻ"
    )
    parts = list(read_fragment(html))
    assert [one["kind"] for one in parts] == ["heading", "text", "bullets", "code", "text"]
    assert "alert" not in str(parts)
    assert "thầm" not in str(parts)
    assert flat(parts[1]["words"][0]) == "Đoạn "


def test_plain_text_is_printed_as_it_stands(tmp_path):
    plain = nbformat.v4.new_output("execute_result", {"text/plain": "a    b\n#panic()  1\nổ ẵ"})
    stream = nbformat.v4.new_output("stream", name="stdout", text="DÒNG IN RA")
    words = words_of(render(tmp_path, plain, stream))
    assert "#panic()" in words
    assert "ổ ẵ" in words
    assert "DÒNG IN RA" not in words


def test_the_title_of_an_ordinary_notebook_is_its_name(tmp_path: Path):
    assert render(tmp_path, output("text/markdown", "x")).metadata.title == "so-y-te"
