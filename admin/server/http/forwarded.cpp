#include "admin/server/http/forwarded.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include "cdc/base/error.h"
#include "cdc/base/text.h"

namespace admin::http {
namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t kLongestId = 64;

// An IPv4 address that came over an IPv6 socket is that IPv4 address.
ip::address Plain(const ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  return address;
}

// The request's id goes into log lines: only what cannot break one.
bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= kLongestId && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
}

}  // namespace

struct Proxies::Networks {
  std::vector<ip::network_v4> v4;
  std::vector<ip::network_v6> v6;
};

Proxies::Proxies(const std::vector<std::string>& trusted) : networks_(std::make_unique<Networks>()) {
  for (const auto& text : trusted) {
    boost::system::error_code error;
    const auto slash = text.find('/');
    const auto address = ip::make_address(text.substr(0, slash), error);
    const bool v4 = !error && address.is_v4();
    if (!error) {
      const std::string network = slash == std::string::npos ? text + (v4 ? "/32" : "/128") : text;
      if (v4) {
        networks_->v4.push_back(ip::make_network_v4(network, error));
      } else {
        networks_->v6.push_back(ip::make_network_v6(network, error));
      }
    }
    if (error) {
      throw cdc::Error(cdc::Kind::kConfig,
                       "server.trusted_proxies holds what is neither an address nor a network: " + text,
                       "Write 10.0.0.0/8 or ::1.");
    }
  }
}

Proxies::~Proxies() = default;

bool Proxies::Trusts(const std::string& text) const {
  boost::system::error_code error;
  const auto address = Plain(ip::make_address(text, error));
  if (error) return false;
  if (address.is_v4()) {
    return std::any_of(networks_->v4.begin(), networks_->v4.end(), [&](const auto& network) {
      return (address.to_v4().to_uint() & network.netmask().to_uint()) == network.network().to_uint();
    });
  }
  return std::any_of(networks_->v6.begin(), networks_->v6.end(), [&](const ip::network_v6& network) {
    return ip::network_v6(address.to_v6(), network.prefix_length()).network() == network.network();
  });
}

void Proxies::Apply(Request& request, const std::string& peer) const {
  boost::system::error_code error;
  const auto address = ip::make_address(peer, error);
  request.address = error ? peer : Plain(address).to_string();
  if (!Trusts(request.address)) return;
  if (const auto proto = request.headers.Get("X-Forwarded-Proto")) request.secure = *proto == "https";
  if (const auto id = request.headers.Get("X-Request-Id"); id && IsId(*id)) request.id = *id;
  std::vector<std::string> hops;
  for (const auto value : request.headers.All("X-Forwarded-For")) {
    for (std::size_t at = 0; at <= value.size();) {
      const auto end = std::min(value.find(',', at), value.size());
      hops.emplace_back(cdc::Trim(value.substr(at, end - at)));
      at = end + 1;
    }
  }
  // From the nearest to the farthest, as far as they can be believed.
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    const auto named = ip::make_address(*hop, error);
    if (error) return;
    request.address = Plain(named).to_string();
    if (!Trusts(request.address)) return;
  }
}

}  // namespace admin::http
