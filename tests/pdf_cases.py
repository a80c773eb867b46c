"""A PDF as a screen reader meets it: title, language, and the tree of tags with the text in each.

Written for the files that Typst makes: two-byte codes with a map to Unicode in every font.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_CHAR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)


@dataclass
class Tag:
    """One element of the tree: what it is, its own text and alternative, and what is in it."""

    kind: str
    alt: str = ""
    text: str = ""
    page: int = 0
    """On which page its own text stands, from 1; 0 for none."""
    parts: list[Tag] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def all_text(self) -> str:
        return self.text + "".join(part.all_text() for part in self.parts)


@dataclass(frozen=True)
class Read:
    title: str
    language: str
    marked: bool
    shows_title: bool
    standard: str
    """The part of PDF/UA that the file says it keeps, "" for none."""
    pages: int
    root: Tag

    def all(self, kind: str) -> list[Tag]:
        return [tag for tag in self.root.walk() if tag.kind == kind]

    @property
    def headings(self) -> list[tuple[int, str]]:
        """(level, words) in reading order."""
        return [
            (int(tag.kind[1]), tag.all_text()) for tag in self.root.walk() if re.fullmatch(r"H\d", tag.kind)
        ]

    @property
    def tables(self) -> list[list[list[str]]]:
        """Each table's rows of cells, the header row first."""
        return [
            [
                [squeeze(cell.all_text()) for cell in row.walk() if cell.kind in ("TH", "TD")]
                for row in table.walk()
                if row.kind == "TR"
            ]
            for table in self.all("Table")
        ]

    @property
    def text(self) -> str:
        return self.root.all_text()

    def text_of_page(self, number: int) -> str:
        return "".join(tag.text for tag in self.root.walk() if tag.page == number)


def squeeze(text: str) -> str:
    """Without spaces: where a line ends, a PDF has none. Nor the marks that allow a long word to break."""
    return re.sub(r"[\s\u200b\ufffe]+", "", text)


def read_pdf(data: bytes) -> Read:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        texts = {page.objgen: (number, _texts(page)) for number, page in enumerate(pdf.pages, start=1)}
        with pdf.open_metadata() as metadata:
            standard = str(metadata.get("pdfuaid:part", ""))
        return Read(
            title=str(pdf.docinfo.get("/Title", "")),
            language=str(root.get("/Lang", "")),
            marked=bool(root.get("/MarkInfo", {}).get("/Marked", False)),
            shows_title=bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
            standard=standard,
            pages=len(pdf.pages),
            root=_tag(root.StructTreeRoot, None, texts, "Root"),
        )


def _tag(node: Any, page: Any, texts: dict[Any, tuple[int, dict[int, str]]], kind: str = "") -> Tag:
    tag = Tag(kind or str(node.S).removeprefix("/"), str(node.get("/Alt", "")))
    page = node.get("/Pg", page)
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int) or kid.get("/Type") == "/MCR":
            number = kid if isinstance(kid, int) else kid.MCID
            on, found = texts[(page if isinstance(kid, int) else kid.get("/Pg", page)).objgen]
            tag.parts.append(Tag("text", text=found.get(int(number), ""), page=on))
        elif "/S" in kid:
            tag.parts.append(_tag(kid, page, texts))
    return tag


def _texts(page: pikepdf.Page) -> dict[int, str]:
    """The text of each piece of marked content on a page, by its number."""
    found: dict[int, str] = {}
    marks: list[tuple[int | None, bool]] = []
    fonts = page.obj.Resources.get("/Font", {})
    current: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BDC":
            marks.append(_mark(operands[1], found, marks))
        elif name == "BMC":
            marks.append((None, False))
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            current = _to_unicode(fonts[operands[0]])
        elif name in ("Tj", "TJ"):
            parts = operands[0] if name == "TJ" else [operands[0]]
            drawn = (_decode(each, current) for each in parts if isinstance(each, pikepdf.String))
            _add("".join(drawn), marks, found)
    return found


def _mark(properties: Any, found: dict[int, str], marks: list[Any]) -> tuple[int | None, bool]:
    """(number, whether its text was told already). A replacement for what is drawn counts instead of it."""
    if not isinstance(properties, pikepdf.Dictionary):
        return None, False
    number = int(properties.MCID) if "/MCID" in properties else None
    if "/ActualText" in properties:
        _add(str(properties.ActualText), [*marks, (number, False)], found)
        return number, True
    return number, False


def _add(text: str, marks: list[tuple[int | None, bool]], found: dict[int, str]) -> None:
    if any(told for _, told in marks):
        return
    number = next((number for number, _ in reversed(marks) if number is not None), None)
    if number is not None:
        found[number] = found.get(number, "") + text


def _to_unicode(font: Any) -> dict[int, str]:
    mapping: dict[int, str] = {}
    for kind, block in _BLOCK.findall(font.ToUnicode.read_bytes()):
        if kind == b"char":
            mapping |= {int(code, 16): _unicode(to) for code, to in _CHAR.findall(block)}
            continue
        for low, high, to in _RANGE.findall(block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                mapping[int(low, 16) + step] = chr(ord(_unicode(to)) + step)
    return mapping


def _unicode(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")


def _decode(string: Any, mapping: dict[int, str]) -> str:
    raw = bytes(string)
    return "".join(mapping.get(int.from_bytes(raw[at : at + 2], "big"), "") for at in range(0, len(raw), 2))
