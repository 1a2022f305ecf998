// Small stand-ins for what cdc/stream talks to, for tests of one class at a time. None is thread-safe unless it says
// so.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "cdc/base/log.h"
#include "cdc/stream/checkpoint.h"
#include "cdc/stream/dead_letters.h"
#include "cdc/stream/documents.h"
#include "cdc/stream/indices.h"
#include "cdc/stream/sink.h"
#include "cdc/stream/store.h"
#include "cdc/stream/target.h"
#include "cdc/stream/writer.h"

namespace cdc::test {

inline Error Away() { return Error(Kind::kUnavailable, "away"); }

// Time passes when somebody waits, or when the test says so. Thread-safe.
class StepClock final : public Clock {
 public:
  TimePoint Now() const override {
    const std::scoped_lock lock(mutex_);
    return now_;
  }
  bool Wait(Duration time, std::stop_token stop) const override {
    Pass(time);
    return !stop.stop_requested();
  }
  void Pass(Duration time) const {
    const std::scoped_lock lock(mutex_);
    now_ += time;
  }

 private:
  mutable std::mutex mutex_;
  mutable TimePoint now_{std::chrono::hours(1)};
};

// Keeps what it is given; throws `fail` as often as `failures` says, before it changes anything. Thread-safe.
class MemoryStore : public stream::Store {
 public:
  std::optional<stream::Record> Load() override { return record; }
  void Begin(const stream::Record& given) override { record = given; }
  void SaveCheckpoint(Lsn, Lsn checkpoint) override {
    Call("checkpoint " + checkpoint.ToString());
    record.checkpoint = std::max(record.checkpoint, checkpoint);
  }
  void SaveSent(Lsn, Lsn sent) override {
    Call("sent " + sent.ToString());
    record.sent = std::max(record.sent, sent);
  }
  void SaveIndex(Lsn, const std::string& index, const stream::IndexRecord& of) override {
    Call("index " + index);
    const std::scoped_lock lock(mutex_);
    record.indices[index] = of;
  }
  void RemoveIndex(Lsn, const std::string& index) override { record.indices.erase(index); }
  void SavePaused(Lsn, std::optional<std::int64_t> since) override {
    Call(since ? "paused" : "resumed");
    record.paused = since;
  }
  void Clear() override { record = {}; }
  void PutLetter(Lsn, const stream::DeadLetter& letter) override {
    Call("letter " + letter.id);
    const std::scoped_lock lock(mutex_);
    letters[letter.generation][letter.id] = letter;
  }
  bool RemoveLetter(Lsn, const std::string& generation, const std::string& id, Version version) override {
    Call("no letter " + id);
    const std::scoped_lock lock(mutex_);
    auto& of = letters[generation];
    const auto letter = of.find(id);
    if (letter == of.end()) return true;
    if (letter->second.version > version) return false;
    of.erase(letter);
    return true;
  }
  void RemoveLetters(Lsn, const std::string& generation) override {
    Call("no letters " + generation);
    letters.erase(generation);
  }
  std::vector<stream::DeadLetter> Letters(const std::string& generation, const std::string& after,
                                          std::size_t limit) override {
    std::vector<stream::DeadLetter> some;
    auto& of = letters[generation];
    for (auto at = of.upper_bound(after); at != of.end() && some.size() < limit; ++at) some.push_back(at->second);
    return some;
  }
  std::uint64_t CountLetters(const std::string& generation) override { return letters[generation].size(); }
  std::vector<stream::FormerIdentity> LoadIdentities() override { return {}; }
  void SaveIdentities(const std::vector<stream::FormerIdentity>&) override {}
  std::string Describe() const override { return "memory"; }

  std::vector<std::string> calls;
  stream::Record record;
  std::map<std::string, std::map<std::string, stream::DeadLetter>> letters;
  int failures = 0;
  Kind fail = Kind::kUnavailable;
  std::function<void(const std::string&)> on_call;  // before a call that does not fail

 private:
  void Call(const std::string& call) {
    {
      const std::scoped_lock lock(mutex_);
      calls.push_back(call);
      if (failures > 0) {
        --failures;
        throw Error(fail, "the store refuses");
      }
    }
    if (on_call) on_call(call);
  }

