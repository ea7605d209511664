#include "properties/evolution/tensor_certificates.hpp"

#include <fmt/format.h>

#include "properties/domain/matrix_certificate.hpp"
#include "properties/evolution/flips_in_general.hpp"
#include "theory/evolution/bilinear_tensor.hpp"
#include "theory/markov/stationary_law.hpp"

namespace lemmascope::evolution {

std::vector<claim::Certificate> tensor_certificates(const ChainOfLength& at) {
  const markov::Chain& chain = at.of.chain;
  const int k = chain.states(), t = length_of(at);
  const auto tensor = bilinear_tensor(chain, t);
  const Vector<Rational> pi = markov::stationary_law(chain);
  std::vector<std::string> law;
  for (const Rational& p : pi) law.push_back(claim::in_coq(p));
  std::vector<claim::Certificate> all;
  for (int j = 1; j <= t; ++j) {
    Matrix<Rational> values(k, k);
    for (int m = 0; m < k; ++m) {
      for (int l = 0; l < k; ++l) values(m, l) = tensor(m, l, j);
    }
    all.push_back(domain::entries_certificate(
        {"evolution.certificate", "tensor", "tensor_instance"},
        fmt::format("Bilinear {} {} {}%Q {} {}", k - 1, domain::table_in_coq(chain.matrix()),
                    claim::in_coq(law), t, j - 1),
        values, fmt::format("tensor at lag {}", j)));
  }
  return all;
}

std::vector<claim::Certificate> flip_certificates(const LengthInstance& at) {
  const int t = length_of(at);
  std::vector<std::string> law;
  for (const auto& [weight, leave] : flip_rule(at.number, t)) {
    law.push_back(
        fmt::format("({}, {})", claim::in_coq(weight), claim::in_coq(Rational(1 - 2 * leave))));
  }
  const std::vector<Rational> ones(static_cast<std::size_t>(t), Rational(1));
  return {domain::entries_certificate({"evolution.certificate", "flips", "flips_instance"},
                                      fmt::format("Flips {} {}%Q", t, claim::in_coq(law)),
                                      flip_tensor(at.number, t).along_weights(ones), "step of W")};
}

}  // namespace lemmascope::evolution
