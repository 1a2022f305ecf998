-- The rows of known ids, in the order of the ids.
WITH page AS (SELECT id, place FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place))
