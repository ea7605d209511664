#include "theory/lego/networks.hpp"

#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

// Two tokens a clause: 2c the variable it defines, 2c + 1 the one it uses.
struct Tokens {
  std::vector<int> names;
  Matrix<Rational> vectors;  // a row each
};

Tokens tokens_of(const Sentence& sentence, const FiniteGroup& group) {
  Tokens tokens;
  for (const Clause& clause : sentence) {
    tokens.names.push_back(clause.variable);
    tokens.names.push_back(clause.previous);
  }
  tokens.vectors = Matrix<Rational>::Constant(tokens.names.size(), group.order(), Rational(0));
  for (std::size_t t = 0; t < tokens.names.size(); ++t) {
    if (tokens.names[t] == kRoot) tokens.vectors(t, group.identity()) = 1;
  }
  return tokens;
}

// Each token takes the average over the tokens of its name.
void associate(Tokens& tokens, int variables) {
  const auto columns = tokens.vectors.cols();
  // Row 0 is the root's.
  Matrix<Rational> sums = Matrix<Rational>::Constant(variables + 1, columns, Rational(0));
  std::vector<int> copies(static_cast<std::size_t>(variables) + 1, 0);
  for (std::size_t t = 0; t < tokens.names.size(); ++t) {
    ++copies[tokens.names[t] + 1];
    for (int x = 0; x < columns; ++x) {
      if (tokens.vectors(t, x) != 0) sums(tokens.names[t] + 1, x) += tokens.vectors(t, x);
    }
  }
  for (std::size_t t = 0; t < tokens.names.size(); ++t) {
    const int row = tokens.names[t] + 1;
    for (int x = 0; x < columns; ++x) {
      tokens.vectors(t, x) = sums(row, x) == 0 ? Rational(0) : Rational(sums(row, x) / copies[row]);
    }
  }
}

// The first token of each clause takes its element applied to the second's vector.
void manipulate(const Sentence& sentence, const FiniteGroup& group, Side side, Tokens& tokens) {
  for (std::size_t c = 0; c < sentence.size(); ++c) {
    const Element g = sentence[c].element;
    Rational mass(0);
    for (int x = 0; x < group.order(); ++x) mass += tokens.vectors(2 * c + 1, x);
    if (mass == 0) continue;
    for (int x = 0; x < group.order(); ++x) {
      const Element moved = side == Side::left ? group.product(g, x) : group.product(x, g);
      tokens.vectors(2 * c, moved) = tokens.vectors(2 * c + 1, x) / mass;
    }
  }
}

Element value_at(const Tokens& tokens, std::size_t t) {
  for (int x = 0; x < tokens.vectors.cols(); ++x) {
    if (tokens.vectors(t, x) != 0) return x;
  }
  return kUnresolved;
}

void require_layers(int layers) {
  require(layers >= 0 && layers <= 100000, "expected a number of layers from 0 to 100000");
}

}  // namespace

std::vector<Element> iterative_network(const Sentence& sentence, const FiniteGroup& group,
                                       int layers, Side side) {
  require_chain(sentence, group);
  require_layers(layers);
  Tokens tokens = tokens_of(sentence, group);
  for (int layer = 0; layer < layers; ++layer) {
    associate(tokens, static_cast<int>(sentence.size()));
    manipulate(sentence, group, side, tokens);
  }
  std::vector<Element> values(sentence.size());
  for (std::size_t c = 0; c < sentence.size(); ++c) {
    values[sentence[c].variable] = value_at(tokens, 2 * c);
  }
  return values;
}

std::vector<Element> doubling_network(const Sentence& sentence, const FiniteGroup& group,
                                      int layers, Side side) {
  require_chain(sentence, group);
  require_layers(layers);
  // By variable: the product so far, and the variable it waits for; with the root the product is
  // the value.
  struct Node {
    Element product;
    int waits_for;
  };
  std::vector<Node> nodes(sentence.size());
  for (const Clause& clause : sentence) nodes[clause.variable] = {clause.element, clause.previous};
  for (int layer = 0; layer < layers; ++layer) {
    const std::vector<Node> before = nodes;
    for (Node& node : nodes) {
      if (node.waits_for == kRoot) continue;
      const Node& earlier = before[node.waits_for];
      node = {side == Side::left ? group.product(node.product, earlier.product)
                                 : group.product(earlier.product, node.product),
              earlier.waits_for};
    }
  }
  std::vector<Element> values;
  for (const Node& node : nodes) {
    values.push_back(node.waits_for == kRoot ? node.product : kUnresolved);
  }
  return values;
}

}  // namespace lemmascope::lego
