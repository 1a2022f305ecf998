// 'now', 'today', … in a document. As a date or time such a word is a constant from the moment that the SQL is parsed:
// the stored tree shows nothing of it, but every rendering parses the text anew and takes another time.
#pragma once

#include <string>

#include "cdc/pg/catalog.h"
#include "cdc/pg/node_tree.h"

namespace cdc::pg {

// `query`: the stored tree of `document` alone, without the views it reads: theirs are constants for good. Throws
// kBadDocument. A word that is written with escapes is not seen.
void RefuseTimeWords(const std::string& document, const Node& query, Catalog& catalog);

}  // namespace cdc::pg
