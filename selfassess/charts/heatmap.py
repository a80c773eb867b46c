"""The heatmap: ratings as cells of one hue, each with its level in figures; missing stays visibly empty.

A table in HTML: a screen reader walks it, it prints, and long names wrap on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

from selfassess.look import Palette
from selfassess.plain_text import show_controls

SHORT = 3
"""Column heads longer than this stand upright on a phone."""


def draw_heatmap(
    cells: pd.DataFrame, rows: Sequence[str], columns: Sequence[str], palette: Palette, caption: str
) -> str:
    """The grid as markup. `cells`: row, column, position (NaN: none), text (in the cell), words (what a screen
    reader says for it). A pair without a cell stays blank. `rows` and `columns` give the order."""
    found = {(cell["row"], cell["column"]): cell for cell in cells.to_dict("records")}
    head = "".join(f"<th scope='col'>{_text(column)}</th>" for column in columns)
    body = "".join(
        f"<tr><th scope='row'>{_text(row)}</th>"
        + "".join(_cell(found.get((row, column)), palette) for column in columns)
        + "</tr>"
        for row in rows
    )
    names = " names" if any(len(column) > SHORT for column in columns) else ""
    return (
        f"<table class='grid{names}'><caption>{_text(caption)}</caption>"
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(cell: dict[str, object] | None, palette: Palette) -> str:
    if cell is None:
        return "<td></td>"
    position = cell["position"]
    style = ""
    if isinstance(position, float) and pd.notna(position):
        style = f" style='background:{palette.level(position)};color:{palette.text_on(position)}!important'"
    kind = "rated" if style else "unrated"
    return f"<td class='{kind}' title='{_text(cell['words'])}'{style}>{_text(cell['text'])}</td>"


def _text(text: object) -> str:
    return escape(show_controls(str(text)), quote=True)
