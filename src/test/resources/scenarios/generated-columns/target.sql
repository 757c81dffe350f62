CREATE SCHEMA ods;
CREATE TABLE ods.both (id int PRIMARY KEY, twice int GENERATED ALWAYS AS (a * 2) STORED, a int, b text);
CREATE TABLE ods.source_only (id int PRIMARY KEY, a int, b text);
CREATE TABLE ods.target_only (id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED, b text);
CREATE TABLE ods.keyless (a int, twice int GENERATED ALWAYS AS (a * 2) STORED, b text);
CREATE TABLE ods.in_key (a int, twice int GENERATED ALWAYS AS (a * 2) STORED PRIMARY KEY, b text);
CREATE TABLE ods.computed (id int PRIMARY KEY, a int, twice int);
