-- Turns the second factor on. No row: it is on already, or has another secret by now. $1 user, $2 secret in
-- hexadecimal, $3 step of the code, $4 hashes of the recovery codes in hexadecimal. The epoch from now on.
WITH confirmed AS (
  UPDATE admin.second_factors SET confirmed = true, last_step = $3::bigint
  WHERE user_id = $1::uuid AND NOT confirmed AND secret = decode($2, 'hex')
  RETURNING user_id
), codes AS (
  INSERT INTO admin.recovery_codes (user_id, hash) SELECT c.user_id, decode(h, 'hex') FROM confirmed c, unnest($4::text[]) h
)
UPDATE admin.users u SET epoch = epoch + 1 FROM confirmed c WHERE u.id = c.user_id
RETURNING u.epoch
