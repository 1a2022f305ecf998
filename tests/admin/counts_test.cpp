// Facets and statistics against plain counts of the tables, one for each value: films that lack something are in no
// number.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/admin/editing.h"
#include "tests/support/redis_keys.h"

namespace admin {
namespace {

using test::Editing;
using Counts = std::map<std::string, std::string>;

// 1,000 films of the sample, of which many lack something, others have the ratings at the ends of a band.
class Counted : public testing::Test {
 protected:
  Counted() {
    api.database().Exec(
        "WITH numbered AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM content.film_work)"
        "UPDATE content.film_work AS f SET"
        "  rating = CASE WHEN n % 3 = 0 THEN NULL WHEN n % 50 = 1 THEN 10 WHEN n % 50 = 2 THEN 9 WHEN n % 50 = 4 THEN 0"
        "                WHEN n % 50 = 5 THEN 8.95 ELSE rating END,"
        "  creation_date = CASE WHEN n % 4 = 0 THEN NULL ELSE creation_date END,"
        "  type = CASE WHEN n % 5 = 0 THEN 'tv_show' ELSE type END "
        "FROM numbered WHERE numbered.id = f.id");
    api.database().Exec(
        "DELETE FROM content.genre_film_work WHERE film_work_id IN "
        "(SELECT id FROM content.film_work ORDER BY id LIMIT 100)");
    api.database().Exec("INSERT INTO content.genre (name) VALUES ('of no film')");
  }
  ~Counted() override { keys.Clear(); }

  std::string Films(const std::string& where) {
    return api.database().Value("SELECT count(*) FROM content.film_work AS f WHERE " + where);
  }
  // What `facet` is to be: for each value a count of its own, those of 0 left out.
  Counts Plain(const std::map<std::string, std::string>& conditions, const std::string& where) {
    Counts counts;
    for (const auto& [value, condition] : conditions) {
      const auto count = Films("(" + condition + ") AND (" + where + ")");
      if (count != "0") counts[value] = count;
    }
    return counts;
  }
  static Counts Of(const Json& facet) {
    Counts counts;
    for (const auto& value : facet) {
      if (value["count"] != 0)
        counts[value["value"].is_string() ? value["value"].get<std::string>() : value["value"].dump()] =
            value["count"].dump();
    }
    return counts;
  }

  Counts Types(const std::string& where) {
    return Plain({{"movie", "f.type = 'movie'"}, {"tv_show", "f.type = 'tv_show'"}}, where);
  }
  Counts Ratings(const std::string& where) {
    std::map<std::string, std::string> conditions{{"null", "f.rating IS NULL"}, {"9", "f.rating >= 9"}};
    for (int rating = 0; rating < 9; ++rating) {
      conditions[std::to_string(rating)] =
          "f.rating >= " + std::to_string(rating) + " AND f.rating < " + std::to_string(rating + 1);
    }
    return Plain(conditions, where);
  }
  // `years` long: 10 for decades.
  Counts Dates(int years, const std::string& where) {
    std::map<std::string, std::string> conditions{{"null", "f.creation_date IS NULL"}};
    for (int first = 1880; first < 2040; first += years) {
      conditions[std::to_string(first)] = "f.creation_date >= '" + std::to_string(first) +
                                          "-01-01' AND f.creation_date < '" + std::to_string(first + years) + "-01-01'";
    }
    return Plain(conditions, where);
  }
  Counts Genres(const std::string& where) {
    std::map<std::string, std::string> conditions;
    const auto ids = Json::parse(api.database().Value("SELECT json_agg(id) FROM content.genre"));
    for (const std::string id : ids) {
      conditions[id] =
          "EXISTS (SELECT FROM content.genre_film_work AS l WHERE l.film_work_id = f.id AND l.genre_id = '" + id + "')";
    }
    return Plain(conditions, where);
  }
  void ExpectFacets(const std::string& query, const std::string& where) {
    const Json facets = api.Get("/api/admin/films/facets?" + query).json;
    EXPECT_EQ(facets["total"].dump(), Films(where)) << query;
    EXPECT_EQ(Of(facets["types"]), Types(where)) << query;
    EXPECT_EQ(Of(facets["ratings"]), Ratings(where)) << query;
    EXPECT_EQ(Of(facets["decades"]), Dates(10, where)) << query;
    EXPECT_EQ(Of(facets["genres"]), Genres(where)) << query;
  }

  Editing api{1000};
  cdc::test::RedisKeys keys{cdc::test::Environment("WALCAST_TEST_REDIS"), api.prefix()};
};

TEST_F(Counted, FacetsAreThoseOfPlainSql) {
  ASSERT_GT(std::stoi(Films("rating IS NULL")), 300);
  ExpectFacets("type=movie&type=tv_show", "true");
  ExpectFacets("type=tv_show", "f.type = 'tv_show'");
  ExpectFacets("missing=rating", "f.rating IS NULL");
  ExpectFacets("missing=creation_date", "f.creation_date IS NULL");
  ExpectFacets("missing=genres", "NOT EXISTS (SELECT FROM content.genre_film_work AS l WHERE l.film_work_id = f.id)");
  ExpectFacets("rating_gte=9", "f.rating >= 9");
}

TEST_F(Counted, EachValueOfAFacetLeadsToAsManyFilms) {
  const auto total = [&](const std::string& query) {
    return api.Get("/api/admin/films?_end=1&_count=exact&" + query).headers["X-Total-Count"];
  };
  auto ratings = Ratings("true");
  EXPECT_EQ(total("missing=rating"), ratings["null"]);
  EXPECT_EQ(total("rating_gte=9"), ratings["9"]);
  EXPECT_EQ(total("rating_gte=8&rating_lte=8.9999"), ratings["8"]);
  EXPECT_EQ(total("missing=creation_date"), Dates(10, "true")["null"]);
}

TEST_F(Counted, DatesAreThoseOfPlainSql) {
  auto years = Dates(1, "true");
  years.erase("null");
  EXPECT_EQ(Of(api.Get("/api/admin/films/dates").json), years) << "those without a date are in no year";
}

TEST_F(Counted, EveryChartIsThatOfPlainSql) {
  const Json numbers = api.Get("/api/admin/statistics").json;
  const auto rows = [&](const std::string& table) { return api.database().Value("SELECT count(*) FROM " + table); };
  EXPECT_EQ(numbers["films"].dump(), rows("content.film_work"));
  EXPECT_EQ(numbers["genres"].dump(), rows("content.genre"));
  EXPECT_EQ(numbers["persons"].dump(), rows("content.person"));
  EXPECT_EQ(Of(numbers["types"]), Types("true"));
  EXPECT_EQ(Of(numbers["ratings"]), Ratings("true"));
  EXPECT_EQ(Of(numbers["years"]), Dates(1, "true"));
  EXPECT_EQ(Of(numbers["by_genre"]), Genres("true"));
  EXPECT_EQ(numbers["by_genre"].size(), numbers["genres"]) << "one that no film has is there with 0";
  Counts roles;
  for (const auto* role : {"actor", "director", "writer"}) {
    roles[role] = rows(std::string("content.person_film_work WHERE role = '") + role + "'");
  }
  EXPECT_EQ(Of(numbers["roles"]), roles);
}

}  // namespace
}  // namespace admin
