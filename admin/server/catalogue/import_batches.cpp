#include "admin/server/catalogue/import_batches.h"

#include <fmt/format.h>

#include "admin/server/catalogue/edit.h"
#include "admin/server/catalogue/texts.h"

namespace admin::catalogue {
namespace {

constexpr std::size_t kBatch = 500;

http::Call WithoutBody(const http::Call& call) {
  return {.request = call.request,
          .path = call.path,
          .query = call.query,
          .body = Json(),
          .actor = call.actor,
          .language = call.language,
          .worker = call.worker,
          .stop = call.stop};
}

http::Refusal NotAgain(const http::Call& call) {
  return {400,
          http::Text(call.language, "An import in batches takes no Idempotency-Key.",
                     "Загрузке порциями не нужен Idempotency-Key."),
          http::Text(call.language, "Leave it out: the same file can be imported again.",
                     "Не указывайте его: тот же файл можно загрузить ещё раз.")};
}

http::Refusal Overtaken(const http::Call& call, const Faults& faults) {
  http::Refusal refusal(422,
                        http::Text(call.language, "Some rows of a batch cannot be used any more.",
                                   "Часть строк порции больше не годится."),
                        http::Text(call.language, "Mend the rows named in errors, then import the file again.",
                                   "Исправьте строки, названные в errors, и загрузите файл ещё раз."));
  refusal.With(ErrorsOf(faults));
  return refusal;
}

// Up to one too many.
std::size_t Count(FileRows& file) {
  Faults ignored;
  std::size_t count = 0;
  while (count <= kMostRowsInBatches) {
    const auto rows = file.Next(kBatch, ignored);
    if (rows.empty()) break;
    count += rows.size();
  }
  return count;
}

void Tell(http::Output& output, const Json& line) {
  output.Write(http::Dump(line) + "\n");
  output.Flush();
}

}  // namespace

http::Refusal TooManyRows(const http::Call& call, std::size_t most) {
  return {
      422,
      fmt::format(
          fmt::runtime(http::Text(call.language, "This file has more than {} rows.", "В этом файле больше {} строк.")),
          most),
      fmt::format(
          fmt::runtime(http::Text(call.language, "Split it. A CSV file that is imported with mode=batches may have {}.",
                                  "Разделите его. В файле CSV, загружаемом с mode=batches, может быть {}.")),
          kMostRowsInBatches)};
}

BatchImport::BatchImport(const http::Call& call, const Entity& entity, const store::Audit& audit, bool csv)
    : call_(WithoutBody(call)),
      entity_(entity),
      audit_(audit),
      csv_(csv),
      seed_(IdFrom(std::string(entity.plural) + "\n" + call.request.body)) {
  if (call.request.headers.Get("Idempotency-Key")) throw NotAgain(call);
}

std::unique_ptr<FileRows> BatchImport::Open(const Json& body) const {
  return csv_ ? CsvRows(entity_, call_.request.body, call_.language) : JsonRows(body);
}

Json BatchImport::Check(const http::Call& call) {
  of_ = Count(*Open(call.body));
  if (of_ > kMostRowsInBatches) throw TooManyRows(call_, kMostRowsInBatches);
  const auto file = Open(call.body);
  ImportWork work(call_, entity_, {.dry = true, .seed = seed_});
  while (work.tally().rows < of_) {
    auto rows = file->Next(kBatch, work.faults());
    work.Take(rows);
  }
  if (call.query.Get("dry_run") != "true" && !work.faults().empty()) throw Faulty(call_, work);
  return work.Report();
}

void BatchImport::Batch(const std::vector<Json>& rows) {
  Tally tally;
  const auto response = Edit(call_, audit_, Json(), [&]() -> Done {
    ImportWork work(call_, entity_, {.above = done_.rows, .seed = seed_});
    auto copy = rows;  // a transaction that is tried again begins with what was sent
    work.Take(copy);
    if (!work.faults().empty()) throw Overtaken(call_, work.faults());
    tally = work.tally();
    return {{}, std::move(work.changes())};
  });
  done_ += tally;
  position_ = response.headers.Get("X-Walcast-Lsn").value_or("");
}

void BatchImport::Apply(http::Output& output) {
  const Json body = csv_ ? Json() : Json::parse(call_.request.body);  // that it is JSON was checked
  const auto file = Open(body);
  Faults none;  // a file with any does not come here
  while (done_.rows < of_) {
    if (call_.stop.stop_requested()) throw cdc::Error(cdc::Kind::kUnavailable, "the client has gone");
    try {
      Batch(file->Next(kBatch, none));
    } catch (const http::Refusal& refusal) {
      return BreakOff(output, http::ToResponse(refusal, call_.request), true);
    } catch (const cdc::Error& error) {
      if (call_.stop.stop_requested()) throw;
      output.Failed(error);
      return BreakOff(output, http::ToResponse(error, call_.request, call_.language), false);
    }
    Tell(output, Progress());
  }
  Json report{{"dry_run", false},         {"rows", done_.rows},           {"created", done_.created},
              {"updated", done_.updated}, {"unchanged", done_.unchanged}, {"faulty", 0},
              {"faults", Json::array()}};
  if (!position_.empty()) report["lsn"] = position_;
  Tell(output, report);
}

Json BatchImport::Progress() const {
  return {{"done", done_.rows},
          {"of", of_},
          {"created", done_.created},
          {"updated", done_.updated},
          {"unchanged", done_.unchanged}};
}

void BatchImport::BreakOff(http::Output& output, const http::Response& problem, bool undone) const {
  const char* known =
      http::Text(call_.language,
                 "The first {} of {} rows are imported and stay so, the others are not. The file can be "
                 "imported again.",
                 "Первые {} из {} строк загружены и останутся, остальные — нет. Файл можно загрузить "
                 "ещё раз.");
  const char* unknown = http::Text(call_.language,
                                   "The first {} of {} rows are imported and stay so; of the batch after them that is "
                                   "not known. The file can be imported again.",
                                   "Первые {} из {} строк загружены и останутся; загружена ли порция после них, "
                                   "неизвестно. Файл можно загрузить ещё раз.");
  Json line{{"problem", Json::parse(problem.body)}};
  line.update(Progress());
  line["message"] = fmt::format(fmt::runtime(undone ? known : unknown), done_.rows, of_);
  if (!position_.empty()) line["lsn"] = position_;
  Tell(output, line);
}

}  // namespace admin::catalogue