  std::mutex mutex_;
};

class MemoryIndices : public stream::Indices {
 public:
  std::string Server() override { return "memory"; }
  void InstallTemplate(const std::string&) override {}
  void RemoveTemplate(const std::string&) override {}
  std::vector<stream::Generation> List(const std::string& index) override {
    std::vector<stream::Generation> some;
    for (auto& generation : generations) {
      if (!generation.name.starts_with(index + "-")) continue;
      some.push_back(generation);
      some.back().aliased = aliases.contains(index) && aliases.at(index) == generation.name;
    }
    return some;
  }
  stream::Generation Create(const std::string& name, const std::string&, const stream::GenerationMeta& meta) override {
    if (create_fails > 0) {
      --create_fails;
      throw Away();
    }
    generations.push_back({name, "uuid-" + name, false, meta});
    return generations.back();
  }
  void Drop(const std::string& name) override {
    std::erase_if(generations, [&](const auto& generation) { return generation.name == name; });
  }
  void MoveAlias(const std::string& alias, const std::optional<std::string>& from, const std::string& to) override {
    if (from.has_value() != aliases.contains(alias) || (from && aliases.at(alias) != *from)) {
      throw Error(Kind::kConfig, "the alias is elsewhere");
    }
    aliases[alias] = to;
    if (on_move) on_move();
  }
  void Refresh(const std::string& name) override { refreshed.push_back(name); }
  std::uint64_t Count(const std::string&) override { return ids.size(); }
  std::vector<std::optional<Version>> Versions(const std::string&, std::span<const std::string> of) override {
    std::vector<std::optional<Version>> found;
    for (const auto& id : of) found.push_back(versions.contains(id) ? std::optional(versions[id]) : std::nullopt);
    return found;
  }
  std::optional<std::string> Get(const std::string&, const std::string&) override { return {}; }
  std::unique_ptr<stream::IdWalk> Walk(const std::string&, std::size_t page) override {
    ++walks;
    return std::make_unique<List_>(ids, page);
  }

  std::vector<stream::Generation> generations;
  std::map<std::string, std::string> aliases;
  std::map<std::string, Version> versions;
  std::vector<std::string> ids, refreshed;
  int walks = 0;
  int create_fails = 0;           // so many calls of Create fail
  std::function<void()> on_move;  // after an alias moved

 private:
  struct List_ : stream::IdWalk {
    List_(std::vector<std::string> all, std::size_t size) : left(std::move(all)), page(size) {}
    std::vector<std::string> Next() override {
      const auto end = left.begin() + static_cast<std::ptrdiff_t>(std::min(page, left.size()));
      std::vector<std::string> next(left.begin(), end);
      left.erase(left.begin(), end);
      return next;
    }
    std::vector<std::string> left;
    std::size_t page;
  };
};

class MemoryRouter : public stream::Router {
 public:
  void Route(const cdc::Route& route, std::span<const stream::RouteRow> rows, std::size_t page, std::stop_token,
             const std::function<void(stream::Ids&&)>& each) override {
    stream::Ids ids;
    for (const auto& row : rows) {
      for (const auto& id : routes[{route.sql, row.front()}]) ids.push_back(id);
    }
    for (std::size_t from = 0; from < ids.size(); from += page) {
      const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(from);
      each(stream::Ids(begin, begin + static_cast<std::ptrdiff_t>(std::min(page, ids.size() - from))));
    }
  }
  stream::Ids Keys(const Plan&, const std::optional<std::string>& after, std::size_t limit, std::stop_token) override {
    ++reads;
    if (away > 0) {
      --away;
      throw Away();
    }
    stream::Ids some;
    for (auto at = after ? keys.upper_bound(*after) : keys.begin(); at != keys.end() && some.size() < limit; ++at) {
      some.push_back(*at);
    }
    return some;
  }
  std::uint64_t EstimateKeys(const Plan&, std::stop_token) override { return keys.size(); }

