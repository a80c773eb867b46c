"""Frames in, plotly figures out. Charts know no framework: words and colours are given to them."""
