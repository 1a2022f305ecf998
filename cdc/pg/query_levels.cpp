#include "cdc/pg/query_levels.h"

#include <utility>

#include "cdc/base/error.h"

namespace cdc::pg {
namespace {

// nodes/parsenodes.h and nodes/nodes.h: RTEKind, JoinType
enum RangeTableKind { kRelation = 0, kSubquery = 1, kJoin = 2, kCte = 6, kGroup = 9 };
enum JoinType { kInner = 0, kLeft = 1, kFull = 2, kRight = 3 };

// CTEs that use each other several times multiply.
constexpr std::size_t kMaxEntries = 500;
constexpr std::size_t kMaxLevels = 2000;

Error Refused(const std::string& what, std::string hint) { return Error(Kind::kBadDocument, what, std::move(hint)); }

void Merge(EntrySet& into, const EntrySet& from) { into.insert(from.begin(), from.end()); }

class LevelReader {
 public:
  explicit LevelReader(Catalog& catalog) : catalog_(catalog) {}

  QueryLevels Read(const Node& query) {
    ReadLevel(query, {});
    return std::move(out_);
  }

 private:
  struct Place {
    std::size_t parent = kNoLevel;
    std::size_t container = kNoLevel;
    bool mandatory = false;
    bool recursive = false;
    std::string alias_prefix;
  };

  // References into out_.levels do not survive the reading of another level: the code below goes by index.
  Level& At(std::size_t level) { return out_.levels[level]; }

  std::size_t ReadLevel(const Node& query, Place place) {
    if (!query.Is("QUERY")) throw Error(Kind::kCorrupt, "a stored parse tree holds no query where one was expected");
    if (out_.levels.size() >= kMaxLevels) throw Refused("the document's query has too many levels", "Make it simpler.");
    if (!query["rowMarks"].items().empty()) {
      throw Refused("the document locks rows (FOR UPDATE or FOR SHARE)", "Leave the locking clause out.");
    }
    const std::size_t index = out_.levels.size();
    Level& level = out_.levels.emplace_back();
    level.query = &query;
    level.parent = place.parent;
    level.container = place.container;
    level.mandatory = place.mandatory;
    level.recursive = place.recursive;
    level.alias_prefix = std::move(place.alias_prefix);
    level.first_entry = out_.entries.size();
    level.sources.resize(query["rtable"].items().size());
    ReadDerivedSources(index);
    if (query["setOperations"]) {
      ReadArms(index, query["setOperations"]);
    } else {
      ReadFrom(index, query["jointree"], true);
    }
    At(index).from_end = out_.entries.size();
    for (const char* part : {"targetList", "havingQual", "limitOffset", "limitCount", "windowClause"}) {
      ReadExpression(index, query[part]);
    }
    // PostgreSQL 18 keeps what a query is grouped by here, and only variables for it in the expressions above.
    for (const Node& entry : query["rtable"].items()) ReadExpression(index, entry["groupexprs"]);
    At(index).end_entry = out_.entries.size();
    return index;
  }

  void ReadDerivedSources(std::size_t level) {
    auto& sources = At(level).sources;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      const Node& entry = (*At(level).query)["rtable"].items()[i];
      sources[i].node = &entry;
      const auto kind = entry.Number("rtekind");
      if (kind == kJoin) sources[i].kind = Source::Kind::kJoin;
      if (kind == kGroup) sources[i].kind = Source::Kind::kGroup;
    }
  }

  void ReadArms(std::size_t level, const Node& node) {
    if (node.Is("RANGETBLREF")) {
      const auto index = SourceIndex(level, node);
      At(level).arms.push_back(index);
      ReadSource(level, index, false);
      return;
    }
    ReadArms(level, node["larg"]);
    ReadArms(level, node["rarg"]);
  }

