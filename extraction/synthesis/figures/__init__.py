"""Pictures of a synthesis: shares, matrix, code tree, saturation; SVG and PNG, in greys.

Imports the rooms beside it in the synthesis. Draws with matplotlib, which is loaded with its
modules: import them only where something is drawn. The same numbers give the same bytes.
"""
