#include "tests/pg/random_document.h"

#include <array>
#include <random>
#include <utility>
#include <vector>

namespace cdc::test {
namespace {

// Columns of something in FROM, with its alias before them.
struct Item {
  std::vector<std::string> numbers, texts;
};
using Items = std::vector<Item>;

class Writer {
 public:
  explicit Writer(std::uint64_t seed) : random_(seed) {}

  std::string Document() {
    std::string with;
    if (Chance(25)) {
      const std::string body = Derived(2, {});
      with = "WITH shared AS " + std::string(Chance(50) ? "MATERIALIZED " : "") + body + "\n";
      shared_ = true;
    }
    Items items;
    const std::string root = Table(Pick({"film", "studio", "person"}), items);
    const std::string id = items[0].numbers[0];
    const std::string from = Joins(root, 2, {}, items);
    std::string outputs;
    const bool grouped = Chance(40), distinct = !grouped && Chance(15);
    for (const Item& item : items) {
      for (const auto& text : item.texts) outputs += ",\n       " + (grouped ? List(text) : text) + " AS o" + Number();
      if (Chance(50))
        outputs += ",\n       " + (grouped ? "max(" + Any(item.numbers) + ")" : Any(item.numbers)) + " AS o" + Number();
    }
    if (!grouped) {
      for (int i = Dice(3); i > 0; --i) outputs += ",\n       " + Scalar(2, items) + " AS o" + Number();
      if (!distinct && Chance(10)) {
        outputs +=
            ",\n       count(*) OVER (PARTITION BY " + (Chance(70) ? id : Any(items[0].numbers)) + ") AS o" + Number();
      }
    }
    std::string sql = with + "SELECT " + (distinct ? "DISTINCT " : "") + id + " AS _id" + outputs + "\n  FROM " + from;
    sql += Where(2, items, {}, false);
    return grouped ? sql + "\n GROUP BY " + id : sql;
  }

 private:
  int Dice(int sides) { return std::uniform_int_distribution(0, sides - 1)(random_); }
  bool Chance(int percent) { return Dice(100) < percent; }
  std::string Number() { return std::to_string(++count_); }
  std::string Pick(const std::vector<std::string>& choices) {
    return choices[static_cast<std::size_t>(Dice(static_cast<int>(choices.size())))];
  }
  std::string Any(const std::vector<std::string>& columns) { return Pick(columns); }
  std::string AnyNumber(const Items& items) {
    return Any(items[static_cast<std::size_t>(Dice(static_cast<int>(items.size())))].numbers);
  }
  std::string AnyText(const Items& items) {
    return Any(items[static_cast<std::size_t>(Dice(static_cast<int>(items.size())))].texts);
  }
  static std::string List(const std::string& text) { return "string_agg(" + text + ", ',' ORDER BY " + text + ")"; }

  static Items Both(const Items& a, const Items& b) {
    Items both = a;
    both.insert(both.end(), b.begin(), b.end());
    return both;
  }

  std::string Table(const std::string& name, Items& items) {
    const std::string alias = "t" + Number();
    Item item;
    const auto add = [&](std::initializer_list<const char*> numbers, std::initializer_list<const char*> texts) {
      for (const char* column : numbers) item.numbers.push_back(alias + "." + column);
      for (const char* column : texts) item.texts.push_back(alias + "." + column);
    };
    if (name == "film") add({"id", "lead_id", "sequel_of", "studio_id", "score"}, {"title", "kind"});
    if (name == "studio") add({"id"}, {"name", "country"});
    if (name == "person") add({"id", "agent_id"}, {"name", "country"});
    if (name == "role") add({"film_id", "person_id"}, {"job"});
    if (name == "genre") add({"id", "parent_id"}, {"name"});
    if (name == "film_genre") add({"film_id", "genre_id", "weight"}, {"weight::text"});
    if (name == "shared") add({"a", "b"}, {"c"});
    items.push_back(item);
    return name + " " + alias;
  }

