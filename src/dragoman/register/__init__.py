"""Knowledge of actors on demand: Wikidata dumps and a user's own tables in, people and bodies by name out.

`Register` looks names up in the file of imports and `beside` puts it beside the codebook: a coding needs no
more. `imports` writes the file, `reading` imports into it, `known` says what is known of a name, and whence.
"""

from __future__ import annotations

from dragoman.register.register import Register
from dragoman.register.using import beside, path_of

__all__ = ["Register", "beside", "path_of"]
