// Routes and renders over one connection each, so that a wide route can be read while its documents are rendered.
#pragma once

#include <memory>
#include <optional>

#include "cdc/pg/connection.h"
#include "cdc/stream/documents.h"
#include "cdc/stream/visibility.h"

namespace cdc::pg {

// Opens its connection when it is needed, and again after it was lost. `expect`: the server it must be (kUnavailable
// else, until the supervisor has found out what happened).
class Lazy {
 public:
  Lazy(ConnectOptions options, std::optional<Server> expect)
      : options_(std::move(options)), expect_(std::move(expect)) {}
  Connection& Get(std::stop_token stop);

 private:
  const ConnectOptions options_;
  const std::optional<Server> expect_;
  std::unique_ptr<Connection> connection_;
};

class Router final : public stream::Router {
 public:
  Router(const ConnectOptions& options, std::optional<Server> expect);
  void Route(const cdc::Route& route, std::span<const stream::RouteRow> rows, std::size_t page, std::stop_token stop,
             const std::function<void(stream::Ids&&)>& each) override;
  stream::Ids Keys(const Plan& plan, const std::optional<std::string>& after, std::size_t limit,
                   std::stop_token stop) override;
  stream::Ids SomeKeys(const Plan& plan, std::size_t number, std::stop_token stop) override;
  stream::Ids NoKeys(const Plan& plan, const stream::Ids& ids, std::stop_token stop) override;
  std::uint64_t EstimateKeys(const Plan& plan, std::stop_token stop) override;

 private:
  Lazy connection_;
};

class Renderer final : public stream::Renderer {
 public:
  Renderer(const ConnectOptions& options, std::optional<Server> expect);
  void Render(const Plan& plan, std::span<const std::string> ids, std::stop_token stop,
              const std::function<void(Document&&)>& each) override;
  // Whether it is a value of the type of `_id`.
  bool IsId(const Plan& plan, const std::string& id, std::stop_token stop);

 private:
  void RenderRows(const Plan& plan, std::span<const std::string> ids, std::stop_token stop,
                  const std::function<void(Document&&)>& each);

  Lazy connection_;
};

class Visibility final : public stream::Visibility {
 public:
  Visibility(const ConnectOptions& options, std::optional<Server> expect);
  stream::Visible Read(std::stop_token stop) override;

 private:
  Lazy connection_;
};

// The statement that renders a page: $1 is a text[] of ids. Columns: the id as text, the document as JSON.
std::string RenderSql(const Plan& plan);

}  // namespace cdc::pg
