CREATE TABLE attached_copy (id int PRIMARY KEY, n int);
CREATE TABLE detached_copy (id int PRIMARY KEY, n int);
CREATE TABLE dropped_copy (id int PRIMARY KEY, n int);
CREATE TABLE truncated_copy (id int PRIMARY KEY, n int);
CREATE TABLE back_copy (id int PRIMARY KEY, n int);
CREATE TABLE below_copy (id int PRIMARY KEY, n int);
CREATE TABLE born_copy (id int PRIMARY KEY, n int);
