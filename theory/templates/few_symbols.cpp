#include "theory/templates/few_symbols.hpp"

#include <algorithm>

#include "theory/numeric/require.hpp"
#include "theory/templates/conditioning.hpp"

namespace lemmascope::templates {
namespace {

constexpr long kMostStrings = 80;

/// A wildcard's symbol: as a template writes it, or one that no other string holds.
Symbols with_symbols(const Symbols& letters, const std::vector<int>& of) {
  Symbols string;
  for (const int letter : letters) string.push_back(of[static_cast<std::size_t>(letter)]);
  return string;
}

/// m (m - 1) ... (m - count + 1).
Rational falling(long m, int count) {
  Rational product(1);
  for (int i = 0; i < count; ++i) product *= m - i;
  return product;
}

/// Calls `each` with the symbol of every wildcard of a string over 0, ..., symbols - 1.
template <class Each>
void for_each_choice(int wildcards, int symbols, std::vector<int>& chosen, const Each& each) {
  if (static_cast<int>(chosen.size()) == wildcards) {
    each(chosen);
    return;
  }
  for (int symbol = 0; symbol < symbols; ++symbol) {
    if (std::find(chosen.begin(), chosen.end(), symbol) != chosen.end()) continue;
    chosen.push_back(symbol);
    for_each_choice(wildcards, symbols, chosen, each);
    chosen.pop_back();
  }
}

std::vector<Symbols> every_string(const Symbols& letters, int symbols) {
  std::vector<Symbols> all;
  std::vector<int> chosen;
  for_each_choice(distinct_symbols(letters), symbols, chosen,
                  [&](const std::vector<int>& of) { all.push_back(with_symbols(letters, of)); });
  return all;
}

/// A string of template j: every wildcard stands for one of the first string's symbols, or for one
/// of its own from 1000 on.
struct Overlap {
  Symbols string;
  int fresh = 0;  ///< wildcards with a symbol of their own
};

void add_overlaps(const Symbols& letters, int of_first, std::vector<int>& chosen,
                  std::vector<Overlap>& all) {
  const int wildcards = distinct_symbols(letters);
  if (static_cast<int>(chosen.size()) == wildcards) {
    const auto own = std::count_if(chosen.begin(), chosen.end(), [](int s) { return s >= 1000; });
    all.push_back({with_symbols(letters, chosen), static_cast<int>(own)});
    return;
  }
  for (int symbol = -1; symbol < of_first; ++symbol) {
    const int used = symbol < 0 ? 1000 + static_cast<int>(chosen.size()) : symbol;
    if (std::find(chosen.begin(), chosen.end(), used) != chosen.end()) continue;
    chosen.push_back(used);
    add_overlaps(letters, of_first, chosen, all);
    chosen.pop_back();
  }
}

std::vector<Overlap> overlaps_with(const Symbols& first, const Symbols& letters) {
  std::vector<Overlap> all;
  std::vector<int> chosen;
  add_overlaps(letters, distinct_symbols(first), chosen, all);
  return all;
}

template <class Entry>
Matrix<Rational> over_templates(const FewSymbols& problem, const Entry& entry) {
  const std::size_t r = problem.templates.size();
  Matrix<Rational> matrix(r, r);
  for (std::size_t i = 0; i < r; ++i) {
    for (std::size_t j = 0; j < r; ++j) {
      matrix(i, j) = entry(renamed(problem.templates[i]), renamed(problem.templates[j]));
    }
  }
  return matrix;
}

/// All strings over the problem's symbols with the template of each, then an unseen string of every
/// template.
struct Listed {
  std::vector<Symbols> strings;
  std::vector<std::size_t> of;
  Matrix<Rational> gram;
  Eigen::Index samples = 0;
};

Listed listed(const FewSymbols& problem) {
  require_few_symbols(problem);
  Listed all;
  Rational count(0);
  for (const Symbols& letters : problem.templates) {
    count += falling(problem.symbols, distinct_symbols(letters));
  }
  require(count <= kMostStrings,
          fmt::format("expected at most {} strings for this route", kMostStrings));
  for (std::size_t i = 0; i < problem.templates.size(); ++i) {
    for (Symbols& string :
         every_string(renamed(problem.templates[i]), static_cast<int>(problem.symbols))) {
      all.strings.push_back(std::move(string));
      all.of.push_back(i);
    }
  }
  all.samples = static_cast<Eigen::Index>(all.strings.size());
  for (const Symbols& letters : problem.templates) {
    Symbols unseen = renamed(letters);
    for (int& symbol : unseen) symbol += 1000;
    all.strings.push_back(std::move(unseen));
  }
  const std::size_t n = all.strings.size();
  all.gram = Matrix<Rational>(n, n);
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) {
      all.gram(a, b) = kernel_of(problem.kernel, all.strings[a], all.strings[b]);
    }
  }
  return all;
}

/// lambda over the weight of a string of template i.
Rational variance_of(const FewSymbols& problem, std::size_t i) {
  return problem.ridge * falling(problem.symbols, distinct_symbols(problem.templates[i])) /
         problem.samples;
}

}  // namespace

Rational kernel_of(const SharingKernel& kernel, const Symbols& first, const Symbols& second) {
  require(first.size() == second.size(), "expected two strings of one length");
  const auto k = static_cast<int>(first.size());
  int counts = 0, places = 0, patterns = 0;
  for (int i = 0; i < k; ++i) {
    places += first[i] == second[i] ? 1 : 0;
    for (int j = 0; j < k; ++j) {
      counts += first[i] == second[j] ? 1 : 0;
      patterns += first[i] == first[j] && second[i] == second[j] ? 1 : 0;
    }
  }
  return kernel.constant + kernel.counts * counts / (k * k) + kernel.places * places / k +
         kernel.patterns * patterns / (k * k);
}

