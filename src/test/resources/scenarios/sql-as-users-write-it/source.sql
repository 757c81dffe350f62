CREATE SCHEMA app;
CREATE SCHEMA odd;
CREATE TABLE app.docs (id int PRIMARY KEY, data jsonb, "what?" text, flag boolean, tags text[]);
CREATE TABLE odd."odd?name" (id int PRIMARY KEY, a int);
