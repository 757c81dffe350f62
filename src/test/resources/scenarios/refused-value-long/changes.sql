UPDATE app.items SET name = 'fits';
UPDATE app.items SET name = E'line\nand 😀 ' || repeat('x', 100) WHERE id LIKE 'key%';
