#include "cdc/base/wait.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "cdc/base/error.h"

namespace cdc {

Waiter::Waiter() : wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (wake_ < 0) throw Error(Kind::kInternal, std::string("cannot create an eventfd: ") + std::strerror(errno));
}

Waiter::~Waiter() { close(wake_); }

Ready Waiter::Wait(int descriptor, short events, Duration time, std::stop_token stop) const {
  if (stop.stop_requested()) return Ready::kStopped;
  const std::stop_callback wake(stop, [this] {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(wake_, &one, sizeof one);
  });
  const auto deadline = std::chrono::steady_clock::now() + time;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    std::array<pollfd, 2> polled{pollfd{descriptor, events, 0}, pollfd{wake_, POLLIN, 0}};
    const int count =
        poll(polled.data(), polled.size(), static_cast<int>(std::clamp<long>(left.count(), 0, 1'000'000)));
    if (count < 0 && errno != EINTR) throw Error(Kind::kInternal, std::string("poll failed: ") + std::strerror(errno));
    if (stop.stop_requested()) return Ready::kStopped;
    if (count > 0 && polled[0].revents != 0) return Ready::kReady;
    if (count > 0 && polled[1].revents != 0) {  // left over from a stop request of an earlier wait
      std::uint64_t ignored = 0;
      [[maybe_unused]] const auto got = read(wake_, &ignored, sizeof ignored);
    }
    if (left.count() <= 0) return Ready::kTimeout;
  }
}

}  // namespace cdc
