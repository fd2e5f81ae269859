"""Knowledge of actors on demand: Wikidata dumps and a user's own tables in, people and bodies by name out.

`read` imports a file into the file of imports, `Register` looks names up in it, `beside` puts it beside the
codebook, and `known` says what is known of a name and from where.
"""

from __future__ import annotations

from dragoman.register.imports import Imports
from dragoman.register.known import Known, known
from dragoman.register.reading import Outcome, read
from dragoman.register.register import Register
from dragoman.register.rows import Import
from dragoman.register.using import beside, path_of

__all__ = ["Import", "Imports", "Known", "Outcome", "Register", "beside", "known", "path_of", "read"]
