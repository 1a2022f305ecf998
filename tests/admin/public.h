// The public API of a real walcast-admin, which may do no more than a reader and an editor may.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/support/admin_server.h"
#include "tests/support/films.h"
#include "tests/support/postgres.h"

namespace cdc::test {

class Public : public testing::Test {
 protected:
  explicit Public(int films, std::vector<std::string> settings = {}) {
    LoadFilms(database_, films);
    settings.push_back("postgres.read_dsn=" + database_.Dsn(database_.CreateRole("IN ROLE walcast_reader")));
    const auto editor = database_.Dsn(database_.CreateRole("IN ROLE walcast_editor"));
    server_ = std::make_unique<AdminServer>(editor, std::move(settings));
    server_->Start();
    web_ = std::make_unique<Web>(server_->url());
  }

  WebReply Get(const std::string& path, WebHeaders headers = {}) { return web_->Get(path, std::move(headers)); }

  TestDatabase database_;
  std::unique_ptr<AdminServer> server_;
  std::unique_ptr<Web> web_;
};

}  // namespace cdc::test
