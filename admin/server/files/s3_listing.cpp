#include "admin/server/files/s3_listing.h"

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <ctime>
#include <sstream>

#include "cdc/base/error.h"

namespace admin::files {
namespace {

namespace tree = boost::property_tree;

// "2026-11-22T05:30:00.000Z"
std::chrono::system_clock::time_point TimeOf(const std::string& text) {
  std::tm parts{};
  if (::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) == nullptr) {
    throw cdc::Error(cdc::Kind::kCorrupt, "the storage names a time that is none");
  }
  return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

}  // namespace

S3Page ReadS3Page(const std::string& xml) {
  try {
    std::istringstream text(xml);
    tree::ptree root;
    tree::read_xml(text, root);
    const auto& list = root.get_child("ListBucketResult");
    S3Page page;
    for (const auto& [name, child] : list) {
      if (name != "Contents") continue;
      page.objects.push_back({child.get<std::string>("Key"), TimeOf(child.get<std::string>("LastModified"))});
    }
    if (list.get<std::string>("IsTruncated", "false") == "true") {
      page.next = list.get<std::string>("NextContinuationToken");
    }
    return page;
  } catch (const tree::ptree_error&) {
    throw cdc::Error(cdc::Kind::kCorrupt, "the storage's listing cannot be read");
  }
}

std::string S3ErrorCode(const std::string& xml) {
  const auto begin = xml.find("<Code>");
  if (begin == std::string::npos) return "";
  const auto end = xml.find("</Code>", begin);
  return end == std::string::npos ? "" : xml.substr(begin + 6, std::min<std::size_t>(end - begin - 6, 60));
}

}  // namespace admin::files
