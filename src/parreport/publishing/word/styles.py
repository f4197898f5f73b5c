"""The styles of a Word document: real ones, so that contents, navigation and a change of look work.

In: the language. Out: the parts ``styles.xml``, ``numbering.xml`` and ``settings.xml``. Times New
Roman, black: the official form asks for both.
"""

from __future__ import annotations

from functools import cache

from parreport.language import number_marks
from parreport.publishing.word.xml import DECLARATION, NAMESPACES

TYPEFACE = "Times New Roman"
BODY, TITLE, TABLE, SMALL = 13, 14, 11, 11
INDENT = 720  # first line: 1.27 cm
LOCALES = {"en": "en-GB"}
"""Where a language is that of another country than most people would think."""
CUSTOM = frozenset(  # styles that Word does not bring, by their codes
    "AnnexHeading FigureCaption Picture Note Remark Code TableText TableNumber TableCenter TableHead KeyFigure "
    "KeyLabel ContentsHeading Label Rule HeadBlock Resolves Recipients Signatory".split()
)
HEADINGS, DASHES, LETTERS = 1, 2, 3  # lists: of headings, with dashes, lettered
FIRST_FREE_LIST, FIRST_ANNEX_LIST = 4, 1000


def locale_of(language: str) -> str:
    """Return the language of a text as Word names it."""
    from babel.core import get_global

    likely = str(get_global("likely_subtags").get(language, language))  # fr: fr_Latn_FR
    return LOCALES.get(language) or "-".join(likely.split("_")[::2])


def _style(
    code: str,
    name: str,
    paragraph: str = "",
    letters: str = "",
    based: str = "Normal",
    following: str = "",
    kind: str = "paragraph",
    more: str = "",
) -> str:
    own = ' w:customStyle="1"' if code in CUSTOM else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{code}"{own}{more}><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{following}"/>' if following else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{letters}</w:rPr>" if letters else "")
        + "</w:style>"
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(2 * points)}"/><w:szCs w:val="{round(2 * points)}"/>'


def _space(before: int, after: int, more: str = "") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"{more}/>'


BOLD, ITALIC, UPRIGHT = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>", '<w:i w:val="0"/><w:iCs w:val="0"/>'
CENTER, BOTH, LEFT, RIGHT = (f'<w:jc w:val="{one}"/>' for one in ("center", "both", "left", "right"))
KEEP = "<w:keepNext/><w:keepLines/>"
FIRST_LINE = f'<w:ind w:firstLine="{INDENT}"/>'
SINGLE = ' w:line="240" w:lineRule="auto"'


