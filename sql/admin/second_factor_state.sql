-- $1 user.
SELECT json_build_object(
  'enabled', EXISTS (SELECT FROM admin.second_factors WHERE user_id = $1::uuid AND confirmed),
  'recovery_codes', (SELECT count(*) FROM admin.recovery_codes WHERE user_id = $1::uuid))
