"""The styles of a Word document: Times New Roman, as official documents are set.

In: the language. Out: the parts ``styles.xml`` and ``numbering.xml``. Every look of a report is a
style that Word lists by its name, so that who edits it changes one style, not each paragraph.
"""

from __future__ import annotations

FONT = "Times New Roman"
NORMAL = '<w:spacing w:before="0" w:after="120" w:line="276" w:lineRule="auto"/><w:ind w:firstLine="720"/><w:jc w:val="both"/>'
FLAT = '<w:ind w:firstLine="0"/><w:jc w:val="left"/>'
TIGHT = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
GREY = "555F69"
# id, name, based on, next, looks of the paragraph, looks of its words
PARAGRAPHS = (
    ("Title", "Title", "Normal", "Subtitle", '<w:keepNext/><w:spacing w:before="240" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>', '<w:b/><w:sz w:val="28"/><w:szCs w:val="28"/>'),
    ("Subtitle", "Subtitle", "Normal", "Normal", f'{TIGHT}<w:ind w:firstLine="0"/><w:jc w:val="center"/>', '<w:b/><w:sz w:val="28"/><w:szCs w:val="28"/>'),
    ("Heading1", "heading 1", "Normal", "Normal", f'<w:keepNext/><w:keepLines/><w:spacing w:before="280" w:after="100"/>{FLAT}<w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="28"/><w:szCs w:val="28"/>'),
    ("Heading2", "heading 2", "Normal", "Normal", f'<w:keepNext/><w:keepLines/><w:spacing w:before="220" w:after="80"/>{FLAT}<w:outlineLvl w:val="1"/>', '<w:b/>'),
    ("Heading3", "heading 3", "Normal", "Normal", f'<w:keepNext/><w:keepLines/><w:spacing w:before="180" w:after="60"/>{FLAT}<w:outlineLvl w:val="2"/>', '<w:b/><w:i/>'),
    ("Caption", "caption", "Normal", "Normal", f'<w:keepNext/><w:keepLines/><w:spacing w:before="180" w:after="80" w:line="240" w:lineRule="auto"/>{FLAT}', '<w:b/><w:sz w:val="24"/><w:szCs w:val="24"/>'),
    ("Lead", "Lead", "Normal", "Normal", "", "<w:b/>"),
    ("Note", "Note", "Normal", "Normal", f'<w:spacing w:before="60" w:after="140" w:line="240" w:lineRule="auto"/>{FLAT}', f'<w:i/><w:color w:val="{GREY}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'),
    ("Warning", "Warning", "Normal", "Normal", '<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="C8692B"/></w:pBdr><w:ind w:left="200" w:firstLine="0"/>', ""),
    ("Picture", "Picture", "Normal", "Normal", '<w:spacing w:before="40" w:after="120" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>', ""),
    ("Form", "Form", "Normal", "Form", f"{TIGHT}{FLAT}", ""),
    ("TableText", "Table Text", "Normal", "TableText", f'<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>{FLAT}', '<w:sz w:val="21"/><w:szCs w:val="21"/>'),
    ("Code", "Code", "Normal", "Normal", f"{TIGHT}{FLAT}", '<w:sz w:val="20"/><w:szCs w:val="20"/>'),
    ("ListParagraph", "List Paragraph", "Normal", "ListParagraph", '<w:spacing w:before="0" w:after="60"/>', ""),
    ("TOCHeading", "TOC Heading", "Normal", "Normal", f'<w:keepNext/><w:spacing w:before="160" w:after="60"/>{FLAT}', "<w:b/>"),
    ("TOC1", "toc 1", "Normal", "Normal", '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9230"/></w:tabs><w:spacing w:before="0" w:after="40" w:line="240" w:lineRule="auto"/><w:ind w:right="500" w:firstLine="0"/><w:jc w:val="left"/>', '<w:sz w:val="24"/><w:szCs w:val="24"/>'),
    ("TOC2", "toc 2", "TOC1", "Normal", '<w:ind w:left="300"/>', ""),
    ("Header", "header", "Normal", "Header", f"{TIGHT}{FLAT}", '<w:sz w:val="26"/><w:szCs w:val="26"/>'),
    ("Footer", "footer", "Normal", "Footer", f"{TIGHT}{FLAT}", '<w:sz w:val="26"/><w:szCs w:val="26"/>'),
)  # fmt: skip
LINE = '<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8A939B"/>'
GRID = "".join(
    LINE.format(side=side) for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
NUMBERS = 40
_LEVEL = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{mark}"/>'
    '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="1080" w:hanging="360"/></w:pPr></w:lvl>'
)
# list 1 has dashes; the lists from 2 on count, each from its own start
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>{_LEVEL.format(form="bullet", mark="-")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>{_LEVEL.format(form="decimal", mark="%1.")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for n in range(2, NUMBERS)
    )
)


def styles(names: str, language: str) -> str:
    """Return ``styles.xml``; ``names`` are its name spaces."""
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    size = '<w:sz w:val="26"/><w:szCs w:val="26"/>'
    made = [
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{size}"
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>',
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>{NORMAL}</w:pPr></w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>',
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0F6478"/><w:u w:val="single"/></w:rPr></w:style>',
    ]
    for code, name, based, following, looks, words in PARAGRAPHS:
        made.append(
            f'<w:style w:type="paragraph" w:styleId="{code}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
            f'<w:next w:val="{following}"/><w:qFormat/><w:pPr>{looks}</w:pPr><w:rPr>{words}</w:rPr></w:style>'
        )
    room = '<w:tblCellMar><w:left w:w="{n}" w:type="dxa"/><w:right w:w="{n}" w:type="dxa"/></w:tblCellMar>'
    head = '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E8ECEF"/></w:tcPr></w:tblStylePr>'
    for code, name, borders, margin, more in (
        ("TableNormal", "Normal Table", "", 0, ""),
        ("Frame", "Frame", "", 60, ""),
        ("ReportTable", "Report Table", f"<w:tblBorders>{GRID}</w:tblBorders>", 60, head),
    ):
        normal = code == "TableNormal"
        based = "" if normal else '<w:basedOn w:val="TableNormal"/>'
        default = ' w:default="1"' if normal else ""
        made.append(
            f'<w:style w:type="table"{default} w:styleId="{code}"><w:name w:val="{name}"/>{based}'
            f"<w:tblPr>{borders}{room.format(n=margin)}</w:tblPr>{more}</w:style>"
        )
    return f"<w:styles {names}>{''.join(made)}</w:styles>"
