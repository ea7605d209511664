// What every head holds for every window of tokens that it may see, and the way back from there to
// the weights of the first layer.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/ngram/model_shape.hpp"

namespace lemmascope::ngram {

/// A head's window as a number: which lags exist, the tokens there, and in the full model its own
/// token (`symbols` stands for none, that of the query).
class WindowCode {
 public:
  explicit WindowCode(const ModelShape& shape);

  int count() const { return owners_ * windows_; }
  /// Of head `head` at the position after `before` tokens, which end at `end`. `own` is its token.
  int at(int head, const std::uint8_t* end, int before, int own) const;
  /// Back: the tokens of the lags that exist, nearest first, and the own token (-1 where heads do
  /// not see it).
  struct Window {
    std::vector<int> tokens;
    int own = -1;
  };
  Window window(int code) const;

 private:
  ModelShape shape_;
  int windows_;
  int owners_;
  std::vector<int> first_;  ///< number of the first window with so many lags
};

/// Vectors of all heads and codes at some weights.
class HeadTable {
 public:
  explicit HeadTable(const ModelShape& shape);

  /// Computes every vector.
  void set(const double* weights);
  const double* vector(int head, int code) const { return &vectors_[index(head, code)]; }
  /// Where a slope of that vector is to be added; all zero after `set` and `add_slopes`.
  double* slope(int head, int code) { return &slopes_[index(head, code)]; }
  /// Adds to `gradient`, laid out like the weights, what those slopes do.
  void add_slopes(const double* weights, double* gradient);

 private:
  std::size_t index(int head, int code) const {
    return (static_cast<std::size_t>(head) * windows_.size() + static_cast<std::size_t>(code)) *
           static_cast<std::size_t>(shape_.symbols);
  }
  /// What a vector is made of, step by step.
  struct Made {
    std::vector<double> attention;  ///< on the lags that exist, then on the own position
    std::vector<double> mix;        ///< of tokens
    std::vector<double> valued;     ///< times the values
    double scale = 1;               ///< that normalisation multiplies with
    std::vector<double> centred;    ///< for HeadNorm::layer: what the gain multiplies
  };
  void make(int head, const WindowCode::Window& window, const double* weights, Made& made) const;
  void attend(int head, const WindowCode::Window& window, const double* weights, Made& made) const;
  void normalise(Made& made) const;
  void go_back(int head, const WindowCode::Window& window, const double* weights,
               const double* slope, double* gradient);
  void back_through_norm(const Made& made, const double* weights, const double* slope,
                         std::vector<double>& d_valued, double* gradient) const;
  void back_through_attention(int head, const WindowCode::Window& window, const double* weights,
                              const Made& made, const std::vector<double>& d_mix,
                              double* gradient) const;
  double match(int head, int own, int other, const double* weights) const;

  ModelShape shape_;
  WeightOffsets at_;
  std::vector<WindowCode::Window> windows_;
  std::vector<double> vectors_, slopes_;
  Made made_;                             // scratch
  std::vector<double> d_valued_, d_mix_;  // scratch
};

}  // namespace lemmascope::ngram
