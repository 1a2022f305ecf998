// Which page of a list a client asks for, read as the panels that this server replaces read it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "admin/server/http/route.h"
#include "cdc/pg/connection.h"

namespace admin::catalogue {

inline constexpr int kPageFilms = 50;

struct PageAsked {
  std::optional<std::int64_t> number;  // nullopt: the last one, whichever that is
  cdc::pg::Parameter AsParameter() const;
};

// "", "3", " +3 ", "1_000" and "last" as Django's paginator takes them; nullopt where there can be no such page.
std::optional<PageAsked> ParsePage(std::string_view text);

// The page a call asks for with `page`, the last one where it is given several times. Throws Refusal(404).
PageAsked AskedPage(const http::Call& call);

// 404: a page that is no number, or that is not there.
[[noreturn]] void RefusePage(Language language);

// A LIKE pattern for what contains `text`; it holds no wildcard of the client's.
std::string Containing(std::string_view text);

// "6e2a…-…" in lower case, the only form in which ids stand in the paths of the public API.
bool IsLowerUuid(std::string_view text) noexcept;

}  // namespace admin::catalogue
