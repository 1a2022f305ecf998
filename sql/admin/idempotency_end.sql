UPDATE admin.idempotency SET status = $3::integer, headers = $4::jsonb, body = $5 WHERE actor = $1 AND key = $2
