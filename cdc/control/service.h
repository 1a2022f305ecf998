// What the control API offers, as the daemon implements it. Thread-safe; calls may block, so the server makes them on a
// thread pool. Errors are thrown as Error and become problem+json with the kind, text, hint and exit code.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cdc/base/clock.h"
#include "cdc/base/pulse.h"
#include "cdc/model/document.h"
#include "cdc/model/lsn.h"

namespace cdc::control {

using Json = nlohmann::ordered_json;

class Service {
 public:
  virtual ~Service() = default;

  // {"version", "state": "starting"|"standby"|"streaming"|"stopping", "ready": bool, "error": text|null,
  //  "paused": bool, "paused_since": Unix milliseconds|null, "warning": text|null,
  //  "server": lsn|null, "checkpoint": lsn, "received": lsn, "lag_bytes": n, "lag_seconds": x,
  //  "wal_bytes_per_second": x|null, "in_flight": batches,
  //  "written": {"applied","stale","rejected","retried"}: documents since the process started,
  //  "latency": {"source","queue","delivery","end_to_end": {"count","p50","p95","p99": seconds|null}}: see
  //             stream/meters.h,
  //  "slot": {"name","plugin","active","confirmed","wal_status","retained_bytes",
  //           "safe_wal_size": bytes|null where there is no limit, "seconds_to_limit": x|null} | null,
  //  "tables": [{"name","rows": since the process started,"per_second"}],
  //  "indices": [{"name","state","stale": what the alias names may lack changes or is of an older definition,
  //               "reason","generation","filling":
  //  {"generation","documents","estimate","per_second","seconds_left"}|null,
  //               "documents": n|null where it is not known, "dead_letters": n, "per_second": documents
  //               written,"lag_bytes","lag_seconds": null while it is suspended}]}
  // Paces and latencies are of the last minute.
  virtual Json Status() = 0;
  virtual bool Ready() = 0;  // streaming, or standing by
  // The thread of the stream that gives no sign of life; never blocks.
  virtual std::optional<Pulses::Late> Hanging() = 0;
  // What readiness rests on, each asked now: [{"name": "postgresql"|"slot"|"elasticsearch"|"checkpoint store"|"stream",
  // "ok": bool, "detail": text}].
  virtual Json Checks() = 0;
  // All numbers in the text format of Prometheus.
  virtual std::string Metrics() = 0;
  // Returns once everything committed up to `lsn` (now: nullopt) is in every index that is not suspended, refreshed,
  // and none of them is stale or still to be filled for the first time. {"lsn": …}. Throws kNotYet, which names the
  // indices that are, when `limit` passes first.
  virtual Json Wait(std::optional<Lsn> lsn, Duration limit, std::stop_token stop) = 0;
  // Starts filling a new generation; {"index","generation"}. Throws kUsage for a name that is not configured, kNotYet
  // while one is being filled, unless `restart`: then that one is given up.
  virtual Json Rebuild(const std::string& index, bool restart) = 0;
  // Drops the slot, makes it anew and rebuilds every index; returns once that has begun.
  virtual Json ResetSlot() = 0;
  // From now on, also after a restart, no document is written and the checkpoint stays, until Resume:
  // {"paused": true, "since": Unix milliseconds, "checkpoint": lsn, "slot": as in Status or null, "warning": text}. The
  // slot keeps the server's WAL meanwhile. Throws kNotYet while it does not stream.
  virtual Json Pause() = 0;
  virtual Json Resume() = 0;  // {"paused": false, "checkpoint": lsn}
  // {"letters": [{"index","generation","id","version": n,"reason","time"}], "after": last id or null}
  virtual Json Letters(const std::optional<std::string>& index, const std::string& after, std::size_t limit) = 0;
  // Renders and writes the documents again (all of the index where `ids` is empty): {"retried","applied","left"}.
  virtual Json RetryLetters(const std::optional<std::string>& index, const std::vector<std::string>& ids) = 0;
  // Renders and writes these documents again, or removes what the database has none of; returns once each is written or
  // has a letter: {"index","documents": n}. Throws kUsage for a name that is not configured, kNotYet while the index is
  // suspended or nothing streams.
  virtual Json WriteAgain(const std::string& index, const std::vector<std::string>& ids) = 0;
  // When documents with `version` in this generation were written: {"index","generation","lsn": the version as a
  //  position,"written": {"from","until"}|null,"committed": {"from","until"}|null,"unknown": text|null}, in Unix
  // milliseconds. "written": from the first request with the version to the answer of the last, so each was written
  // within it. "committed", by PostgreSQL's clock: the earliest and the last of the commits it was written for; null
  // for what was filled or written again. "unknown" where "written" is null (stream/write_times.h): "forgotten",
  // "under_way", "never". Throws kUsage for a name that is not configured, and while nothing streams.
  virtual Json Written(const std::string& index, const std::string& generation, Version version) = 0;
  // Forgets the letters, the documents stay as they are: {"discarded"}.
  virtual Json DiscardLetters(const std::optional<std::string>& index, const std::vector<std::string>& ids) = 0;
};

}  // namespace cdc::control
