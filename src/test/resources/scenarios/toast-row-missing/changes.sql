UPDATE app.notes SET title = 'changed';
