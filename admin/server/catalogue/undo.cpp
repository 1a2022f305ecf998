#include "admin/server/catalogue/undo.h"

#include "admin/server/catalogue/edit.h"
#include "admin/server/catalogue/undo_work.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"

namespace admin::catalogue {
namespace {

constexpr int kMost = 20'000;  // what one import changes in one transaction

}  // namespace

http::Route UndoApi::Route() const {
  return {.method = "POST",
          .path = "/api/admin/history/undo",
          .access = http::Access::kEditor,
          .lane = http::Lane::kLong,
          .name = "undo_request",
          .tag = "history",
          .summary =
              "Undoes all that one request of the caller changed, in one transaction. Where something was changed "
              "since, nothing is undone (409 with left: how many and which), or with leave_changed all the rest.",
          .call = [this](const http::Call& call) { return Undo(call); },
          .body = "HistoryUndo",
          .reply = "HistoryUndone",
          .refusals = {404, 409, 412, 422},
          .scope = "edit",
          .headers = {"Idempotency-Key"}};
}

http::Response UndoApi::Undo(const http::Call& call) const {
  return Edit(call, audit_, call.body, [&]() -> Done {
    const std::string request = call.body["request"];
    const auto rows = call.worker->edits.Query(
        sql::kHistoryOfRequest, {request, call.actor.user_id, call.actor.name, std::to_string(kMost + 1)}, call.stop);
    if (rows.size() == 0) {
      throw http::Refusal(404,
                          http::Text(call.language, "The history knows no such request of yours.",
                                     "В истории нет такого вашего запроса."),
                          http::Text(call.language, "The history shows every change; each can be brought back there.",
                                     "История показывает каждое изменение, там его можно отменить."));
    }
    if (rows.size() > kMost) {
      throw http::Refusal(409,
                          http::Text(call.language, "More than 20,000 objects cannot be undone at once.",
                                     "Больше 20 000 объектов за один раз не отменить."),
                          http::Text(call.language, "Import the file that was exported before.",
                                     "Загрузите файл, выгруженный до этого."));
    }
    return UndoWork(call, rows).Run();
  });
}

}  // namespace admin::catalogue
