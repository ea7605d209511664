// lego-shortcut, lego-run and lego-leak.
#include "properties/compute/calculator.hpp"
#include "properties/compute/tagged_matrix.hpp"
#include "properties/compute/usual_options.hpp"
#include "properties/lego/group_option.hpp"
#include "theory/lego/association.hpp"
#include "theory/lego/bag_accuracy.hpp"
#include "theory/lego/networks.hpp"
#include "theory/numeric/contradiction.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::lego {
namespace {

using compute::Arithmetic;
using compute::OptionKind;
using compute::Request;
using compute::tagged;
using nlohmann::json;

FiniteGroup group_of(const Request& request) {
  try {
    return group_by_name(compute::text_of(request.options, "group"));
  } catch (const PreconditionError& error) {
    refuse(std::string("--group: ") + error.what());
  }
}

// Bags, their values and the elements that come next; again for every variable of an abelian group.
compute::Estimate shortcut_cost(const Request& request) {
  const FiniteGroup group = group_of(request);
  const int n = compute::whole_of(request.options, "clauses");
  double bags = 1;
  for (int k = 1; k < group.order(); ++k) bags *= (n + k) / static_cast<double>(k);
  const double runs = group.is_abelian() ? n : 1;
  // A bag takes a map node, its counts and one number for every value; an addition about 100 ns.
  return {.memory = 2 * bags * (100.0 + 40.0 * group.order()),
          .terms = 50 * runs * n * bags * group.order() * group.order()};
}

json shortcut(const Request& request) {
  const FiniteGroup group = group_of(request);
  const int n = compute::whole_of(request.options, "clauses");
  if (!group.is_abelian()) return {{"accuracy", tagged(bag_accuracy(group, n, n))}};
  const auto accuracies = bag_accuracies(group, n);
  Vector<Rational> all(n);
  for (int i = 1; i <= n; ++i) {
    all[i - 1] = accuracies[i - 1];
    require_agreement(group.order() != 2 || all[i - 1] == sign_bag_accuracy(n, i),
                      "lego-shortcut: bags and closed form");
  }
  return {{"accuracy", tagged(all)}};
}

/// Signs of Z_2 as 1 and -1, elements of other groups by name.
json value_json(const FiniteGroup& group, Element value) {
  if (value == kUnresolved) return nullptr;
  if (group.name() == "z2") return value == 0 ? 1 : -1;
  return group.element_name(value);
}

json run(const Request& request) {
  const FiniteGroup group = group_of(request);
  WrittenSentence written;
  try {
    written = parse_sentence(compute::text_of(request.options, "sentence"), group);
  } catch (const PreconditionError& error) {
    refuse(std::string("--sentence: ") + error.what());
  }
  const int layers = compute::whole_of(request.options, "layers");
  const bool doubling = compute::text_of(request.options, "network") == "doubling";
  const auto found = doubling ? doubling_network(written.sentence, group, layers)
                              : iterative_network(written.sentence, group, layers);
  const auto truth = true_values(written.sentence, group);
  json values = json::object();
  int resolved = 0;
  for (std::size_t v = 0; v < found.size(); ++v) {
    require_agreement(found[v] == kUnresolved || found[v] == truth[v],
                      "lego-run: the network and the chain");
    values[written.names[v]] = value_json(group, found[v]);
    resolved += found[v] == kUnresolved ? 0 : 1;
  }
  return {{"values", values}, {"resolved", resolved}};
}

json leak(const Request& request) {
  const int tokens = compute::whole_of(request.options, "tokens");
  const int copies = compute::whole_of(request.options, "copies");
  if (copies > tokens) {
    refuse(fmt::format("--copies: expected at most --tokens, found {} of {}", copies, tokens));
  }
  return {{"leak", tagged(enclosed_association_leak(tokens, copies,
                                                    compute::number_of(request.options, "beta")))}};
}

compute::Option required_whole(std::string name, std::string help, std::string least,
                               std::string most) {
  compute::Option option = compute::whole_option(std::move(name), std::move(help), "",
                                                 std::move(least), std::move(most));
  option.required = true;
  return option;
}

}  // namespace

std::vector<compute::Calculator> lego_quantities() {
  compute::Calculator shortcuts;
  shortcuts.name = "lego-shortcut";
  shortcuts.summary = "best accuracy from the bag of elements: every variable, or the last one";
  shortcuts.formula = "|G|^-n sum over bags of the likeliest value's sequences";
  shortcuts.arithmetics = {Arithmetic::exact};
  shortcuts.options = {required_whole("clauses", "clauses of a sentence, n", "1", "10000"),
                       group_option("z2")};
  shortcuts.run = shortcut;
  shortcuts.cost = shortcut_cost;
  shortcuts.example = "--group z2 --clauses 6";
  compute::Calculator networks;
  networks.name = "lego-run";
  networks.summary = "what an exact network has resolved of a sentence after some layers";
  networks.formula = "iterative: x_1..x_l; doubling: x_1..x_{2^l}";
  networks.arithmetics = {Arithmetic::exact};
  networks.options = {group_option("z2"),
                      required_whole("layers", "layers, l", "0", "100000"),
                      {.name = "network",
                       .kind = OptionKind::choice,
                       .help = "how it follows the chain",
                       .usual = "iterative",
                       .choices = {"iterative", "doubling"},
                       .choice_help = {"association and manipulation", "pointer doubling"}},
                      {.name = "sentence",
                       .help = "clauses by ';': b=-a; a=+1 over Z_2, b=r1*a; a=s0 over others",
                       .required = true}};
  networks.run = run;
  networks.example = "--sentence \"b=-a; a=+1; c=+b\" --layers 2";
  compute::Calculator leaks;
  leaks.name = "lego-leak";
  leaks.summary = "attention that softmax association gives to tokens of other names";
  leaks.formula = "(T - c) / (c e^beta + T - c)";
  leaks.arithmetics = {Arithmetic::interval};
  leaks.options = {
      {.name = "beta", .kind = OptionKind::number, .help = "inverse temperature", .required = true},
      required_whole("copies", "tokens of the same name, c", "1", "1000000"),
      required_whole("tokens", "all tokens, T", "1", "1000000")};
  leaks.run = leak;
  leaks.example = "--tokens 24 --copies 2 --beta 5";
  return {shortcuts, networks, leaks};
}

}  // namespace lemmascope::lego