@cache
def write_styles(language: str) -> str:
    """Return ``styles.xml``."""
    code = locale_of(language)
    default = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{TYPEFACE}" w:eastAsia="{TYPEFACE}" w:hAnsi="{TYPEFACE}" w:cs="{TYPEFACE}"/>'
        f'{_size(BODY)}<w:lang w:val="{code}" w:eastAsia="{code}" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        f"{_space(0, 0, SINGLE)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    levels = "".join(
        _style(
            f"Heading{at + 1}",
            f"heading {at + 1}",
            f'{KEEP}<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{HEADINGS}"/></w:numPr>'
            f'{_space(before, 120)}{LEFT}<w:outlineLvl w:val="{at}"/>',
            look,
            following="BodyText",
        )
        for at, (before, look) in enumerate(((240, BOLD), (200, BOLD), (160, BOLD + ITALIC)))
    )
    contents = "".join(
        _style(
            f"TOC{at + 1}",
            f"toc {at + 1}",
            f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9354"/></w:tabs>{_space(0, 40)}'
            f'<w:ind w:left="{360 * at}" w:right="567"/>',
            _size(12),
        )
        for at in range(2)
    )
    body = _space(0, 120, ' w:line="259" w:lineRule="auto"')
    table_text = f"{_space(20, 20)}{LEFT}"
    styles = [
        _style("Normal", "Normal", based="", more=' w:default="1"'),
        _style("BodyText", "Body Text", f"{body}{FIRST_LINE}{BOTH}"),
        levels,
        _style(
            "AnnexHeading",
            "Annex Heading",
            f'{KEEP}{_space(0, 60)}{CENTER}<w:outlineLvl w:val="0"/>',
            BOLD + _size(TITLE),
            following="BodyText",
        ),
        _style("Title", "Title", f"{KEEP}{_space(240, 0)}{CENTER}", BOLD + _size(TITLE), following="Subtitle"),
        _style("Subtitle", "Subtitle", f"{KEEP}{_space(0, 0)}{CENTER}", BOLD + _size(TITLE), following="BodyText"),
        _style("Caption", "caption", f"<w:keepLines/>{_space(180, 80)}{CENTER}", BOLD + _size(12)),
        _style("FigureCaption", "Figure Caption", _space(60, 200), based="Caption"),
        _style("Picture", "Picture", f"<w:keepNext/>{_space(160, 0)}{CENTER}"),
        _style("Note", "Note", f"{_space(60, 120)}{BOTH}", ITALIC + _size(12)),
        _style(
            "Remark",
            "Remark",
            '<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="auto"/></w:pBdr>'
            f'{_space(60, 120)}<w:ind w:left="240"/>{BOTH}',
            _size(12),
        ),
        _style(
            "ListBullet",
            "List Bullet",
            f'<w:numPr><w:numId w:val="{DASHES}"/></w:numPr>{_space(0, 80)}{BOTH}',
            based="BodyText",
        ),
        _style(
            "ListNumber",
            "List Number",
            f'<w:numPr><w:numId w:val="{LETTERS}"/></w:numPr>{_space(0, 80)}{BOTH}',
            based="BodyText",
        ),
        _style("Quote", "Quote", f'{_space(0, 120)}<w:ind w:left="{INDENT}" w:right="{INDENT}"/>{BOTH}', ITALIC),
        _style(
            "Code",
            "Code",
            f"{_space(60, 120)}{LEFT}",
            f'<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>{_size(10)}',
        ),
        _style("TableText", "Table Text", table_text, _size(TABLE)),
        _style("TableNumber", "Table Number", RIGHT, based="TableText"),
        _style("TableCenter", "Table Center", CENTER, based="TableText"),
        _style("TableHead", "Table Head", f"<w:keepNext/>{CENTER}", BOLD, based="TableText"),
        _style("KeyFigure", "Key Figure", f"<w:keepNext/>{_space(60, 0)}{CENTER}", BOLD + _size(18)),
        _style("KeyLabel", "Key Label", CENTER, _size(SMALL)),
        _style("ContentsHeading", "Contents Heading", f"{KEEP}{_space(200, 80)}{CENTER}", BOLD + _size(13)),
        contents,
        _style("Header", "header", CENTER, _size(13)),
        _style("Footer", "footer", RIGHT, _size(13)),
        _style("Label", "Label", f"{_space(0, 0)}{RIGHT}", BOLD + _size(10)),
        _style("Rule", "Rule", _space(0, 0, ' w:line="60" w:lineRule="exact"'), _size(2)),
        _style("HeadBlock", "Head Block", CENTER, _size(12)),
        _style("Resolves", "Resolves", f"{KEEP}{_space(120, 120)}{CENTER}", BOLD),
        _style("Recipients", "Recipients", LEFT, _size(11)),
        _style("Signatory", "Signatory", f"<w:keepNext/>{CENTER}", BOLD),
        _style("FootnoteText", "footnote text", BOTH, _size(11)),
        _style(
            "FootnoteReference",
            "footnote reference",
            letters='<w:vertAlign w:val="superscript"/>',
            based="",
            kind="character",
        ),
        _style("Hyperlink", "Hyperlink", letters='<w:u w:val="single"/>', based="", kind="character"),
        _table_styles(),
    ]
    return f"{DECLARATION}<w:styles {NAMESPACES}>{default}{''.join(styles)}</w:styles>"


def _table_styles() -> str:
    """Return the styles of tables: the plain one that Word wants, and a grid of thin lines."""
    margins = (
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
    )
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f"<w:uiPriority "
        f'w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr>{margins.format(side=108)}</w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders>{margins.format(side=70)}</w:tblPr></w:style>"
    )


def write_numbering(lettered: int, annexes: int = 0) -> str:
    """Return ``numbering.xml``: headings I. 1. a), dashes, and ``lettered`` lists a) b) c).

    The numbers of headings begin anew in each of ``annexes``.
    """

    def level(at: int, form: str, words: str, style: str = "", more: str = "") -> str:
        linked = f'<w:pStyle w:val="{style}"/>' if style else ""
        return (
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}'
            f'<w:suff w:val="space"/><w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{360 * at if more else 0}" w:firstLine="{INDENT}"/></w:pPr></w:lvl>'
        )

    forms = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"))
    headings = "".join(level(at, *form, f"Heading{at + 1}") for at, form in enumerate(forms))
    dashes = "".join(level(at, "bullet", "-+"[at], "", "nested") for at in range(2))
    letters = level(0, "lowerLetter", "%1)", "", "nested") + level(1, "decimal", "%2.", "", "nested")
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        for number, levels in enumerate((headings, dashes, letters), 1)
    )
    uses = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3))
    uses += "".join(
        f'<w:num w:numId="{FIRST_FREE_LIST + at}"><w:abstractNumId w:val="{LETTERS}"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for at in range(lettered)
    )
    anew = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in range(3)
    )
    uses += "".join(
        f'<w:num w:numId="{FIRST_ANNEX_LIST + at}"><w:abstractNumId w:val="{HEADINGS}"/>{anew}</w:num>'
        for at in range(annexes)
    )
    return f"{DECLARATION}<w:numbering {NAMESPACES}>{lists}{uses}</w:numbering>"


def write_settings(language: str, footnotes: bool) -> str:
    """Return ``settings.xml``; fields are not updated on opening, so that Word asks nothing."""
    code = locale_of(language)
    notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if footnotes else ""
    decimal, _ = number_marks(language)
    separator = ";" if decimal == "," else ","
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/>'
        f'<w:defaultTabStop w:val="{INDENT}"/><w:characterSpacingControl w:val="doNotCompress"/>{notes}'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{code}"/><w:decimalSymbol w:val="{decimal}"/><w:listSeparator '
        f'w:val="{separator}"/></w:settings>'
    )
