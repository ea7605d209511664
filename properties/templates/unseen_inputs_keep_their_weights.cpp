// Training moves no input weight of a symbol that no sample holds.
#include "properties/templates/network_instance.hpp"
#include "properties/templates/strings_instance.hpp"

namespace lemmascope::templates {
namespace {

Sides weights_beside(const NetworkInstance& at, const Network<Rational>& end,
                     const Rational& share) {
  Sides all;
  for (int position = 0; position < 2; ++position) {
    for (const int symbol : {at.one, at.other}) {
      const int column = position * at.start.vocabulary + symbol;
      for (int i = 0; i < at.start.input.rows(); ++i) {
        all.push_back({end.input(i, column), Rational(share * at.start.input(i, column)),
                       claim::site("position", position, "symbol", symbol, "unit", i)});
      }
    }
  }
  return all;
}

Sides law(const NetworkInstance& at) {
  return weights_beside(at, at.trained_from(at.start), Rational(1));
}

Rational loss(const NetworkInstance& at, const Network<Rational>& network) {
  Rational sum(0);
  for (const auto& [string, label] : at.samples) {
    const Rational gap = output_of(network, string) - label;
    sum += gap * gap / (2 * static_cast<int>(at.samples.size()));
  }
  return sum;
}

// Other route: before every step each of these weights is moved by one; what that does to the loss
// is its slope, whatever the rest of the network does.
Sides by_moving_weights(const NetworkInstance& at) {
  Network<Rational> now = at.start;
  for (int step = 0; step < at.steps; ++step) {
    NetworkInstance one_step = at;
    one_step.steps = 1;
    Network<Rational> next = one_step.trained_from(now);
    for (const int symbol : {at.one, at.other}) {
      for (int position = 0; position < 2; ++position) {
        const int column = position * now.vocabulary + symbol;
        for (Eigen::Index i = 0; i < now.input.rows(); ++i) {
          Network<Rational> moved = now;
          moved.input(i, column) += 1;
          next.input(i, column) =
              now.input(i, column) - at.rate * (loss(at, moved) - loss(at, now));
        }
      }
    }
    now = std::move(next);
  }
  return weights_beside(at, now, Rational(1));
}

// Wrong: a thousandth of weight decay.
Sides slightly_decayed(const NetworkInstance& at) {
  NetworkInstance other = at;
  other.decay = Rational(1, 1000);
  return weights_beside(at, other.trained_from(at.start), Rational(1));
}
// Wrong: weights of symbols that are not seen vanish.
Sides vanished(const NetworkInstance& at) {
  return weights_beside(at, at.trained_from(at.start), Rational(0));
}

}  // namespace

claim::Claim unseen_inputs_keep_their_weights_claim() {
  return claim::ClaimAbout<NetworkInstance>("templates/unseen-inputs-keep-their-weights")
      .states(
          "Gradient descent without weight decay leaves the input weights of a fully connected "
          "network unchanged for every symbol that no sample holds.")
      .latex(
          R"(W_{\text{in}}(t)_{\cdot,(i,w)}=W_{\text{in}}(0)_{\cdot,(i,w)}\ \text{for unseen } w)")
      .from({kPaper, "fully connected networks fail (Appendix I, as a third party has it)"})
      .formally(
          "Two layers with rectifiers on one-hot strings of two, trained in fractions for up to "
          "two steps. In double the same code leaves the bits unchanged over 2000 steps (a test).")
      .differs("small networks, few steps; the paper speaks of every fully connected network")
      .uncertain(kNotRead)
      .tagged({"templates", "fully-connected", "training"})
      .assumes(unseen_symbols())
      .assumes(no_decay())
      .over(sampled_networks())
      .mathematics({"theory/templates/fully_connected.hpp: trained"})
      .tested_by({"tests/theory/templates/fully_connected_test.cpp: "
                  "Training.LeavesTheWeightsOfUnseenSymbolsBitwiseUnchanged"})
      .law(claim::Evidence::exact, domain::equal_at_each(law))
      .confirmed_by("slopes from moved weights", domain::equal_at_each(by_moving_weights))
      .twin("a little weight decay", domain::equal_at_each(slightly_decayed))
      .twin("they vanish", domain::equal_at_each(vanished))
      .twin("with weight decay", claim::without("no weight decay"))
      .twin("symbols that are seen", claim::without("unseen symbols"))
      .example(small_network());
}

}  // namespace lemmascope::templates
