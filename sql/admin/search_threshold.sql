-- How alike a word of a name must be to be found: "solrais" finds "Solaris", at little more work than the default 0.6.
SELECT set_config('pg_trgm.word_similarity_threshold', '0.45', false)
