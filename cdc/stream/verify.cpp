#include "cdc/stream/verify.h"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "cdc/base/error.h"
#include "cdc/stream/same_document.h"

namespace cdc::stream {
namespace {

constexpr std::size_t kSources = 10;  // documents of one request where their size is not known

constexpr char kAbsent[] = "absent";
constexpr char kFails[] = "fails";

// Stands for a document while others are looked at; two that differ have the same once in 10^19.
std::string Digest(const std::optional<std::string>& body) {
  if (!body) return kAbsent;
  const std::string canonical = Canonical(*body);
  return std::to_string(std::hash<std::string>{}(canonical)) + ":" + std::to_string(canonical.size());
}

Ids IdsOf(const std::vector<Document>& documents) {
  Ids ids;
  for (const auto& document : documents) ids.push_back(document.id);
  return ids;
}

}  // namespace

std::string_view Name(Flaw flaw) noexcept {
  switch (flaw) {
    case Flaw::kMissing: return "missing";
    case Flaw::kDifferent: return "different";
    case Flaw::kGhost: return "ghost";
    case Flaw::kFailing: return "failing";
  }
  return "unknown";
}

struct Verifier::Job {
  const Plan& plan;
  const std::string& generation;
  std::stop_token stop;
  Verified found = {};
  std::uint64_t compared = 0;
  bool ghosts = false;  // the ids come from the index
};

// What became of a document that was looked at closely.
struct Verifier::Judged {
  Document document;
  std::string rendered, held;  // digests
  bool same = false;
};

Verified Verifier::Run(const Plan& plan, const std::string& generation, std::stop_token stop) const {
  Job job{.plan = plan, .generation = generation, .stop = std::move(stop)};
  CompareRows(job);
  job.ghosts = true;
  FindGhosts(job);
  return job.found;
}

bool Verifier::Step(Job& job, const Ids& page) const {
  if (job.stop.stop_requested()) throw Error(Kind::kUnavailable, "stopped while documents were compared");
  if (job.ghosts) {
    LookClosely(job, parts_.router.NoKeys(job.plan, page, job.stop));
  } else {
    ComparePage(job, page);
  }
  job.compared += page.size();
  parts_.compared(job.compared);
  return true;
}

void Verifier::CompareRows(Job& job) const {
  if (limits_.sample) {
    const Ids some = parts_.router.SomeKeys(job.plan, *limits_.sample, job.stop);
    InPages(some, limits_.page, [&](const Ids& page) { return Step(job, page); });
    return;
  }
  std::optional<std::string> after;
  for (;;) {
    const Ids keys = parts_.router.Keys(job.plan, after, limits_.page, job.stop);
    if (keys.empty()) return;
    after = keys.back();
    Step(job, keys);
  }
}

void Verifier::FindGhosts(Job& job) const {
  parts_.indices.Refresh(job.generation);
  if (limits_.sample) {
    const Ids some = parts_.indices.SomeIds(job.generation, *limits_.sample);
    InPages(some, limits_.page, [&](const Ids& page) { return Step(job, page); });
    return;
  }
  const auto walk = parts_.indices.Walk(job.generation, limits_.page);
  for (Ids ids = walk->Next(); !ids.empty(); ids = walk->Next()) Step(job, ids);
}

// Each document once. Where rendering fails, or takes longer than a statement may, the ids are halved until it is known
// for which.
void Verifier::RenderEach(const Job& job, const Ids& ids, const std::function<void(Document&&)>& each,
                          const std::function<void(const std::string&)>& fails) const {
  std::unordered_set<std::string> done;
  const std::function<void(const Ids&)> render = [&](const Ids& part) {
    try {
      parts_.renderer.Render(job.plan, part, job.stop, [&](Document&& document) {
        if (done.insert(document.id).second) each(std::move(document));
      });
    } catch (const Error& error) {
      if (error.kind() != Kind::kRow && error.kind() != Kind::kTimeout) throw;
      if (part.size() > 1) {
        InPages(part, (part.size() + 1) / 2, [&](const Ids& half) {
          render(half);
          return true;
        });
      } else if (error.kind() == Kind::kTimeout) {
        throw;
      } else if (done.insert(part.front()).second) {
        fails(part.front());
      }
    }
  };
  if (!ids.empty()) render(ids);
}

void Verifier::ComparePage(Job& job, const Ids& keys) const {
  Ids suspects;
  std::vector<Document> documents;
  std::size_t bytes = 0;
  const auto compare = [&] {
    const auto sources = parts_.indices.Sources(job.generation, IdsOf(documents));
    for (std::size_t i = 0; i < documents.size(); ++i) {
      const auto& [id, body] = documents[i];
      if (body.has_value() != sources.at(i).has_value() || (body && !SameDocument(*body, *sources[i]))) {
        suspects.push_back(id);
      } else if (body) {
        ++job.found.equal;
      }
    }
    documents.clear();
    bytes = 0;
  };
  RenderEach(
      job, keys,
      [&](Document&& document) {
        bytes += document.body ? document.body->size() : 0;
        documents.push_back(std::move(document));
        if (bytes >= limits_.bytes) compare();
      },
      [&](const std::string& id) { suspects.push_back(id); });
  if (!documents.empty()) compare();
  LookClosely(job, suspects);
}

void Verifier::LookClosely(Job& job, const Ids& ids) const {
  InPages(ids, limits_.closely, [&](Ids page) {
    Ids flawed;
    for (std::size_t look = 0; look < limits_.looks && !page.empty(); ++look) {
      page = Judge(job, page, [&](Judged&& judged) {
        if (!judged.same) {
          flawed.push_back(judged.document.id);
          Tell(job, std::move(judged));
        } else if (!job.ghosts && judged.held != kAbsent) {
          ++job.found.equal;
        }
      });
    }
    job.found.changing += page.size();
    if (parts_.write_again && !flawed.empty()) Repair(job, flawed);
    return true;
  });
}

// Rendered, settled, read, rendered: where both renderings are the same, the index had to hold just that when it was
// read. Returns the ids that were rendered in two ways and are held in a third.
Ids Verifier::Judge(const Job& job, const Ids& ids, const std::function<void(Judged&&)>& each) const {
  std::unordered_map<std::string, std::string> before, held;
  const auto fails = [&](const std::string& id) { before[id] = job.ghosts ? kAbsent : kFails; };
  RenderEach(job, ids, [&](Document&& document) { before[document.id] = Digest(document.body); }, fails);
  parts_.settle();
  InPages(ids, kSources, [&](const Ids& some) {
    const auto sources = parts_.indices.Sources(job.generation, some);
    for (std::size_t i = 0; i < some.size(); ++i) held[some[i]] = Digest(sources.at(i));
    return true;
  });
  Ids again;
  const auto judge = [&](Document&& document, std::string now) {
    const std::string& id = document.id;
    const std::string& in_index = held[id];
    const bool same = in_index == now || in_index == before[id];
    if (same || now == before[id]) {
      each({std::move(document), std::move(now), in_index, same});
    } else {
      again.push_back(id);
    }
  };
  RenderEach(
      job, ids,
      [&](Document&& document) {
        std::string now = Digest(document.body);
        judge(std::move(document), std::move(now));
      },
      [&](const std::string& id) { judge({id, std::nullopt}, job.ghosts ? kAbsent : kFails); });
  return again;
}

void Verifier::Tell(Job& job, Judged&& judged) const {
  Difference difference{.id = judged.document.id, .indexed = {}, .rendered = std::move(judged.document.body)};
  if (judged.rendered == kFails) {
    difference.flaw = Flaw::kFailing;
    ++job.found.failing;
  } else if (judged.rendered == kAbsent) {
    difference.flaw = Flaw::kGhost;
    ++job.found.ghosts;
  } else if (judged.held == kAbsent) {
    difference.flaw = Flaw::kMissing;
    ++job.found.missing;
  } else {
    difference.flaw = Flaw::kDifferent;
    ++job.found.different;
  }
  const Ids id{difference.id};
  if (judged.held != kAbsent) difference.indexed = parts_.indices.Sources(job.generation, id).at(0);
  parts_.report(difference);
}

void Verifier::Repair(Job& job, const Ids& ids) const {
  parts_.write_again(ids);
  Ids left = ids;
  for (std::size_t look = 0; look < limits_.looks && !left.empty(); ++look) {
    left = Judge(job, left, [&](const Judged& judged) { job.found.repaired += judged.same ? 1 : 0; });
  }
}

}  // namespace cdc::stream
