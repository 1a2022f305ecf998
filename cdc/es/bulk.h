// The body of a `_bulk` request and the meaning of its reply: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cdc/model/document.h"

namespace cdc::es {

// Why a document may not be put into a request, because Elasticsearch would refuse the request as a whole or could not
// name it in its reply: an id that is empty, longer than 512 bytes or not UTF-8; an empty body. nullopt: it may.
std::optional<std::string> WhyUnsendable(const Document& document);

// No less than what AppendOperation appends.
std::size_t OperationBytes(const Document& document);

// An index or delete operation with an external version (external_gte). The document's bytes stay as they are, but for
// line ends, which become blanks: JSON has none within a string.
void AppendOperation(std::string& body, const Document& document, Version version);
std::string BulkBody(std::span<const Document> documents, Version version);

// results[i] is of documents[i]. Throws kCorrupt where the reply is not one to this request, kRights where it says that
// we may not write.
std::vector<Result> ReadBulkReply(std::string_view reply, std::span<const Document> documents);

}  // namespace cdc::es