void require_few_symbols(const FewSymbols& problem) {
  require(!problem.templates.empty() &&
              problem.labels.size() == static_cast<Eigen::Index>(problem.templates.size()),
          "expected one label for each template");
  for (const Symbols& letters : problem.templates) {
    require(letters.size() == problem.templates.front().size() && !letters.empty(),
            "expected templates of one length");
    require(distinct_symbols(letters) <= problem.symbols,
            fmt::format("expected at least as many symbols as '{}' has letters, found {}",
                        template_text(letters), problem.symbols));
  }
  const SharingKernel& kernel = problem.kernel;
  require(kernel.constant >= 0 && kernel.counts >= 0 && kernel.places >= 0 && kernel.patterns >= 0,
          "expected weights of the kernel that are not negative");
  require(problem.samples > 0 && problem.ridge > 0, "expected positive samples and ridge");
}

Matrix<Rational> disjoint_kernel(const FewSymbols& problem) {
  return over_templates(problem, [&](const Symbols& first, Symbols second) {
    for (int& symbol : second) symbol += 1000;
    return kernel_of(problem.kernel, first, second);
  });
}

Matrix<Rational> mean_kernel(const FewSymbols& problem) {
  require_few_symbols(problem);
  return over_templates(problem, [&](const Symbols& first, const Symbols& letters) {
    const int of_first = distinct_symbols(first);
    Rational sum(0);
    for (const Overlap& overlap : overlaps_with(first, letters)) {
      sum += kernel_of(problem.kernel, first, overlap.string) *
             falling(problem.symbols - of_first, overlap.fresh);
    }
    return Rational(sum / falling(problem.symbols, distinct_symbols(letters)));
  });
}

Matrix<Rational> mean_kernel_by_interpolation(const FewSymbols& problem) {
  require_few_symbols(problem);
  return over_templates(problem, [&](const Symbols& first, const Symbols& letters) {
    const int degree = distinct_symbols(letters);
    const int least = std::max(distinct_symbols(first), degree);
    Rational sum(0);
    for (int node = least; node <= least + degree; ++node) {
      Rational value(0);
      for (const Symbols& second : every_string(letters, node)) {
        value += kernel_of(problem.kernel, first, second);
      }
      for (int other = least; other <= least + degree; ++other) {
        if (other != node) value *= Rational(problem.symbols - other) / (node - other);
      }
      sum += value;
    }
    return Rational(sum / falling(problem.symbols, degree));
  });
}

Vector<Rational> few_symbol_predictions(const FewSymbols& problem) {
  Matrix<Rational> system = mean_kernel(problem);
  for (Eigen::Index i = 0; i < system.rows(); ++i) system(i, i) += problem.ridge / problem.samples;
  return disjoint_kernel(problem) * solve_definite<Rational>(std::move(system), problem.labels);
}

Vector<Rational> predictions_by_all_strings(const FewSymbols& problem) {
  const Listed all = listed(problem);
  const Eigen::Index n = all.samples;
  Matrix<Rational> gram = all.gram.topLeftCorner(n, n);
  Vector<Rational> labels(n);
  for (Eigen::Index a = 0; a < n; ++a) {
    gram(a, a) += variance_of(problem, all.of[a]);
    labels(a) = problem.labels(all.of[a]);
  }
  return all.gram.bottomLeftCorner(problem.labels.size(), n) *
         solve_definite<Rational>(std::move(gram), std::move(labels));
}

Vector<Rational> predictions_string_by_string(const FewSymbols& problem) {
  const Listed all = listed(problem);
  Matrix<Rational> covariance = all.gram;
  Vector<Rational> mean = Vector<Rational>::Constant(covariance.rows(), Rational(0));
  for (Eigen::Index a = 0; a < all.samples; ++a) {
    const Rational variance = covariance(a, a) + variance_of(problem, all.of[a]);
    const Rational surprise = (problem.labels(all.of[a]) - mean(a)) / variance;
    const Vector<Rational> gain = covariance.col(a);
    for (Eigen::Index i = a + 1; i < mean.size(); ++i) {
      mean(i) += gain(i) * surprise;
      const Rational share = gain(i) / variance;
      for (Eigen::Index j = a + 1; j < mean.size(); ++j) covariance(i, j) -= share * gain(j);
    }
  }
  return mean.tail(problem.labels.size());
}

Vector<Rational> error_of_few_symbols(const FewSymbols& problem, const Matrix<Rational>& mean) {
  return problem.labels - disjoint_kernel(problem) * solve_definite<Rational>(mean, problem.labels);
}

Matrix<Rational> one_symbol_shared(const FewSymbols& problem) {
  require_few_symbols(problem);
  return over_templates(problem, [&](const Symbols& first, const Symbols& letters) {
    Rational sum(0);
    Symbols apart = letters;
    for (int& symbol : apart) symbol += 1000;
    const Rational none = kernel_of(problem.kernel, first, apart);
    for (int symbol = 0; symbol < distinct_symbols(first); ++symbol) {
      for (int wildcard = 0; wildcard < distinct_symbols(letters); ++wildcard) {
        Symbols meets = apart;
        std::replace(meets.begin(), meets.end(), 1000 + wildcard, symbol);
        sum += kernel_of(problem.kernel, first, meets) - none;
      }
    }
    return sum;
  });
}

Vector<Rational> limit_of_error_times_symbols(const FewSymbols& problem) {
  return one_symbol_shared(problem) *
         solve_definite<Rational>(disjoint_kernel(problem), problem.labels);
}

}  // namespace lemmascope::templates
