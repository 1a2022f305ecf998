-- Takes the set-up token away; of two who present it one comes second and finds none. $1 hash in hexadecimal.
DELETE FROM admin.setup WHERE hash = decode($1, 'hex') AND created > now() - interval '1 day' RETURNING true
