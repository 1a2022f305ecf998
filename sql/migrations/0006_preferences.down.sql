DROP TABLE admin.preferences;
