// What a pause closes: who is about to write a document or to move the checkpoint passes through it, and once it is
// closed and quiet nobody does until it is opened again.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <stop_token>

#include "cdc/base/clock.h"

namespace cdc::stream {

class Valve {  // thread-safe
 public:
  // Of somebody who is inside; ends with its scope. False: the valve is closed, or the wait was stopped.
  class Pass {
   public:
    explicit Pass(Valve* valve) : valve_(valve) {}
    ~Pass() {
      if (valve_ != nullptr) valve_->Leave();
    }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    explicit operator bool() const { return valve_ != nullptr; }

   private:
    Valve* valve_;
  };

  // At once; false where it is closed.
  Pass TryEnter();
  // Waits until it is open; false when stopped before.
  Pass Enter(std::stop_token stop);
  // Returns once it is open, without entering; false when stopped before.
  bool WaitOpen(std::stop_token stop);

  // Both tell whether it was open before.
  bool Close();
  bool Open();
  bool closed() const;
  // Once nobody is inside any more; false where that takes longer than `limit`. REQUIRES: it is closed.
  bool WaitQuiet(Duration limit);

 private:
  void Leave();

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  bool closed_ = false;     // guarded by mutex_
  std::size_t inside_ = 0;  // guarded by mutex_
};

}  // namespace cdc::stream
