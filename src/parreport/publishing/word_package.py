"""A Word document as a file: its parts packed, the same bytes for the same words.

In: the body as XML, headers and footers, pictures, facts. Out: the bytes of a ``.docx``. No clock
and no random id: every time in it is the day of publication.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parreport.publishing.word_styles import NUMBERING, styles
from parreport.publishing.wordprocessing import LANGUAGES, clean

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Package:
    """All that a Word document holds.

    ``edges``: the XML of header, footer, header and footer of page 1; ``pictures``: PNG or JPEG
    bytes in the order of their relations, from rId101 on; ``day``: ISO, of its properties.
    """

    body: str
    edges: tuple[str, str, str, str]
    title: str
    subject: str
    day: str
    language: str = "vi"
    author: str = ""
    pictures: Sequence[tuple[str, bytes]] = ()
    links: Mapping[str, str] = field(default_factory=dict)


def pack(package: Package) -> bytes:
    """Return the bytes of a document."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in _parts(package).items():
            info = zipfile.ZipInfo(name, EARLIEST)
            info.create_system, info.external_attr = 3, 0o644 << 16
            is_picture = name.startswith("word/media/")
            info.compress_type = zipfile.ZIP_STORED if is_picture else zipfile.ZIP_DEFLATED
            file.writestr(info, content)
    return buffer.getvalue()


def _parts(package: Package) -> dict[str, str | bytes]:
    language = LANGUAGES.get(package.language, package.language)
    edges = ("header1", "footer1", "header2", "footer2")
    media = [(f"media/picture{n}.{form}", data) for n, (form, data) in enumerate(package.pictures, 1)]  # fmt: skip
    relations = [("rId1", "styles", "styles.xml", ""), ("rId2", "settings", "settings.xml", "")]
    relations.append(("rId3", "numbering", "numbering.xml", ""))
    relations += [(f"rId{11 + n}", name[:-1], f"{name}.xml", "") for n, name in enumerate(edges)]
    relations += [(f"rId{101 + n}", "image", name, "") for n, (name, _) in enumerate(media)]
    external = ' TargetMode="External"'
    relations += [(rid, "hyperlink", to, external) for to, rid in package.links.items()]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(edges),
        "_rels/.rels": _relations(
            [
                ("rId1", f"{OFFICE}/officeDocument", "word/document.xml", ""),
                (
                    "rId2",
                    f"{PACKAGE}/relationships/metadata/core-properties",
                    "docProps/core.xml",
                    "",
                ),
                ("rId3", f"{OFFICE}/extended-properties", "docProps/app.xml", ""),
            ]
        ),
        "docProps/core.xml": _core(package, language),
        "docProps/app.xml": XML
        + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>parreport</Application></Properties>',
        "word/document.xml": f"{XML}<w:document {NAMES}><w:body>{package.body}</w:body></w:document>",
        "word/styles.xml": XML + styles(NAMES, language),
        "word/settings.xml": f"{XML}<w:settings {NAMES}>{SETTINGS}"
        f'<w:themeFontLang w:val="{language}"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>',
        "word/numbering.xml": f"{XML}<w:numbering {NAMES}>{NUMBERING}</w:numbering>",
        "word/_rels/document.xml.rels": _relations(
            [(rid, f"{OFFICE}/{kind}", to, mode) for rid, kind, to, mode in relations]
        ),
    }
    for name, content in zip(edges, package.edges, strict=True):
        tag = "w:hdr" if name.startswith("header") else "w:ftr"
        parts[f"word/{name}.xml"] = f"{XML}<{tag} {NAMES}>{content}</{tag}>"
    return parts | {f"word/{name}": data for name, data in media}


SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
)


def _types(edges: Sequence[str]) -> str:
    own = [
        ("document", "document.main"),
        ("styles", "styles"),
        ("settings", "settings"),
        ("numbering", "numbering"),
    ]
    own += [(name, name[:-1]) for name in edges]
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>'
        for name, kind in own
    )
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="jpg" ContentType="image/jpeg"/>'
        f"{overrides}"
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
        "</Types>"
    )


def _relations(relations: Sequence[tuple[str, str, str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{rid}" Type="{kind}" Target="{clean(to)}"{mode}/>'
        for rid, kind, to, mode in relations
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _core(package: Package, language: str) -> str:
    when = f"{package.day}T00:00:00Z"
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{clean(package.title)}</dc:title><dc:subject>{clean(package.subject)}</dc:subject>"
        f"<dc:creator>{clean(package.author)}</dc:creator>"
        f"<cp:lastModifiedBy>{clean(package.author)}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified>'
        f"<dc:language>{language}</dc:language></cp:coreProperties>"
    )
