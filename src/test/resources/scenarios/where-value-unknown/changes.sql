UPDATE app.notes SET n = 2;
