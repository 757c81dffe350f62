-- Defaults under which the text of a value is ambiguous, or not exact.
DO $$
DECLARE
    setting text;
BEGIN
    FOREACH setting IN ARRAY ARRAY['datestyle = ''SQL, DMY''', 'intervalstyle = ''sql_standard''', 'extra_float_digits = 0',
                                   'bytea_output = ''escape''', 'timezone = ''Asia/Shanghai''', 'xmloption = ''document''']
    LOOP
        EXECUTE format('ALTER DATABASE %I SET %s', current_database(), setting);
    END LOOP;
END $$;
CREATE SCHEMA app;
CREATE TABLE app.things (id int, d date, ts timestamp, tz timestamptz, iv interval, f float8, r float4, PRIMARY KEY (id, d, ts, tz, iv, f, r),
    b bytea, m money, tt timetz, pt point, ci circle, x xml, ds date[], tr tstzrange, texts text[], note text);
