// Random pairs of networks, keyed.
#include <array>

#include "properties/causal/instances/network_pair.hpp"
#include "properties/domain/profiled.hpp"

namespace lemmascope::causal {
namespace {

using claim::Profile;

using Heads = std::vector<int>;

// Fills a matrix from a source of quarters.
template <class Quarter>
Matrix<Rational> filled(Eigen::Index rows, Eigen::Index columns, const Quarter& quarter) {
  Matrix<Rational> matrix(rows, columns);
  for (Eigen::Index i = 0; i < rows; ++i) {
    for (Eigen::Index j = 0; j < columns; ++j) matrix(i, j) = Rational(quarter(), 4);
  }
  return matrix;
}

template <class Quarter>
NetworkPair pair_of(int length, const Heads& heads, int width, const Quarter& quarter) {
  NetworkPair pair;
  pair.length = length;
  Eigen::Index stream = pair.states + length;
  pair.decoder.embedding = filled(stream, width, quarter);
  for (const int count : heads) {
    pair.disentangled.attention.emplace_back();
    pair.decoder.attention.emplace_back();
    pair.decoder.value.emplace_back();
    for (int head = 0; head < count; ++head) {
      pair.disentangled.attention.back().push_back(filled(stream, stream, quarter));
      pair.decoder.attention.back().push_back(filled(width, width, quarter));
      pair.decoder.value.back().push_back(filled(width, width, quarter));
    }
    stream *= 1 + count;
  }
  pair.disentangled.output = filled(pair.states, stream, quarter);
  pair.decoder.output = filled(pair.states, width, quarter);
  return pair;
}

NetworkPair random_pair(domain::Draw& draw) {
  static const std::array<Heads, 4> kHeads{Heads{1}, Heads{2}, Heads{1, 1}, Heads{2, 1}};
  const int length = draw.in_range(2, 4);
  const Heads& heads = kHeads[static_cast<std::size_t>(draw.in_range(0, 4))];
  const int width = draw.in_range(2, 5);
  return pair_of(length, heads, width, [&draw] { return draw.in_range(-4, 5); });
}

}  // namespace

NetworkPair two_layer_network_pair() {
  int next = 0;
  // 5 generates every residue modulo 9 in turn: the entries -1 .. 1 in quarters, none repeated
  // within nine.
  return pair_of(2, {1, 1}, 3, [&next] { return (next = (next + 5) % 9) - 4; });
}

claim::ProfiledDomain<NetworkPair> sampled_network_pairs() {
  return [](Profile profile) {
    return domain::sampled_domain<NetworkPair>(
        "sampled-network-pairs",
        "random disentangled transformers and decoders with heads [1], [2], [1,1] or [2,1], S = 2, "
        "T = 2 or 3, entries k/4; every sequence of each",
        domain::in_profile(domain::CaseCounts{12, 100, 1000}, profile), random_pair);
  };
}

}  // namespace lemmascope::causal
