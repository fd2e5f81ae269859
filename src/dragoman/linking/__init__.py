"""Codings in; out comes what belongs together across articles, and why.

Pure functions: no store, no state. `copies` tells near-duplicate texts, `stories` articles on one matter,
`reports` turns the events of a coding into what can be compared, `rules` says whether two reports are of one
happening and on what grounds, and `partition` makes groups of what the rules allow. Each depends on nothing
but the articles compared, so the groups do not depend on the order in which articles came.
"""
