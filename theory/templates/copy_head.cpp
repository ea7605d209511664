#include "theory/templates/copy_head.hpp"

#include "theory/numeric/product.hpp"
#include "theory/numeric/require.hpp"

namespace lemmascope::templates {
namespace {

Rational dot(const Vector<Rational>& a, const Vector<Rational>& b) {
  Rational sum(0);
  for (Eigen::Index i = 0; i < a.size(); ++i) sum += a(i) * b(i);
  return sum;
}

// E x, from the entries of x = (W + b I) o.
Vector<Rational> unembedded(const CopyHead& head, const Vector<Rational>& x) {
  return product(head.embeddings, x);
}

// E^T r for r = logits - 1_target.
Vector<Rational> error_in_embedding(const CopyHead& head, Vector<Rational> logits, int target) {
  logits(target) -= 1;
  return product<Rational>(head.embeddings.transpose(), logits);
}

}  // namespace

Vector<Rational> read_by_attention(const CopyHead& head, const Symbols& string) {
  require(!string.empty(), "expected a string of at least one symbol");
  Vector<Rational> mean = Vector<Rational>::Constant(head.embeddings.cols(), Rational(0));
  for (const int symbol : string) {
    require(symbol >= 0 && symbol < head.embeddings.rows(), "expected symbols with an embedding");
    for (Eigen::Index d = 0; d < mean.size(); ++d) mean(d) += head.embeddings(symbol, d);
  }
  for (Eigen::Index d = 0; d < mean.size(); ++d) mean(d) /= static_cast<int>(string.size());
  return mean;
}

Vector<Rational> logits_of(const CopyHead& head, const Symbols& string) {
  const Vector<Rational> read = read_by_attention(head, string);
  Vector<Rational> output = product(head.values, read);
  for (Eigen::Index d = 0; d < output.size(); ++d) output(d) += head.identity * read(d);
  return unembedded(head, output);
}

CopyHead trained(CopyHead head, const std::vector<CopyTask>& tasks, const Rational& rate,
                 int steps) {
  require(!tasks.empty(), "expected at least one task");
  const Rational share = rate / static_cast<int>(tasks.size());
  for (int step = 0; step < steps; ++step) {
    Matrix<Rational> next = head.values;
    for (const CopyTask& task : tasks) {
      const auto error = error_in_embedding(head, logits_of(head, task.string), task.target);
      const auto read = read_by_attention(head, task.string);
      for (Eigen::Index i = 0; i < next.rows(); ++i) {
        for (Eigen::Index j = 0; j < next.cols(); ++j) next(i, j) -= share * error(i) * read(j);
      }
    }
    head.values = std::move(next);
  }
  return head;
}

Vector<Rational> trained_logits_by_tasks(const CopyHead& head, const std::vector<CopyTask>& tasks,
                                         const Rational& rate, int steps, const Symbols& string) {
  require(!tasks.empty(), "expected at least one task");
  const Rational share = rate / static_cast<int>(tasks.size());
  std::vector<Vector<Rational>> reads, alphas, starts;
  for (const CopyTask& task : tasks) {
    reads.push_back(read_by_attention(head, task.string));
    starts.push_back(logits_of(head, task.string));
    alphas.push_back(Vector<Rational>::Constant(head.values.rows(), Rational(0)));
  }
  // Logits at what is read: those of W_0 and of every alpha by the product of both reads.
  const auto logits_at = [&](const Vector<Rational>& start, const Vector<Rational>& read) {
    Vector<Rational> moved = Vector<Rational>::Constant(head.values.rows(), Rational(0));
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      const Rational overlap = dot(reads[t], read);
      for (Eigen::Index d = 0; d < moved.size(); ++d) moved(d) += overlap * alphas[t](d);
    }
    Vector<Rational> logits = unembedded(head, moved);
    for (Eigen::Index v = 0; v < logits.size(); ++v) logits(v) += start(v);
    return logits;
  };
  for (int step = 0; step < steps; ++step) {
    std::vector<Vector<Rational>> next = alphas;
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      const auto error = error_in_embedding(head, logits_at(starts[t], reads[t]), tasks[t].target);
      for (Eigen::Index d = 0; d < error.size(); ++d) next[t](d) -= share * error(d);
    }
    alphas = std::move(next);
  }
  return logits_at(logits_of(head, string), read_by_attention(head, string));
}

}  // namespace lemmascope::templates
