INSERT INTO app.items VALUES (1, 'int'), (2, 'app.mood'), (3, NULL);
