#include "tests/support/simulated_ports.h"

#include <algorithm>

namespace cdc::test {
namespace {

using namespace std::chrono_literals;

std::size_t DocumentOf(const Plan& plan) { return plan.index == IndexName(0) ? 0 : 1; }

class SimulatedVisibility final : public stream::Visibility, private SimulatedPort {
 public:
  SimulatedVisibility(SimulatedWorld& world, const SimulatedLife& life) : SimulatedPort(world, life) {}
  stream::Visible Read(std::stop_token stop) override {
    Reach(&SimulatedFaults::server_lost, stop);
    const auto lock = Enter();
    return {world_.database.TakeSnapshot(), world_.database.wal()};
  }
};

class SimulatedRouter final : public stream::Router, private SimulatedPort {
 public:
  SimulatedRouter(SimulatedWorld& world, const SimulatedLife& life) : SimulatedPort(world, life) {}

  void Route(const cdc::Route& route, std::span<const stream::RouteRow> rows, std::size_t page, std::stop_token stop,
             const std::function<void(stream::Ids&&)>& each) override {
    Reach(&SimulatedFaults::server_lost, stop);
    stream::Ids ids;
    {
      const auto lock = Enter();
      for (const auto& row : rows) {
        for (auto& id : world_.database.Route(route.sql, row)) ids.push_back(std::move(id));
      }
    }
    Linger(300ms, stop);
    for (std::size_t from = 0; from < ids.size(); from += page) {
      const auto end = ids.begin() + static_cast<std::ptrdiff_t>(std::min(from + page, ids.size()));
      each(stream::Ids(ids.begin() + static_cast<std::ptrdiff_t>(from), end));
    }
  }

  stream::Ids Keys(const Plan& plan, const std::optional<std::string>& after, std::size_t limit,
                   std::stop_token stop) override {
    Reach(&SimulatedFaults::server_lost, stop);
    const auto lock = Enter();
    return world_.database.Keys(DocumentOf(plan), after, limit);
  }

  stream::Ids SomeKeys(const Plan& plan, std::size_t number, std::stop_token stop) override {
    return Keys(plan, std::nullopt, number, stop);
  }

  stream::Ids NoKeys(const Plan& plan, const stream::Ids& ids, std::stop_token stop) override {
    const stream::Ids keys = Keys(plan, std::nullopt, ~std::size_t{0}, stop);
    stream::Ids none;
    for (const auto& id : ids) {
      if (std::ranges::find(keys, id) == keys.end()) none.push_back(id);
    }
    return none;
  }

  std::uint64_t EstimateKeys(const Plan&, std::stop_token) override { return 10; }
};

// What the renderer and the sink of one writer share: how new the snapshot was that an id was rendered from last.
using Seen = std::map<std::string, std::uint64_t>;

class SimulatedRenderer final : public stream::Renderer, private SimulatedPort {
 public:
  SimulatedRenderer(SimulatedWorld& world, const SimulatedLife& life, std::shared_ptr<Seen> seen)
      : SimulatedPort(world, life), seen_(std::move(seen)) {}

  void Render(const Plan& plan, std::span<const std::string> ids, std::stop_token stop,
              const std::function<void(Document&&)>& each) override {
    Reach(&SimulatedFaults::server_lost, stop);
    std::vector<Document> documents;
    {
      const auto lock = Enter();
      for (const auto& id : ids) {
        documents.push_back({id, world_.database.Render(DocumentOf(plan), id)});
        (*seen_)[id] = world_.database.seen();
        const auto& body = documents.back().body;
        if (body && body->find(SimulatedWorld::kFailing) != std::string::npos)
          throw Error(Kind::kRow, "a row's SQL failed");
      }
    }
    std::stable_partition(documents.begin(), documents.end(),
                          [](const Document& document) { return document.body.has_value(); });
    Linger(1500ms, stop);
    for (auto& document : documents) each(std::move(document));
  }

 private:
  const std::shared_ptr<Seen> seen_;
};

class SimulatedSink final : public stream::Sink, private SimulatedPort {
 public:
  SimulatedSink(SimulatedWorld& world, const SimulatedLife& life, std::shared_ptr<Seen> seen)
      : SimulatedPort(world, life), seen_(std::move(seen)) {}

