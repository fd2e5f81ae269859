-- What belongs together across articles. Everything here is made from the codings and can be made anew from them;
-- it covers the current coding of each article.

-- Which codings have been compared with all others, and by which rules.
CREATE TABLE linked (
    coding INTEGER PRIMARY KEY REFERENCES codings (key),
    rules TEXT NOT NULL
);

-- Copies: a sample of each text's shingles, the pairs of near-duplicate texts, and the groups they make.
CREATE TABLE fingerprints (
    shingle INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (key),
    PRIMARY KEY (shingle, article)
) WITHOUT ROWID;
CREATE TABLE copy_links (
    article INTEGER NOT NULL REFERENCES articles (key),
    other INTEGER NOT NULL REFERENCES articles (key),
    share REAL NOT NULL,                -- of the shorter text that stands in the longer one
    PRIMARY KEY (article, other)
) WITHOUT ROWID;
CREATE TABLE copies (
    article INTEGER PRIMARY KEY REFERENCES articles (key),
    original INTEGER NOT NULL           -- the same for all copies of one text: the lowest of their keys
);
CREATE INDEX copies_original ON copies (original);

-- Articles on one matter.
CREATE TABLE stories (
    article INTEGER PRIMARY KEY REFERENCES articles (key),
    day TEXT,
    weights BLOB NOT NULL               -- word to weight, as JSON
);
CREATE TABLE story_keys (
    word TEXT NOT NULL,
    day INTEGER NOT NULL,               -- ordinal; 0 where the article has no date
    article INTEGER NOT NULL REFERENCES articles (key),
    PRIMARY KEY (word, day, article)
) WITHOUT ROWID;
CREATE TABLE story_links (
    article INTEGER NOT NULL REFERENCES articles (key),
    other INTEGER NOT NULL REFERENCES articles (key),
    likeness REAL NOT NULL,
    PRIMARY KEY (article, other)
) WITHOUT ROWID;

-- Happenings: one row each; `into` where it was joined to another.
CREATE TABLE happenings (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    "into" INTEGER REFERENCES happenings (key)
);
CREATE TABLE reports (
    key INTEGER PRIMARY KEY,
    coding INTEGER NOT NULL REFERENCES codings (key),
    event TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (key),
    happening INTEGER REFERENCES happenings (key),
    facts BLOB NOT NULL,                -- what the event is compared by, as JSON
    UNIQUE (coding, event)
);
CREATE INDEX reports_happening ON reports (happening);
CREATE INDEX reports_article ON reports (article);
CREATE TABLE report_keys (
    key TEXT NOT NULL,
    report INTEGER NOT NULL REFERENCES reports (key),
    PRIMARY KEY (key, report)
) WITHOUT ROWID;
CREATE INDEX report_keys_report ON report_keys (report);
CREATE TABLE report_links (
    report INTEGER NOT NULL REFERENCES reports (key),
    other INTEGER NOT NULL REFERENCES reports (key),
    score REAL NOT NULL,
    grounds TEXT NOT NULL,              -- JSON
    PRIMARY KEY (report, other)
) WITHOUT ROWID;

CREATE INDEX codings_article ON codings (article);
CREATE INDEX event_actors_event ON event_actors (coding, event);

-- The same as before, and which happening each event is of.
DROP VIEW event_rows;
CREATE VIEW event_rows AS
SELECT e.*, p.name AS place_name, p.country AS place_country, p.feature AS place_feature,
    c.article, c.recipe, r.id AS article_id, r.url, r.title, r.publisher, r.published,
    h.happening, coalesce(o.original, c.article) AS original
FROM current_codings AS k
JOIN codings AS c ON c.key = k.coding
JOIN articles AS r ON r.key = c.article
JOIN events AS e ON e.coding = k.coding
LEFT JOIN places AS p ON p.coding = e.coding AND p.id = e.place
LEFT JOIN reports AS h ON h.coding = e.coding AND h.event = e.id
LEFT JOIN copies AS o ON o.article = c.article;

-- The same as before, and what is attributed to each.
DROP VIEW voices;
CREATE VIEW voices AS
SELECT s.coding, s.event, s.position, s.source, a.name, a.country, s.polarity, s.certainty, t.cue, t.stance,
    coalesce(a.name, CASE WHEN s.source = 'unspecified' THEN t.source END) AS said_by, t.content
FROM assessments AS s
LEFT JOIN actors AS a ON a.coding = s.coding AND a.id = s.source
LEFT JOIN attributions AS t ON t.coding = s.coding AND t.id = s.attribution;

-- The same as before, and which happening each event is of.
DROP VIEW events_readable;
CREATE VIEW events_readable AS
SELECT e.first AS date, e.last AS date_last, e.grain AS date_precision, e.basis AS date_from,
    (SELECT group_concat(p.name || coalesce(' (' || p.country || ')', ''), '; ') FROM parties AS p
     WHERE p.coding = e.coding AND p.event = e.id AND p.side = 'actor') AS actors,
    e.event_type AS type,
    (SELECT group_concat(m.value, '; ') FROM json_each(e.event_mode) AS m) AS modes,
    (SELECT group_concat(p.name || coalesce(' (' || p.country || ')', ''), '; ') FROM parties AS p
     WHERE p.coding = e.coding AND p.event = e.id AND p.side = 'recipient') AS recipients,
    e.status,
    (SELECT group_concat(CASE WHEN v.source = 'author' THEN 'the article' ELSE coalesce(v.said_by, 'unnamed sources')
        END, '; ') FROM voices AS v
     WHERE v.coding = e.coding AND v.event = e.id AND v.polarity = '+') AS said_by,
    (SELECT group_concat(CASE WHEN v.source = 'author' THEN 'the article' ELSE coalesce(v.said_by, 'unnamed sources')
        END, '; ') FROM voices AS v
     WHERE v.coding = e.coding AND v.event = e.id AND v.polarity = '-') AS denied_by,
    e.place_name AS place, e.place_country, e.place_feature, l.lat AS latitude, l.lon AS longitude,
    (SELECT group_concat(c.value, '; ') FROM json_each(e.contexts) AS c) AS contexts,
    e.quad_class, e.score, e.cameo, e.goldstein, e.confidence, e.sentence AS words,
    e.publisher, e.published, e.title, e.url, e.article_id AS article, e.id AS event,
    e.happening, e.recipe
FROM event_rows AS e
LEFT JOIN places AS l ON l.coding = e.coding AND l.id = e.place;
