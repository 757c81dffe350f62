INSERT INTO app.rooms SELECT int4range(n, n + 1), daterange('2024-01-01', '2024-02-01'), 'guest ' || n,
    (SELECT string_agg(md5('a' || m), '') FROM generate_series(1, 200) AS m) || n FROM generate_series(1, 6) AS n;
INSERT INTO app.whole SELECT * FROM app.rooms;
INSERT INTO app.by_unique SELECT lower(room), room, during, guest FROM app.rooms;
-- next transaction
UPDATE app.rooms SET guest = 'another' WHERE room @> 1;
UPDATE app.rooms SET during = daterange('2024-01-05', '2024-01-31') WHERE room @> 2;
UPDATE app.rooms SET room = int4range(30, 31) WHERE room @> 3;
DELETE FROM app.rooms WHERE room @> 4;
-- A stay is cut in two, as UPDATE … FOR PORTION OF does.
UPDATE app.rooms SET during = daterange('2024-01-01', '2024-01-10') WHERE room @> 5;
INSERT INTO app.rooms VALUES (int4range(5, 6), daterange('2024-01-10', '2024-02-01'), 'second', NULL);
UPDATE app.whole SET guest = 'another' WHERE room @> 1;
UPDATE app.whole SET during = daterange('2024-01-05', '2024-01-31') WHERE room @> 2;
DELETE FROM app.whole WHERE room @> 4;
UPDATE app.by_unique SET guest = 'another' WHERE id = 1;
UPDATE app.by_unique SET during = daterange('2024-01-05', '2024-01-31'), id = 20 WHERE id = 2;
DELETE FROM app.by_unique WHERE id = 4;
-- next transaction
-- Two guests exchange their rooms, and one comes when the other goes.
UPDATE app.rooms SET room = int4range(99, 100) WHERE room @> 1;
UPDATE app.rooms SET room = int4range(1, 2) WHERE room @> 6;
UPDATE app.rooms SET room = int4range(6, 7) WHERE room @> 99;
UPDATE app.rooms SET during = daterange('2024-01-01', '2024-01-05') WHERE guest = 'guest 5';
UPDATE app.rooms SET during = daterange('2024-01-05', '2024-02-01') WHERE guest = 'second';
