#include "admin/server/workers.h"

namespace admin {
namespace {

cdc::pg::ConnectOptions ReadOptions(const AdminConfig& config) {
  auto options = EditOptions(config);
  options.standby = true;
  options.dsn = config.postgres.read_dsn;
  return options;
}

cdc::es::EsOptions Options(const AdminConfig& config) {
  cdc::es::EsOptions options;
  options.urls = config.elasticsearch.urls;
  options.username = config.elasticsearch.username;
  options.password = config.elasticsearch.password;
  options.api_key = config.elasticsearch.api_key;
  options.ca_file = config.elasticsearch.ca_file;
  options.connect_timeout = std::chrono::seconds(2);
  options.timeout = config.elasticsearch.timeout;
  options.max_reply_bytes = 64 << 20;
  return options;
}

// The members a Worker refers to; a thread without a database for reading reads where it writes.
struct Owned {
  Owned(const AdminConfig& config, store::Breaker& edit_breaker, store::Breaker& read_breaker)
      : edits(EditOptions(config), edit_breaker),
        redis({.address = cdc::redis::ParseAddress(config.redis.url),
               .connect_timeout = std::chrono::seconds(2),
               .command_timeout = std::chrono::seconds(3)}),
        search(Options(config)),
        reads(config.postgres.read_dsn.empty()
                  ? std::nullopt
                  : std::optional<store::Database>(std::in_place, ReadOptions(config), read_breaker)),
        worker{edits, reads ? *reads : edits, redis, search} {}

  store::Database edits;
  cdc::redis::Client redis;
  cdc::es::Client search;
  std::optional<store::Database> reads;
  Worker worker;
};

}  // namespace

cdc::pg::ConnectOptions EditOptions(const AdminConfig& config) {
  cdc::pg::ConnectOptions options;
  options.dsn = config.postgres.dsn;
  options.application_name = "walcast-admin";
  options.connect_timeout = std::chrono::seconds(3);
  options.statement_timeout = config.postgres.timeout;
  options.pooling =
      config.postgres.pooler == "transaction" ? cdc::pg::Pooling::kTransaction : cdc::pg::Pooling::kSession;
  return options;
}

Workers::Workers(const AdminConfig& config, const cdc::Clock& clock) : config_(config), edits_(clock), reads_(clock) {
  Make();  // addresses that cannot be used are told at the start
}

std::shared_ptr<Worker> Workers::Make() {
  auto owned = std::make_shared<Owned>(config_, edits_, reads_);
  return {owned, &owned->worker};
}

}  // namespace admin
