"""A store in, the workbench out: pages for people and the same records as JSON, served to a browser.

Each page is one function from the store and the words of its address to a record (`pages/`); the page and its
JSON twin show that record. What may be asked and who may write is decided in `guards`.
"""

from dragoman.web.app import create
from dragoman.web.guards import Access

__all__ = ["Access", "create"]
