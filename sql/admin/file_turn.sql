-- Takes the turn to sweep, where nobody had it for $1; of several that ask at once one gets it.
UPDATE admin.file_store SET swept = now() WHERE swept < now() - $1::interval RETURNING catalogue
