// Figures without claims as a document that the writers render: what `lemmascope train` and
// `lemmascope reproduce` write and `lemmascope report` renders.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::report {

/// A result document: no claims, the given figures, which `lemmascope COMMAND` makes again from
/// root seed `seed`.
nlohmann::json figures_document(const std::string& command, std::uint64_t seed,
                                const nlohmann::json& figures);

}  // namespace lemmascope::report
