"""A store and the words of an address in, one record out: what a page shows, and what its JSON twin says."""
