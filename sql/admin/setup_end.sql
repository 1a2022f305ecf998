DELETE FROM admin.setup
