// Coq as another program: what it is asked, and what it said.
#pragma once

#include <string>
#include <vector>

namespace lemmascope::report {

/// What a finished process said.
struct Said {
  int code = 0;  ///< its exit code; 128 and the signal when a signal ended it
  std::string out, err;
};

/// Is there a program of that name on the path?
bool on_path(const std::string& program);

/// Runs a program found on the path, with nothing to read, and waits for it. Throws
/// std::system_error when it cannot be started.
Said run_and_listen(const std::vector<std::string>& command);

/// Lets coqc read `text` as a file of its own, with the compiled proofs of `folder` as Lemmascope.
Said ask_coq(const std::string& folder, const std::string& text);

}  // namespace lemmascope::report
