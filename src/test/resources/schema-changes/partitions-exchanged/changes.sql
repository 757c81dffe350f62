INSERT INTO attached VALUES (2, 2);
CREATE TABLE attached_3 (id int PRIMARY KEY, n int);
INSERT INTO attached_3 VALUES (21, 21), (22, 22), (23, 23);
-- next transaction
ALTER TABLE attached ATTACH PARTITION attached_3 FOR VALUES FROM (20) TO (30);
INSERT INTO attached VALUES (24, 24);
UPDATE attached SET n = 0 WHERE id = 22;
DELETE FROM attached WHERE id = 23;
-- next transaction
ALTER TABLE detached DETACH PARTITION detached_2;
INSERT INTO detached_2 VALUES (12, 12);
DROP TABLE dropped_2;
INSERT INTO dropped VALUES (2, 2);
TRUNCATE truncated_2;
INSERT INTO truncated VALUES (12, 12);
-- next transaction
ALTER TABLE back DETACH PARTITION back_2;
DELETE FROM back_2;
INSERT INTO back_2 VALUES (13, 13);
ALTER TABLE back ATTACH PARTITION back_2 FOR VALUES FROM (10) TO (20);
-- next transaction
CREATE TABLE below_3 (id int PRIMARY KEY, n int) PARTITION BY RANGE (id);
CREATE TABLE below_3a PARTITION OF below_3 FOR VALUES FROM (20) TO (25);
INSERT INTO below_3 VALUES (21, 21);
ALTER TABLE below ATTACH PARTITION below_3 FOR VALUES FROM (20) TO (30);
-- next transaction
CREATE TABLE born_3 PARTITION OF born FOR VALUES FROM (20) TO (30);
INSERT INTO born VALUES (21, 21);
