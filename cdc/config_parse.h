// Between the JSON of a configuration and the structs. The structs' defaults are the truth: what the JSON does not say
// stays.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "cdc/config.h"

namespace cdc {

// Values of another type than expected are passed over: Validate has told of them.
Config ParseConfig(const nlohmann::ordered_json& values);

// Every key with its value; passwords, keys and tokens as "***". A key without a value and without a default is left
// out.
nlohmann::ordered_json EffectiveJson(const Config& config);

// A connection string of PostgreSQL (URI or key=value) without its passwords.
std::string MaskDsn(const std::string& dsn);
// A URL without its password.
std::string MaskUrl(const std::string& url);

}  // namespace cdc