  std::map<std::pair<std::string, std::string>, stream::Ids> routes;  // SQL and first value → ids
  std::set<std::string> keys;
  int away = 0;               // so many calls of Keys fail
  std::atomic<int> reads{0};  // of keys; from any thread
};

// Renders `rows`; `on_render` is called with the ids after the rows were read, and may throw.
class MemoryRenderer : public stream::Renderer {
 public:
  void Render(const Plan&, std::span<const std::string> ids, std::stop_token,
              const std::function<void(Document&&)>& each) override {
    std::vector<Document> documents;
    for (const auto& id : ids) {
      documents.push_back({id, rows.contains(id) ? std::optional(rows[id]) : std::nullopt});
    }
    rendered.emplace_back(ids.begin(), ids.end());
    if (on_render) on_render(rendered.back());
    for (auto& document : documents) each(std::move(document));
  }

  std::map<std::string, std::string> rows;
  std::vector<stream::Ids> rendered;
  std::function<void(const stream::Ids&)> on_render;
};

// Answers as `answer` says, kApplied without it; remembers what it got.
class MemorySink : public stream::Sink {
 public:
  struct Sent {
    std::string generation;
    Version version = 0;
    std::vector<Document> documents;
  };
  std::vector<Result> Write(const std::string& generation, Version version, std::span<const Document> documents,
                            std::stop_token) override {
    sent.push_back({generation, version, {documents.begin(), documents.end()}});
    std::vector<Result> results;
    for (const auto& document : documents) {
      results.push_back(answer ? answer(document, version) : Result{Outcome::kApplied, "", {}});
    }
    return results;
  }

  std::vector<Sent> sent;
  std::function<Result(const Document&, Version)> answer;  // may throw
};

class RecordedEvents : public stream::TargetEvents {
 public:
  void Suspend(stream::Target& target, const Error& reason) override {
    suspended.push_back(target.generation + ": " + reason.what());
    target.suspended = true;
  }
  void Blind(stream::Target& target, const TableName& table) override {
    blind.push_back(target.generation + ": " + table.ToString());
  }

  std::vector<std::string> suspended, blind;
};

// Documents of `film`, with what `link` and `person` give them: a direct route, another one, and one through SQL.
inline Plan FilmPlan() {
  const TableName film{"public", "film"}, link{"public", "link"}, person{"public", "person"};
  Plan plan;
  plan.index = "films";
  plan.root = film;
  plan.key = "id";
  plan.hash = "hash";
  plan.routes = {{film, {{"id", "uuid"}}, "", false},
                 {link, {{"film_id", "uuid"}}, "", false},
                 {person, {{"id", "uuid"}}, "films of a person", false}};
  plan.entries = {{film, "f", {"id", "title"}, false, {0}},
                  {link, "l", {"film_id", "person_id"}, false, {1}},
                  {person, "p", {"id", "name"}, false, {2}}};
  return plan;
}

inline stream::TargetPtr FilmTarget() {
  auto target = std::make_shared<stream::Target>();
  target->index = "films";
  target->generation = "films-000001";
  target->plan = std::make_shared<const Plan>(FilmPlan());
  return target;
}

// Everything a Writer shares, over the stand-ins.
struct WriterBench {
  StepClock clock;
  MemoryStore store;
  MemoryIndices indices;
  const std::unique_ptr<Log> log = NoLog();
  RecordedEvents events;
  stream::Meters meters;
  stream::WriterCounts& counts = meters.written;
  stream::Troubles troubles{*log, clock};
  stream::Valve valve;
  Pulses pulses{clock, std::chrono::hours(1)};
  std::vector<Lsn> confirmed;
  stream::Checkpoint checkpoint{
      store, {clock, {}, troubles}, {.epoch = Lsn{100}, .durable = Lsn{100}, .sent = Lsn{1000}}, [this](Lsn lsn) {
        confirmed.push_back(lsn);
      }};
  stream::DeadLetters letters{store, indices, {clock, {}, troubles}, *log, Lsn{100}};
  MemoryRouter router;
  MemoryRenderer renderer;
  MemorySink sink;
  stream::TargetPtr target = FilmTarget();

  stream::Writer::Tools tools() { return {router, renderer, sink}; }
  stream::Writer::Shared shared() { return {checkpoint, letters, events, clock, meters, troubles, valve, pulses}; }
};

}  // namespace cdc::test
