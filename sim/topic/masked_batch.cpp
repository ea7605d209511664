#include "sim/topic/masked_batch.hpp"

#include <algorithm>
#include <map>

#include "theory/numeric/require.hpp"
#include "theory/topic/documents.hpp"

namespace lemmascope::topic {
namespace {

void add_document(const MaskedDocument& document, int index, MaskedBatch& batch) {
  require(!document.keys.empty(), "a document needs a key; every one of its words is selected");
  for (const Token key : document.keys) batch.keys(key, index) += 1;
  std::map<Token, std::map<Token, double>> labels;
  for (const Selected& position : document.selected) labels[position.shown][position.label] += 1;
  for (const auto& [shown, law] : labels) {
    BatchQuery query{index, shown, 0, {law.begin(), law.end()}};
    for (const auto& [label, weight] : law) query.weight += weight;
    batch.queries.push_back(std::move(query));
  }
}

}  // namespace

double MaskedBatch::weight() const {
  double sum = 0;
  for (const BatchQuery& query : queries) sum += query.weight;
  return sum;
}

MaskedBatch batch_of(const std::vector<MaskedDocument>& documents, Token tokens) {
  const auto count = static_cast<int>(documents.size());
  MaskedBatch batch{Matrix<double>::Constant(tokens, count, 0.0), {}};
  for (int k = 0; k < count; ++k) add_document(documents[k], k, batch);
  require(!batch.queries.empty(), "a batch needs at least one selected position; found none");
  return batch;
}

MaskedBatch draw_batch(const CorpusPlan& plan, const sim::StreamKey& key, std::uint64_t first,
                       int documents) {
  check(plan);
  std::vector<MaskedDocument> drawn;
  for (int k = 0; k < documents; ++k) {
    drawn.push_back(draw_document(plan, key, first + static_cast<std::uint64_t>(k)));
  }
  return batch_of(drawn, plan.tokens());
}

MaskedBatch population_batch(const TopicParameters& at) {
  const auto sets = every_topic_set(at.topics(), at.topics_per_document());
  MaskedBatch batch{Matrix<double>(at.tokens(), sets.size()), {}};
  for (std::size_t k = 0; k < sets.size(); ++k) {
    const int document = static_cast<int>(k);
    batch.keys.col(document) = shown_token_law(at, sets[k]).unaryExpr(&to_double);
    const Vector<Rational> law = true_word_law(at, sets[k]);
    for (Token shown = 0; shown < at.tokens(); ++shown) {
      BatchQuery query{document, shown, 0, {}};
      for (Token label = 1; label < at.tokens(); ++label) {
        Rational kept = shown == label ? at.correct() : Rational(0);
        kept += shown == kMaskToken ? Rational(1 - at.correct() - at.random())
                                    : Rational(at.random() / at.words());
        const double weight = to_double(Rational(kept * law(label)));
        if (weight == 0) continue;
        query.labels.emplace_back(label, weight);
        query.weight += weight;
      }
      if (query.weight > 0) batch.queries.push_back(std::move(query));
    }
  }
  return batch;
}

}  // namespace lemmascope::topic
