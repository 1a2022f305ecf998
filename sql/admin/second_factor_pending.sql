-- $1 user.
SELECT encode(secret, 'hex') FROM admin.second_factors
WHERE user_id = $1::uuid AND NOT confirmed AND created > now() - interval '1 hour'
