"""A printed form in numbered copies: the number stands at the top of each page.

In: the PDF of a form, the numbers. Out: one PDF, the form as often as there are numbers; its pages are kept
once. Copies are for the printer: only the form without numbers has the tags that screen readers need.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

from parreport.publishing.paper.pdf import compile_pdf

TIES = ("/Parent", "/StructParents", "/Annots", "/Tabs")
STAMP = """
#set page(paper: "a4", margin: (top: 9mm, right: 15mm, rest: 10mm))
#set text(font: "Be Vietnam Pro", size: 9pt)
#for one in json(bytes("{numbers}")) {{ page(align(center, strong(one))) }}
"""


def number_copies(form: bytes, numbers: Sequence[str], date: str) -> bytes:
    """Return a form once for each number, which is a text as it is printed.

    Raises
    ------
    RenderingError : Typst refuses the numbers.
    """
    from pikepdf import Array, Dictionary, ObjectStreamMode, Page, Pdf

    typed = json.dumps(list(numbers), ensure_ascii=False).replace("\\", "\\\\").replace('"', '\\"')
    stamps = compile_pdf(STAMP.format(numbers=typed), date, ())
    made = io.BytesIO()
    with Pdf.open(io.BytesIO(form)) as whole, Pdf.open(io.BytesIO(stamps)) as marks, Pdf.new() as copies:
        copies.pages.extend(whole.pages)
        pages = list(copies.pages)
        begin, end = copies.make_stream(b"q\n"), copies.make_stream(b"\nQ\n/Stamp Do")
        for page in pages:
            page.contents_coalesce()
        for mark in marks.pages:
            stamp = copies.copy_foreign(mark.as_form_xobject())
            for page in pages:
                copy = Dictionary({key: value for key, value in page.obj.items() if key not in TIES})
                own = dict(page.obj.Resources.items())
                pictures = dict(own["/XObject"].items()) if "/XObject" in own else {}
                copy.Resources = Dictionary({**own, "/XObject": Dictionary({**pictures, "/Stamp": stamp})})
                copy.Contents = Array([begin, page.obj.Contents, end])
                copies.pages.append(Page(copies.make_indirect(copy)))
        del copies.pages[: len(pages)]
        copies.save(made, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return made.getvalue()
