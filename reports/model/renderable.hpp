// Documents other than results that can be shown: a sweep, a training, a figure, a witness, a
// comparison. They become documents without claims that say in "about" what their page is about:
// {"kicker", "headline", "sentence"}. A witness goes into "witnesses", a comparison into
// "comparison".
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace lemmascope::report {

/// What `report` reads.
struct Renderable {
  nlohmann::json document;  ///< of the result schema; without claims unless a check wrote it
  std::string kind;         ///< "result", "sweep", "training", "figure", "witness" or "comparison"
  nlohmann::json source;    ///< the file's own document
};

/// Of a document that `place` starts messages about.
Renderable renderable_of(nlohmann::json source, const std::string& place);

/// Reads result.json, sweep.json, training.json, a witness, a comparison as `compare --json` prints
/// it, or {"figure": ...} as `compute` does, with a {"table": ...} beside it; of a folder the first
/// of the first three that is there. Throws PreconditionError naming the file and what was
/// expected, std::system_error when it cannot be read.
Renderable read_renderable(const std::string& path);

}  // namespace lemmascope::report
