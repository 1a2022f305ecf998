// A statement's text, read only as far as telling code from literals and comments.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cdc/model/plan.h"

namespace cdc::pg {

// Without semicolons, blanks and comments at its end.
std::string TrimStatement(std::string_view sql);

// The same for two texts that differ only in comments and blanks.
std::string NormaliseStatement(std::string_view sql);

// Each parameter $n becomes `replace(n)`.
std::string ReplaceParameters(std::string_view sql, const std::function<std::string(std::size_t)>& replace);

// "line 3, character 8" of a 1-based character of the text.
std::string DescribePosition(std::string_view sql, std::size_t character);

// The string literals, in any quotes, as they are written.
std::vector<std::string> StringLiterals(std::string_view sql);

// Every identifier, folded or unquoted, with the one before its dot as schema; also those within strings, which a
// function may run as statements. Keywords are identifiers here.
std::set<TableName> NamesIn(std::string_view sql);

// Whether the word occurs in the text at all, in any case; the word is lower case.
bool Contains(std::string_view text, std::string_view word);

// Whether one of the words occurs in the text as a word, in any case; the words are lower case.
bool HasWord(std::string_view text, std::initializer_list<std::string_view> words);

}  // namespace cdc::pg
