#include <ostream>

#include "cdc/base/error.h"
#include "cdc/cli/commands.h"
#include "cdc/cli/output.h"
#include "cdc/cli/stored_letters.h"
#include "cdc/cli/table.h"
#include "cdc/cli/wiring.h"

namespace cdc::cli {
namespace {

constexpr std::size_t kPage = 1000;

// Letters of the daemon, or of the store where none runs.
class Letters {
 public:
  explicit Letters(const Config& config) : config_(config), client_(ControlClientOptions(config)) {
    try {
      static_cast<void>(client_.Ready());
    } catch (const control::NotRunning&) {
      store_ = MakeStore(config);
      stored_.emplace(*store_);
    }
  }

  bool running() const { return !stored_.has_value(); }
  control::Client& client() { return client_; }
  // The one asked for, or all that there are.
  std::vector<std::string> Indices(const std::optional<std::string>& asked) const {
    if (asked) return {*asked};
    if (stored_) return stored_->Indices();
    std::vector<std::string> names;
    for (const auto& index : config_.indices) names.push_back(index.name);
    return names;
  }
  Json List(const std::string& index, const std::string& after, std::size_t limit) {
    return stored_ ? stored_->List(index, after, limit) : client_.Letters(index, after, limit);
  }
  std::uint64_t Discard(const std::string& index, const std::vector<std::string>& ids) {
    return stored_ ? stored_->Discard(index, ids) : CountOf(client_.DiscardLetters(index, ids), "discarded");
  }

 private:
  const Config& config_;
  control::Client client_;
  std::unique_ptr<stream::Store> store_;
  std::optional<StoredLetters> stored_;
};

std::string Time(const Json& letter) { return FormatTime(CountOf(letter, "time")); }

void PrintLetters(const Invocation& invocation, const Json& letters) {
  if (invocation.json()) return PrintJson(invocation, {{"letters", letters}});
  Table table("letters", {{.name = "INDEX"},
                          {.name = "ID"},
                          {.name = "TIME"},
                          {.name = "VERSION", .right = true},
                          {.name = "REASON", .wrap = true}});
  for (const auto& letter : letters) {
    table.Add({TextOf(letter, "index"), TextOf(letter, "id"), Time(letter), std::to_string(CountOf(letter, "version")),
               TextOf(letter, "reason")});
  }
  table.Print(invocation);
}

int List(const Invocation& invocation, Letters& letters, const std::optional<std::string>& index) {
  auto limit = invocation.Number("limit", "letters").value_or(100);
  auto ids = invocation.Values("id");
  Json found = Json::array();
  bool more = false;
  for (const auto& name : letters.Indices(index)) {
    std::string after;
    do {
      if (found.size() >= limit) {
        more = true;
        break;
      }
      auto page = letters.List(name, after, std::min(kPage, limit));
      after = TextOf(page, "after");
      for (const auto& letter : page["letters"]) {
        bool meant = ids.empty() || std::find(ids.begin(), ids.end(), TextOf(letter, "id")) != ids.end();
        if (!meant) continue;
        if (found.size() < limit)
          found.push_back(letter);
        else
          more = true;
      }
    } while (!after.empty());
  }
  PrintLetters(invocation, found);
  if (more) Say(invocation, "there are more: see --limit");
  if (found.empty()) Say(invocation, "there are no dead letters");
  return 0;
}

int Retry(const Invocation& invocation, Letters& letters, const std::optional<std::string>& index) {
  if (!letters.running()) {
    throw Error(Kind::kUnavailable, "no walcast daemon answers, and only it can write documents",
                "Start it with walcast run: letters vanish by themselves when their documents can be written.");
  }
  auto answer = letters.client().RetryLetters(index, invocation.Values("id"));
  if (invocation.json()) {
    PrintJson(invocation, answer);
  } else {
    Say(invocation, "tried " + std::to_string(CountOf(answer, "retried")) + " again, " +
                        std::to_string(CountOf(answer, "applied")) + " are written, " +
                        std::to_string(CountOf(answer, "left")) + " are left");
  }
  return 0;
}

int Discard(const Invocation& invocation, Letters& letters, const std::optional<std::string>& index) {
  if (!index && invocation.Has("id"))
    throw Error(Kind::kUsage, "--id needs INDEX", "Name the index the documents belong to.");
  std::uint64_t discarded = 0;
  for (const auto& name : letters.Indices(index)) discarded += letters.Discard(name, invocation.Values("id"));
  if (invocation.json()) PrintJson(invocation, {{"discarded", discarded}});
  Say(invocation, "discarded " + std::to_string(discarded));
  return 0;
}

int Run(const Invocation& invocation) {
  auto loaded = invocation.Configuration();
  auto index = invocation.ArgumentAt(1);
  Letters letters(loaded.config);
  auto action = *invocation.ArgumentAt(0);
  if (action == "list") return List(invocation, letters, index);
  if (action == "retry") return Retry(invocation, letters, index);
  return Discard(invocation, letters, index);
}

}  // namespace

Command DeadLettersCommand() {
  return {.name = "dead-letters",
          .summary = "list, retry or discard documents that could not be written",
          .description =
              "list     documents that Elasticsearch refused, or whose row could not be rendered, with the reason\n"
              "retry    have the daemon render and write them again\n"
              "discard  forget them; the index keeps what it has\n"
              "All of them, those of INDEX, or those given by --id. A letter vanishes by itself when a later version "
              "is written.",
          .arguments = {{.name = "ACTION", .required = true, .words = {"list", "retry", "discard"}}, {.name = "INDEX"}},
          .options = {{.name = "id", .value = "ID", .help = "of a document", .repeatable = true},
                      {.name = "limit", .value = "N", .help = "list at most so many; default: 100"}},
          .run = Run};
}

}  // namespace cdc::cli