  // Something for FROM; `outer`: what a LATERAL subquery may name.
  std::string Source(int depth, const Items& outer, Items& items) {
    if (depth > 0 && Chance(40)) {
      const std::string alias = "d" + Number();
      const std::string body = Derived(depth - 1, outer);
      items.push_back({{alias + ".a", alias + ".b"}, {alias + ".c"}});
      return std::string(outer.empty() ? "" : "LATERAL ") + body + " " + alias;
    }
    if (shared_ && Chance(30)) return Table("shared", items);
    return Table(Pick({"film", "studio", "person", "role", "role", "genre", "film_genre", "film_genre"}), items);
  }

  std::string Joins(std::string from, int depth, const Items& outer, Items& items) {
    for (int more = Dice(3); more > 0; --more) {
      const std::string kind =
          Pick({"JOIN", "JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", ","});
      const bool lateral = (kind == "JOIN" || kind == "LEFT JOIN" || kind == ",") && Chance(50);
      Items added;
      std::string source = Source(depth, lateral ? Both(outer, items) : Items{}, added);
      if (kind != "," && Chance(20)) {
        std::string second = Source(0, {}, added);
        source = "(" + source + Pick({" JOIN ", " LEFT JOIN "}) + second + " ON " + Equal({added[0]}, {added[1]}) + ")";
      }
      if (kind == ",") {
        from = from + " CROSS JOIN " + source;
        wanted_.push_back(Equal(added, items));
      } else {
        from += "\n  " + kind + " " + source + " ON " +
                (kind == "FULL JOIN" ? Equal(added, items) : On(depth, added, items, outer));
      }
      items.insert(items.end(), added.begin(), added.end());
    }
    return from;
  }

  std::string Equal(const Items& a, const Items& b) { return AnyNumber(a) + " = " + AnyNumber(b); }

  // An equality that need not hold.
  std::string Loose(const Items& a, const Items& b) {
    switch (Dice(4)) {
      case 0: return "NOT (" + Equal(a, b) + ")";
      case 1: return "CASE WHEN " + Equal(a, b) + " THEN " + AnyNumber(a) + " > 1 ELSE true END";
      case 2: return "coalesce(" + Equal(a, b) + ", true)";
      default: return "(" + Equal(a, b) + " OR " + Equal(a, b) + ")";
    }
  }

  std::string On(int depth, const Items& added, const Items& items, const Items& outer) {
    std::string on = Chance(8) ? Loose(added, items) : Equal(added, items);
    if (Chance(20)) on += " AND " + Equal(added, Both(items, outer));
    if (Chance(15)) on += " AND " + AnyText(added) + " <> 'j1'";
    if (depth > 0 && Chance(15)) on += " AND " + Test(depth - 1, Both(added, Both(items, outer)));
    return on;
  }

  // EXISTS, IN and their negations over a subquery that names `outer`.
  std::string Test(int depth, const Items& outer) {
    if (Chance(50))
      return std::string(Chance(40) ? "NOT " : "") + "EXISTS (SELECT " + Pick({"", "*", "1"}) + " FROM " +
             Body(depth, outer) + ")";
    Items items;
    const std::string from = Joins(Source(depth, outer, items), depth, {}, items);
    const std::string where = Where(depth, items, outer, Chance(60));
    return AnyNumber(outer) + " IN (SELECT " + AnyNumber(items) + " FROM " + from + where + ")";
  }

  std::string Body(int depth, const Items& outer) {
    Items items;
    const std::string from = Joins(Source(depth, outer, items), depth, {}, items);
    return from + Where(depth, items, outer, true);
  }

  std::string Scalar(int depth, const Items& outer) {
    if (Chance(20))
      return "(" + std::string(Chance(50) ? "NOT " : "") + "EXISTS (SELECT FROM " + Body(depth - 1, outer) + "))::text";
    Items items;
    const std::string from = Joins(Source(depth - 1, outer, items), depth - 1, {}, items);
    return "(SELECT " + List(AnyText(items)) + " FROM " + from + Where(depth - 1, items, outer, true) + ")";
  }

