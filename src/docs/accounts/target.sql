-- The job's account on the target. Run this in the target database as its administrator.
-- Here the database is called warehouse, and ods is the schema of the target tables.
CREATE ROLE sync_target LOGIN PASSWORD 'change-me';
GRANT CONNECT ON DATABASE warehouse TO sync_target;

-- The rows. TRUNCATE is for operations that name it, and for loads that empty a table first or repeat a killed load.
GRANT USAGE ON SCHEMA ods TO sync_target;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA ods TO sync_target;
-- Where target tables have serial columns of their own.
GRANT USAGE ON ALL SEQUENCES IN SCHEMA ods TO sync_target;

-- Staging tables are temporary tables.
GRANT TEMPORARY ON DATABASE warehouse TO sync_target;

-- The control schema, where the job keeps its position. With GRANT CREATE ON DATABASE the job creates it itself.
CREATE SCHEMA adbpg_sync;
GRANT USAGE, CREATE ON SCHEMA adbpg_sync TO sync_target;
