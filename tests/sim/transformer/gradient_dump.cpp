// Writes weights, tokens, labels, losses and gradients of every network to an .npz file, so that
// another program can differentiate the same functions: gradient_dump FILE.
//
// Arrays are named model/precision/kind/block, with the instruction set after the kind of a
// gradient or loss; `tokens` and `labels` of a model do not depend on the precision.
#include <fmt/format.h>

#include <iostream>

#include "sim/causal/reduced_model.hpp"
#include "sim/train/npz.hpp"
#include "sim/transformer/disentangled_model.hpp"
#include "sim/transformer/mlp_transformer.hpp"
#include "tests/sim/transformer/gradient_check.hpp"

namespace lemmascope::sim {
namespace {

constexpr double kSmoothing = 1e-3;  // of the reduced model; the Python side has the same

NpyArray bytes_of(const std::vector<std::uint8_t>& bytes, int rows, int columns) {
  return {"u1", {rows, columns}, bytes};
}

template <class F>
NpyArray array_of(const WeightBlock& block, const std::vector<F>& values) {
  return NpyArray::of(dense<F>(block, std::span<const F>(values)), {block.rows, block.columns});
}

/// One model in one precision: the weights once, loss and gradient for each instruction set.
template <class F, class MakeModel>
void dump(const std::string& name, const Batch& batch, double scale, const MakeModel& make,
          NpzArrays& arrays) {
  const std::string prefix = name + (sizeof(F) == 4 ? "/float" : "/double");
  for (const InstructionSet set : available_instruction_sets()) {
    const auto model = make(F(), set);
    const std::vector<F> weights = random_weights<F>(model, scale);
    const LossAndGradient found = by_kernel<F>(model, weights, batch.view());
    arrays[fmt::format("{}/loss/{}", prefix, to_text(set))] =
        NpyArray::of(std::vector<double>{found.loss}, {1});
    int order = 0;  // arrays are sorted by name; blocks have an order of their own
    for (const WeightBlock& block : model.blocks()) {
      const std::string last = fmt::format("{:02}-{}", order++, block.name);
      arrays[prefix + "/weights/" + last] = array_of<F>(block, weights);
      arrays[fmt::format("{}/gradient/{}/{}", prefix, to_text(set), last)] =
          array_of<double>(block, found.gradient);
    }
  }
}

template <class MakeModel>
void dump_both(const std::string& name, int states, int length, double scale, const MakeModel& make,
               NpzArrays& arrays) {
  constexpr int kSequences = 64;
  const Batch batch = chain_batch(states, length, kSequences);
  arrays[name + "/tokens"] = bytes_of(batch.tokens, batch.count, batch.length);
  arrays[name + "/labels"] = NpyArray::of(batch.labels, {batch.count, batch.states});
  dump<float>(name, batch, scale, make, arrays);
  dump<double>(name, batch, scale, make, arrays);
}

/// The sizes of the experiments, and a vocabulary for which tables are read from memory.
NpzArrays every_model() {
  NpzArrays arrays;
  dump_both(
      "reduced", 10, 20, 0.7,
      [](auto number, InstructionSet set) {
        return causal::ReducedModel<decltype(number)>(10, 20, kSmoothing, 0, set);
      },
      arrays);
  for (const auto [states, length, heads] :
       {std::array{10, 20, 1}, {5, 32, 2}, {4, 9, 3}, {20, 9, 2}}) {
    dump_both(
        fmt::format("disentangled-{}-{}", states, heads), states, length, 0.6,
        [=](auto number, InstructionSet set) {
          return DisentangledModel<decltype(number)>(states, length, heads, 0, set);
        },
        arrays);
  }
  dump_both(
      "standard", 10, 20, 0.2,
      [](auto number, InstructionSet set) { return MlpTransformer<decltype(number)>(10, 20, set); },
      arrays);
  return arrays;
}

}  // namespace
}  // namespace lemmascope::sim

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "gradient_dump: expected one argument, the file to write\n";
    return 2;
  }
  lemmascope::sim::write_npz(argv[1], lemmascope::sim::every_model());
  return 0;
}
