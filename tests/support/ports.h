// Ports of a test's own.
#pragma once

#include <string>

namespace cdc::test {

// "127.0.0.1:PORT" where nobody listens, below the range of outgoing connections: nobody gets it by chance before it is
// used, or while who listens there is down.
std::string FreeAddress();

}  // namespace cdc::test
