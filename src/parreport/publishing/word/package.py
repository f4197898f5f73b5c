"""A Word document as a file: its parts in one archive, the same bytes for the same parts.

In: the body and what stands beside it. Out: the bytes of a ``.docx`` (Office Open XML). The only
date in it is the one given; nothing of the machine or its user.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from parreport.publishing.word.body import Body
from parreport.publishing.word.styles import locale_of, write_numbering, write_settings, write_styles
from parreport.publishing.word.xml import DECLARATION, NAMESPACES, escape

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NO_NOTES = "".join(
    f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for kind, at, mark in (("separator", -1, "separator"), ("continuationSeparator", 0, "continuationSeparator"))
)


@dataclass(frozen=True)
class WordDocument:
    """All that a Word document holds.

    ``written``: what was written, the text in its sections; ``beside``: what stands beside it.
    ``margins``: headers and footers by name (``header1``, ``footer2``), as their paragraphs.
    ``date``: YYYY-MM-DD.
    """

    title: str
    language: str
    date: str
    subject: str
    creator: str
    remark: str
    written: str
    beside: Body
    margins: dict[str, str]


def pack(document: WordDocument) -> bytes:
    """Return the bytes of a document."""
    parts = {
        "[Content_Types].xml": _types(document),
        "_rels/.rels": _relations(
            [
                ("rId1", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
                ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                ("rId3", f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
            ]
        ),
        "docProps/core.xml": _core(document),
        "docProps/app.xml": f'{DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties"><Application>Microsoft '
        f"Office Word</Application></Properties>",
        "word/document.xml": f"{DECLARATION}<w:document {NAMESPACES}><w:body>{document.written}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(_inner_relations(document), document.beside.links),
        "word/styles.xml": write_styles(document.language),
        "word/numbering.xml": write_numbering(document.beside.lettered, document.beside.annexes),
        "word/settings.xml": write_settings(document.language, bool(document.beside.footnotes)),
    }
    for name, words in document.margins.items():
        tag = "hdr" if name.startswith("header") else "ftr"
        parts[f"word/{name}.xml"] = f"{DECLARATION}<w:{tag} {NAMESPACES}>{words}</w:{tag}>"
    if document.beside.footnotes:
        notes = "".join(
            f'<w:footnote w:id="{at}">{words}</w:footnote>' for at, words in enumerate(document.beside.footnotes, 1)
        )
        parts["word/footnotes.xml"] = f"{DECLARATION}<w:footnotes {NAMESPACES}>{_NO_NOTES}{notes}</w:footnotes>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, words in parts.items():
            _put(archive, name, words.encode("utf-8"), zipfile.ZIP_DEFLATED)
        for at, picture in enumerate(document.beside.pictures, 1):
            _put(archive, f"word/media/picture{at}.{picture.form}", picture.data, zipfile.ZIP_STORED)
    return buffer.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes, method: int) -> None:
    """Put a part into the archive, without the clock and the system."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type, entry.create_system, entry.external_attr = method, 0, 0
    archive.writestr(entry, data, compresslevel=6)


def _inner_relations(document: WordDocument) -> list[tuple[str, str, str]]:
    kinds = f"{_OFFICE}/relationships"
    names = ["styles", "numbering", "settings", *(["footnotes"] if document.beside.footnotes else [])]
    relations = [(f"rId{at}", f"{kinds}/{name}", f"{name}.xml") for at, name in enumerate(names, 1)]
    relations += [
        (f"rId{name.capitalize()}", f"{kinds}/{name.rstrip('0123456789')}", f"{name}.xml") for name in document.margins
    ]
    return relations + [
        (f"rIdPicture{at}", f"{kinds}/image", f"media/picture{at}.{picture.form}")
        for at, picture in enumerate(document.beside.pictures, 1)
    ]


def _relations(inner: Sequence[tuple[str, str, str]], links: Sequence[str] = ()) -> str:
    lines = "".join(f'<Relationship Id="{code}" Type="{kind}" Target="{target}"/>' for code, kind, target in inner)
    lines += "".join(
        f'<Relationship Id="rIdLink{at}" Type="{_OFFICE}/relationships/hyperlink" '
        f'Target="{escape(link)}" TargetMode="External"/>'
        for at, link in enumerate(links, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _types(document: WordDocument) -> str:
    own = {
        "document": "document.main",
        "styles": "styles",
        "numbering": "numbering",
        "settings": "settings",
        **({"footnotes": "footnotes"} if document.beside.footnotes else {}),
        **{name: name.rstrip("0123456789") for name in document.margins},
    }
    lines = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in own.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f"{lines}"
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f'<Override PartName="/docProps/app.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _core(document: WordDocument) -> str:
    day = f'xsi:type="dcterms:W3CDTF">{document.date}T00:00:00Z<'
    filled = {
        "dc:title": document.title,
        "dc:subject": document.subject,
        "dc:creator": document.creator,
        "dc:description": document.remark,
        "dc:language": locale_of(document.language),
        "cp:lastModifiedBy": document.creator,
    }
    lines = "".join(f"<{tag}>{escape(words)}</{tag}>" for tag, words in filled.items() if words)
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{lines}'
        f"<dcterms:created {day}/dcterms:created><dcterms:modified {day}/dcterms:modified></cp:coreProperties>"
    )
