-- Forecasts, kept with the day on which they were issued, so that they can be scored when their time has come.
-- The first one made for a dyad, horizon, day and model stands: none is replaced.
CREATE TABLE forecasts (
    key INTEGER PRIMARY KEY,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    horizon TEXT NOT NULL CHECK (horizon IN ('month', 'quarter')),
    issued TEXT NOT NULL,               -- the day at whose end it was issued; nothing published later went in
    first TEXT NOT NULL,                -- the days that it is about
    last TEXT NOT NULL,
    model TEXT NOT NULL,
    made TEXT NOT NULL,                 -- UTC; after `issued` if it was made as known on that day
    record BLOB NOT NULL,               -- the forecast as JSON
    UNIQUE (a, b, horizon, issued, model)
);
