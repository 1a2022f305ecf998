-- Notes a sign-in. No row: since the password was checked, the user was changed in a way that ends sessions; one that
-- changes at this moment is waited for. $1 user, $2 epoch. The role is that of the epoch.
UPDATE admin.users SET signed_in = now()
WHERE id = $1::uuid AND epoch = $2::bigint AND NOT disabled
RETURNING role
