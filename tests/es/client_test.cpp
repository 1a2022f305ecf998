// The client against servers that misbehave.
#include "cdc/es/client.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <thread>

#include "cdc/base/error.h"
#include "tests/es/elasticsearch.h"
#include "tests/support/fake_http.h"

namespace cdc::es {
namespace {

using test::Answer;
using test::DeadUrl;
using test::FakeHttp;
using test::FakeReply;
using test::FakeRequest;
using test::HalfAnswer;
using test::KindOf;

EsOptions At(std::vector<std::string> urls) {
  EsOptions options;
  options.urls = std::move(urls);
  return options;
}

const Request kPost{"POST", "/_bulk", "body", "application/x-ndjson", std::nullopt};

std::string Unpack(const std::string& packed) {
  std::string out(1 << 20, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(Client, SendsMethodPathBodyAndType) {
  FakeHttp server([](const FakeRequest&) { return Answer(200, "{}"); });
  Client client(At({server.url() + "/in/front/"}));
  const Reply reply = client.Send({"PUT", "/x%2Fy/../z?a=b", "text", "application/json", std::nullopt});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "{}");
  const FakeRequest request = server.Requests().at(0);
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.path, "/in/front/x%2Fy/../z?a=b");
  EXPECT_EQ(request.body, "text");
  EXPECT_EQ(request.headers.at("content-type"), "application/json");
  EXPECT_FALSE(request.headers.contains("expect"));
}

TEST(Client, KeepsTheConnection) {
  FakeHttp server([](const FakeRequest&) { return Answer(200, "{}"); });
  Client client(At({server.url()}));
  for (int i = 0; i < 5; ++i) client.Send(kPost);
  client.Send({"GET", "/", {}, {}, std::nullopt});
  client.Send({"DELETE", "/x", {}, {}, std::nullopt});
  for (const FakeRequest& request : server.Requests()) EXPECT_EQ(request.connection, 1);
  EXPECT_EQ(server.Requests().size(), 7U);
}

TEST(Client, GoesOnToTheNextAddressWhereNobodyListens) {
  FakeHttp server([](const FakeRequest&) { return Answer(200, "{}"); });
  Client client(At({DeadUrl(), "http://no-such-host.invalid:9200", server.url()}));
  EXPECT_EQ(client.Send(kPost).status, 200);
  EXPECT_EQ(client.Send(kPost).status, 200);
  EXPECT_EQ(server.Requests().size(), 2U);
}

TEST(Client, ThrowsOnceNoAddressIsLeft) {
  Client client(At({DeadUrl(), DeadUrl()}));
  EXPECT_EQ(KindOf([&] { client.Send(kPost); }), Kind::kUnavailable);
}

TEST(Client, ABodyThatWasSentIsNotSentAgain) {
  FakeHttp other([](const FakeRequest&) { return Answer(200, "{}"); });
  FakeHttp server([](const FakeRequest& request) {
    return request.path == "/warm" ? Answer(200, "{}") : FakeReply{"", true, false};
  });
  Client client(At({server.url(), other.url()}));
  client.Send({"POST", "/warm", "x", {}, std::nullopt});  // so that libcurl sees a kept connection break
  EXPECT_EQ(KindOf([&] { client.Send(kPost); }), Kind::kUnavailable);
  EXPECT_EQ(server.Requests().size(), 2U);
  EXPECT_TRUE(other.Requests().empty());
  EXPECT_EQ(client.Send(kPost).status, 200);  // the next call asks the other node
  EXPECT_EQ(other.Requests().size(), 1U);
}

TEST(Client, ANodeThatIsUnavailableIsNotAskedFirstAgain) {
  FakeHttp first([](const FakeRequest&) { return Answer(503, "{}"); });
  FakeHttp second([](const FakeRequest&) { return Answer(200, "{}"); });
  Client client(At({first.url(), second.url()}));
  EXPECT_EQ(client.Send(kPost).status, 503);
  EXPECT_EQ(client.Send(kPost).status, 200);
}

TEST(Client, AConnectionThatTheServerClosedIsReplaced) {
  FakeHttp server([](const FakeRequest&) {
    FakeReply reply = Answer(200, "{}");
    reply.close = true;
    return reply;
  });
  Client client(At({server.url()}));
  for (int i = 0; i < 20; ++i) {
    try {
      client.Send(kPost);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), Kind::kUnavailable);  // the close crossed the request
    }
  }
  EXPECT_LE(server.Requests().size(), 20U);
  EXPECT_GT(server.Requests().size(), 10U);
}

