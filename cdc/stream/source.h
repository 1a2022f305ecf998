// Where changes come from: a logical replication slot, decoded.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include "cdc/base/clock.h"
#include "cdc/model/change.h"

namespace cdc::stream {

// One thread calls Open, Next and SetInterest; Confirm and Received may be called from any.
class Source {
 public:
  virtual ~Source() = default;

  // Connects, takes the slot and starts the stream: at what the slot has confirmed, or right behind `from` where that
  // is given (a connection lost within a process). Throws kSlotBusy while another connection holds the slot, kGap where
  // the slot is missing or lost, kUnavailable, kRights, kConfig.
  virtual void Open(Lsn from, std::stop_token stop) = 0;
  // Ends the stream; the slot becomes free.
  virtual void Close() = 0;

  // The next message; nullopt once `until` passes or `stop` is requested. Throws kUnavailable when the connection is
  // lost: Open again. Rows are decoded against the Interest in force at the call.
  virtual std::optional<Message> Next(std::stop_token stop, TimePoint until) = 0;
  virtual void SetInterest(std::shared_ptr<const Interest> interest) = 0;

  // What is durable; never goes back. The server may drop WAL below it. Only stores a number, never waits.
  virtual void Confirm(Lsn durable) = 0;
  // The newest position the server has told of.
  virtual Lsn Received() const = 0;
};

}  // namespace cdc::stream
