-- A code is taken once: no row, where it or a later one was taken before. $1 user, $2 step.
UPDATE admin.second_factors SET last_step = $2::bigint
WHERE user_id = $1::uuid AND confirmed AND last_step < $2::bigint
RETURNING user_id
