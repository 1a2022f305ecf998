#include "admin/server/catalogue/catalogue.h"

#include <deque>

#include "admin/server/catalogue/bulk.h"
#include "admin/server/catalogue/exporting.h"
#include "admin/server/catalogue/facets.h"
#include "admin/server/catalogue/history.h"
#include "admin/server/catalogue/importing.h"
#include "admin/server/catalogue/reading.h"
#include "admin/server/catalogue/saving.h"
#include "admin/server/catalogue/statistics.h"
#include "admin/server/catalogue/undo.h"
#include "admin/server/sql.h"
#include "admin/server/store/audit.h"

namespace admin::catalogue {

struct Catalogue::Parts {
  explicit Parts(const CatalogueOptions& options) : statistics(options.redis_prefix) {
    for (const Entity* entity : Entities()) {
      reading.emplace_back(*entity);
      saving.emplace_back(*entity, audit);
      exports.emplace_back(*entity);
      imports.emplace_back(*entity, audit);
    }
    bulk.emplace_back(Films(), sql::kFilmsDeletion, audit);
    bulk.emplace_back(Genres(), sql::kGenresDeletion, audit);
    bulk.emplace_back(Persons(), sql::kPersonsDeletion, audit);
  }

  store::Audit audit;
  std::deque<ReadingApi> reading;
  std::deque<SavingApi> saving;
  std::deque<BulkApi> bulk;
  std::deque<ExportApi> exports;
  std::deque<ImportApi> imports;
  HistoryApi history{audit};
  UndoApi undo{audit};
  StatisticsApi statistics;
};

Catalogue::Catalogue(const CatalogueOptions& options) : parts_(std::make_unique<Parts>(options)) {}

Catalogue::~Catalogue() = default;

std::vector<http::Route> Catalogue::Routes() {
  std::vector<http::Route> all;
  const auto append = [&](std::vector<http::Route> more) {
    for (auto& route : more) all.push_back(std::move(route));
  };
  for (auto& part : parts_->reading) append(part.Routes());
  for (auto& part : parts_->saving) append(part.Routes());
  append(FacetRoutes());
  for (auto& part : parts_->bulk) append(part.Routes());
  for (auto& part : parts_->exports) append(part.Routes());
  for (auto& part : parts_->imports) append(part.Routes());
  append(parts_->history.Routes());
  append({parts_->undo.Route()});
  append(parts_->statistics.Routes());
  return all;
}

}  // namespace admin::catalogue
