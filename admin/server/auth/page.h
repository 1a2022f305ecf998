// A page with one form, for who is not signed in: whole in itself, without any script. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "admin/server/http/route.h"

namespace admin::auth {

struct PageField {
  std::string_view name;  // "": it is shown, and not sent
  std::string label{};
  std::string_view type = "text";   // or "password"
  std::string_view autocomplete{};  // what the browser's own store of passwords goes by
  std::string value{};
  std::string hint{};
  int most = 256;  // characters
  bool at_fault = false;
};

struct Page {
  Language language = Language::kEnglish;
  std::string_view path;  // of the page and of its form
  std::string title{};
  std::string lead{};               // below the title; "": nothing
  std::string alert{};              // what went wrong; "": nothing
  std::vector<PageField> fields{};  // none: there is no form
  std::string button{};
  std::string next = "/";        // where one goes afterwards
  bool language_chosen = false;  // on the page, and so to be kept
  bool may_switch = true;        // the other language is a fresh start of the page
};

// With a content security policy that lets it load its style and send its form, and do nothing else.
http::Response Show(const Page& page, unsigned status = 200);
// GET /sign-in.css
http::Response ShowStyle();

}  // namespace admin::auth
