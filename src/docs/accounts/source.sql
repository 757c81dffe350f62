-- The job's account on the source. Run this in the source database as its administrator.
-- Here the database is called shop, and app_owner is the role that owns the schema app and the captured tables.
CREATE ROLE sync_source LOGIN REPLICATION PASSWORD 'change-me';
GRANT CONNECT ON DATABASE shop TO sync_source;

-- The job creates its publication, which takes CREATE on the database and ownership of the captured tables.
GRANT CREATE ON DATABASE shop TO sync_source;
GRANT app_owner TO sync_source;
