SELECT md5(address), visits, note FROM app.pages ORDER BY 1;
SELECT md5(address), visits, note FROM ods.pages ORDER BY 1;
