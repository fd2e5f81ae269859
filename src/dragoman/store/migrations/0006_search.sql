-- Full text: articles, what is attributed to somebody by its words and its speaker, and the names of actors. The
-- triggers keep the indexes true to the tables, whatever is added, changed or taken out.

DROP TRIGGER articles_into_fts;
DROP TABLE articles_fts;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, text, content = 'articles', content_rowid = 'key', tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE TRIGGER articles_into_fts AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, title, text) VALUES (new.key, new.title, new.text);
END;
CREATE TRIGGER articles_out_of_fts AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
END;
CREATE TRIGGER articles_in_fts AFTER UPDATE OF title, text ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
    INSERT INTO articles_fts (rowid, title, text) VALUES (new.key, new.title, new.text);
END;
INSERT INTO articles_fts (articles_fts) VALUES ('rebuild');

-- A number for each attribution, and its speaker: the actor's name and the words of the source.
CREATE TABLE quotes (
    key INTEGER PRIMARY KEY,
    coding INTEGER NOT NULL REFERENCES codings (key),
    attribution TEXT NOT NULL,
    speaker TEXT NOT NULL,
    UNIQUE (coding, attribution)
);
INSERT INTO quotes (coding, attribution, speaker)
SELECT t.coding, t.id, trim(coalesce(a.name, '') || ' ' || coalesce(t.source, ''))
FROM attributions AS t LEFT JOIN actors AS a ON a.coding = t.coding AND a.id = t.source_actor;

CREATE VIEW quote_words AS
SELECT q.key, t.content AS words, q.speaker
FROM quotes AS q JOIN attributions AS t ON t.coding = q.coding AND t.id = q.attribution;

CREATE VIRTUAL TABLE quotes_fts USING fts5 (
    words, speaker, content = 'quote_words', content_rowid = 'key',
    tokenize = 'porter unicode61 remove_diacritics 2', prefix = '2 3'
);
INSERT INTO quotes_fts (quotes_fts) VALUES ('rebuild');

-- Which actors say each quote, or are named in it.
CREATE TABLE quoted (
    coding INTEGER NOT NULL REFERENCES codings (key),
    actor TEXT NOT NULL,
    quote INTEGER NOT NULL REFERENCES quotes (key),
    PRIMARY KEY (coding, actor, quote)
) WITHOUT ROWID;
CREATE INDEX quoted_quote ON quoted (quote);
INSERT INTO quoted (coding, actor, quote)
SELECT t.coding, t.source_actor, q.key
FROM quotes AS q JOIN attributions AS t ON t.coding = q.coding AND t.id = q.attribution
WHERE t.source_actor IS NOT NULL;
INSERT OR IGNORE INTO quoted (coding, actor, quote)
SELECT t.coding, m.actor, q.key
FROM quotes AS q JOIN attributions AS t ON t.coding = q.coding AND t.id = q.attribution
JOIN json_each(t.content_spans) AS s JOIN mentions AS m ON m.coding = t.coding
WHERE m.start >= json_extract(s.value, '$[0]') AND m.stop <= json_extract(s.value, '$[1]');

-- The actors of a coding and their mentions are there before its attributions.
CREATE TRIGGER attributions_into_fts AFTER INSERT ON attributions BEGIN
    INSERT INTO quotes (coding, attribution, speaker) VALUES (new.coding, new.id, trim(
        coalesce((SELECT name FROM actors WHERE coding = new.coding AND id = new.source_actor), '')
        || ' ' || coalesce(new.source, '')
    ));
    INSERT INTO quotes_fts (rowid, words, speaker)
    SELECT key, new.content, speaker FROM quotes WHERE coding = new.coding AND attribution = new.id;
    INSERT INTO quoted (coding, actor, quote)
    SELECT new.coding, new.source_actor, key FROM quotes
    WHERE coding = new.coding AND attribution = new.id AND new.source_actor IS NOT NULL;
    INSERT OR IGNORE INTO quoted (coding, actor, quote)
    SELECT new.coding, m.actor, (SELECT key FROM quotes WHERE coding = new.coding AND attribution = new.id)
    FROM json_each(new.content_spans) AS s JOIN mentions AS m ON m.coding = new.coding
    WHERE m.start >= json_extract(s.value, '$[0]') AND m.stop <= json_extract(s.value, '$[1]');
END;
CREATE TRIGGER attributions_out_of_fts AFTER DELETE ON attributions BEGIN
    INSERT INTO quotes_fts (quotes_fts, rowid, words, speaker)
    SELECT 'delete', key, old.content, speaker FROM quotes WHERE coding = old.coding AND attribution = old.id;
    DELETE FROM quoted WHERE quote IN (
        SELECT key FROM quotes WHERE coding = old.coding AND attribution = old.id
    );
    DELETE FROM quotes WHERE coding = old.coding AND attribution = old.id;
END;
CREATE TRIGGER attributions_in_fts AFTER UPDATE OF content ON attributions BEGIN
    INSERT INTO quotes_fts (quotes_fts, rowid, words, speaker)
    SELECT 'delete', key, old.content, speaker FROM quotes WHERE coding = old.coding AND attribution = old.id;
    INSERT INTO quotes_fts (rowid, words, speaker)
    SELECT key, new.content, speaker FROM quotes WHERE coding = new.coding AND attribution = new.id;
END;

-- Every name that an actor has had, once.
CREATE TABLE names (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO names (name) SELECT DISTINCT name FROM actors;
CREATE VIRTUAL TABLE names_fts USING fts5 (
    name, content = 'names', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO names_fts (names_fts) VALUES ('rebuild');
CREATE TRIGGER names_into_fts AFTER INSERT ON names BEGIN
    INSERT INTO names_fts (rowid, name) VALUES (new.key, new.name);
END;
CREATE TRIGGER actors_into_names AFTER INSERT ON actors BEGIN
    INSERT OR IGNORE INTO names (name) VALUES (new.name);
END;
CREATE TRIGGER actors_in_names AFTER UPDATE OF name ON actors BEGIN
    INSERT OR IGNORE INTO names (name) VALUES (new.name);
END;
CREATE INDEX actors_name ON actors (name);