  std::vector<Result> Write(const std::string& generation, Version version, std::span<const Document> documents,
                            std::stop_token stop) override {
    std::uint64_t restarts = 0;
    bool lost = false, reply_lost = false, late = false;
    {
      const auto lock = Enter();
      if (version > world_.record->sent.value) {
        world_.Breach("version " + Lsn{version}.ToString() + " is handed out, but only " +
                      world_.record->sent.ToString() + " is kept as sent");
      }
      restarts = world_.index.restarts();
      lost = CutOff() || world_.Chance(world_.faults.request_lost);
      reply_lost = world_.Chance(world_.faults.reply_lost);
      late = world_.Chance(world_.faults.late);
    }
    Linger(400ms, stop);
    std::vector<Result> results;
    {
      const auto lock = Enter();
      if (lost || world_.index.Down() || world_.index.restarts() != restarts) throw Lost();
      std::vector<SimulatedWrite> writes;
      for (const auto& document : documents) writes.push_back({document.id, document.body, seen_->at(document.id)});
      if (late) {
        const auto after = Duration(static_cast<Duration::rep>(world_.Roll(SimulatedWorld::kLate.count())));
        world_.index.WriteLater(world_.clock.Now() + after, generation, version, std::move(writes));
        throw Lost();
      }
      for (const auto& write : writes) {
        results.push_back(world_.Chance(world_.faults.busy) ? Result{}
                                                            : world_.index.Write(generation, version, write));
      }
    }
    Linger(100ms, stop);
    if (reply_lost) throw Lost();
    return results;
  }

 private:
  static Error Lost() { return Error(Kind::kUnavailable, "the bulk request was lost"); }

  // With the world's lock held: whether this connection is down, for longer than a tombstone is remembered now and
  // then.
  bool CutOff() {
    const TimePoint now = world_.clock.Now();
    if (world_.Chance(world_.faults.cut_off)) back_ = now + std::chrono::milliseconds(world_.Roll(9000));
    return world_.faults.cut_off > 0 && now < back_;
  }

  const std::shared_ptr<Seen> seen_;
  TimePoint back_{};
};

class SimulatedWalk final : public stream::IdWalk {
 public:
  SimulatedWalk(std::set<std::string> ids, std::size_t page) : ids_(std::move(ids)), page_(page) {}
  std::vector<std::string> Next() override {
    std::vector<std::string> next;
    while (next.size() < page_ && !ids_.empty()) next.push_back(ids_.extract(ids_.begin()).value());
    return next;
  }

