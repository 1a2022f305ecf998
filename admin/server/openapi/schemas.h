// The JSON Schemas of bodies and answers (openapi/*.json), as the OpenAPI document lists them and as bodies are
// checked.
#pragma once

#include <memory>
#include <string_view>

#include "admin/server/http/checks.h"

namespace admin::openapi {

// Thread-safe once made.
class Schemas final : public http::BodySchemas {
 public:
  Schemas();  // throws kInternal where a text is no JSON, or a reference leads nowhere
  ~Schemas() override;

  void Check(std::string_view schema, const Json& body, Language language) const override;
  bool Has(std::string_view schema) const;
  // Name → schema, references as "#/components/schemas/Name".
  const Json& components() const { return components_; }

 private:
  struct Compiled;
  Json components_ = Json::object();
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace admin::openapi
