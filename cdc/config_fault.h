// All that is wrong with a configuration, gathered so that it can be told at once.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace cdc {

class Faults {
 public:
  // `key`: "postgres.slot", "indices[0].name"; `text`: what is wrong; `remedy`: a sentence. None of them quotes a value
  // that may be a secret.
  void Add(const std::string& key, const std::string& text, const std::string& remedy);
  bool Has(const std::string& key) const;
  bool empty() const { return faults_.empty(); }
  // Throws kConfig with all of them where there is any. `origin`: LoadedConfig's; `hint`: where to read on.
  void Throw(const std::string& file, const std::map<std::string, std::string>& origin, const std::string& hint) const;

 private:
  struct Fault {
    std::string key, text, remedy;
  };
  std::vector<Fault> faults_;
};

}  // namespace cdc
