// What a value of the configuration file may take from elsewhere, so that no secret has to stand in it.
#pragma once

#include <map>
#include <string>

namespace cdc {

struct Expansion {
  std::string text;
  bool replaced = false;  // something came from elsewhere
  std::string fault;      // what is wrong; text is empty then. Quotes no value.
  std::string remedy;
};

// `text` with ${NAME} replaced by the variable and ${file:PATH} by what the file holds, without the line end at its
// end; PATH may be made of others: ${file:${CREDENTIALS_DIRECTORY}/redis}. ${NAME:-TEXT} is TEXT where the variable is
// missing or empty. Relative paths begin at `directory`. $${ stands for ${. What was put in is not looked at again. A
// file of more than 64 KiB is refused.
Expansion Expand(const std::string& text, const std::map<std::string, std::string>& environment,
                 const std::string& directory);

}  // namespace cdc
