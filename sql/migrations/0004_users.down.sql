DROP VIEW admin.token_records, admin.user_records;
DROP TABLE admin.setup, admin.tokens, admin.recovery_codes, admin.second_factors, admin.users;
