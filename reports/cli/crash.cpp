// A crash is the tool's failure, never a verdict: it ends with exit code 70. Finished units are
// already in events.jsonl, so the run can be resumed.
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <initializer_list>

#include "properties/claim/exit_codes.hpp"
#include "reports/cli/commands.hpp"

namespace lemmascope::report {
namespace {

// Only what POSIX allows in a signal handler.
extern "C" void on_crash(int) {
  constexpr char kMessage[] =
      "\nlemmascope: internal error: the program crashed; what was finished is kept, the same "
      "command resumes\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, kMessage, sizeof kMessage - 1);
  _exit(kInternal);
}

// An interrupt ends the process as any program's would: only the word about resuming is ours.
extern "C" void on_interrupted_check(int signal) {
  constexpr char kMessage[] =
      "\nlemmascope: interrupted; finished units are kept in events.jsonl, the same command "
      "resumes\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, kMessage, sizeof kMessage - 1);
  std::signal(signal, SIG_DFL);
  raise(signal);
}

}  // namespace

void announce_interrupts() {
  std::signal(SIGINT, on_interrupted_check);
  std::signal(SIGTERM, on_interrupted_check);
}

void catch_crashes() {
  struct sigaction action;
  std::memset(&action, 0, sizeof action);
  action.sa_handler = on_crash;
  // A stack of its own: a crash may be a stack overflow.
  static char stack[1 << 16];
  stack_t alternative{};
  alternative.ss_sp = stack;
  alternative.ss_size = sizeof stack;
  sigaltstack(&alternative, nullptr);
  action.sa_flags = SA_ONSTACK;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT})
    sigaction(signal, &action, nullptr);
}

}  // namespace lemmascope::report
