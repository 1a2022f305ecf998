-- Holds a user until the end of the transaction. No row: since a proof was made as of that epoch, the user was disabled or
-- changed in a way that ends sessions; one that changes at this moment is waited for. $1 user, $2 epoch.
SELECT id FROM admin.users WHERE id = $1::uuid AND epoch = $2::bigint AND NOT disabled FOR NO KEY UPDATE
