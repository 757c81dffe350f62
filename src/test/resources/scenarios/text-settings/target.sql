DO $$
DECLARE
    setting text;
BEGIN
    FOREACH setting IN ARRAY ARRAY['datestyle = ''SQL, DMY''', 'intervalstyle = ''sql_standard''', 'array_nulls = off',
                                   'timezone = ''America/New_York''', 'xmloption = ''document''']
    LOOP
        EXECUTE format('ALTER DATABASE %I SET %s', current_database(), setting);
    END LOOP;
END $$;
CREATE SCHEMA ods;
CREATE TABLE ods.things (id int, d date, ts timestamp, tz timestamptz, iv interval, f float8, r float4, PRIMARY KEY (id, d, ts, tz, iv, f, r),
    b bytea, m money, tt timetz, pt point, ci circle, x xml, ds date[], tr tstzrange, texts text[], note text);
