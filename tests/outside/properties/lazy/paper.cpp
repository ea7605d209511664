// What the paper brings: claims, and the spectral gap as a quantity.
#include "properties/catalogue/catalogue.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "theory/lazy/lazy_chain.hpp"

namespace lemmascope::lazy {

std::vector<claim::Claim> every_claim();  // generated from CLAIMS

namespace {

// 1 - |second eigenvalue| = ways out, a + b, of the lazy chain on two states.
nlohmann::json gap(const compute::Request& request) {
  const Rational laziness = compute::number_of(request.options, "laziness");
  const auto chain = markov::parse_chain(compute::text_of(request.options, "chain"));
  require(chain.states() == 2, "--chain: expected two states");
  const auto lazy = lazy_chain(chain, laziness);
  return {{"gap", compute::tagged(Rational(lazy(0, 1) + lazy(1, 0)))}};
}

std::vector<compute::Calculator> quantities() {
  compute::Calculator calculator;
  calculator.name = "lazy-gap";
  calculator.summary = "one minus the second eigenvalue of a lazy chain on two states";
  calculator.formula = "(1 - a) (pi(1|0) + pi(0|1))";
  calculator.arithmetics = {compute::Arithmetic::exact};
  calculator.options = {{.name = "chain", .help = "rows by ';'", .required = true},
                        {.name = "laziness",
                         .kind = compute::OptionKind::number,
                         .help = "probability of staying",
                         .usual = "1/2",
                         .least = "0",
                         .most = "1"}};
  calculator.run = gap;
  calculator.example = "--chain \"7/10,3/10;4/10,6/10\"";
  return {calculator};
}

}  // namespace

catalogue::Paper paper() {
  catalogue::Paper paper;
  paper.key = "lazy";
  paper.name = paper.title = "Lazy chains";
  paper.authors = "A. Stranger, 2026";
  paper.link = "https://example.org/lazy";
  paper.statements = {{"Theorem 2",
                       "p. 1",
                       "Laziness keeps the stationary law.",
                       {"lazy/laziness-keeps-the-law"},
                       ""}};
  paper.claims = every_claim;
  paper.quantities = quantities;
  return paper;
}

}  // namespace lemmascope::lazy
