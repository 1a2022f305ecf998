SELECT encode(request, 'hex'), status, headers, body FROM admin.idempotency WHERE actor = $1 AND key = $2
