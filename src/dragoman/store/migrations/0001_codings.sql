-- The first store: articles and their codings.
--
-- One row in `codings` is one article read under one recipe. The tables below it hold the same facts, each row
-- with its coding and the id that it has there, so that they can be searched and joined. Offsets are half open and
-- count characters of articles.text. Lists are JSON arrays. Dates are ISO text. Missing is NULL.

CREATE TABLE articles (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    digest TEXT NOT NULL,               -- of the text: an article that comes again with another text is another row
    url TEXT,
    title TEXT,
    publisher TEXT,
    published TEXT,
    published_grain TEXT,
    language TEXT,
    text TEXT NOT NULL,
    UNIQUE (id, digest)
);

CREATE TABLE runs (
    key INTEGER PRIMARY KEY,
    recipe TEXT NOT NULL,
    version TEXT NOT NULL,
    started TEXT NOT NULL,              -- UTC
    latest TEXT NOT NULL,
    added INTEGER NOT NULL
);

CREATE TABLE codings (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    recipe TEXT NOT NULL,
    version TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES runs (key),
    record BLOB NOT NULL,               -- the coding as JSON, but for the article's text
    UNIQUE (article, recipe)
);

CREATE TABLE actors (
    coding INTEGER NOT NULL REFERENCES codings (key),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT,
    sector TEXT,
    sectors TEXT NOT NULL,
    role TEXT,
    wikidata TEXT,
    PRIMARY KEY (coding, id)
) WITHOUT ROWID;
CREATE INDEX actors_country ON actors (country);

CREATE TABLE mentions (
    coding INTEGER NOT NULL REFERENCES codings (key),
    actor TEXT NOT NULL,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (coding, actor, position)
) WITHOUT ROWID;

CREATE TABLE times (
    coding INTEGER NOT NULL REFERENCES codings (key),
    id TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    text TEXT NOT NULL,
    type TEXT NOT NULL,
    value TEXT,
    first TEXT,
    last TEXT,
    grain TEXT,
    mod TEXT,
    PRIMARY KEY (coding, id)
) WITHOUT ROWID;

CREATE TABLE places (
    coding INTEGER NOT NULL REFERENCES codings (key),
    id TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    text TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT,
    lat REAL,
    lon REAL,
    geonameid INTEGER,
    feature TEXT,
    PRIMARY KEY (coding, id)
) WITHOUT ROWID;

CREATE TABLE attributions (
    coding INTEGER NOT NULL REFERENCES codings (key),
    id TEXT NOT NULL,
    source TEXT,
    source_spans TEXT,
    source_actor TEXT,
    cue TEXT,
    cue_spans TEXT,
    content TEXT NOT NULL,
    content_spans TEXT NOT NULL,
    kind TEXT NOT NULL,
    stance TEXT NOT NULL,
    within TEXT,
    addressee TEXT,
    PRIMARY KEY (coding, id)
) WITHOUT ROWID;

CREATE TABLE events (
    coding INTEGER NOT NULL REFERENCES codings (key),
    id TEXT NOT NULL,
    event_type TEXT NOT NULL,
    event_mode TEXT NOT NULL,
    contexts TEXT NOT NULL,
    quad_class INTEGER,
    score REAL,
    cameo TEXT,
    goldstein REAL,
    time TEXT,
    first TEXT,
    last TEXT,
    grain TEXT,
    basis TEXT,
    place TEXT,
    sentence_start INTEGER NOT NULL,
    sentence_stop INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_stop INTEGER NOT NULL,
    trigger TEXT NOT NULL,
    status TEXT NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (coding, id)
) WITHOUT ROWID;
CREATE INDEX events_first ON events (first);
CREATE INDEX events_type ON events (event_type);

CREATE TABLE event_actors (
    coding INTEGER NOT NULL REFERENCES codings (key),
    event TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('actor', 'recipient', 'participant')),
    position INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (coding, event, side, position)
) WITHOUT ROWID;
CREATE INDEX event_actors_actor ON event_actors (coding, actor);

