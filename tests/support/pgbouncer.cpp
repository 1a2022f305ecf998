#include "tests/support/pgbouncer.h"

#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "tests/support/ports.h"
#include "tests/support/postgres.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace {

std::string PortOf(const std::string& address) { return address.substr(address.rfind(':') + 1); }

}  // namespace

Pgbouncer::Pgbouncer(const std::string& dsn, int pool_size) : address_(FreeAddress()) {
  // Roles that are not in the file are looked up on the server, which trusts everyone here.
  const auto users = scratch_.Write("users", "\"postgres\" \"\"\n");
  std::filesystem::permissions(scratch_.path(), std::filesystem::perms(0755));
  const auto file =
      scratch_.Write("pgbouncer.ini",
                     "[databases]\n* = host=127.0.0.1 port=" + TestConnection(dsn).Value("SHOW port") +
                         "\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = " + PortOf(address_) +
                         "\nunix_socket_dir =\nauth_type = trust\nauth_user = postgres\nauth_file = " + users.string() +
                         "\npool_mode = transaction\n" + "default_pool_size = " + std::to_string(pool_size) + "\n");
  std::vector<std::string> command{"/usr/sbin/pgbouncer"};
  if (geteuid() == 0) command.insert(command.end(), {"-u", "nobody"});  // it refuses to be root
  command.push_back(file.string());
  process_.emplace(command, scratch_.path() / "log");
  const bool answers = WaitUntil([&] {
    try {
      TestConnection connection(Through(dsn));
      return true;
    } catch (const std::runtime_error&) {
      return !process_->Running();
    }
  });
  if (!answers || !process_->Running())
    throw std::runtime_error("pgbouncer does not run: " + ReadFile(scratch_.path() / "log"));
}

Pgbouncer::~Pgbouncer() {
  process_->Signal(SIGTERM);
  process_->Join(std::chrono::seconds(10));
}

std::string Pgbouncer::Through(const std::string& dsn) const {
  return dsn + "&host=127.0.0.1&port=" + PortOf(address_);  // of what is given twice libpq takes the last
}

}  // namespace cdc::test
