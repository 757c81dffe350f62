INSERT INTO app.a VALUES (1, 'a');
INSERT INTO app."B b" VALUES (1, 'b');
INSERT INTO app.special VALUES (1, 's');
INSERT INTO app.parts VALUES (1, 'p');
INSERT INTO app.unlogged VALUES (1);
UPDATE app.unlogged SET id = 2;
REFRESH MATERIALIZED VIEW app.materialized;
SELECT nextval('app.numbers');
INSERT INTO other.a VALUES (2, 'not captured');
INSERT INTO other.named VALUES (1, 'n');
-- next transaction
UPDATE app.a SET name = 'aa';
UPDATE app."B b" SET id = 2;
UPDATE app.special SET name = 'ss';
UPDATE other.a SET name = 'still not captured';
