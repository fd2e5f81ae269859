"""Records in, something to read out: marked sentences and tables. Nothing is computed here."""
