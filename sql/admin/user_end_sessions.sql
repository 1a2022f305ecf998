-- Makes what began before invalid: the sessions, and sign-ins under way. $1 user.
UPDATE admin.users SET epoch = epoch + 1 WHERE id = $1::uuid RETURNING id
