#include "admin/server/cli/replace.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "cdc/base/error.h"

namespace admin::cli {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr int kFirstSocket = 3;               // as in systemd's protocol
constexpr std::int64_t kAbort = 2 * kSecond;  // for what SIGABRT leaves behind to be written

std::int64_t Now() {  // milliseconds
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * kSecond + now.tv_nsec / 1'000'000;
}

std::int64_t In(cdc::Duration time) {
  return Now() + std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

std::string Ending(int status) {
  return WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                             : "exit code " + std::to_string(WEXITSTATUS(status));
}

sigset_t Signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) sigaddset(&signals, signal);
  return signals;
}

// What the new process is made of, ready before the fork: between fork and exec nothing may take memory.
struct Image {
  std::vector<std::string> words, variables;
  std::vector<char*> arguments, environment;

  void Point() {
    for (auto& word : words) arguments.push_back(word.data());
    for (auto& variable : variables) environment.push_back(variable.data());
    arguments.push_back(nullptr);
    environment.push_back(nullptr);
  }
};

Image MakeImage(const Replaceable& what, std::size_t open, std::size_t internal) {
  Image image;
  image.words = {what.program, "serve", "--ready", std::to_string(kFirstSocket + static_cast<int>(open + internal))};
  image.words.insert(image.words.end(), what.arguments.begin(), what.arguments.end());
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (std::strncmp(*entry, "LISTEN_", 7) != 0) image.variables.emplace_back(*entry);
  }
  image.variables.push_back("LISTEN_FDS=" + std::to_string(open + internal));
  std::string names;
  for (std::size_t i = 0; i < open + internal; ++i)
    names += std::string(i == 0 ? "" : ":") + (i < open ? "open" : "internal");
  image.variables.push_back("LISTEN_FDNAMES=" + names);
  image.Point();
  return image;
}

// In the child: puts the descriptors where the protocol wants them and becomes the server.
[[noreturn]] void Become(Image& image, const std::vector<int>& descriptors) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  // First out of the way, so that none is overwritten before it is moved.
  constexpr int kAway = 200;
  for (std::size_t i = 0; i < descriptors.size(); ++i) {
    if (::dup2(descriptors[i], kAway + static_cast<int>(i)) < 0) ::_exit(78);
  }
  for (std::size_t i = 0; i < descriptors.size(); ++i) {
    if (::dup2(kAway + static_cast<int>(i), kFirstSocket + static_cast<int>(i)) < 0) ::_exit(78);
  }
  ::close_range(static_cast<unsigned>(kFirstSocket + static_cast<int>(descriptors.size())), ~0U, 0);
  ::execve(image.arguments.front(), image.arguments.data(), image.environment.data());
  ::_exit(78);
}

}  // namespace

Replacer::Replacer(Replaceable what, http::Listeners& open, http::Listeners& internal,
                   const cdc::ServiceManager& manager, cdc::Log& log)
    : what_(std::move(what)), open_(open), internal_(internal), manager_(manager), log_(log) {}

Replacer::Child Replacer::Spawn() {
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) throw cdc::Error(cdc::Kind::kUnavailable, "out of file descriptors");
  std::vector<int> descriptors = open_.descriptors();
  descriptors.insert(descriptors.end(), internal_.descriptors().begin(), internal_.descriptors().end());
  Image image = MakeImage(what_, open_.descriptors().size(), internal_.descriptors().size());
  descriptors.push_back(pipe[1]);
  const int pid = ::fork();
  if (pid == 0) Become(image, descriptors);
  ::close(pipe[1]);
  if (pid < 0) {
    ::close(pipe[0]);
    throw cdc::Error(cdc::Kind::kUnavailable, std::string("cannot start a process: ") + std::strerror(errno));
  }
  ::fcntl(pipe[0], F_SETFL, O_NONBLOCK);
  return {pid, pipe[0], In(what_.start_time)};
}

int Replacer::Run() {
  const sigset_t signals = Signals();
  ::sigprocmask(SIG_BLOCK, &signals, nullptr);
  const int descriptor = ::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  next_ = Spawn();
  while (!stopping_ || current_.pid != 0 || next_.pid != 0 || !former_.empty()) {
    // A descriptor below zero is passed over.
    pollfd waits[] = {{descriptor, POLLIN, 0}, {next_.signs, POLLIN, 0}, {current_.signs, POLLIN, 0}};
    ::poll(waits, std::size(waits), NextWait());
    if (waits[2].revents != 0) OnSigns();
    if (waits[1].revents != 0) OnReady();
    if (waits[0].revents != 0) OnSignals(descriptor);
    CheckDeadlines();
    manager_.Alive();
  }
  ::close(descriptor);
  return code_;
}

// One byte: it serves. The end of the pipe: it has ended before, which SIGCHLD tells of.
void Replacer::OnReady() {
  char byte = 0;
  if (::read(next_.signs, &byte, 1) != 1) {
    ::close(std::exchange(next_.signs, -1));
    return;
  }
  next_.deadline = In(what_.silence);
  served_ = true;
  manager_.Ready();
  manager_.Status("serving, pid " + std::to_string(next_.pid));
  log_.Info("the server serves", {{"pid", std::to_string(next_.pid)}});
  if (current_.pid != 0) Stop(current_.pid, kRetire);
  current_ = std::exchange(next_, {});
  if (stopping_) return Stop(current_.pid, SIGTERM);
  StartAskedAgain();
}

