// stream_bench [--films N] [--changes N] [--json]
// What walcast does with the film catalogue on servers of its own: the first load beside PostgreSQL's rendering alone,
// the time from a commit to the document that shows it, a burst of changes, and memory at its peak.
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <vector>

#include "tests/support/compare.h"
#include "tests/support/daemon.h"
#include "tests/support/films.h"
#include "tests/support/postgres.h"
#include "tests/support/wait.h"

namespace cdc::test {
namespace {

using Steady = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;
constexpr std::chrono::minutes kPatience{30};

double Since(Steady::time_point began) { return Seconds(Steady::now() - began).count(); }

struct Options {
  int films = 200'000;
  int changes = 500;
  bool json = false;
};

class Bench {
 public:
  explicit Bench(Options options) : options_(options) {}

  Json Run() {
    Say("loading " + std::to_string(options_.films) + " films into PostgreSQL");
    LoadFilms(database_, options_.films);
    database_.Exec("ANALYZE");
    Json results = {{"films", options_.films}};
    results["rendering_alone_per_second"] = RenderAlone();
    results["first_load"] = FirstLoad();
    results["commit_to_document_ms"] = Latency();
    results["burst"] = Burst();
    results["peak_memory_mib"] = daemon_.PeakMemory() >> 20;
    results["differences"] = Differences(site_);
    return results;
  }

 private:
  double Applied() { return daemon_.Status().at("written").at("applied").get<double>(); }
  void Say(const std::string& what) const {
    if (!options_.json) std::cerr << what << " …" << std::endl;
  }

  // Every document of movies on one connection, thrown away there.
  double RenderAlone() {
    Say("rendering movies without walcast");
    const auto began = Steady::now();
    const std::string count = database_.Value("SELECT count(octet_length(row_to_json(d)::text)) FROM (" +
                                              site_.indices().front().document + "\n) AS d");
    return std::stod(count) / Since(began);
  }

  Json FirstLoad() {
    Say("the first load");
    const auto began = Steady::now();
    daemon_.Start();
    const auto live = [&] {
      const Json status = daemon_.Status();
      return !status.is_null() && std::ranges::all_of(status.at("indices"), [](const Json& index) {
        return index.at("state") == "live" && index.at("filling").is_null();
      });
    };
    if (!WaitUntil(live, kPatience)) throw std::runtime_error("the first load does not end");
    const double seconds = Since(began);
    std::size_t documents = 0;
    for (const auto& index : site_.indices()) documents += Indexed(site_.Alias(index.name)).size();
    return {{"documents", documents}, {"seconds", seconds}, {"per_second", static_cast<double>(documents) / seconds}};
  }

  // From the return of COMMIT to the first GET that shows the new title.
  Json Latency() {
    Say("single changes");
    const auto films = database_.Table("SELECT id FROM content.film_work ORDER BY md5(id::text) LIMIT " +
                                       std::to_string(options_.changes));
    HttpClient search(Environment("WALCAST_TEST_ES"));
    std::vector<double> times;
    for (std::size_t i = 0; i < films.size(); ++i) {
      const std::string title = "changed " + std::to_string(i), &film = films[i][0];
      database_.Exec("UPDATE content.film_work SET title = '" + title + "' WHERE id = '" + film + "'");
      const auto began = Steady::now();
      const std::string path = "/" + site_.Alias("movies") + "/_source/" + film;
      while (search.Call("GET", path).at("title") != title) {
        if (Since(began) > 60) throw std::runtime_error("a change does not arrive");
      }
      times.push_back(Since(began) * 1000);
    }
    std::ranges::sort(times);
    const auto at = [&](double share) { return times[static_cast<std::size_t>(share * double(times.size() - 1))]; };
    return {{"changes", times.size()}, {"p50", at(0.5)}, {"p95", at(0.95)}, {"max", times.back()}};
  }

  // Every film in one statement. A film's people are rendered, too: the log does not tell which column changed.
  Json Burst() {
    Say("every film changed in one transaction");
    database_.Exec("UPDATE content.film_work SET rating = round((random() * 10)::numeric, 1)");
    const double before = Applied();
    const auto began = Steady::now();
    daemon_.Wait(std::chrono::duration_cast<std::chrono::seconds>(kPatience));
    const double seconds = Since(began), documents = Applied() - before;
    return {{"films", options_.films},
            {"documents", static_cast<std::uint64_t>(documents)},
            {"seconds", seconds},
            {"per_second", documents / seconds}};
  }

  const Options options_;
  TestDatabase database_;
  Site site_{database_.Dsn(), FilmIndices()};
  Daemon daemon_{site_};
};

Options Parse(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const bool valued = i + 1 < count;
    if (word == "--json") {
      options.json = true;
    } else if (word == "--films" && valued) {
      options.films = std::atoi(words[++i]);
    } else if (word == "--changes" && valued) {
      options.changes = std::atoi(words[++i]);
    } else {
      throw std::invalid_argument("usage: stream_bench [--films N] [--changes N] [--json]");
    }
  }
  if (options.films < 1 || options.changes < 1) throw std::invalid_argument("numbers must be at least 1");
  return options;
}

void Print(const Json& results) {
  const auto& load = results.at("first_load");
  const auto& latency = results.at("commit_to_document_ms");
  const auto& burst = results.at("burst");
  std::printf("films                               %12d\n", results.at("films").get<int>());
  std::printf("PostgreSQL renders movies alone     %12.0f documents/s\n",
              results.at("rendering_alone_per_second").get<double>());
  std::printf("first load, all indices             %12.0f documents/s   (%zu in %.1f s)\n",
              load.at("per_second").get<double>(), load.at("documents").get<std::size_t>(),
              load.at("seconds").get<double>());
  std::printf("commit to document                  %12.1f ms p50   %.1f ms p95   %.1f ms at most\n",
              latency.at("p50").get<double>(), latency.at("p95").get<double>(), latency.at("max").get<double>());
  std::printf("all films in one transaction        %12.0f documents/s   (%zu in %.1f s)\n",
              burst.at("per_second").get<double>(), burst.at("documents").get<std::size_t>(),
              burst.at("seconds").get<double>());
  std::printf("memory of walcast at its peak       %12lld MiB\n",
              static_cast<long long>(results.at("peak_memory_mib").get<std::int64_t>()));
  const auto differences = results.at("differences").get<std::string>();
  std::printf("every document equals its SQL       %12s\n", differences.empty() ? "yes" : differences.c_str());
}

}  // namespace
}  // namespace cdc::test

int main(int count, char** words) {
  try {
    const auto options = cdc::test::Parse(count, words);
    const auto results = cdc::test::Bench(options).Run();
    if (options.json) {
      std::cout << results.dump() << std::endl;
    } else {
      cdc::test::Print(results);
    }
    return results.at("differences") == "" ? 0 : 1;
  } catch (const std::invalid_argument& misuse) {
    std::cerr << misuse.what() << std::endl;
    return 64;
  } catch (const std::exception& error) {
    std::cerr << "stream_bench: " << error.what() << std::endl;
    return 1;
  }
}
