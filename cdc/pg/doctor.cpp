#include "cdc/pg/doctor.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>
#include <utility>

#include "cdc/base/units.h"
#include "cdc/pg/plan_report.h"
#include "cdc/pg/slot.h"
#include "cdc/pg/sql.h"

namespace cdc::pg {
namespace {

using stream::Finding;
using Level = Finding::Level;

constexpr int kOldestVersion = 130'000;
constexpr std::int64_t kShortestSenderTimeoutMs = 5000;

struct Settings {
  std::int64_t max_senders = 0, senders = 0;
  std::int64_t slot_wal_mb = -1, sender_timeout_ms = 0;
  bool temporary = false;
  std::string database, role, version;
};

std::int64_t ToInteger(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Settings ReadSettings(Connection& connection, std::stop_token stop) {
  const Rows rows = connection.Query(sql::kDoctorSettings, {}, stop);
  Settings settings;
  settings.max_senders = ToInteger(rows.Text(0, 0));
  settings.senders = ToInteger(rows.Text(0, 1));
  settings.slot_wal_mb = ToInteger(rows.Text(0, 2));
  settings.sender_timeout_ms = ToInteger(rows.Text(0, 3));
  settings.temporary = rows.Text(0, 4) == "t";
  settings.database = rows.Text(0, 5);
  settings.role = rows.Text(0, 6);
  settings.version = rows.Text(0, 7);
  return settings;
}

class Examination {
 public:
  Examination(const DatabaseOptions& options, std::string slot, std::string plugin, std::stop_token stop)
      : options_(options), slot_name_(std::move(slot)), plugin_(std::move(plugin)), stop_(std::move(stop)) {}

  std::vector<Finding> Run() {
    Try("connection", [&] { connection_.emplace(options_.connect, stop_); });
    if (!connection_) return std::move(findings_);
    Try("settings", [&] {
      settings_ = ReadSettings(*connection_, stop_);
      conditions_ = ReadSlotConditions(*connection_);
    });
    if (conditions_.version == 0) return std::move(findings_);
    Server();
    Try("slot " + slot_name_, [&] { Slot(); });
    Try("output plugin " + plugin_, [&] { Plugin(); });
    Capacity();
    Limits();
    for (const auto& index : options_.indices) Document(index);
    Try("replica identities", [&] { Identities(); });
    return std::move(findings_);
  }

 private:
  // An error of `look` is a finding.
  template <typename Look>
  void Try(const std::string& check, Look look) {
    try {
      look();
    } catch (const Error& error) {
      findings_.push_back({check, Level::kFail, error.what(), error.hint(), error.kind()});
    }
  }

  void Ok(std::string check, std::string found) {
    findings_.push_back({std::move(check), Level::kOk, std::move(found), "", Kind::kConfig});
  }
  void Warn(std::string check, std::string found, std::string remedy) {
    findings_.push_back({std::move(check), Level::kWarn, std::move(found), std::move(remedy), Kind::kConfig});
  }
  void Fail(std::string check, std::string found, std::string remedy, Kind kind = Kind::kConfig) {
    findings_.push_back({std::move(check), Level::kFail, std::move(found), std::move(remedy), kind});
  }

  void Server() {
    if (conditions_.version < kOldestVersion) {
      Fail("server version", settings_.version + " is too old", "Upgrade PostgreSQL to version 13 or later.");
    } else {
      Ok("server version", settings_.version);
    }
    if (conditions_.encoding == "UTF8") {
      Ok("encoding", conditions_.encoding);
    } else {
      Fail("encoding", conditions_.encoding, "Move the data to a database created with ENCODING 'UTF8'.");
    }
    if (conditions_.wal_level == "logical") {
      Ok("wal_level", conditions_.wal_level);
    } else {
      Fail("wal_level", conditions_.wal_level + ": the log holds no row changes",
           "ALTER SYSTEM SET wal_level = logical;  -- then restart PostgreSQL");
    }
    Try("replication right", [&] {
      ConnectOptions replication = options_.connect;
      replication.replication = true;
      const Connection walsender(replication, stop_);
      Ok("replication right", "the role " + conditions_.role + " may replicate");
    });
    if (findings_.back().level == Level::kFail && findings_.back().kind == Kind::kRights &&
        !conditions_.may_replicate) {
      findings_.back().remedy = "ALTER ROLE " + QuoteName(conditions_.role) + " REPLICATION;";
    }
    if (settings_.temporary) {
      Ok("temporary views", "the role " + conditions_.role + " may make them");
    } else {
      Fail("temporary views", "the role " + conditions_.role + " may not make them, documents are read through one",
           "GRANT TEMPORARY ON DATABASE " + QuoteName(settings_.database) + " TO " + QuoteName(conditions_.role) + ";",
           Kind::kRights);
    }
  }

  void Slot() {
    const std::string check = "slot " + slot_name_;
    slot_ = ReadSlot(*connection_, slot_name_);
    if (!slot_) return Ok(check, "not there yet: walcast run makes it");
    if (slot_->database != settings_.database) {
      return Fail(check, "is of the database " + slot_->database, "Choose another name for postgres.slot.");
    }
    const std::string retained = slot_->wal_status + ", keeps " + FormatBytes(slot_->retained) + " of WAL";
    if (IsLost(*slot_)) return Fail(check, "lost: the WAL it needs was removed", "walcast slot reset", Kind::kGap);
    if (slot_->plugin != plugin_)
      return Fail(check, "is of the output plugin " + slot_->plugin, "walcast slot reset", Kind::kGap);
    if (slot_->wal_status == "unreserved")
      return Warn(check, retained + ", which may be removed at any moment", "walcast run");
    Ok(check, retained);
  }

  void Plugin() {
    const std::string check = "output plugin " + plugin_;
    if (conditions_.wal_level != "logical" || conditions_.slots >= conditions_.max_slots) {
      return Warn(check, "was not tried: no slot can be made", "walcast doctor");
    }
    try {
      ProbeSlot(options_.connect, plugin_, stop_);
    } catch (const SqlError& error) {
      const Error meaning = PluginError(error, conditions_, plugin_);
      const bool permit = error.sqlstate() == "42501" && conditions_.may_replicate;
      return Fail(check, meaning.what(), permit ? PermitPlugin(conditions_, plugin_) : meaning.hint(), meaning.kind());
    }
    Ok(check, "installed and permitted");
  }

  void Capacity() {
    const int needed_slots = slot_ ? 0 : 2;  // one is there only while the slot is made
    const int free_slots = conditions_.max_slots - conditions_.slots;
    const std::string slots = std::to_string(free_slots) + " of " + std::to_string(conditions_.max_slots) + " are free";
    if (free_slots >= needed_slots) {
      Ok("replication slots", slots);
    } else {
      Fail("replication slots", slots + ", making one needs two",
           "ALTER SYSTEM SET max_replication_slots = " + std::to_string(conditions_.slots + 8) +
               ";  -- then restart PostgreSQL");
    }
    const std::int64_t needed_senders = slot_ && slot_->active ? 0 : 1;
    const std::int64_t free_senders = settings_.max_senders - settings_.senders;
    const std::string senders =
        std::to_string(free_senders) + " of " + std::to_string(settings_.max_senders) + " are free";
    if (free_senders >= needed_senders) {
      Ok("walsenders", senders);
    } else {
      Fail("walsenders", senders,
           "ALTER SYSTEM SET max_wal_senders = " + std::to_string(settings_.senders + 8) +
               ";  -- then restart PostgreSQL");
    }
  }

  void Limits() {
    if (settings_.slot_wal_mb < 0) {
      Warn("max_slot_wal_keep_size", "unlimited: a slot that nobody reads fills the disk",
           "ALTER SYSTEM SET max_slot_wal_keep_size = '50GB'; SELECT pg_reload_conf();");
    } else {
      Ok("max_slot_wal_keep_size", std::to_string(settings_.slot_wal_mb) + " MB");
    }
    const std::string timeout = std::to_string(settings_.sender_timeout_ms) + " ms";
    if (settings_.sender_timeout_ms == 0) {
      Warn("wal_sender_timeout", "off: the slot of a client that vanished stays taken",
           "ALTER SYSTEM SET wal_sender_timeout = '60s'; SELECT pg_reload_conf();");
    } else if (settings_.sender_timeout_ms < kShortestSenderTimeoutMs) {
      Warn("wal_sender_timeout", timeout + ": short pauses of the network end the stream",
           "ALTER SYSTEM SET wal_sender_timeout = '60s'; SELECT pg_reload_conf();");
    } else {
      Ok("wal_sender_timeout", timeout);
    }
  }

  void Document(const DatabaseIndex& index) {
    const std::string check = "document of " + index.document.index;
    std::optional<Plan> plan;
    Try(check, [&] { plan = MakePlan(*connection_, index.document); });
    if (!plan) {
      if (findings_.back().kind == Kind::kRights)
        findings_.back().remedy = Grants(index.document.sql, findings_.back().remedy);
      return;
    }
    Try(check, [&] {
      Connection reader(options_.connect, stop_);  // of its own: where it fails, a prepared statement stays behind
      Indexes(*plan, ReportOn(reader, *plan, stop_));
      Ok(check, std::to_string(plan->entries.size()) + " entries, " + std::to_string(plan->routes.size()) + " routes");
    });
    plans_.push_back(std::move(*plan));
    styles_.push_back(index.identity);
  }

  // The commands that let our role read what `document` reads; `otherwise` where that cannot be told.
  std::string Grants(const std::string& document, const std::string& otherwise) {
    try {
      Connection reader(options_.connect, stop_);  // the view goes with it
      reader.Query("CREATE TEMPORARY VIEW walcast_doctor AS\n" + document, {}, stop_);
      const Rows rows = reader.Query(sql::kDoctorUnreadable, {}, stop_);
      return rows.IsNull(0, 0) ? otherwise : std::string(rows.Text(0, 0));
    } catch (const Error&) {
      return otherwise;  // the finding tells of the right that is missing for this, too
    }
  }

  void Indexes(const Plan& plan, const PlanReport& report) {
    const std::string check = "indexes for " + plan.index;
    std::set<std::pair<TableName, std::string>> seen;
    const auto add = [&](const FullScan& scan, const std::string& what) {
      if (!seen.emplace(scan.table, scan.remedy).second) return;
      Warn(check, what + " reads " + scan.table.ToString() + " as a whole", scan.remedy);
    };
    for (const auto& route : report.routes) {
      for (const auto& scan : route) add(scan, "a route");
    }
    for (const auto& scan : report.document) add(scan, "rendering");
    if (!report.key_pushed_down) {
      Warn(check, "rendering a few documents computes all of them", "walcast plan " + plan.index);
    } else if (seen.empty()) {
      Ok(check, "every route and the document are supported");
    }
  }

  void Identities() {
    const auto gaps = FindIdentityGaps(*connection_, UniteIdentities(plans_, styles_));
    for (const auto& gap : gaps) {
      const std::string check = "replica identity of " + gap.now.table.ToString();
      const std::string found =
          gap.found + (gap.lacking.empty() ? ": UPDATE and DELETE are lost" : ": the routes need more columns");
      if (gap.owned) {
        Warn(check, found, "walcast setup");
      } else {
        Fail(check, found + ", and the table is not ours", gap.statement, Kind::kRights);
      }
    }
    if (gaps.empty() && !plans_.empty()) Ok("replica identities", "old rows carry what the routes start from");
  }

  const DatabaseOptions& options_;
  const std::string slot_name_, plugin_;
  const std::stop_token stop_;
  std::optional<Connection> connection_;
  Settings settings_;
  SlotConditions conditions_;
  std::optional<stream::SlotState> slot_;
  std::vector<Plan> plans_;
  std::vector<IdentityStyle> styles_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> Diagnose(const DatabaseOptions& options, const std::string& slot, const std::string& plugin,
                              std::stop_token stop) {
  return Examination(options, slot, plugin, std::move(stop)).Run();
}

}  // namespace cdc::pg
