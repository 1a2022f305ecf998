#include "cdc/es/id_walk.h"

#include <algorithm>
#include <utility>

#include "cdc/base/error.h"
#include "cdc/es/fault.h"
#include "cdc/es/json.h"

namespace cdc::es {
namespace {

using Json = nlohmann::json;

constexpr char kKeep[] = "10m";
constexpr std::size_t kMaxPage = 10'000;
// An id that is not seen is a document that is not looked after: no shard may be left out.
constexpr char kWholeOnly[] = "allow_partial_search_results=false";
constexpr char kFilter[] = "filter_path=hits.hits._id,hits.hits.sort,_scroll_id,pit_id,timed_out,_shards.failed";

class Walk : public stream::IdWalk {
 public:
  Walk(Client client, const std::string& index, WalkOptions options)
      : client_(std::move(client)),
        what_("cannot walk over the ids of the index " + index),
        path_("/" + EncodePath(index)),
        page_(std::clamp<std::size_t>(options.page, 1, kMaxPage)),
        stop_(std::move(options.stop)) {}

 protected:
  // `body` null: none, as Elasticsearch 7 wants it where there is nothing to say.
  Json Post(const std::string& path, const Json& body) {
    const std::string text = body.is_null() ? std::string() : body.dump();
    const Request request{"POST", path, text, "application/json", std::nullopt};
    return ReadJson(what_, client_.Send(request, stop_));
  }

  // Best effort, and without the stop token: the server forgets it by itself, only later.
  void Release(const std::string& path, const Json& body) noexcept {
    try {
      const std::string text = body.dump();
      client_.Send({"DELETE", path, text, "application/json", std::chrono::seconds(1)});
    } catch (const std::exception&) {
      return;
    }
  }

  std::string Token(const Json& reply, const char* key) const {
    const Json& token = At(reply, {key});
    if (!token.is_string()) Garbled();
    return token.get<std::string>();
  }

  // The ids of a page, and what the next one begins behind.
  std::vector<std::string> Ids(const Json& reply, Json* last = nullptr) const {
    if (As(At(reply, {"timed_out"}), true) || As<std::uint64_t>(At(reply, {"_shards", "failed"}), 1) != 0) {
      throw Error(Kind::kUnavailable, what_ + ": a shard did not answer");
    }
    std::vector<std::string> ids;
    const Json& hits = At(reply, {"hits", "hits"});
    if (hits.is_null()) return ids;  // an empty page, as filter_path leaves it
    if (!hits.is_array()) Garbled();
    for (const Json& hit : hits) {
      ids.push_back(Token(hit, "_id"));
      if (last != nullptr) *last = At(hit, {"sort"});
    }
    return ids;
  }

  [[noreturn]] void Garbled() const { throw Error(Kind::kUnavailable, what_ + ": the reply is not one to a search"); }

  Client client_;
  const std::string what_;
  const std::string path_;
  const std::size_t page_;
  std::stop_token stop_;
};

class PointInTimeWalk final : public Walk {
 public:
  PointInTimeWalk(Client client, const std::string& index, WalkOptions options)
      : Walk(std::move(client), index, std::move(options)) {
    id_ = Token(Post(path_ + "/_pit?keep_alive=" + kKeep, Json()), "id");
  }
  ~PointInTimeWalk() override { Release("/_pit", {{"id", id_}}); }

  std::vector<std::string> Next() override {
    Json body = {{"size", page_},
                 {"_source", false},
                 {"track_total_hits", false},
                 {"sort", {"_shard_doc"}},
                 {"pit", {{"id", id_}, {"keep_alive", kKeep}}}};
    if (!last_.is_null()) body["search_after"] = last_;
    const Json reply = Post(std::string("/_search?") + kWholeOnly + "&" + kFilter, body);
    id_ = Token(reply, "pit_id");
    std::vector<std::string> ids = Ids(reply, &last_);
    if (!ids.empty() && !last_.is_array()) Garbled();
    return ids;
  }

 private:
  std::string id_;
  Json last_;  // sort values of the last hit
};

class ScrollWalk final : public Walk {
 public:
  ScrollWalk(Client client, const std::string& index, WalkOptions options)
      : Walk(std::move(client), index, std::move(options)) {
    const Json body = {{"size", page_}, {"_source", false}, {"sort", {"_doc"}}};
    const Json reply = Post(path_ + "/_search?scroll=" + kKeep + "&" + kWholeOnly + "&" + kFilter, body);
    id_ = Token(reply, "_scroll_id");
    first_ = Ids(reply);
  }
  ~ScrollWalk() override { Release("/_search/scroll", {{"scroll_id", id_}}); }

  std::vector<std::string> Next() override {
    if (!first_.empty()) return std::exchange(first_, {});
    const Json reply = Post(std::string("/_search/scroll?") + kFilter, {{"scroll", kKeep}, {"scroll_id", id_}});
    id_ = Token(reply, "_scroll_id");
    return Ids(reply);
  }

 private:
  std::string id_;
  std::vector<std::string> first_;
};

}  // namespace

std::unique_ptr<stream::IdWalk> BeginWalk(Client client, const std::string& index, WalkOptions options) {
  if (options.by == WalkBy::kScroll) return std::make_unique<ScrollWalk>(std::move(client), index, std::move(options));
  return std::make_unique<PointInTimeWalk>(std::move(client), index, std::move(options));
}

}  // namespace cdc::es
