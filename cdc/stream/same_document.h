// Whether two JSON texts are the same document.
#pragma once

#include <string>
#include <string_view>

namespace cdc::stream {

// The text with the members of its objects in an order that depends on nothing else, and without white space. Numbers
// keep their digits: 1.0 is not 1, and none loses any. What is no JSON stays as it is.
std::string Canonical(std::string_view json);

// Where the order of members is all that they differ in, they are the same.
bool SameDocument(std::string_view one, std::string_view other);

}  // namespace cdc::stream
