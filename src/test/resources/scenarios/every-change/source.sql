CREATE SCHEMA app;
CREATE TABLE app.orders (id int PRIMARY KEY, status varchar(5), amount numeric(10,2));
CREATE TABLE app.notes (id int PRIMARY KEY, title text, body text);
ALTER TABLE app.notes REPLICA IDENTITY FULL;
ALTER TABLE app.notes ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE app.lines (a int, b text);
ALTER TABLE app.lines REPLICA IDENTITY FULL;
CREATE TABLE app.expected (seq int, op text, id int, status text, amount numeric(10,2));
INSERT INTO app.expected VALUES (1, 'insert', 1, 'new', 1), (2, 'insert', 2, 'new', 2), (3, 'insert', 3, 'new', NULL), (4, 'update', 1, 'paid', 1), (5, 'update', 1, 'sent', 1),
    (6, 'delete', 2, NULL, NULL), (7, 'insert', 2, 'again', 3), (8, 'delete', 3, NULL, NULL), (9, 'insert', 30, 'new', NULL), (10, 'delete', 2, NULL, NULL);
