// /sign-in and /setup: what POST /api/session and POST /api/setup do, as pages for people whose browser has nothing of
// the panel yet, and needs no script. They are no part of the API.
//
// Where a sign-in needs more than the password, the next page asks for that alone; what was typed before waits in
// Redis, see half_way.h. Everything else, limits, delays, history, is SignIn's and Setup's.
#pragma once

#include <atomic>
#include <vector>

#include "admin/server/auth/half_way.h"
#include "admin/server/auth/page.h"
#include "admin/server/auth/setup.h"
#include "admin/server/auth/sign_in.h"
#include "admin/server/http/problem.h"

namespace admin::auth {

class SignInPages {
 public:
  // Outlive it.
  struct Parts {
    SignIn& sign_in;
    Setup& setup;
    const HalfWays& half_ways;
    const SessionCookie& cookie;
    const SessionCookie& half_way_cookie;
    cdc::Log& log;
  };
  explicit SignInPages(Parts parts);
  std::vector<http::Route> Routes();

 private:
  http::Response ShowSignIn(const http::Call& call);
  http::Response SignInByForm(const http::Call& call);
  http::Response ShowSetUp(const http::Call& call);
  http::Response SetUpByForm(const http::Call& call);

  bool SetUpNeeded(const http::Call& call);
  http::Response Onward(const http::Call& call, const SignIn::Begun& begun) const;
  // The page after a refusal: the same one, or the one that asks for what is still needed.
  http::Response After(const http::Call& call, const http::Refusal& refusal, HalfWay half_way);
  // What a server that is away leads to. Others are thrown on.
  http::Response After(const http::Call& call, const cdc::Error& error, Page page);

  const Parts parts_;
  std::atomic<bool> set_up_{false};  // there is a user, and so there will be: nobody looks again
};

}  // namespace admin::auth