 private:
  std::set<std::string> ids_;
  const std::size_t page_;
};

}  // namespace

// ---- SimulatedPort

void SimulatedPort::Linger(Duration at_most, std::stop_token stop) const {
  Duration wait{};
  {
    const std::scoped_lock lock(world_.mutex);
    if (world_.Chance(world_.faults.slow))
      wait = Duration(static_cast<Duration::rep>(world_.Roll(static_cast<std::uint64_t>(at_most.count()))));
  }
  if (wait.count() > 0) world_.clock.Wait(wait, stop);
}

void SimulatedPort::Reach(int SimulatedFaults::* lost, std::stop_token stop) const {
  bool fails = false;
  {
    const auto lock = Enter();
    fails = world_.Chance(world_.faults.*lost);
  }
  Linger(100ms, stop);
  if (fails) throw Error(Kind::kUnavailable, "a simulated server is away");
}

std::unique_lock<std::mutex> SimulatedPort::Enter() const {
  std::unique_lock lock(world_.mutex);
  if (!life_.alive) throw Error(Kind::kUnavailable, "the process is dead");
  world_.Settle();
  return lock;
}

// ---- SimulatedDatabasePort

stream::ServerIdentity SimulatedDatabasePort::Identify() {
  Reach(&SimulatedFaults::server_lost);
  return {"7", 1, "catalogue"};
}

Lsn SimulatedDatabasePort::InsertPosition() {
  Reach(&SimulatedFaults::server_lost);
  const auto lock = Enter();
  world_.database.WriteUnrelated(8);
  return world_.database.wal();
}

Lsn SimulatedDatabasePort::FlushPosition() {
  Reach(&SimulatedFaults::server_lost);
  const auto lock = Enter();
  return world_.database.wal();
}

std::optional<stream::SlotState> SimulatedDatabasePort::Slot(const std::string& name) {
  Reach(&SimulatedFaults::server_lost);
  const auto lock = Enter();
  if (!world_.slot.exists) return std::nullopt;
  stream::SlotState state;
  state.name = name;
  state.plugin = "wal2json";
  state.database = "catalogue";
  state.active = world_.slot.holder != nullptr;
  state.confirmed = state.restart = world_.slot.confirmed;
  state.wal_status = "reserved";
  return state;
}

// As pg::CreateSlot: nobody sees it before what was running is over.
Lsn SimulatedDatabasePort::CreateSlot(const std::string&, const std::string&, std::stop_token stop) {
  Reach(&SimulatedFaults::server_lost, stop);
  const Lsn start = FlushPosition();
  for (;;) {
    {
      const auto lock = Enter();
      const auto oldest = world_.database.OldestInvisible();
      if (!oldest || *oldest >= start) {
        world_.slot = {.exists = true, .confirmed = start, .holder = nullptr, .free_at = {}};
        return start;
      }
    }
    if (!world_.clock.Wait(20ms, stop)) throw Error(Kind::kUnavailable, "stopped");
  }
}

void SimulatedDatabasePort::DropSlot(const std::string&) {
  Reach(&SimulatedFaults::server_lost);
  const auto lock = Enter();
  world_.slot = {};
}

Plan SimulatedDatabasePort::MakePlan(const std::string& index) {
  Reach(&SimulatedFaults::server_lost);
  return SimulatedDatabase::MakePlan(index);
}

Plan SimulatedDatabasePort::MakePlan(const std::string& index, const std::string&, const std::string&,
                                     const std::string&) {
  return MakePlan(index);
}

// ---- SimulatedIndices

std::unique_lock<std::mutex> SimulatedIndices::Ask() {
  Reach(&SimulatedFaults::request_lost);
  auto lock = Enter();
  if (world_.index.Down()) throw Error(Kind::kUnavailable, "the simulated Elasticsearch is away");
  return lock;
}

SimulatedIndex::Held& SimulatedIndices::Find(const std::string& name) {
  auto* held = world_.index.Find(name);
  if (held == nullptr) throw Error(Kind::kIndex, "there is no index " + name);
  return *held;
}

std::vector<stream::Generation> SimulatedIndices::List(const std::string& index) {
  const auto lock = Ask();
  return world_.index.List(index);
}

stream::Generation SimulatedIndices::Create(const std::string& name, const std::string&,
                                            const stream::GenerationMeta& meta) {
  const auto lock = Ask();
  return world_.index.Create(name, meta);
}

void SimulatedIndices::Drop(const std::string& name) {
  const auto lock = Ask();
  world_.index.Drop(name);
}

void SimulatedIndices::MoveAlias(const std::string& alias, const std::optional<std::string>& from,
                                 const std::string& to) {
  const auto lock = Ask();
  if (!world_.index.MoveAlias(alias, from, to)) throw Error(Kind::kConfig, "the alias is elsewhere");
  if (world_.record) world_.CheckDurable(world_.record->checkpoint);
}

void SimulatedIndices::Refresh(const std::string& name) {
  const auto lock = Ask();
  SimulatedIndex::Held& held = Find(name);
  held.refreshed.clear();
  for (const auto& [id, stored] : held.documents) {
    if (stored.body) held.refreshed.insert(id);
  }
}

std::uint64_t SimulatedIndices::Count(const std::string& name) {
  const auto lock = Ask();
  return Find(name).refreshed.size();
}

std::vector<std::optional<Version>> SimulatedIndices::Versions(const std::string& name,
                                                               std::span<const std::string> ids) {
  const auto lock = Ask();
  const SimulatedIndex::Held& held = Find(name);
  std::vector<std::optional<Version>> versions;
  for (const auto& id : ids) {
    const auto stored = held.documents.find(id);
    const bool there = stored != held.documents.end() && stored->second.body;
    versions.push_back(there ? std::optional(stored->second.version) : std::nullopt);
  }
  return versions;
}

std::optional<std::string> SimulatedIndices::Get(const std::string& name, const std::string& id) {
  const auto lock = Ask();
  const SimulatedIndex::Held& held = Find(name);
  const auto stored = held.documents.find(id);
  return stored == held.documents.end() ? std::nullopt : stored->second.body;
}

std::vector<std::optional<std::string>> SimulatedIndices::Sources(const std::string& name,
                                                                  std::span<const std::string> ids) {
  std::vector<std::optional<std::string>> sources;
  for (const auto& id : ids) sources.push_back(Get(name, id));
  return sources;
}

std::vector<std::string> SimulatedIndices::SomeIds(const std::string& name, std::size_t number) {
  const auto lock = Ask();
  std::vector<std::string> some;
  for (const auto& id : Find(name).refreshed) {
    if (some.size() < number) some.push_back(id);
  }
  return some;
}

std::unique_ptr<stream::IdWalk> SimulatedIndices::Walk(const std::string& name, std::size_t page) {
  const auto lock = Ask();
  return std::make_unique<SimulatedWalk>(Find(name).refreshed, page);
}

// ---- SimulatedWorkshop

std::unique_ptr<stream::Visibility> SimulatedWorkshop::MakeVisibility(const stream::ServerIdentity&) {
  return std::make_unique<SimulatedVisibility>(world_, life_);
}

stream::WriterKit SimulatedWorkshop::MakeKit(const stream::ServerIdentity&) {
  const auto seen = std::make_shared<Seen>();
  return {std::make_unique<SimulatedRouter>(world_, life_), std::make_unique<SimulatedRenderer>(world_, life_, seen),
          std::make_unique<SimulatedSink>(world_, life_, seen)};
}

}  // namespace cdc::test
