// Addresses that are signed for a while (AWS Signature Version 4, in the query): who has one gets the object.
#pragma once

#include <chrono>
#include <map>
#include <string>

namespace admin::files {

struct SigningKey {
  std::string access_key, secret_key, region;
};

struct Presigning {
  std::string origin;                          // "https://s3.example:9000"
  std::string path;                            // "/bucket/key", not encoded
  std::map<std::string, std::string> query{};  // not encoded; signed, too
  std::chrono::system_clock::time_point now{};
  std::chrono::seconds time{};  // for which it holds
};

// The address of a GET request.
std::string Presign(const SigningKey& key, const Presigning& what);

}  // namespace admin::files
