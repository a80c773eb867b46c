"""Frames in, charts out: plotly figures, and the line as markup. They know no framework: words are given to them."""
