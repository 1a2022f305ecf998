-- How alike a word of a name must be to be found: at 0.35 two letters that changed places are ("solrais"), at the default 0.6
-- not. The best come first, so that what is found beside does no harm. Up to the end of the transaction.
SELECT set_config('pg_trgm.word_similarity_threshold', '0.35', true)
