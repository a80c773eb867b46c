"""The template of the slides, made in code: paper and ink, our typeface, two layouts, everything else taken out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Deck
from pptx.util import Emu, Inches

from selfassess.look import FONT, LIGHT
from selfassess.reports.text import clean

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN = Inches(0.7)
BODY_WIDTH = WIDTH - 2 * MARGIN
TITLE_TOP, TITLE_HEIGHT = Inches(0.72), Inches(1.06)
BODY_TOP = Inches(1.95)
FOOTER_TOP, FOOTER_HEIGHT = Inches(6.98), Inches(0.32)
BODY_BOTTOM = Inches(6.82)
COVER, CONTENT = 0, 1
"""The two layouts, by their place in the template."""

TITLE_SIZE, TEXT_SIZE, SMALL_SIZE, FOOT_SIZE = 28, 18, 14, 11

PANOSE = "020B0604020202020204"
"""Says that our font is a sans-serif, so that a computer without it takes one, too (this is Arial's own number)."""

LANGUAGE = "en-GB"
_NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"

COLOURS = {
    "dk1": LIGHT.ink,
    "lt1": LIGHT.paper,
    "dk2": LIGHT.muted,
    "lt2": LIGHT.card,
    "accent1": LIGHT.accent,
    "accent2": LIGHT.foundations,
    "accent3": LIGHT.levels[2],
    "accent4": LIGHT.levels[1],
    "accent5": LIGHT.muted,
    "accent6": LIGHT.rule,
    "hlink": LIGHT.accent,
    "folHlink": LIGHT.muted,
}
"""The theme's colours, so that whoever adds a shape or a chart gets ours."""


def new_deck(title: str, subject: str) -> Deck:
    """An empty presentation, 16 to 9, with the layouts COVER and CONTENT."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDTH), Emu(HEIGHT)
    _set_theme(deck)
    _keep_layouts(deck, ("Title Slide", "Title Only"))
    _style_master(deck.slide_master)
    layouts: Any = deck.slide_layouts
    cover, content = layouts
    cover.name, content.name = "Cover", "Title and content"
    for layout in (cover, content):
        for shape in layout.placeholders:
            _place(shape, cover=layout is cover)
    _drop_dates(deck)
    _darken(cover)
    properties = deck.core_properties
    properties.title, properties.subject = clean(title)[:255], clean(subject)[:255]
    properties.author, properties.language = "selfassess", LANGUAGE
    properties.last_modified_by = "selfassess"
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    _drop_leftovers(deck)
    return deck


def _drop_leftovers(deck: Deck) -> None:
    """The library's template brings a picture of another file's first slide, and a printer's settings."""
    for relations in (deck.part.package._rels, deck.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype in (RT.THUMBNAIL, RT.PRINTER_SETTINGS):
                relations.pop(key)


def _set_theme(deck: Deck) -> None:
    """The theme's fonts and colours. It is a part of its own, which the library hands out as bytes."""
    part: Any = deck.slide_master.part.part_related_by(RT.THEME)
    theme: Any = parse_xml(part.blob)
    theme.set("name", "Self-assessment")
    scheme = theme.find(f".//{_A}clrScheme")
    for name, colour in COLOURS.items():
        slot = scheme.find(f"{_A}{name}")
        for child in list(slot):
            slot.remove(child)
        slot.append(parse_xml(f'<a:srgbClr {_NAMES} val="{colour.lstrip("#")}"/>'))
    for kind in ("majorFont", "minorFont"):
        latin = theme.find(f".//{_A}{kind}/{_A}latin")
        latin.set("typeface", FONT)
        latin.set("panose", PANOSE)
        latin.set("pitchFamily", "34")
    part._blob = serialize_part_xml(theme)


def _keep_layouts(deck: Deck, names: tuple[str, ...]) -> None:
    layouts = deck.slide_master.slide_layouts
    for layout in list(layouts):
        if layout.name not in names:
            layouts.remove(layout)


def _style_master(master: Any) -> None:
    """Sizes, spaces and places of the master's text."""
    styles = master.element.find(f"{_P}txStyles")
    title = styles.find(f"{_P}titleStyle/{_A}lvl1pPr")
    title.set("algn", "l")
    _set_run(title, TITLE_SIZE, bold=True)
    sizes = (TEXT_SIZE, TEXT_SIZE, SMALL_SIZE, SMALL_SIZE, SMALL_SIZE)
    for level, size in enumerate(sizes, start=1):
        _set_run(styles.find(f"{_P}bodyStyle/{_A}lvl{level}pPr"), size)
    for level in styles.iter(f"{_A}defRPr"):
        level.set("lang", LANGUAGE)
    for shape in master.placeholders:
        _place(shape)
    tree = master.shapes._spTree
    tree.insert(2, parse_xml(_BAND))


def _set_run(level: Any, size: int, bold: bool = False) -> None:
    run = level.find(f"{_A}defRPr")
    run.set("sz", str(size * 100))
    run.set("b", "1" if bold else "0")


_BAND = (
    f'<p:sp {_NAMES}><p:nvSpPr><p:cNvPr id="90" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
    f'<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{WIDTH}" cy="{Inches(0.12)}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
    "<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody></p:sp>"
)
"""The band along the top of every slide. It is the master's, so no screen reader stops at it."""


def _place(shape: Any, cover: bool = False) -> None:
    """Where each kind of placeholder stands."""
    kind = shape.placeholder_format.type
    name = str(kind).split(" ")[0].rpartition(".")[2]
    places = {
        "TITLE": (MARGIN, TITLE_TOP, BODY_WIDTH, TITLE_HEIGHT),
        "CENTER_TITLE": (MARGIN, Inches(2.0), BODY_WIDTH, Inches(1.9)),
        "SUBTITLE": (MARGIN, Inches(4.05), BODY_WIDTH, Inches(2.5)),
        "BODY": (MARGIN, BODY_TOP, BODY_WIDTH, BODY_BOTTOM - BODY_TOP),
        "FOOTER": (MARGIN, FOOTER_TOP, BODY_WIDTH - Inches(1.2), FOOTER_HEIGHT),
        "SLIDE_NUMBER": (WIDTH - MARGIN - Inches(1.0), FOOTER_TOP, Inches(1.0), FOOTER_HEIGHT),
        "DATE": (MARGIN, FOOTER_TOP, Inches(1.0), FOOTER_HEIGHT),
    }
    if name not in places:
        return
    shape.left, shape.top, shape.width, shape.height = (Emu(int(number)) for number in places[name])
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = 0
    frame.margin_top = frame.margin_bottom = 0
    body = frame._txBody
    if name in ("TITLE", "CENTER_TITLE"):
        body.bodyPr.set("anchor", "b" if cover else "t")
    if name == "CENTER_TITLE":
        _set_levels(body, TITLE_SIZE + 12, "l", bold=True)
    if name == "SUBTITLE":
        body.bodyPr.set("anchor", "t")
        _set_levels(body, TEXT_SIZE + 2, "l", colour="tx2")
    if name in ("FOOTER", "SLIDE_NUMBER", "DATE"):
        body.bodyPr.set("anchor", "ctr")
        _set_levels(body, FOOT_SIZE, "r" if name == "SLIDE_NUMBER" else "l", colour="tx2")


def _set_levels(body: Any, size: int, side: str, colour: str = "tx1", bold: bool = False) -> None:
    style = body.find(f"{_A}lstStyle")
    for child in list(style):
        style.remove(child)
    style.append(
        parse_xml(
            f'<a:lvl1pPr {_NAMES} marL="0" indent="0" algn="{side}"><a:buNone/>'
            f'<a:defRPr lang="{LANGUAGE}" sz="{size * 100}" b="{int(bold)}"><a:solidFill><a:schemeClr val="{colour}"/>'
            "</a:solidFill></a:defRPr></a:lvl1pPr>"
        )
    )


def _drop_dates(deck: Deck) -> None:
    """The date of today would be a second date beside the report's own."""
    for layout in (deck.slide_master, *deck.slide_layouts):
        for shape in list(layout.placeholders):
            if "DATE" in str(shape.placeholder_format.type):
                shape._element.getparent().remove(shape._element)


def _darken(layout: Any) -> None:
    """The cover: paper's colour on the accent's."""
    page = layout.element.cSld
    page.insert(
        0,
        parse_xml(
            f'<p:bg {_NAMES}><p:bgPr><a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
        ),
    )
    for colour in layout.element.iter(f"{_A}schemeClr"):
        if colour.get("val") in ("tx1", "tx2"):
            colour.set("val", "bg1")
