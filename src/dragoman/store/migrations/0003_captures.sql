-- What was fetched: the bytes of pages as they came, and what is remembered of addresses, so that nothing is asked
-- for twice and a change is seen. Times are UTC. Headers are a JSON array of pairs.

CREATE TABLE bodies (
    digest TEXT PRIMARY KEY,            -- SHA-256 of the bytes
    size INTEGER NOT NULL,
    packed BLOB NOT NULL                -- zlib
) WITHOUT ROWID;

-- The page that each version of an article was read from.
CREATE TABLE captures (
    article INTEGER NOT NULL REFERENCES articles (key),
    digest TEXT NOT NULL REFERENCES bodies (digest),
    url TEXT NOT NULL,                  -- asked for
    final TEXT NOT NULL,                -- where its redirects led
    fetched TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    PRIMARY KEY (article, digest)
) WITHOUT ROWID;
CREATE INDEX captures_digest ON captures (digest);

-- What an address gave last: feeds too.
CREATE TABLE visits (
    url TEXT PRIMARY KEY,
    final TEXT NOT NULL,
    fetched TEXT NOT NULL,
    headers TEXT NOT NULL,
    digest TEXT NOT NULL REFERENCES bodies (digest)
) WITHOUT ROWID;
CREATE INDEX visits_digest ON visits (digest);

-- Items of feeds that are done with. The mark changes when the feed says something else of the item.
CREATE TABLE settled (
    address TEXT NOT NULL,
    recipe TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (address, recipe)
) WITHOUT ROWID;

-- Addresses that give nothing at present: how often in a row, why, since when, and when to try again.
CREATE TABLE failures (
    source TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    why TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT NOT NULL
) WITHOUT ROWID;

-- The versions of each article, oldest first, with when each was seen.
CREATE VIEW versions AS
SELECT r.id AS article_id, r.key AS article,
    row_number() OVER (PARTITION BY r.id ORDER BY r.key) AS version,
    coalesce(min(p.fetched), (SELECT min(u.started) FROM codings AS c JOIN runs AS u ON u.key = c.run
                              WHERE c.article = r.key)) AS seen,
    r.url, r.title, r.published, length(r.text) AS characters, min(p.digest) AS digest
FROM articles AS r LEFT JOIN captures AS p ON p.article = r.key
GROUP BY r.key;
