-- When each thing was learnt, which coding counts, and what people corrected.
--
-- `doings` is the log of all that changes what the tables show, in order; by it any table can be made as it stood on
-- a day. The tables `actors`, `places`, `events`, `event_actors` and so on hold each coding as it is corrected; as
-- it was read it stays in `codings.record`.

ALTER TABLE articles ADD COLUMN learnt TEXT;    -- UTC: when this text came into the store
UPDATE articles SET learnt = coalesce(
    (SELECT min(p.fetched) FROM captures AS p WHERE p.article = articles.key),
    (SELECT min(u.latest) FROM codings AS c JOIN runs AS u ON u.key = c.run WHERE c.article = articles.key)
);

CREATE TABLE corrections (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,                   -- UTC
    "by" TEXT NOT NULL,
    note TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('change', 'false', 'add', 'right', 'merge', 'split', 'undo')),
    undoes INTEGER REFERENCES corrections (key),
    record BLOB NOT NULL                -- what is corrected, as JSON
);
CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections BEGIN
    SELECT raise(ABORT, 'corrections are never changed; undo one with: dragoman correct --undo ID');
END;
CREATE TRIGGER corrections_last BEFORE DELETE ON corrections BEGIN
    SELECT raise(ABORT, 'corrections are never deleted; undo one with: dragoman correct --undo ID');
END;

-- Which articles a correction is about.
CREATE TABLE corrected (
    article_id TEXT NOT NULL,
    correction INTEGER NOT NULL REFERENCES corrections (key),
    PRIMARY KEY (article_id, correction)
) WITHOUT ROWID;

CREATE TABLE doings (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,                   -- UTC
    -- coded: a coding was added; counts: it does from here on; linked: those that count were compared with the others
    kind TEXT NOT NULL CHECK (kind IN ('coded', 'counts', 'linked', 'corrected')),
    coding INTEGER REFERENCES codings (key),
    correction INTEGER REFERENCES corrections (key)
);
CREATE INDEX doings_coding ON doings (coding);

INSERT INTO doings (at, kind, coding)
SELECT CASE WHEN c.key = (SELECT min(o.key) FROM codings AS o WHERE o.article = c.article) THEN a.learnt ELSE u.latest END,
    k.kind, c.key
FROM codings AS c
JOIN articles AS a ON a.key = c.article
JOIN runs AS u ON u.key = c.run
JOIN (SELECT 'coded' AS kind, 1 AS place UNION ALL SELECT 'counts', 2) AS k
ORDER BY c.key, k.place;

-- The coding that counts for each article.
CREATE TABLE counting (
    article_id TEXT PRIMARY KEY,
    coding INTEGER NOT NULL REFERENCES codings (key)
) WITHOUT ROWID;
CREATE INDEX counting_coding ON counting (coding);
INSERT INTO counting SELECT article_id, coding FROM current_codings;
DROP VIEW current_codings;
CREATE VIEW current_codings AS SELECT coding, article_id FROM counting;

-- What people decided on two reports; made from the corrections that stand. Both directions are there.
CREATE TABLE decided (
    report INTEGER NOT NULL REFERENCES reports (key),
    other INTEGER NOT NULL REFERENCES reports (key),
    together INTEGER NOT NULL,
    correction INTEGER NOT NULL REFERENCES corrections (key),
    PRIMARY KEY (report, other)
) WITHOUT ROWID;
CREATE INDEX decided_other ON decided (other);
CREATE INDEX decided_correction ON decided (correction);

-- The same as before, and when the article was learnt.
DROP VIEW event_rows;
CREATE VIEW event_rows AS
SELECT e.*, p.name AS place_name, p.country AS place_country, p.feature AS place_feature,
    c.article, c.recipe, r.id AS article_id, r.url, r.title, r.publisher, r.published,
    h.happening, coalesce(o.original, c.article) AS original, r.learnt
FROM current_codings AS k
JOIN codings AS c ON c.key = k.coding
JOIN articles AS r ON r.key = c.article
JOIN events AS e ON e.coding = k.coding
LEFT JOIN places AS p ON p.coding = e.coding AND p.id = e.place
LEFT JOIN reports AS h ON h.coding = e.coding AND h.event = e.id
LEFT JOIN copies AS o ON o.article = c.article;

-- The log of corrections for people.
CREATE VIEW corrections_readable AS
SELECT c.key AS correction, c.at, c."by", c.note, c.kind, c.undoes,
    (SELECT group_concat(a.article_id, '; ') FROM corrected AS a WHERE a.correction = c.key) AS articles
FROM corrections AS c ORDER BY c.key;
