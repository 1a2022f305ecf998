// The definition of an index, {"settings": …, "mappings": …}, as the configuration gives it and as Elasticsearch gets
// it.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "cdc/stream/indices.h"

namespace cdc::es {

// Differs when settings or mappings do; the order of keys and blanks do not matter. REQUIRES: `definition` is JSON,
// else throws kBadDocument.
std::string DefinitionHash(const std::string& definition);

// The body that creates a generation: the definition with `meta` in the mappings' `_meta.walcast` (whatever else stands
// in
// `_meta` stays) and with index.gc_deletes an hour where it says nothing of it. Throws kBadDocument for what is no
// definition, or one that breaks what we promise: aliases of its own, a translog that is not written at once.
nlohmann::json CreateBody(const std::string& definition, const stream::GenerationMeta& meta);

// What CreateBody put there, from the mappings' `_meta`; nullopt: nothing.
std::optional<stream::GenerationMeta> ReadMeta(const nlohmann::json& mappings_meta);

}  // namespace cdc::es