  std::size_t SourceIndex(std::size_t level, const Node& reference) {
    const auto index = reference.Number("rtindex");
    if (index < 1 || static_cast<std::size_t>(index) > At(level).sources.size()) {
      throw Error(Kind::kCorrupt, "a stored parse tree names a table entry that it does not have");
    }
    return static_cast<std::size_t>(index) - 1;
  }

  // An item of FROM: the entries below it. `mandatory`: the level has no row without a row of it.
  EntrySet ReadFrom(std::size_t level, const Node& node, bool mandatory) {
    if (node.Is("RANGETBLREF")) return ReadSource(level, SourceIndex(level, node), mandatory);
    if (node.Is("FROMEXPR")) {
      EntrySet entries;
      for (const Node& item : node["fromlist"].items()) Merge(entries, ReadFrom(level, item, mandatory));
      Merge(entries, ReadExpression(level, node["quals"]));
      At(level).quals.push_back({&node["quals"], true, {}});
      return entries;
    }
    if (!node.Is("JOINEXPR")) throw Error(Kind::kCorrupt, "a stored parse tree holds an unknown kind of FROM item");
    const auto type = node.Number("jointype");
    if (type < kInner || type > kRight)
      throw Error(Kind::kCorrupt, "a stored parse tree holds an unknown kind of join");
    EntrySet left = ReadFrom(level, node["larg"], mandatory && (type == kInner || type == kLeft));
    EntrySet right = ReadFrom(level, node["rarg"], mandatory && (type == kInner || type == kRight));
    const EntrySet on = ReadExpression(level, node["quals"]);
    Qual qual{&node["quals"], mandatory && type == kInner, {}};
    if (type != kFull) qual.scope = on;
    // The side that an outer join keeps is there whether the condition holds or not.
    if (type == kInner || type == kRight) Merge(qual.scope, left);
    if (type == kInner || type == kLeft) Merge(qual.scope, right);
    At(level).quals.push_back(std::move(qual));
    Merge(left, right);
    Merge(left, on);
    return left;
  }

  EntrySet ReadSource(std::size_t level, std::size_t index, bool mandatory) {
    const Node& entry = *At(level).sources[index].node;
    const auto first = out_.entries.size();
    const Place place{level, level, mandatory, false, At(level).alias_prefix};
    switch (entry.Number("rtekind")) {
      case kRelation: ReadRelation(level, index, place); break;
      case kSubquery: SetLevel(level, index, ReadLevel(entry["subquery"], place)); break;
      case kCte: ReadCte(level, index, place); break;
      default:
        for (const char* part : {"functions", "tablefunc", "values_lists"}) ReadExpression(level, entry[part]);
    }
    EntrySet entries;
    for (auto i = first; i < out_.entries.size(); ++i) entries.insert(i);
    return entries;
  }

  void SetLevel(std::size_t level, std::size_t index, std::size_t inner) {
    At(level).sources[index].kind = Source::Kind::kLevel;
    At(level).sources[index].index = inner;
  }

  void ReadRelation(std::size_t level, std::size_t index, Place place) {
    const Node& entry = *At(level).sources[index].node;
    const Relation& relation = catalog_.GetRelation(static_cast<Oid>(entry.Number("relid")));
    const std::string alias = place.alias_prefix + entry["eref"]["aliasname"].text();
    if (relation.system) {
      throw Refused("the document reads the system table " + relation.name.ToString(),
                    "Changes of system tables are not in the stream: leave it out.");
    }
    if (relation.kind == 'S') {
      throw Refused("the document reads the sequence " + relation.name.ToString(),
                    "It changes without a change in the stream: leave it out.");
    }
    if (relation.persistence == 't') {
      throw Refused("the document reads the temporary table " + relation.name.table, "Use a permanent table.");
    }
    if (entry["tablesample"]) {
      throw Refused("the document reads a random sample of " + relation.name.ToString(), "Leave TABLESAMPLE out.");
    }
    if (relation.kind == 'v') {
      out_.views.insert(relation.oid);
      place.parent = kNoLevel;
      place.alias_prefix = alias + ".";
      SetLevel(level, index, ReadLevel(catalog_.Rule(relation.oid), place));
      return;
    }
    if (out_.entries.size() >= kMaxEntries) throw Refused("the document reads too many tables", "Make it simpler.");
    At(level).sources[index].kind = Source::Kind::kEntry;
    At(level).sources[index].index = out_.entries.size();
    out_.entries.push_back({relation.oid, alias, !entry.True("inh")});
  }

