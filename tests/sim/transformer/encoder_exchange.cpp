// Weights of encoders out to another program and back in from it:
//   encoder_exchange write FILE     sizes, weights, tokens and targets of every test case
//   encoder_exchange answer IN OUT  losses, logits and gradients at the weights that IN has
//
// Arrays are named case/weights/NN-block, case/float/avx2/loss and so on; NN keeps the blocks in
// order.
#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "sim/train/npz.hpp"
#include "tests/sim/transformer/encoder_check.hpp"

namespace lemmascope::sim {
namespace {

constexpr int kSequences = 21;  // a whole chunk and a part of one

std::string block_name(const EncoderCase& c, std::size_t order, const WeightBlock& block) {
  return fmt::format("{}/weights/{:02}-{}", c.name, order, block.name);
}

NpyArray sizes_of(const EncoderSizes& s) {
  std::vector<std::int64_t> all{
      s.tokens, s.length,  s.width,          s.hidden,         s.layers,
      s.heads,  s.classes, s.first_read,     s.read_every,     s.segment,
      s.causal, s.tied,    s.query_identity, s.value_identity, s.read_by_embedding};
  for (int h = 0; h < s.heads; ++h) all.push_back(static_cast<std::int64_t>(s.patterns[h]));
  return NpyArray::of(all);
}

void write(const std::string& path) {
  NpzArrays arrays;
  for (const EncoderCase& c : encoder_cases()) {
    const EncoderSequences batch = some_sequences(c.sizes, kSequences);
    const Encoder<double> encoder(c.sizes);
    const std::vector<double> weights = some_weights(encoder);
    arrays[c.name + "/sizes"] = sizes_of(c.sizes);
    arrays[c.name + "/tokens"] = {"u1", {kSequences, c.sizes.length}, batch.tokens};
    arrays[c.name + "/targets"] = {"u1", {kSequences, c.sizes.reads()}, batch.targets};
    std::size_t order = 0;
    for (const WeightBlock& block : encoder.blocks()) {
      arrays[block_name(c, order++, block)] =
          NpyArray::of(dense<double>(block, weights), {block.rows, block.columns});
    }
  }
  write_npz(path, arrays);
}

template <class F>
void answer(const EncoderCase& c, const NpzArrays& asked, const char* precision,
            NpzArrays& answers) {
  const EncoderSequences batch = some_sequences(c.sizes, kSequences);
  for (const InstructionSet set : available_instruction_sets()) {
    const Encoder<F> encoder(c.sizes, set);
    std::vector<F> weights(static_cast<std::size_t>(encoder.storage()));
    std::size_t order = 0;
    for (const WeightBlock& block : encoder.blocks()) {
      const std::vector<double> given = asked.at(block_name(c, order++, block)).doubles();
      place<F>(block, std::vector<F>(given.begin(), given.end()), weights);
    }
    const std::string prefix = fmt::format("{}/{}/{}", c.name, precision, to_text(set));
    const EncoderGradient found = by_encoder(encoder, weights, batch.view());
    answers[prefix + "/loss"] = NpyArray::of(std::vector<double>{found.loss}, {1});
    AlignedBuffer<F> arena(static_cast<std::size_t>(encoder.arena_size()));
    answers[prefix + "/logits"] =
        NpyArray::of(encoder.logits(weights.data(), arena.data(), batch.tokens),
                     {kSequences, c.sizes.reads(), c.sizes.classes});
    order = 0;
    for (const WeightBlock& block : encoder.blocks()) {
      answers[fmt::format("{}/gradient/{:02}-{}", prefix, order++, block.name)] =
          NpyArray::of(dense<double>(block, found.gradient), {block.rows, block.columns});
    }
  }
}

}  // namespace
}  // namespace lemmascope::sim

int main(int argc, char** argv) {
  using namespace lemmascope::sim;
  const std::vector<std::string> given(argv + 1, argv + argc);
  if (given.size() == 2 && given[0] == "write") {
    write(given[1]);
    return 0;
  }
  if (given.size() == 3 && given[0] == "answer") {
    const NpzArrays asked = read_npz(given[1]);
    NpzArrays answers;
    for (const EncoderCase& c : encoder_cases()) {
      answer<double>(c, asked, "double", answers);
      answer<float>(c, asked, "float", answers);
    }
    write_npz(given[2], answers);
    return 0;
  }
  std::cerr << "encoder_exchange: expected 'write FILE' or 'answer IN OUT'\n";
  return 2;
}
