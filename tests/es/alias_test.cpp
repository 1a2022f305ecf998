// A client that searches all the time while the alias moves.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/es/elasticsearch.h"
#include "tests/support/wait.h"

namespace cdc::es {
namespace {

using test::Put;
using test::TestEs;
using test::TestIndex;

TEST(Alias, ASearcherNeverSeesAnErrorOrNothingWhileTheAliasMoves) {
  TestIndex index;
  const std::vector<Document> documents = {{"1", R"({"n":1})"}, {"2", R"({"n":2})"}};
  for (const int number : {1, 2}) {
    const std::string name = index.Create(number);
    Put(name, 1, documents);
    index.indices.Refresh(name);
  }
  index.indices.MoveAlias(index.name(), std::nullopt, index.Numbered(1));

  std::atomic<int> searches = 0;
  std::jthread searcher([&](std::stop_token stop) {
    Client client(TestEs());
    while (!stop.stop_requested()) {
      const Reply reply =
          client.Send({"GET", "/" + index.name() + "/_search?filter_path=hits.total.value", {}, {}, {}});
      EXPECT_EQ(reply.status, 200);
      EXPECT_EQ(reply.body, R"({"hits":{"total":{"value":2}}})");
      ++searches;
    }
  });
  ASSERT_TRUE(test::WaitUntil([&] { return searches > 10; }));
  for (int move = 0; move < 20; ++move) {
    const int before = searches;
    const int from = 1 + move % 2;
    index.indices.MoveAlias(index.name(), index.Numbered(from), index.Numbered(3 - from));
    ASSERT_TRUE(test::WaitUntil([&] { return searches > before; }));
  }
}

}  // namespace
}  // namespace cdc::es
