#include "admin/server/catalogue/catalogue.h"

#include <deque>

#include "admin/server/catalogue/history.h"
#include "admin/server/catalogue/reading.h"
#include "admin/server/catalogue/saving.h"
#include "admin/server/store/audit.h"

namespace admin::catalogue {

struct Catalogue::Parts {
  explicit Parts(const CatalogueOptions&) {
    for (const Entity* entity : Entities()) {
      reading.emplace_back(*entity);
      saving.emplace_back(*entity, audit);
    }
  }

  store::Audit audit;
  std::deque<ReadingApi> reading;
  std::deque<SavingApi> saving;
  HistoryApi history{audit};
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
  append(parts_->history.Routes());
  return all;
}

}  // namespace admin::catalogue
