#include "properties/statistics/ledger.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::statistics {

FalseAlarmLedger::FalseAlarmLedger(double budget) : budget_(budget) {
  require(budget > 0 && budget < 1, "a false-alarm budget must lie between 0 and 1");
}

double FalseAlarmLedger::draw(const std::string& assertion) {
  require(entries_.size() < static_cast<std::size_t>(kMostAssertions),
          "the false-alarm ledger is full; raise kMostAssertions and review every bound");
  const double rate = budget_ / kMostAssertions;
  require(entries_.emplace(assertion, rate).second,
          "the statistical assertion '" + assertion + "' drew on the ledger twice");
  return rate;
}

double FalseAlarmLedger::spent() const {
  return budget_ / kMostAssertions * static_cast<double>(entries_.size());
}

}  // namespace lemmascope::statistics
