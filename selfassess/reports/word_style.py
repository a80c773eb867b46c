"""A Word file's look: page, typeface, styles and marks, set once so that whoever edits it needs no more than styles."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from selfassess.look import FONT, LIGHT
from selfassess.reports.text import clean

LANGUAGE = "en-GB"
TEXT_SIZE = 11
TABLE_SIZE = 10
WIDTH = Cm(17)
"""Of the text, between the margins of an A4 sheet."""
TABLE_STYLE = "Report table"
CALLOUT, FINDING, NOTE, CAPTION = "Callout", "Finding", "Note", "Caption"
"""Styles of paragraphs beside Word's own: what must be seen first, what a chart shows, small print."""

_NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FONTS = f'w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"'


def new_document(title: str, subject: str) -> WordDocument:
    """An empty A4 document in the house style, its language and title set."""
    document = Document()
    _set_page(document)
    _set_defaults(document)
    _set_styles(document)
    document.styles.element.append(parse_xml(_table_style()))
    _tell_substitute(document)
    _drop_leftovers(document)
    properties = document.core_properties
    properties.title, properties.subject = clean(title)[:255], clean(subject)[:255]
    properties.author = properties.last_modified_by = "selfassess"
    properties.comments = ""
    properties.language = LANGUAGE
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    return document


def add_head_and_foot(document: WordDocument, head: str, foot: str) -> None:
    """What stands on every page: `head` for what must not be missed, `foot` with the page's number."""
    section = document.sections[0]
    if head:
        paragraph = section.header.paragraphs[0]
        run = paragraph.add_run(clean(head))
        run.bold = True
        run.font.color.rgb = rgb(LIGHT.foundations)
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{clean(foot)} · Page ")
    for field, after in (("PAGE", " of "), ("NUMPAGES", "")):
        paragraph._p.append(
            parse_xml(f'<w:fldSimple {_NAMES} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        )
        paragraph.add_run(after)


def rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())


def shade(cell: Any, colour: str) -> None:
    """A cell's ground."""
    fill = parse_xml(f'<w:shd {_NAMES} w:val="clear" w:color="auto" w:fill="{colour.lstrip("#").upper()}"/>')
    properties = cell._tc.get_or_add_tcPr()
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    properties.append(fill)


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    section.header_distance = section.footer_distance = Cm(1)


def _set_defaults(document: WordDocument) -> None:
    """The typeface and the language of everything, in the place where Word looks first."""
    properties = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for tag in ("w:rFonts", "w:lang"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    properties.insert(0, parse_xml(f"<w:rFonts {_NAMES} {_FONTS}/>"))
    properties.append(parse_xml(f'<w:lang {_NAMES} w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}"/>'))


def _set_styles(document: WordDocument) -> None:
    styles = document.styles
    _style(styles["Normal"], TEXT_SIZE, LIGHT.ink, after=6, line=1.2)
    _style(styles["Title"], 26, LIGHT.ink, bold=True, after=4)
    _style(styles["Subtitle"], 12, LIGHT.muted, after=10)
    _style(styles["Heading 1"], 17, LIGHT.accent, bold=True, before=20, after=6)
    _style(styles["Heading 2"], 13, LIGHT.ink, bold=True, before=12, after=3)
    _style(styles["Heading 3"], TEXT_SIZE, LIGHT.ink, bold=True, before=8, after=2)
    _style(styles["List Bullet"], TEXT_SIZE, LIGHT.ink, after=3, line=1.2)
    _style(styles["Header"], 10, LIGHT.muted)
    _style(styles["Footer"], 9, LIGHT.muted)
    _style(styles[CAPTION], 10, LIGHT.muted, after=8)
    for name, size, bold in ((CALLOUT, TEXT_SIZE, True), (FINDING, 13, True), (NOTE, TEXT_SIZE, False)):
        made: Any = styles.add_style(name, 1)
        made.base_style = styles["Normal"]
        made.quick_style = True
        _style(made, size, LIGHT.muted if name == NOTE else LIGHT.ink, bold=bold, after=6, line=1.2)
    styles[FINDING].paragraph_format.keep_with_next = True
    spacing = styles[CALLOUT].element.pPr.find(qn("w:spacing"))
    spacing.addprevious(
        parse_xml(
            f'<w:pBdr {_NAMES}><w:left w:val="single" w:sz="36" w:space="8" w:color="{_hex(LIGHT.foundations)}"/>'
            "</w:pBdr>"
        )
    )
    _unrule(styles["Title"])


def _style(
    style: Any,
    size: float,
    colour: str,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    line: float = 1.1,
) -> None:
    font, form = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(size), bold, False
    font.color.rgb = rgb(colour)
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line
    properties = style.element.get_or_add_rPr()
    for tag in ("w:rFonts", "w:spacing", "w:kern"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    properties.insert(0, parse_xml(f"<w:rFonts {_NAMES} {_FONTS}/>"))


def _unrule(style: Any) -> None:
    """Word's own title stands on a line; ours doesn't."""
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)


def _table_style() -> str:
    """Lines between the rows and a tinted head, as a style: rows that somebody adds look the same."""
    rule, head = _hex(LIGHT.rule), _hex(LIGHT.levels[0])
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{rule}"/>'
        for side in ("top", "bottom", "insideH")
    )
    sides = '<w:left w:w="85" w:type="dxa"/>', '<w:right w:w="85" w:type="dxa"/>'
    return (
        f'<w:style {_NAMES} w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="{TABLE_STYLE}"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
        f'<w:pPr><w:spacing w:before="40" w:after="40" w:line="252" w:lineRule="auto"/></w:pPr>'
        f'<w:rPr><w:sz w:val="{TABLE_SIZE * 2}"/></w:rPr>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders>"
        f'<w:tblCellMar><w:top w:w="30" w:type="dxa"/>{sides[0]}<w:bottom w:w="30" w:type="dxa"/>{sides[1]}'
        '</w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{head}"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _tell_substitute(document: WordDocument) -> None:
    """What kind of typeface ours is, so that a computer without it takes one like it."""
    part = next(
        each for each in document.part.package.iter_parts() if str(each.partname).endswith("fontTable.xml")
    )
    entry = (
        f'<w:font w:name="{FONT}"><w:altName w:val="Verdana"/><w:panose1 w:val="020B0604030504040204"/>'
        '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )
    part._blob = part.blob.replace(b"</w:fonts>", entry.encode())


def _drop_leftovers(document: WordDocument) -> None:
    """The library's template brings a second set of styles, which no longer agrees with ours, and a picture."""
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                relations.pop(key)


def _hex(colour: str) -> str:
    return colour.lstrip("#").upper()