// A program of a release that gives no signs closes the pipe: it is not watched.
void Replacer::OnSigns() {
  char bytes[64];
  const auto size = ::read(current_.signs, bytes, sizeof bytes);
  if (size < 0) return;
  current_.deadline = In(what_.silence);
  current_.warnings = 0;
  if (size == 0) ::close(std::exchange(current_.signs, -1));
}

void Replacer::Forget(Child& child) {
  if (child.signs >= 0) ::close(child.signs);
  child = {};
}

void Replacer::StartAskedAgain() {
  if (!std::exchange(asked_again_, false) || stopping_) return;
  log_.Info("starting a new server");
  TrySpawn();
}

void Replacer::Stop(int pid, int signal) {
  ::kill(pid, signal);
  former_.push_back({pid, -1, In(what_.stop_time)});
  if (current_.pid == pid) Forget(current_);
}

void Replacer::OnSignals(int descriptor) {
  signalfd_siginfo signal{};
  while (::read(descriptor, &signal, sizeof signal) == sizeof signal) {
    if (signal.ssi_signo == SIGCHLD) Reap();
    if (signal.ssi_signo == SIGHUP && !stopping_) {
      if (next_.pid != 0) {
        asked_again_ = true;  // what it reads may be older than what is wanted now
      } else {
        log_.Info("starting a new server");
        manager_.Reloading();
        TrySpawn();
      }
    }
    if (signal.ssi_signo == SIGTERM || signal.ssi_signo == SIGINT) {
      stopping_ = true;
      manager_.Stopping(what_.stop_time);
      again_ = 0;
      for (const auto& child : former_) ::kill(child.pid, SIGTERM);
      if (current_.pid != 0) Stop(current_.pid, SIGTERM);
      if (next_.pid != 0) ::kill(next_.pid, SIGTERM);
    }
  }
}

void Replacer::Reap() {
  int status = 0;
  for (int pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
    if (pid == next_.pid) {
      Forget(next_);
      if (stopping_) continue;
      log_.Fail("the new server did not come up",
                {{"ended", Ending(status)}, {"goes_on", current_.pid != 0 ? "the former one" : "none"}});
      if (!served_) {  // nothing was there before: as if this process itself had failed
        code_ = WIFEXITED(status) && WEXITSTATUS(status) != 0 ? WEXITSTATUS(status) : 70;
        stopping_ = true;
        continue;
      }
      manager_.Ready();  // what the reload has come to: all as before
      if (current_.pid == 0) {
        again_ = Now() + kSecond;
      } else {
        StartAskedAgain();
      }
    } else if (pid == current_.pid) {
      Forget(current_);
      log_.Fail("the server has ended", {{"ended", Ending(status)}});
      if (!stopping_ && next_.pid == 0) again_ = Now() + kSecond;
    } else {
      std::erase_if(former_, [&](const Child& child) { return child.pid == pid; });
    }
  }
}

int Replacer::NextWait() const {
  std::int64_t until = Now() + 60 * kSecond;
  if (again_ != 0) until = std::min(until, again_);
  if (next_.pid != 0) until = std::min(until, next_.deadline);
  if (current_.signs >= 0) until = std::min(until, current_.deadline);
  for (const auto& child : former_) until = std::min(until, child.deadline);
  if (const auto watchdog = manager_.WatchdogInterval()) until = std::min(until, In(*watchdog / 4));
  return static_cast<int>(std::max<std::int64_t>(until - Now(), 0));
}

void Replacer::CheckDeadlines() {
  const auto now = Now();
  const auto kill_late = [&](Child& child) {
    if (child.pid == 0 || now < child.deadline) return;
    ::kill(child.pid, SIGKILL);
    child.deadline = now + kSecond;
  };
  EndHanging();
  kill_late(next_);
  for (auto& child : former_) kill_late(child);
  if (again_ == 0 || now < again_) return;
  again_ = 0;
  if (next_.pid == 0) TrySpawn();
}

void Replacer::EndHanging() {
  if (current_.signs < 0 || Now() < current_.deadline) return;
  switch (++current_.warnings) {
    case 1: current_.deadline = In(what_.grace); break;
    case 2:
      log_.Fail("the server hangs and is ended", {{"pid", std::to_string(current_.pid)}});
      ::kill(current_.pid, SIGABRT);
      current_.deadline = Now() + kAbort;
      break;
    default: ::kill(current_.pid, SIGKILL); current_.deadline = Now() + kSecond;
  }
}

void Replacer::TrySpawn() {
  try {
    next_ = Spawn();
  } catch (const cdc::Error& error) {
    log_.Write(cdc::Level::kError, "the new server could not be started", error);
    if (current_.pid == 0) again_ = Now() + kSecond;
  }
}

}  // namespace admin::cli
