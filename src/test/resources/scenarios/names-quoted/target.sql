CREATE SCHEMA "目标";
CREATE TABLE "目标"."Größe 😀" ("select" int PRIMARY KEY, "Straße" text, "UPPER" text, "mixedCase" text, "ﾊﾝｶｸ" text);
CREATE SCHEMA "From";
CREATE TABLE "From"."where" ("order" int, "group" int, "user" text, PRIMARY KEY ("order", "group"));
CREATE SCHEMA ods;
CREATE TABLE ods.größe (länge int PRIMARY KEY, "Ärger" text);
CREATE TABLE ods."ﾊﾝｶｸ" (id int PRIMARY KEY, "ｱ" text);
CREATE TABLE ods."é" (é int PRIMARY KEY, "É!" text);
