-- Actors that were imported beside the tables that ship. One import is one row here; what it brought is below.

-- "reading" until all of it is in: then its rows take the place of those of the import of the same name.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('wikidata', 'table')),
    path TEXT NOT NULL,
    fingerprint TEXT NOT NULL,        -- of the file's head and length: is it the same file?
    since TEXT NOT NULL,              -- tenures that were over before this day were left out
    state TEXT NOT NULL CHECK (state IN ('reading', 'done')),
    position INTEGER NOT NULL,        -- bytes of the unpacked file that are done with
    lines INTEGER NOT NULL,
    tally TEXT NOT NULL,              -- JSON: what was kept and what was left out, and why
    digest TEXT NOT NULL,             -- of the rows; '' until it is done
    began TEXT NOT NULL,
    ended TEXT,
    UNIQUE (name, state)
) STRICT;

-- What a dump has given so far: positions and countries may come before or after those who need them.
CREATE TABLE staged (
    import INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('body', 'land', 'person', 'position')),
    item INTEGER NOT NULL,            -- the number of the Wikidata item
    record BLOB NOT NULL,             -- JSON, as register.wikidata writes it
    PRIMARY KEY (import, kind, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    import INTEGER NOT NULL,
    name TEXT NOT NULL,
    wikidata TEXT
) STRICT;
CREATE INDEX people_by_import ON people (import);

CREATE TABLE tenures (
    person INTEGER NOT NULL,
    number INTEGER NOT NULL,
    country TEXT,
    office TEXT NOT NULL,
    sectors TEXT NOT NULL,            -- divided by |
    first TEXT,
    last TEXT,
    PRIMARY KEY (person, number)
) STRICT, WITHOUT ROWID;

-- The folded words of a name, divided by spaces.
CREATE TABLE person_names (
    key TEXT NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (key, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE bodies (
    id INTEGER PRIMARY KEY,
    import INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT,
    sectors TEXT NOT NULL,
    wikidata TEXT
) STRICT;
CREATE INDEX bodies_by_import ON bodies (import);

CREATE TABLE body_names (
    key TEXT NOT NULL,
    body INTEGER NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('any', 'capital', 'upper')),  -- the capitals that it must have in a text
    PRIMARY KEY (key, body)
) STRICT, WITHOUT ROWID;