CREATE TABLE assessments (
    coding INTEGER NOT NULL REFERENCES codings (key),
    event TEXT NOT NULL,
    position INTEGER NOT NULL,
    source TEXT NOT NULL,               -- an actor's id, 'author' or 'unspecified'
    polarity TEXT NOT NULL,
    certainty TEXT NOT NULL,
    attribution TEXT,
    PRIMARY KEY (coding, event, position)
) WITHOUT ROWID;

CREATE TABLE reasons (
    coding INTEGER NOT NULL REFERENCES codings (key),
    kind TEXT NOT NULL CHECK (kind IN ('actor', 'time', 'place', 'attribution', 'event')),
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    rule TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    note TEXT,
    PRIMARY KEY (coding, kind, id, position)
) WITHOUT ROWID;
CREATE INDEX reasons_rule ON reasons (rule);

CREATE TABLE dropped (
    coding INTEGER NOT NULL REFERENCES codings (key),
    position INTEGER NOT NULL,
    room TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (coding, position)
) WITHOUT ROWID;

CREATE TABLE refused (
    source TEXT NOT NULL,
    line INTEGER NOT NULL DEFAULT 0,    -- 0: the source as a whole
    why TEXT NOT NULL,
    seen TEXT NOT NULL,                 -- UTC, the first time
    PRIMARY KEY (source, line, why)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, text, content = 'articles', content_rowid = 'key', tokenize = 'porter unicode61'
);
CREATE TRIGGER articles_into_fts AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, title, text) VALUES (new.key, new.title, new.text);
END;

-- The coding that counts for each article: the one added last, whatever its recipe.
CREATE VIEW current_codings AS
SELECT max(codings.key) AS coding, articles.id AS article_id
FROM codings JOIN articles ON articles.key = codings.article
GROUP BY articles.id;

-- Who takes part in each event, with name and country.
CREATE VIEW parties AS
SELECT e.coding, e.event, e.side, e.position, e.actor, a.name, a.kind, a.country, a.sector, a.role
FROM event_actors AS e JOIN actors AS a ON a.coding = e.coding AND a.id = e.actor;

-- Who stands behind each event, by name, and how.
CREATE VIEW voices AS
SELECT s.coding, s.event, s.position, s.source, a.name, a.country, s.polarity, s.certainty, t.cue, t.stance,
    coalesce(a.name, CASE WHEN s.source = 'unspecified' THEN t.source END) AS said_by
FROM assessments AS s
LEFT JOIN actors AS a ON a.coding = s.coding AND a.id = s.source
LEFT JOIN attributions AS t ON t.coding = s.coding AND t.id = s.attribution;

-- Every event of the current codings, with its article.
CREATE VIEW event_rows AS
SELECT e.*, p.name AS place_name, p.country AS place_country, p.feature AS place_feature,
    c.article, c.recipe, r.id AS article_id, r.url, r.title, r.publisher, r.published
FROM current_codings AS k
JOIN codings AS c ON c.key = k.coding
JOIN articles AS r ON r.key = c.article
JOIN events AS e ON e.coding = k.coding
LEFT JOIN places AS p ON p.coding = e.coding AND p.id = e.place;

-- The same for the reader of a table: one line an event, names in words.
CREATE VIEW timeline AS
SELECT e.first AS date, e.last AS date_last,
    (SELECT group_concat(p.name, ', ') FROM parties AS p
     WHERE p.coding = e.coding AND p.event = e.id AND p.side = 'actor') AS actors,
    e.event_type AS type, e.event_mode AS modes,
    (SELECT group_concat(p.name, ', ') FROM parties AS p
     WHERE p.coding = e.coding AND p.event = e.id AND p.side = 'recipient') AS recipients,
    e.status, e.place_name AS place, e.sentence AS words,
    (SELECT group_concat(v.said_by, ', ') FROM voices AS v
     WHERE v.coding = e.coding AND v.event = e.id) AS said_by,
    e.publisher, e.published, e.url, e.article_id AS article, e.id AS event, e.recipe
FROM event_rows AS e
ORDER BY e.first, e.coding, e.id;
