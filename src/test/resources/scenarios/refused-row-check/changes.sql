INSERT INTO app.items VALUES (1, 1), (2, 2), (3, 3), (4, 100), (5, 5);
