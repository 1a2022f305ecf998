-- $1 name, $2 role, $3 hash, $4 whether it is for one time, $5 how long that is valid.
INSERT INTO admin.users (name, role, password, one_time, password_until)
VALUES ($1, $2, $3, $4::boolean, CASE WHEN $4::boolean THEN now() + $5::interval END)
RETURNING id
