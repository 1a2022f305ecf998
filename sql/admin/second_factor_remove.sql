-- $1 user. A row where there was one that was confirmed.
WITH codes AS (DELETE FROM admin.recovery_codes WHERE user_id = $1::uuid),
     counted AS (UPDATE admin.users SET epoch = epoch + 1 WHERE id = $1::uuid),
     removed AS (DELETE FROM admin.second_factors WHERE user_id = $1::uuid RETURNING confirmed)
SELECT FROM removed WHERE confirmed
