-- Views for people who open the file with Datasette, a spreadsheet or a database browser: one line a thing, names
-- in words, of the codings that count. `latitude` and `longitude` are so named that map plugins find them.

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
    e.publisher, e.published, e.title, e.url, e.article_id AS article, e.id AS event, e.recipe
FROM event_rows AS e
LEFT JOIN places AS l ON l.coding = e.coding AND l.id = e.place;

CREATE VIEW sayings_readable AS
SELECT coalesce(a.name, t.source) AS said_by, a.country, a.role, t.stance, t.kind, t.cue, t.content AS words,
    w.source AS within, r.publisher, r.published, r.title, r.url, r.id AS article, t.id AS attribution
FROM current_codings AS k
JOIN codings AS c ON c.key = k.coding
JOIN articles AS r ON r.key = c.article
JOIN attributions AS t ON t.coding = k.coding
LEFT JOIN actors AS a ON a.coding = t.coding AND a.id = t.source_actor
LEFT JOIN attributions AS w ON w.coding = t.coding AND w.id = t.within;

CREATE VIEW articles_readable AS
SELECT r.published, r.publisher, r.title, r.url, r.language, length(r.text) AS characters,
    (SELECT count(*) FROM events AS e WHERE e.coding = k.coding) AS events,
    (SELECT count(*) FROM attributions AS t WHERE t.coding = k.coding) AS sayings,
    (SELECT group_concat(country, '; ') FROM
        (SELECT DISTINCT p.country FROM parties AS p WHERE p.coding = k.coding AND p.country IS NOT NULL
         ORDER BY p.country)) AS countries,
    r.id AS article, c.recipe, c.version
FROM current_codings AS k
JOIN codings AS c ON c.key = k.coding
JOIN articles AS r ON r.key = c.article;