TEST(Client, AStopEndsAStalledRequestAtOnce) {
  FakeHttp server(
      [](const FakeRequest&) { return FakeReply{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", false, true}; });
  Client client(At({server.url()}));
  std::stop_source stop;
  std::chrono::steady_clock::time_point asked;
  const std::jthread stopper([&] {
    while (server.Requests().empty()) std::this_thread::yield();
    asked = std::chrono::steady_clock::now();
    stop.request_stop();
  });
  EXPECT_EQ(KindOf([&] { client.Send(kPost, stop.get_token()); }), Kind::kUnavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::milliseconds(500));
}

TEST(Client, AStopThatCameBeforeEndsTheRequestToo) {
  FakeHttp server([](const FakeRequest&) { return FakeReply{"", false, true}; });
  Client client(At({server.url()}));
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(KindOf([&] { client.Send(kPost, stop.get_token()); }), Kind::kUnavailable);
}

TEST(Client, AServerThatSaysNothingRunsIntoTheTimeLimit) {
  FakeHttp server([](const FakeRequest&) { return FakeReply{"", false, true}; });
  EsOptions options = At({server.url(), server.url()});
  options.timeout = std::chrono::milliseconds(50);
  Client client(options);
  EXPECT_EQ(KindOf([&] { client.Send(kPost); }), Kind::kUnavailable);
  EXPECT_EQ(server.Requests().size(), 1U);  // it was sent: not to the next one too
}

TEST(Client, RepliesThatAreNoneAreUnavailable) {
  const std::string endless(200'000, 'x');
  const FakeReply replies[] = {
      HalfAnswer(200, std::string(1000, 'x')),
      {"", true, false},
      {"garbage\r\n\r\n", true, false},
      {"HTTP/1.1 200 OK\r\nContent-Length: 10", true, false},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", true, false},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx", true, false},
      {"HTTP/1.1 200 OK\r\nX: " + endless + endless + "\r\n\r\n", true, false},
      {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", true, false},
  };
  for (const FakeReply& reply : replies) {
    FakeHttp server([&](const FakeRequest&) { return reply; });
    EsOptions options = At({server.url()});
    options.compress = true;
    Client client(options);
    EXPECT_EQ(KindOf([&] { client.Send(kPost); }), Kind::kUnavailable) << reply.bytes.substr(0, 80);
  }
}

TEST(Client, AReplyLongerThanTheLimitIsRefused) {
  FakeHttp server([](const FakeRequest&) { return Answer(200, std::string(100'001, 'x')); });
  EsOptions options = At({server.url()});
  options.max_reply_bytes = 100'000;
  Client client(options);
  EXPECT_EQ(KindOf([&] { client.Send(kPost); }), Kind::kUnavailable);
  options.max_reply_bytes = 100'001;
  EXPECT_EQ(Client(options).Send(kPost).body.size(), 100'001U);
}

TEST(Client, ARedirectIsNotFollowed) {
  FakeHttp other([](const FakeRequest&) { return Answer(200, "{}"); });
  FakeHttp server([&](const FakeRequest&) {
    return FakeReply{"HTTP/1.1 302 Found\r\nLocation: " + other.url() + "\r\nContent-Length: 0\r\n\r\n"};
  });
  Client client(At({server.url()}));
  EXPECT_EQ(client.Send(kPost).status, 302);
  EXPECT_TRUE(other.Requests().empty());
}

TEST(Client, BodiesArePackedWhereAsked) {
  FakeHttp server([](const FakeRequest&) { return Answer(200, "{}"); });
  EsOptions options = At({server.url()});
  options.compress = true;
  Client client(options);
  std::string body;
  for (int i = 0; i < 10'000; ++i) body += std::to_string(i);
  client.Send({"POST", "/", body, "text/plain", std::nullopt});
  client.Send({"POST", "/", "short", "text/plain", std::nullopt});
  const auto requests = server.Requests();
  EXPECT_EQ(requests.at(0).headers.at("content-encoding"), "gzip");
  EXPECT_LT(requests.at(0).body.size(), body.size());
  EXPECT_EQ(Unpack(requests.at(0).body), body);
  EXPECT_FALSE(requests.at(1).headers.contains("content-encoding"));
  EXPECT_EQ(requests.at(1).body, "short");
}

TEST(Client, SecretsGoToTheServerOnly) {
  FakeHttp server([](const FakeRequest&) { return Answer(200, "{}"); });
  EsOptions options = At({server.url()});
  options.username = "us:er";
  options.password = "pass";
  EXPECT_EQ(KindOf([&] {
              EsOptions both = options;
              both.api_key = "key";
              Client{both};
            }),
            Kind::kConfig);
  options.username = "user";
  Client(options).Send(kPost);
  EXPECT_EQ(server.Requests().at(0).headers.at("authorization"), "Basic dXNlcjpwYXNz");
  options.username = options.password = "";
  options.api_key = "c2VjcmV0";
  Client(options).Send(kPost);
  EXPECT_EQ(server.Requests().at(1).headers.at("authorization"), "ApiKey c2VjcmV0");
  std::string url = server.url();
  url.insert(url.find("//") + 2, "us%40er:pa%2Fss@");
  Client(At({url})).Send(kPost);
  EXPECT_EQ(server.Requests().at(2).headers.at("authorization"), "Basic dXNAZXI6cGEvc3M=");
}

TEST(Client, SecretsAreInNoError) {
  FakeHttp stalled([](const FakeRequest&) { return FakeReply{"", false, true}; });
  FakeHttp broken([](const FakeRequest&) { return FakeReply{"hunter2 garbage", true, false}; });
  const auto with_user = [](std::string url) { return url.insert(url.find("//") + 2, "someone:hunter2@"); };
  const std::string urls[] = {with_user(DeadUrl()),
                              with_user("http://no-such-host.invalid:1"),
                              with_user(stalled.url()),
                              with_user(broken.url()),
                              with_user("https" + broken.url().substr(4)),
                              with_user("ftp://host"),
                              with_user("http://host/?hunter2"),
                              with_user("http://host/#hunter2"),
                              "http://someone:hunter2@host:port",
                              "hunter2://x",
                              "http://hunter2 hunter2"};
  for (const std::string& url : urls) {
    EsOptions options = At({url});
    options.password = "hunter2";
    options.timeout = std::chrono::milliseconds(200);
    try {
      Client(options).Send(kPost);
      ADD_FAILURE() << url;
    } catch (const Error& error) {
      EXPECT_EQ((std::string(error.what()) + error.hint()).find("hunter2"), std::string::npos) << error.what();
    }
  }
}

TEST(Client, AddressesThatCannotBeUsedAreRefusedAtOnce) {
  for (const char* url :
       {"", "elastic:9200:1", "ftp://host", "file:///etc/passwd", "http://", "http://host:99999", "http://h/?a=b"}) {
    EXPECT_EQ(KindOf([&] { Client{At({url})}; }), Kind::kConfig) << url;
  }
  EXPECT_EQ(KindOf([] { Client{At({})}; }), Kind::kConfig);
}

TEST(Client, ACertificateFileThatIsNoneIsAMatterOfConfiguration) {
  FakeHttp server([](const FakeRequest&) { return Answer(200, "{}"); });
  EsOptions options = At({"https" + server.url().substr(4)});
  options.ca_file = "/nonexistent/ca.pem";
  EXPECT_EQ(KindOf([&] { Client(options).Send(kPost); }), Kind::kConfig);
}

TEST(Client, PathsAreEncoded) {
  EXPECT_EQ(EncodePath("a b/c?я.%"), "a%20b%2Fc%3F%D1%8F%2E%25");
  EXPECT_EQ(EncodePath("movies-000001"), "movies-000001");
}

}  // namespace
}  // namespace cdc::es
