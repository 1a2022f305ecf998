#include "admin/server/files/film_files_api.h"

#include <fmt/format.h>
#include <sodium.h>

#include "admin/server/catalogue/edit.h"
#include "admin/server/files/ranges.h"
#include "admin/server/http/problem.h"
#include "admin/server/sql.h"
#include "admin/server/worker.h"
#include "cdc/base/text.h"

namespace admin::files {
namespace {

using http::Refusal;
using http::Text;

constexpr std::chrono::seconds kLinkTime{60};  // to begin the download, not to end it

std::string IdOf(const http::Call& call) { return cdc::Lower(call.path.find("id")->second); }

Refusal NoFilm(const http::Call& call) {
  return {404, Text(call.language, "There is no such film.", "Такого фильма нет.")};
}

Refusal NoFile(const http::Call& call) {
  return {404, Text(call.language, "The film has no such file.", "У фильма нет такого файла.")};
}

// "ab/ab0c…f1.jpg": not to be guessed, and not thousands in one folder.
std::string NewKey(std::string_view type) {
  std::array<char, 16> random{};
  randombytes_buf(random.data(), random.size());
  const std::string name = cdc::Hex({random.data(), random.size()});
  return name.substr(0, 2) + "/" + name + "." + std::string(EndingOf(type));
}

// The name for all browsers, and for those that know RFC 8187 as it is.
std::string Disposition(bool attachment, std::string_view name) {
  std::string plain;
  for (const char c : name) plain += (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%') ? '_' : c;
  return fmt::format("{}; filename=\"{}\"; filename*=UTF-8''{}", attachment ? "attachment" : "inline", plain,
                     cdc::UriEncode(name));
}

// A change of a film's file: in the history it has the film's id.
store::Change ChangeOf(const http::Call& call, std::string_view title, const Kind& kind,
                       std::optional<std::string> before, std::optional<std::string> after) {
  return {.type = "film_file",
          .id = IdOf(call),
          .name = fmt::format("{} ({})", title, kind.name),
          .action = !before  ? "create"
                    : !after ? "delete"
                             : "update",
          .before = std::move(before),
          .after = std::move(after)};
}

bool Matches(const http::Call& call, const std::string& tag) {
  const auto known = call.request.headers.Get("If-None-Match");
  return known && (*known == "*" || known->find(tag) != std::string_view::npos);
}

}  // namespace

FilmFilesApi::FilmFilesApi(Options options, const cdc::Clock& clock, cdc::Log& log)
    : options_(std::move(options)),
      kinds_(Kinds(options_.poster_bytes, options_.video_bytes)),
      storage_(MakeStorage(options_, clock)),
      log_(log) {}

Storage& FilmFilesApi::Kept(const http::Call& call) const {
  if (storage_ != nullptr) return *storage_;
  throw Refusal(404, Text(call.language, "This server keeps no files.", "Этот сервер не хранит файлов."),
                Text(call.language, "Whoever runs it can change that: files.store of its configuration.",
                     "Это может изменить тот, кто его обслуживает: files.store в конфигурации."));
}

http::Response FilmFilesApi::List(const http::Call& call) const {
  const auto rows = call.worker->edits.Query(sql::kFilmFiles, {IdOf(call)}, call.stop);
  if (rows.size() == 0) throw NoFilm(call);
  Json kinds = Json::array();
  for (const auto& kind : kinds_) {
    if (storage_ != nullptr) {
      kinds.push_back({{"kind", kind.name}, {"types", kind.types}, {"most_bytes", kind.most_bytes}});
    }
  }
  return http::Reply({{"kinds", std::move(kinds)}, {"files", Json::parse(rows.Text(0, 0))}});
}

// What does not begin as such a file does is refused before the rest is read.
Staged FilmFilesApi::Receive(const http::Call& call, const Kind& kind, const std::string& type) const {
  Staged staged = Kept(call).Stage();
  std::string_view piece = call.request.input ? call.request.input->Read() : std::string_view();
  if (piece.empty()) throw Refusal(422, Text(call.language, "The file is empty.", "Файл пуст."));
  if (const auto found = TypeOfBytes(piece); found != type) {
    throw Refusal(422,
                  fmt::format(fmt::runtime(Text(call.language, "This file is no {}: by its content it is {}.",
                                                "Это не {}: судя по содержимому, это {}.")),
                              type, found),
                  fmt::format(fmt::runtime(Text(call.language, "A {} may be: {}.", "Для «{}» годятся: {}.")), kind.name,
                              kind.types));
  }
  for (; !piece.empty(); piece = call.request.input->Read()) staged.Write(piece);
  return staged;
}

http::Response FilmFilesApi::Upload(const http::Call& call, const Kind& kind) const {
  Storage& storage = Kept(call);
  auto& edits = call.worker->edits;
  if (edits.Query(sql::kFilmFiles, {IdOf(call)}, call.stop).size() == 0) throw NoFilm(call);
  const auto type = PlainType(call.request.headers.Get("Content-Type").value_or(""));
  const auto name = PlainName(call.query.Get("name").value_or(""), kind.name, type);
  Staged staged = Receive(call, kind, type);
  const auto store = edits.Query(sql::kFileStore, {}, call.stop);
  const std::string key = std::string(store.Text(0, 0)) + "/" + NewKey(type);
  storage.Put(key, staged, call.stop);
  std::optional<std::string> former;
  try {
    // A commit of which nobody knows whether it took place may have made the file a film's: then its bytes stay, and
    // the sweeper looks again.
    auto response = catalogue::Edit(call, audit_, Json(), [&]() -> catalogue::Done {
      former.reset();
      const auto film = edits.Query(sql::kFilmFileHold, {IdOf(call)}, call.stop);
      if (film.size() == 0) throw NoFilm(call);
      const auto removed = edits.Query(sql::kFilmFileRemove, {IdOf(call), std::string(kind.name)}, call.stop);
      if (removed.size() == 1) former = removed.Text(0, 0);
      const auto added = edits.Query(sql::kFilmFileAdd,
                                     {IdOf(call), std::string(kind.name), name, type, std::to_string(staged.bytes()),
                                      staged.Sha256(), key, call.actor.name},
                                     call.stop);
      std::optional<std::string> before;
      if (former) before = removed.Text(0, 1);
      const std::string after(added.Text(0, 0));
      return {http::ReplyText(after), {ChangeOf(call, film.Text(0, 0), kind, std::move(before), after)}};
    });
    if (former) RemoveBytes(call, *former);
    return response;
  } catch (const Refusal&) {
    RemoveBytes(call, key);
    throw;
  }
}

// Once no row names them. What does not succeed now is left to the sweeper.
void FilmFilesApi::RemoveBytes(const http::Call& call, const std::string& key) const {
  try {
    storage_->Delete(key, call.stop);
    const std::string keys = cdc::pg::ArrayLiteral(std::span(&key, 1));
    call.worker->edits.InTransaction([&] { call.worker->edits.Query(sql::kFileForget, {keys}, call.stop); }, call.stop);
  } catch (const cdc::Error& error) {
    log_.Write(cdc::Level::kWarn, "the bytes of a file are left to be swept", error);
  }
}

http::Response FilmFilesApi::Download(const http::Call& call, const Kind& kind) const {
  Storage& storage = Kept(call);
  const auto rows = call.worker->edits.Query(sql::kFilmFile, {IdOf(call), std::string(kind.name)}, call.stop);
  if (rows.size() == 0) throw NoFile(call);
  const std::string key(rows.Text(0, 0)), type(rows.Text(0, 2)), tag = '"' + std::string(rows.Text(0, 4)) + '"';
  const auto meant = call.query.Get("sha256");
  if (meant && *meant != rows.Text(0, 4)) throw NoFile(call);
  const bool attachment = call.query.Get("download") == "true";
  const std::string disposition = Disposition(attachment, rows.Text(0, 1));
  http::Response response{.type = type};
  response.headers.Add("ETag", tag);
  response.headers.Add("Cache-Control", meant ? "private, max-age=31536000, immutable" : "private, no-cache");
  response.headers.Add("Accept-Ranges", "bytes");
  if (Matches(call, tag)) {
    response.status = 304;
    response.type = "";
    return response;
  }
  if (attachment && options_.download == "presigned") {
    if (const auto link = storage.Link({key, type, disposition}, kLinkTime)) {
      http::Response elsewhere{.status = 302, .type = ""};
      elsewhere.headers.Add("Location", *link);
      return elsewhere;
    }
  }
  const auto size = storage.Size(key, call.stop);
  if (!size) {
    log_.Fail("a file is not in the storage", {{"key", key}});
    throw Refusal(404,
                  Text(call.language, "The film has this file, but its content is gone from the storage.",
                       "Этот файл у фильма есть, но его содержимого в хранилище больше нет."),
                  Text(call.language, "Upload it again.", "Загрузите его снова."));
  }
  const Asked asked = AskedRange(call.request.headers, *size, tag);
  if (!asked.satisfiable) {
    throw Refusal(416, Text(call.language, "The file is shorter than that.", "Файл короче."))
        .With("Content-Range", fmt::format("bytes */{}", *size));
  }
  if (asked.part) {
    response.status = 206;
    response.headers.Add("Content-Range", fmt::format("bytes {}-{}/{}", asked.range.first,
                                                      asked.range.first + asked.range.bytes - 1, *size));
  }
  response.headers.Add("Content-Disposition", disposition);
  response.length = asked.range.bytes;
  response.produce = [&storage, key, range = asked.range, stop = call.stop](http::Output& output) {
    storage.Get(key, range, [&](std::string_view bytes) { output.Write(bytes); }, stop);
    output.Flush();
  };
  return response;
}

http::Response FilmFilesApi::Delete(const http::Call& call, const Kind& kind) const {
  Kept(call);
  auto& edits = call.worker->edits;
  std::string key;
  auto response = catalogue::Edit(call, audit_, Json(), [&]() -> catalogue::Done {
    const auto film = edits.Query(sql::kFilmFileHold, {IdOf(call)}, call.stop);
    if (film.size() == 0) throw NoFilm(call);
    const auto removed = edits.Query(sql::kFilmFileRemove, {IdOf(call), std::string(kind.name)}, call.stop);
    if (removed.size() == 0) throw NoFile(call);
    key = removed.Text(0, 0);
    return {http::Response{.status = 204, .type = ""},
            {ChangeOf(call, film.Text(0, 0), kind, std::string(removed.Text(0, 1)), std::nullopt)}};
  });
  RemoveBytes(call, key);
  return response;
}

std::vector<http::Route> FilmFilesApi::Routes() {
  using http::Access;
  using http::Lane;
  using Type = http::Parameter::Type;
  std::vector<http::Route> routes{{.method = "GET",
                                   .path = "/api/admin/films/{id}/files",
                                   .access = Access::kViewer,
                                   .lane = Lane::kShort,
                                   .name = "list_film_files",
                                   .tag = "files",
                                   .summary = "The film's files, and what is taken as one.",
                                   .call = [this](const http::Call& call) { return List(call); },
                                   .reply = "FilmFiles",
                                   .refusals = {404},
                                   .scope = "read"}};
  for (const auto& kind : kinds_) {
    const auto path = names_.Keep(fmt::format("/api/admin/films/{{id}}/files/{}", kind.name));
    routes.push_back({.method = "GET",
                      .path = path,
                      .access = Access::kViewer,
                      .lane = Lane::kMove,
                      .name = names_.Keep(fmt::format("read_film_{}", kind.name)),
                      .tag = "files",
                      .summary = names_.Keep(fmt::format("The film's {}, or the part that Range asks for.", kind.name)),
                      .call = [this, &kind](const http::Call& call) { return Download(call, kind); },
                      .query = {{.name = "download",
                                 .type = Type::kBoolean,
                                 .description = "To be saved, not shown; this may lead to an address of the storage."},
                                {.name = "sha256", .description = "Only this very content, which browsers may keep."}},
                      .refusals = {206, 302, 304, 404, 416},
                      .scope = "read",
                      .headers = {"Range", "If-Range", "If-None-Match"},
                      .type = kind.types});
    routes.push_back({.method = "PUT",
                      .path = path,
                      .access = Access::kEditor,
                      .lane = Lane::kMove,
                      .name = names_.Keep(fmt::format("upload_film_{}", kind.name)),
                      .tag = "files",
                      .summary = names_.Keep(fmt::format("Makes the body the film's {}, in place of a former one; the "
                                                         "content must be what Content-Type says.",
                                                         kind.name)),
                      .call = [this, &kind](const http::Call& call) { return Upload(call, kind); },
                      .query = {{.name = "name", .description = "What the file is called."}},
                      .body = "FileContent",
                      .reply = "FilmFile",
                      .refusals = {404, 413, 415, 422},
                      .scope = "edit",
                      .body_type = kind.types,
                      .body_bytes = kind.most_bytes,
                      .streamed = true});
    routes.push_back({.method = "DELETE",
                      .path = path,
                      .access = Access::kEditor,
                      .lane = Lane::kShort,
                      .name = names_.Keep(fmt::format("delete_film_{}", kind.name)),
                      .tag = "files",
                      .summary = names_.Keep(fmt::format("Takes the {} away from the film.", kind.name)),
                      .call = [this, &kind](const http::Call& call) { return Delete(call, kind); },
                      .status = 204,
                      .refusals = {404},
                      .scope = "edit"});
  }
  return routes;
}

}  // namespace admin::files
