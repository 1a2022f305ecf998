#include "admin/server/catalogue/replica.h"

#include "admin/server/catalogue/last_save.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::catalogue {
namespace {

// Whether the replica shows what the client has seen saved.
bool HasSeen(const http::Call& call) {
  const auto [named, seen] = LastSaveOf(call.request);
  if (!named) return true;
  if (!seen) return false;  // what is no position is no reason to refuse the read
  const auto rows = call.worker->reads.Query(sql::kReplicaHas, {seen->ToString()}, call.stop);
  return rows.size() == 1 && rows.Text(0, 0) == "t";
}

}  // namespace

cdc::pg::Rows Read(const http::Call& call, const std::string& sql, std::span<const cdc::pg::Parameter> parameters) {
  store::Database& edits = call.worker->edits;
  store::Database& reads = call.worker->reads;
  if (&edits == &reads) return edits.Query(sql, parameters, call.stop);
  try {
    if (HasSeen(call)) return reads.Query(sql, parameters, call.stop);
  } catch (const cdc::Error& error) {
    // Also a query that the replay of the log has ended.
    if (error.kind() != cdc::Kind::kUnavailable || call.stop.stop_requested()) throw;
  }
  return edits.Query(sql, parameters, call.stop);
}

store::Database& BaseToEdit(const http::Call& call) {
  if (!LastSaveOf(call.request).named || &call.worker->edits == &call.worker->reads) return call.worker->edits;
  try {
    return HasSeen(call) ? call.worker->reads : call.worker->edits;
  } catch (const cdc::Error& error) {
    if (error.kind() != cdc::Kind::kUnavailable || call.stop.stop_requested()) throw;
  }
  return call.worker->edits;
}

void ReadToEdit(const http::Call& call, const std::function<void(store::Database&)>& work) {
  store::Database& base = BaseToEdit(call);
  try {
    return work(base);
  } catch (const cdc::Error& error) {
    const bool replica = &base != &call.worker->edits;
    if (!replica || error.kind() != cdc::Kind::kUnavailable || call.stop.stop_requested()) throw;
  }
  work(call.worker->edits);
}

}  // namespace admin::catalogue