  std::string Where(int depth, const Items& items, const Items& outer, bool correlate) {
    std::vector<std::string> conditions = std::exchange(wanted_, {});
    if (correlate && !outer.empty()) conditions.push_back(Chance(12) ? Loose(items, outer) : Equal(items, outer));
    if (Chance(20)) conditions.push_back(Equal(items, Both(items, outer)));
    if (Chance(10)) conditions.push_back(Loose(items, Both(items, outer)));
    if (Chance(20)) conditions.push_back(AnyNumber(items) + " > 1");
    if (Chance(10)) conditions.push_back("(" + AnyText(items) + " IS NULL OR " + AnyNumber(items) + " < 7)");
    if (depth > 0 && Chance(25)) conditions.push_back(Test(depth - 1, Both(items, outer)));
    if (depth > 0 && Chance(10))
      conditions.push_back("(" + AnyNumber(items) + " = 2 OR " + Test(depth - 1, Both(items, outer)) + ")");
    std::string where;
    for (const auto& condition : conditions) where += (where.empty() ? "\n WHERE " : " AND ") + condition;
    return where;
  }

  // A subquery in parentheses with the columns a and b, numbers, and c, a text. Its order is total where order matters.
  std::string Derived(int depth, const Items& outer) {
    const int shape = Dice(9);
    if (shape == 0)
      return "(" + Plain(depth, outer) + "\n " + Pick({"UNION", "UNION ALL", "EXCEPT", "INTERSECT"}) + "\n" +
             Plain(depth, outer) + ")";
    Items items;
    const std::string from = Joins(Source(depth, {}, items), depth, {}, items);
    const std::string body = "\n  FROM " + from + Where(depth, items, outer, Chance(60));
    const std::string a = AnyNumber(items), b = AnyNumber(items), c = AnyText(items);
    const std::string columns = a + " AS a, " + b + " AS b, " + c + " AS c";
    switch (shape) {
      case 1:
        return "(SELECT " + a + " AS a, " + b + " AS b, " + List(c) + " AS c" + body + "\n GROUP BY " + a + ", " + b +
               ")";
      case 2:
        return "(SELECT " + a + " AS a, min(" + b + ") AS b, " + List(c) + " AS c" + body + "\n GROUP BY " + a + ")";
      case 3: return "(SELECT DISTINCT " + columns + body + ")";
      case 4:
        return "(SELECT DISTINCT ON (" + a + ") " + columns + body + "\n ORDER BY " + a + ", " + b + ", " + c + ")";
      case 5:
        return "(SELECT " + a + " AS a, " + b + " AS b, string_agg(" + c + ", ',') OVER (PARTITION BY " + a +
               " ORDER BY " + b + ", " + c + ") AS c" + body + ")";
      case 6: return "(SELECT " + columns + body + "\n ORDER BY 1, 2, 3 LIMIT 2)";
      case 7: return "(SELECT max(" + a + ") AS a, count(*)::int AS b, " + List(c) + " AS c" + body + ")";
      default: return "(SELECT " + columns + body + ")";
    }
  }

  std::string Plain(int depth, const Items& outer) {
    Items items;
    const std::string from = Joins(Source(depth, {}, items), 0, {}, items);
    return "SELECT " + AnyNumber(items) + " AS a, " + AnyNumber(items) + " AS b, " + AnyText(items) + " AS c FROM " +
           from + Where(0, items, outer, Chance(75));
  }

  std::mt19937_64 random_;
  int count_ = 0;
  bool shared_ = false;              // the document has a CTE of that name
  std::vector<std::string> wanted_;  // conditions of cross joins, for the next WHERE
};

}  // namespace

std::string RandomDocument(std::uint64_t seed) { return Writer(seed).Document(); }

}  // namespace cdc::test
