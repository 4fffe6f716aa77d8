"""What the docs site is built with: Markdown extensions, figures, a MkDocs hook and the maker of the offline zip.

Mathematics, figures and exercise boxes are Python-Markdown extensions and not MkDocs hooks, so that they run unchanged
in any generator that takes such extensions.
"""
