// How far a claim's verdict reaches, in words: what a row of the first screen and of the tables
// must say so that nobody takes an instance for a theorem.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lemmascope::report {

/// The weakest evidence and narrowest scope on the claim's path, never those of its own check
/// alone: "exact arithmetic, the listed instances only". For what does not hold, what it rests on.
std::string path_strength_words(const nlohmann::json& claim);

/// The domains of its checks in one line, the widest evidence first, cut where the line is full:
/// "every chain with denominators up to 5; and 2 more".
std::string reach_words(const nlohmann::json& claim);

/// What a check counts: "135 of 160, at least 63.9 %, needed 40 %" where it counts successes, else
/// the cases that met every hypothesis and those drawn: "12 312 / 12 312".
std::string counted_words(const nlohmann::json& check);
/// The same of a whole claim: of its first check that counts successes, else of all its cases.
std::string counted_words_of_claim(const nlohmann::json& claim);

/// How near a check's relations come to their bounds: "nearest 0.36 of the bound; 27 180 of 48 924
/// read 0 = 0". Nothing where it compares no numbers.
std::string sharpness_words(const nlohmann::json& check);

}  // namespace lemmascope::report
