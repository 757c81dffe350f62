CREATE SCHEMA "naïve 表";
CREATE TABLE "naïve 表"."Größe 😀" ("select" int PRIMARY KEY, "Straße" text, "UPPER" text, "mixedCase" text, "ﾊﾝｶｸ" text);
ALTER TABLE "naïve 表"."Größe 😀" ALTER COLUMN "Straße" SET STORAGE EXTERNAL;
CREATE SCHEMA "Select";
CREATE TABLE "Select"."table" ("order" int, "group" int, "user" text, PRIMARY KEY ("order", "group"));
CREATE SCHEMA app;
CREATE TABLE app.größe (länge int PRIMARY KEY, "Ärger" text);
CREATE TABLE app."ﾊﾝｶｸ" (id int PRIMARY KEY, "ｱ" text);
CREATE TABLE app."é" (é int PRIMARY KEY, "É!" text);
