\ir ../types-changes.sql
