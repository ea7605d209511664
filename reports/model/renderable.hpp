// Documents other than results that can be shown: a sweep, a training, a figure. They become
// documents of figures, which every view of figures can render.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace lemmascope::report {

/// What `report` reads.
struct Renderable {
  nlohmann::json document;  ///< of the result schema; without claims unless a check wrote it
  std::string kind;         ///< "result", "sweep", "training" or "figure"
  nlohmann::json source;    ///< the file's own document
};

/// Reads result.json, sweep.json, training.json, or {"figure": ...} as `compute` prints it, with a
/// {"table": ...} beside it; of a folder the first of the three that is there. Throws
/// PreconditionError naming the file and what was expected, std::system_error when it cannot be
/// read.
Renderable read_renderable(const std::string& path);

}  // namespace lemmascope::report
