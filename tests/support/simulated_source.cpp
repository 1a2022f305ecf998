// SimulatedSource: the slot's transactions in commit order, each once it is in the log.
#include <algorithm>

#include "tests/support/simulated_ports.h"

namespace cdc::test {
namespace {

using namespace std::chrono_literals;

constexpr Duration kPoll = 20ms;

class SimulatedSource final : public stream::Source, private SimulatedPort {
 public:
  SimulatedSource(SimulatedWorld& world, const SimulatedLife& life) : SimulatedPort(world, life) {}
  ~SimulatedSource() override { Close(); }

  void Open(Lsn from, std::stop_token stop) override {
    Reach(&SimulatedFaults::server_lost, stop);
    const auto lock = Enter();
    SimulatedSlot& slot = world_.slot;
    if (!slot.exists) throw Error(Kind::kGap, "there is no slot");
    if (slot.holder != nullptr || world_.clock.Now() < slot.free_at) throw Error(Kind::kSlotBusy, "the slot is held");
    slot.holder = this;
    const Lsn start = std::max(from, slot.confirmed);
    const auto& log = world_.database.log();
    const auto first = std::find_if(log.begin(), log.end(), [&](const Transaction& tx) { return tx.commit >= start; });
    next_ = static_cast<std::size_t>(first - log.begin());
    row_.reset();
    idle_ = start;
  }

  void Close() override {
    const std::scoped_lock lock(world_.mutex);
    SimulatedSlot& slot = world_.slot;
    if (slot.holder != this) return;
    slot.holder = nullptr;
    // The server notices late that a process died, and may never have read its last status.
    if (!life_.alive || world_.Chance(300)) {
      slot.free_at = world_.clock.Now() + std::chrono::milliseconds(world_.Roll(200));
    } else {
      SendStatus();
    }
  }

  std::optional<Message> Next(std::stop_token stop, TimePoint until) override {
    for (;;) {
      {
        const auto lock = Enter();
        if (world_.slot.holder != this || world_.Chance(world_.faults.source_lost)) {
          throw Error(Kind::kUnavailable, "the replication connection is lost");
        }
        if (world_.Chance(300)) SendStatus();
        received_ = world_.database.wal();
        if (auto message = Take()) return message;
      }
      const TimePoint now = world_.clock.Now();
      if (now >= until || !world_.clock.Wait(std::min(until - now, kPoll), stop)) return std::nullopt;
    }
  }

  void SetInterest(std::shared_ptr<const Interest> interest) override { interest_ = std::move(interest); }

  void Confirm(Lsn durable) override {
    const std::scoped_lock lock(world_.mutex);
    if (!life_.alive) return;
    if (!world_.record || durable > world_.record->checkpoint) {
      world_.Breach(durable.ToString() + " is confirmed before it is kept as the checkpoint");
    }
    confirm_ = std::max(confirm_, durable);
  }

  Lsn Received() const override {
    const std::scoped_lock lock(world_.mutex);
    return received_;
  }

 private:
  void SendStatus() { world_.slot.confirmed = std::max(world_.slot.confirmed, confirm_); }

  std::optional<Message> Take() {
    const auto& log = world_.database.log();
    if (next_ == log.size()) {
      if (idle_ >= world_.database.wal()) return std::nullopt;
      idle_ = world_.database.wal();
      return Idle{idle_};
    }
    const Transaction& tx = log[next_];
    if (!row_) {
      row_ = 0;
      return Begin{tx.commit, static_cast<Xid>(tx.xid)};
    }
    while (*row_ < tx.changes.size()) {
      if (auto message = Decode(tx.changes[(*row_)++])) return message;
    }
    row_.reset();
    ++next_;
    return Commit{tx.end};
  }

  std::optional<Message> Decode(const RowChange& change) {
    const TableName name = SimulatedDatabase::Name(change.table);
    if (!change.before && !change.after) return Truncate{name};
    const auto table = interest_->Find(name.schema, name.table);
    if (!table) return std::nullopt;
    Change decoded;
    decoded.op = !change.before ? Op::kInsert : !change.after ? Op::kDelete : Op::kUpdate;
    decoded.table = *table;
    const auto& columns = SimulatedDatabase::Columns(change.table);
    for (const auto& column : interest_->tables()[*table].columns) {
      const auto at = static_cast<std::size_t>(std::find(columns.begin(), columns.end(), column) - columns.begin());
      if (change.before) decoded.before.push_back(MakeCell(change.before->at(at)));
      if (!change.after) continue;
      decoded.after.push_back(MakeCell(change.after->at(at)));
      // A large value that stays as it is does not stand in the new row.
      const bool same = change.before && change.before->at(at) && change.before->at(at) == change.after->at(at);
      if (same && at > 0 && world_.Chance(200)) decoded.after.back() = {};
    }
    return decoded;
  }

  static Cell MakeCell(const std::optional<std::string>& value) {
    return value ? Cell{Cell::State::kText, *value} : Cell{Cell::State::kNull, {}};
  }

  // Of the reader's thread, under the world's lock where others look.
  std::shared_ptr<const Interest> interest_;
  std::size_t next_ = 0;            // in the log
  std::optional<std::size_t> row_;  // within the transaction that was begun
  Lsn idle_, received_, confirm_;
};

}  // namespace

std::unique_ptr<stream::Source> SimulatedWorkshop::MakeSource(const stream::ServerIdentity&) {
  return std::make_unique<SimulatedSource>(world_, life_);
}

}  // namespace cdc::test
