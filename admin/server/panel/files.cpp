#include "admin/server/panel/files.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "admin/server/http/place.h"
#include "admin/server/http/problem.h"
#include "admin/server/panel/pack.h"
#include "cdc/base/error.h"

namespace admin::panel {
namespace {

namespace fs = std::filesystem;
using http::Call;
using http::Response;

constexpr std::string_view kPage = "index.html";
constexpr std::string_view kNonce = "{{nonce}}";  // what the build leaves in the page
constexpr std::size_t kWorthPacking = 1024;

std::string TypeOf(const std::string& name) {
  static const std::map<std::string, std::string> kTypes = {
      {".html", "text/html"},        {".js", "text/javascript"},  {".css", "text/css"},
      {".json", "application/json"}, {".svg", "image/svg+xml"},   {".png", "image/png"},
      {".ico", "image/x-icon"},      {".woff2", "font/woff2"},    {".webmanifest", "application/manifest+json"},
      {".txt", "text/plain"},        {".map", "application/json"}};
  const auto found = kTypes.find(fs::path(name).extension().string());
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

bool Packs(const std::string& type) {
  return type.starts_with("text/") || type.ends_with("json") || type.ends_with("+xml");
}

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw cdc::Error(cdc::Kind::kConfig, "cannot read " + path.string(), "Build the panel anew.");
  return text.str();
}

std::string Hash(const std::string& text) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     nullptr, 0);
  std::string hex;
  for (const auto byte : hash) hex += fmt::format("{:02x}", byte);
  return hex;
}

bool Offers(const Call& call, std::string_view coding) {
  const auto accept = call.request.headers.Get("Accept-Encoding");
  const auto at = accept ? accept->find(coding) : std::string_view::npos;
  return at != std::string_view::npos && !accept->substr(at + coding.size()).starts_with(";q=0,") &&
         accept->substr(at + coding.size()) != ";q=0";
}

// A browser that follows a link of another site leaves the session's cookie out (SameSite=Strict), so that says
// nothing: the page finds out by itself.
bool FromOtherSite(const http::Request& request) {
  const auto site = request.headers.Get("Sec-Fetch-Site");
  return site == "cross-site" || site == "same-site";
}

Response SignInBefore(const std::string& target) {
  const bool named = target != "/" && http::IsPlace(target);
  return http::GoTo(named ? "/sign-in?next=" + http::EncodeParameter(target) : "/sign-in");
}

}  // namespace

struct Files::File {
  std::string type;
  std::string tag;  // ETag
  bool for_ever = false;
  std::shared_ptr<const std::string> plain, gzip, brotli;  // the packed ones are null where they gain nothing
};

Files::~Files() = default;

Files::Files(const std::string& directory, BringsSession brings_session) : brings_session_(std::move(brings_session)) {
  if (directory.empty()) return;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(directory, error)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = fs::relative(entry.path(), directory).generic_string();
    File file{.type = TypeOf(name),
              .tag = {},
              .for_ever = name.starts_with("assets/"),
              .plain = std::make_shared<std::string>(Read(entry.path())),
              .gzip = nullptr,
              .brotli = nullptr};
    file.tag = "\"" + Hash(*file.plain) + "\"";
    if (Packs(file.type) && file.plain->size() >= kWorthPacking && name != kPage) {
      file.gzip = std::make_shared<std::string>(Gzip(*file.plain));
      file.brotli = std::make_shared<std::string>(Brotli(*file.plain));
    }
    files_.emplace(name, std::move(file));
  }
  if (error || !files_.contains(kPage)) {
    throw cdc::Error(cdc::Kind::kConfig, "server.panel has no index.html: " + directory,
                     "Build the panel, or set server.panel to nothing.");
  }
}

Response Files::Page(const Call& call) const {
  if (!brings_session_(call.request) && !FromOtherSite(call.request)) return SignInBefore(call.request.target);
  std::array<unsigned char, 16> random{};
  randombytes_buf(random.data(), random.size());
  std::string nonce(sodium_base64_ENCODED_LEN(random.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(nonce.data(), nonce.size(), random.data(), random.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  nonce.resize(nonce.find('\0'));
  Response response;
  response.type = "text/html";
  response.body = *files_.find(kPage)->second.plain;
  for (std::size_t at = 0; (at = response.body.find(kNonce, at)) != std::string::npos; at += nonce.size()) {
    response.body.replace(at, kNonce.size(), nonce);
  }
  response.headers.Add("Cache-Control", "no-store");
  response.headers.Add("Content-Security-Policy",
                       fmt::format("default-src 'none'; script-src 'self' 'nonce-{0}'; style-src 'self' 'nonce-{0}'; "
                                   "img-src 'self' data:; font-src 'self'; "
                                   "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
                                   "object-src 'none'; frame-ancestors 'none'",
                                   nonce));
  return response;
}

Response Files::Serve(const Call& call) const {
  const auto asked = call.path.find("path");
  const std::string name = asked == call.path.end() ? "" : asked->second;
  const auto found = files_.find(name);
  // What has no dot is a place within the panel; a file that is not there is not.
  if (found == files_.end() && fs::path(name).extension().empty() && !name.starts_with("api/") &&
      files_.contains(kPage))
    return Page(call);
  if (found == files_.end())
    throw http::Refusal(404,
                        http::Text(call.language, "There is nothing at this address.", "По этому адресу ничего нет."));
  if (found->first == kPage) return Page(call);
  const File& file = found->second;
  Response response;
  response.type = file.type;
  response.headers.Add("ETag", file.tag);
  response.headers.Add("Cache-Control", file.for_ever ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.gzip) response.headers.Add("Vary", "Accept-Encoding");
  if (call.request.headers.Get("If-None-Match") == file.tag) {
    response.status = 304;
    return response;
  }
  response.shared = file.plain;
  if (file.brotli && Offers(call, "br")) {
    response.shared = file.brotli;
    response.headers.Add("Content-Encoding", "br");
  } else if (file.gzip && Offers(call, "gzip")) {
    response.shared = file.gzip;
    response.headers.Add("Content-Encoding", "gzip");
  }
  return response;
}

std::vector<http::Route> Files::Routes() {
  std::vector<http::Route> routes;
  const auto serve = [this](const Call& call) { return Serve(call); };
  for (const auto path : {"/", "/{path*}"}) {
    routes.push_back({.method = "GET",
                      .path = path,
                      .access = http::Access::kPublic,
                      .lane = http::Lane::kLoop,
                      .name = "panel",
                      .tag = "",
                      .summary = "The panel.",
                      .call = serve,
                      .type = "",
                      .any_query = true});
  }
  return routes;
}

}  // namespace admin::panel
