// An index of a test's own on the Elasticsearch of $WALCAST_TEST_ES.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cdc/base/error.h"
#include "cdc/es/bulk_sink.h"
#include "cdc/es/indices.h"

namespace cdc::test {

es::EsOptions TestEs();

// A name nobody else uses; its template is installed; it, the template and all generations go with it.
class TestIndex {
 public:
  TestIndex();
  ~TestIndex();
  TestIndex(const TestIndex&) = delete;
  TestIndex& operator=(const TestIndex&) = delete;

  const std::string& name() const { return name_; }
  std::string Numbered(int number) const;  // "t…-000001"
  // A generation with a strict mapping of an integer `n` and a keyword `s`; its name.
  std::string Create(int number);

  es::Indices indices;

 private:
  std::string name_;
};

// Upserts as one bulk; all must be applied.
void Put(const std::string& generation, Version version, std::span<const Document> documents);

// What the server answers to a request of the test's own.
es::Reply Ask(const std::string& method, const std::string& path, const std::string& body = {});

// The kind of the error that `call` throws; nullopt where it throws none.
template <typename Call>
std::optional<Kind> KindOf(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.kind();
  }
  return std::nullopt;
}

}  // namespace cdc::test