  void ReadCte(std::size_t level, std::size_t index, Place place) {
    const Node& entry = *At(level).sources[index].node;
    if (entry.True("self_reference")) return;
    for (auto up = entry.Number("ctelevelsup"); up > 0 && place.parent != kNoLevel; --up) {
      place.parent = At(place.parent).parent;
    }
    if (place.parent != kNoLevel) {
      for (const Node& cte : (*At(place.parent).query)["cteList"].items()) {
        if (cte["ctename"].text() != entry["ctename"].text()) continue;
        place.recursive = cte.True("cterecursive");
        SetLevel(level, index, ReadLevel(cte["ctequery"], place));
        return;
      }
    }
    throw Error(Kind::kCorrupt, "a stored parse tree uses a CTE that it does not have");
  }

  // Notes functions and operators, reads the levels of sublinks; the entries in those.
  EntrySet ReadExpression(std::size_t level, const Node& node) {
    EntrySet entries;
    ReadExpression(level, node, entries);
    return entries;
  }

  void ReadExpression(std::size_t level, const Node& node, EntrySet& entries) {
    if (node.Is("SUBLINK")) {
      const auto inner = ReadLevel(node["subselect"], {level, level, false, false, At(level).alias_prefix});
      At(level).sublinks[&node] = inner;
      Merge(entries, At(inner).Entries());
      ReadExpression(level, node["testexpr"], entries);
      return;
    }
    if (node.Is("SQLVALUEFUNCTION") || node.Is("NEXTVALUEEXPR")) {
      throw Refused("the document uses a value of the time or the session, like CURRENT_DATE or CURRENT_USER",
                    "Such a value changes without a row being changed: leave it out.");
    }
    if (node.Is("COERCEVIAIO")) CheckCast(static_cast<Oid>(node.Number("resulttype")));
    for (const char* field : {"funcid", "aggfnoid", "winfnoid"}) Note(node[field], out_.functions);
    Note(node["opno"], out_.operators);
    for (const Node& one : node["opnos"].items()) Note(one, out_.operators);
    for (const auto& [name, value] : node.fields()) ReadExpression(level, value, entries);
    for (const Node& item : node.items()) ReadExpression(level, item, entries);
  }

  void CheckCast(Oid type) {
    if (!catalog_.GetType(type).context) return;
    throw Refused(
        "the document casts a text to " + catalog_.GetType(type).cast + ", which depends on the time or the catalogs",
        "A text may be 'today' or a name: take a column of that type, or to_date or to_timestamp with a format.");
  }

  static void Note(const Node& oid, std::set<Oid>& into) {
    if (oid.kind() == Node::Kind::kValue && oid.text() != "0") into.insert(ToOid(oid.text()));
  }

  Catalog& catalog_;
  QueryLevels out_;
};

}  // namespace

EntrySet Level::Entries() const {
  EntrySet entries;
  for (std::size_t i = first_entry; i < end_entry; ++i) entries.insert(i);
  return entries;
}

const Node& Level::Target(int number) const {
  static const Node kNone;
  for (const Node& target : (*query)["targetList"].items()) {
    if (target.Number("resno") == number && !target.True("resjunk")) return target;
  }
  return kNone;
}

QueryLevels ReadLevels(const Node& query, Catalog& catalog) { return LevelReader(catalog).Read(query); }

}  // namespace cdc::pg
