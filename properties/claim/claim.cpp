#include "properties/claim/claim.hpp"

#include <nlohmann/json.hpp>

namespace lemmascope::claim {

Claim::Claim() = default;
Claim::Claim(const Claim&) = default;
Claim::Claim(Claim&&) noexcept = default;
Claim& Claim::operator=(const Claim&) = default;
Claim& Claim::operator=(Claim&&) noexcept = default;
Claim::~Claim() = default;

CheckResult::CheckResult() = default;
CheckResult::CheckResult(const CheckResult&) = default;
CheckResult::CheckResult(CheckResult&&) noexcept = default;
CheckResult& CheckResult::operator=(const CheckResult&) = default;
CheckResult& CheckResult::operator=(CheckResult&&) noexcept = default;
CheckResult::~CheckResult() = default;

}  // namespace lemmascope::claim
