"""Plain HTML for text that must be shown to the letter, and for tables a screen reader can walk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from selfassess.plain_text import show_controls

_BEGINS_A_PICTURE = re.compile(r"[:<=-](?=\S)")


def esc(text: object) -> str:
    """Anybody's text as HTML that shows exactly that text."""
    return escape(show_controls(str(text)))


def plain(text: object) -> str:
    """Anybody's text for the places where Streamlit reads Markdown (labels, links, alerts), to the letter.

    Every sign stands for itself; and since emoji, icons and arrows are looked for once more afterwards, a sign
    that could begin one is parted from what follows by a character without width.
    """
    parted = _BEGINS_A_PICTURE.sub("\\g<0>\u2060", " ".join(show_controls(str(text)).split()))
    return "".join(c if c.isalnum() or c in " ,." or ord(c) > 127 else f"&#{ord(c)};" for c in parted)


def show(markup: str) -> None:
    """Shows markup made here. Whatever people or files brought must have gone through `esc`."""
    if markup:
        st.html(markup)


def title(text: str, under: str = "") -> None:
    """The page's one main heading."""
    show(f"<h1 class='page-title'>{esc(text)}</h1>" + (f"<p class='under'>{esc(under)}</p>" if under else ""))


def heading(text: str, anchor: str = "") -> None:
    show(f"<h2{f' id={chr(34)}{esc(anchor)}{chr(34)}' if anchor else ''}>{esc(text)}</h2>")


def paragraph(text: str, kind: str = "") -> None:
    show(f"<p class='{kind}'>{esc(text)}</p>" if kind else f"<p>{esc(text)}</p>")


def bullets(texts: Iterable[str], kind: str = "") -> None:
    items = "".join(f"<li>{esc(text)}</li>" for text in texts)
    show(f"<ul class='{kind}'>{items}</ul>" if items else "")


def fold(summary: str, markup: str, *, opened: bool = False) -> str:
    """Markup folded away under a line that opens it. It is on the page from the start, so print shows it."""
    return f"<details{' open' if opened else ''}><summary>{esc(summary)}</summary>{markup}</details>"


def table_markup(columns: Sequence[str], rows: Iterable[Sequence[object]], caption: str) -> str:
    """A table whose first column heads its rows."""
    head = "".join(f"<th scope='col'>{esc(column)}</th>" for column in columns)
    body = "".join(
        f"<tr><th scope='row'>{esc(row[0])}</th>"
        + "".join(f"<td>{esc(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f"<div class='table' role='region' tabindex='0' aria-label='{esc(caption)}'><table>"
        f"<caption>{esc(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], caption: str) -> None:
    show(table_markup(columns, rows, caption))
