#include "properties/causal/training_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "theory/numeric/significant.hpp"

namespace lemmascope::causal {
namespace {

using nlohmann::json;

json labels(int count) {
  json names = json::array();
  for (int k = 0; k < count; ++k) names.push_back(std::to_string(k));
  return names;
}

// Cells [child, parent] of every edge.
json edges(const ReproductionRun& run) {
  json cells = json::array();
  for (int i = 0; i < static_cast<int>(run.parents.size()); ++i) {
    for (const int p : run.parents[static_cast<std::size_t>(i)]) cells.push_back({i, p});
  }
  return cells;
}

json heatmap(const ReproductionRun& run, const std::string& id, const std::string& title,
             const std::string& caption, json values, const json& outlined) {
  return {{"id", id},
          {"kind", "heatmap"},
          {"title", title},
          {"caption", caption},
          {"group", run.name},
          {"scale", "sequential"},
          {"rows", labels(run.length)},
          {"columns", labels(run.length)},
          {"row_axis", "query i"},
          {"column_axis", "key j"},
          {"values", std::move(values)},
          {"range", {0, 1}},
          {"outlined", outlined}};
}

json adjacency(const ReproductionRun& run, const std::string& prefix) {
  json rows = json::array();
  for (int i = 0; i < run.length; ++i) {
    json row = json::array();
    for (int j = 0; j < run.length; ++j) row.push_back(j > i ? json() : json(0.0));
    if (i < static_cast<int>(run.parents.size())) {
      for (const int p : run.parents[static_cast<std::size_t>(i)])
        row[static_cast<std::size_t>(p)] = 1.0;
    }
    rows.push_back(row);
  }
  return heatmap(run, prefix + "/adjacency", "Latent causal graph", "Parents of every position.",
                 rows, edges(run));
}

json attention(const ReproductionRun& run, const std::string& prefix, std::size_t head) {
  json rows = json::array();
  for (int i = 0; i < run.length; ++i) {
    json row = json::array();
    for (int j = 0; j < run.length; ++j) {
      row.push_back(
          j > i ? json() : json(run.attention[head][static_cast<std::size_t>(i * run.length + j)]));
    }
    rows.push_back(row);
  }
  return heatmap(run, fmt::format("{}/attention-{}", prefix, head),
                 fmt::format("First-layer attention, head {}", head),
                 fmt::format("After {} steps{}.", run.steps_done,
                             run.attention.size() > 1 && !run.target_parents.empty()
                                 ? "; the heads share the parents out"
                                 : ""),
                 rows, edges(run));
}

// The mean over nodes with a parent of what attention spread evenly gives each of its parents.
double uniform_attention(const ReproductionRun& run) {
  double sum = 0;
  int nodes = 0;
  for (std::size_t i = 0; i < run.parents.size(); ++i) {
    if (run.parents[i].empty()) continue;
    sum += 1.0 / static_cast<double>(i + 1);
    ++nodes;
  }
  return nodes > 0 ? sum / nodes : 0;
}

json uniform_line(const ReproductionRun& run) {
  const double uniform = uniform_attention(run);
  return {{"label", fmt::format("uniform attention {:.3f}", uniform)},
          {"axis", "y"},
          {"value", uniform},
          {"by", "ours"}};
}

// Where a training changes what it trains, or how.
json stage_boundaries(const ReproductionRun& run) {
  json lines = json::array();
  std::int64_t before = 0;
  for (std::size_t k = 0; k + 1 < run.plan.stages.size(); ++k) {
    before += run.plan.stages[k].steps;
    lines.push_back({{"label", fmt::format("stage {} begins", k + 2)},
                     {"axis", "x"},
                     {"value", before},
                     {"by", "ours"}});
  }
  return lines;
}

json snapshot_values(const std::vector<float>& attention, int length) {
  json rows = json::array();
  for (int i = 0; i < length; ++i) {
    json row = json::array();
    for (int j = 0; j < length; ++j) {
      // Four digits: what the colours show.
      const double entry = attention[static_cast<std::size_t>(i * length + j)];
      row.push_back(j > i ? json() : json(std::round(entry * 1e4) / 1e4));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

// The first layer's attention from step to step, beside the held-out loss.
json attention_over_training(const ReproductionRun& run, const std::string& prefix,
                             std::size_t head) {
  json steps = json::array(), loss = json::array(), panels = json::array();
  for (const auto& point : run.curve) {
    steps.push_back(point.step);
    loss.push_back(point.test_loss);
  }
  for (const auto& one : run.snapshots) {
    if (head >= one.attention.size()) return json();
    panels.push_back({{"title", fmt::format("step {}", one.step)},
                      {"step", one.step},
                      {"values", snapshot_values(one.attention[head], run.length)}});
  }
  json figure = heatmap(run, fmt::format("{}/attention-over-training-{}", prefix, head),
                        run.heads > 1 ? fmt::format("Attention over training, head {}", head)
                                      : std::string("Attention over training"),
                        "First-layer attention. Outlined: parents.", json::array(), edges(run));
  figure.erase("values");
  figure["kind"] = "scrubber";
  figure["panels"] = std::move(panels);
  figure["curve"] = {{"title", "Held-out loss"},
                     {"x", {{"label", "step"}}},
                     {"y", {{"label", "held-out cross-entropy, nats"}}},
                     {"series", {{{"name", "held-out"}, {"x", steps}, {"y", loss}}}},
                     {"references", stage_boundaries(run)}};
  return figure;
}

json blocks(const std::vector<WeightMatrix::BlockName>& names) {
  json all = json::array();
  for (const auto& b : names) all.push_back({{"label", b.name}, {"size", b.size}});
  return all;
}

constexpr const char* kReducedNote =
    " Framed: the block the paper's reduced model keeps; the theory sets all others to zero.";

// "t0, t1, ..., p0, p1, ...": tokens and positions, with a prime per copy made by attention.
json block_labels(const std::vector<WeightMatrix::BlockName>& names, int count) {
  if (names.empty()) return labels(count);
  json all = json::array();
  for (std::size_t b = 0; b < names.size(); ++b) {
    const std::string copy(b / 2, '\'');
    for (int k = 0; k < names[b].size; ++k)
      all.push_back(fmt::format("{}{}{}", names[b].name.substr(0, 1), k, copy));
  }
  return all;
}

std::string weight_title(const std::string& name) {
  if (name.starts_with("A1_"))
    return fmt::format("A⁽¹⁾: scores of the first layer, head {}", name.substr(3));
  if (name == "A2") return "A⁽²⁾: scores of the second layer";
  return name == "W" ? "W: output" : name;
}

// Row and column of the blocks that the reduced model of arXiv 2402.14735 is made of: position x
// position in layer 1, query token x token copied by layer 1 in layer 2, and in W the token copied
// by layer 2. Only the two-layer, one-head, one-parent network has such a reduction.
json reduced_blocks(const ReproductionRun& run, const WeightMatrix& w) {
  if (run.heads != 1 || !run.target_parents.empty() || w.row_blocks.empty()) return json::array();
  const std::size_t rows = w.row_blocks.size(), columns = w.column_blocks.size();
  if (w.name == "A1_0" && rows == 2 && columns == 2) return json::array({json::array({1, 1})});
  if (w.name == "A2" && rows == 4 && columns == 4) return json::array({json::array({0, 2})});
  if (w.name == "W" && columns == 8) return json::array({json::array({0, 4})});
  return json::array();
}

// W is stored with a row per input and has few outputs: it lies on its side in the figure.
WeightMatrix as_drawn(const WeightMatrix& w) {
  if (w.name != "W") return w;
  WeightMatrix turned = w;
  turned.rows = w.columns;
  turned.columns = w.rows;
  turned.column_blocks = w.row_blocks;
  turned.row_blocks = {{"token", w.columns}};
  for (int i = 0; i < w.rows; ++i) {
    for (int j = 0; j < w.columns; ++j)
      turned.entries[static_cast<std::size_t>(j * w.rows + i)] =
          w.entries[static_cast<std::size_t>(i * w.columns + j)];
  }
  return turned;
}

// The larger of the 2nd and the 98th percentile in absolute value.
double colour_limit(std::vector<float> entries) {
  std::sort(entries.begin(), entries.end());
  const auto percentile = [&](double share) {
    return std::abs(static_cast<double>(
        entries[static_cast<std::size_t>(share * static_cast<double>(entries.size() - 1))]));
  };
  return std::max(percentile(0.02), percentile(0.98));
}

json weights(const ReproductionRun& run, const std::string& prefix, const WeightMatrix& trained) {
  const WeightMatrix w = as_drawn(trained);
  json rows = json::array();
  for (int i = 0; i < w.rows; ++i) {
    json row = json::array();
    for (int j = 0; j < w.columns; ++j) {
      // Six digits: what a reader can use. The checkpoint holds the weights themselves.
      row.push_back(significant(w.entries[static_cast<std::size_t>(i * w.columns + j)], 6));
    }
    rows.push_back(row);
  }
  const json framed = reduced_blocks(run, w);
  json figure = {
      {"id", fmt::format("{}/weights-{}", prefix, w.name)},
      {"kind", "heatmap"},
      {"title", weight_title(w.name)},
      {"caption", std::string("Trained weights to six digits; the colour bar ends at the larger of "
                              "the 2nd and 98th percentile, alike on both sides: zero is white.") +
                      (framed.empty() ? "" : kReducedNote)},
      {"group", run.name},
      {"scale", "signed"},
      {"rows", block_labels(w.row_blocks, w.rows)},
      {"columns", block_labels(w.column_blocks, w.columns)},
      {"row_axis", w.name == "W" ? "output" : "query"},
      {"column_axis", w.name == "W" ? "what the output layer reads" : "key"},
      {"framed_blocks", framed},
      {"values", rows}};
  if (!w.row_blocks.empty()) figure["row_blocks"] = blocks(w.row_blocks);
  if (!w.column_blocks.empty()) figure["column_blocks"] = blocks(w.column_blocks);
  const double limit = colour_limit(w.entries);
  if (limit > 0) figure["range"] = {-limit, limit};
  return figure;
}

// The attention of every position to its own parent at the end of training; roots have none.
json attention_by_position(const ReproductionRun& run, const std::string& prefix) {
  json positions = json::array(), values = json::array(), uniform = json::array();
  for (std::size_t i = 0; i < run.parent_attention.size(); ++i) {
    if (run.parent_attention[i] < 0) continue;
    positions.push_back(i);
    values.push_back(run.parent_attention[i]);
    uniform.push_back(1.0 / static_cast<double>(i + 1));
  }
  return {{"id", prefix + "/parent-attention-by-position"},
          {"kind", "curve"},
          {"title", "Attention to the parent, position by position"},
          {"caption", "After training; roots are left out."},
          {"group", run.name},
          {"x", {{"label", "position i"}}},
          {"y", {{"label", "attention to the parent of i"}}},
          {"series",
           {{{"name", "ours"}, {"x", positions}, {"y", values}, {"points", true}},
            {{"name", "uniform attention"}, {"x", positions}, {"y", uniform}}}},
          {"references",
           {{{"label", fmt::format("mean {:.4f}", run.mean_parent_attention)},
             {"axis", "y"},
             {"value", run.mean_parent_attention},
             {"by", "ours"}}}}};
}

// A page must open: matrices beyond these sizes stay in the checkpoint.
constexpr int kLargestAttention = 256;
constexpr std::size_t kMostEntries = std::size_t{1} << 16;

bool is_drawn(const WeightMatrix& w) { return w.entries.size() <= kMostEntries; }

std::string left_out(const ReproductionRun& run) {
  std::string names;
  for (const auto& w : run.weights) {
    if (!is_drawn(w)) names += (names.empty() ? "" : ", ") + w.name;
  }
  if (run.length > kLargestAttention) names += names.empty() ? "attention" : ", attention";
  return names.empty() ? "" : " Too large to be drawn, in the checkpoint only: " + names + ".";
}

json loss_curve(const ReproductionRun& run, const std::string& prefix) {
  json steps = json::array(), test = json::array(), parent = json::array();
  json trained_steps = json::array(), training = json::array();
  for (const auto& point : run.curve) {
    steps.push_back(point.step);
    test.push_back(point.test_loss);
    // Nothing has been trained on before the first step.
    if (point.step > 0) {
      trained_steps.push_back(point.step);
      training.push_back(point.training_loss);
    }
    parent.push_back(point.parent_attention);
  }
  json references = json::array();
  for (const auto& line : run.lines) {
    const bool authors = line.name.find("authors") != std::string::npos;
    references.push_back({{"label", fmt::format("{} {:.4f} ± {:.4f}", line.name, line.loss.mean,
                                                line.loss.standard_error)},
                          {"axis", "y"},
                          {"value", line.loss.mean - 2 * line.loss.standard_error},
                          {"upper", line.loss.mean + 2 * line.loss.standard_error},
                          {"by", authors ? "authors" : "ours"}});
  }
  for (json& boundary : stage_boundaries(run)) references.push_back(std::move(boundary));
  json curves = json::array();
  curves.push_back(
      {{"id", prefix + "/loss"},
       {"kind", "curve"},
       {"title", "Loss"},
       {"caption",
        fmt::format(
            "{}, {} steps of batch {}{}; bands are two standard errors on the held-out set.{}",
            run.optimiser, run.plan.steps(), run.plan.batch,
            run.steps_done < run.plan.steps() ? fmt::format(", STOPPED after {}", run.steps_done)
                                              : "",
            left_out(run))},
       {"group", run.name},
       {"x", {{"label", "step"}}},
       {"y", {{"label", "cross-entropy, nats"}}},
       {"series",
        {{{"name", "held-out"}, {"x", steps}, {"y", test}},
         {{"name", "training"}, {"x", trained_steps}, {"y", training}}}},
       {"references", references}});
  if (run.mean_parent_attention > 0) {
    curves.push_back({{"id", prefix + "/parent-attention"},
                      {"kind", "curve"},
                      {"title", "Attention to the parent"},
                      {"caption",
                       "Mean over edges of the first layer's attention to the parent, the largest "
                       "of its heads."},
                      {"group", run.name},
                      {"x", {{"label", "step"}}},
                      {"y", {{"label", "mean attention"}}},
                      {"series", {{{"name", "parent"}, {"x", steps}, {"y", parent}}}},
                      {"references", json::array({uniform_line(run)})}});
  }
  if (!run.parent_attention.empty()) curves.push_back(attention_by_position(run, prefix));
  return curves;
}

}  // namespace

json training_figures(const ReproductionRun& run, const std::string& prefix) {
  json figures = loss_curve(run, prefix);
  for (int head = 0; head < run.heads && run.snapshots.size() > 1; ++head) {
    json scrubber = attention_over_training(run, prefix, static_cast<std::size_t>(head));
    if (scrubber.is_object()) figures.push_back(std::move(scrubber));
  }
  if (run.length <= kLargestAttention) {
    figures.push_back(adjacency(run, prefix));
    for (std::size_t head = 0; head < run.attention.size(); ++head) {
      figures.push_back(attention(run, prefix, head));
    }
  }
  for (const auto& w : run.weights) {
    if (is_drawn(w)) figures.push_back(weights(run, prefix, w));
  }
  return figures;
}

json training_json(const ReproductionRun& run) {
  json curve = json::array(), lines = json::array();
  for (const auto& p : run.curve) {
    curve.push_back({{"step", p.step},
                     {"training_loss", p.training_loss},
                     {"test_loss", p.test_loss},
                     {"parent_attention", p.parent_attention}});
  }
  for (const auto& line : run.lines) {
    lines.push_back({{"name", line.name},
                     {"description", line.description},
                     {"mean", line.loss.mean},
                     {"standard_error", line.loss.standard_error}});
  }
  return {{"name", run.name},
          {"parents", run.parents},
          {"target_parents", run.target_parents},
          {"states", run.states},
          {"length", run.length},
          {"heads", run.heads},
          {"precision", run.precision},
          {"seed", std::to_string(run.root_seed)},
          {"run", run.run},
          {"optimiser", run.optimiser},
          {"concentration", run.concentration},
          {"steps", run.plan.steps()},
          {"steps_done", run.steps_done},
          {"finished", run.steps_done == run.plan.steps()},
          {"batch", run.plan.batch},
          {"curve", curve},
          {"lines", lines},
          {"parent_attention", run.parent_attention},
          {"mean_parent_attention", run.mean_parent_attention},
          {"head_parent_attention", run.head_parent_attention},
          {"final_loss", run.final_loss}};
}

std::vector<std::string> training_summary(const ReproductionRun& run) {
  std::vector<std::string> lines{
      fmt::format("{}: final loss {:.4f}, mean parent attention {:.4f}, {:.1f} s", run.name,
                  run.final_loss, run.mean_parent_attention, run.seconds)};
  const double uniform = std::log(run.states);
  if (run.final_loss > uniform + 0.01) {
    lines.push_back(
        fmt::format("  worse than guessing uniformly ({:.4f}): try a smaller --rate", uniform));
  }
  for (std::size_t head = 0; head < run.head_parent_attention.size(); ++head) {
    lines.push_back(fmt::format("  head {}: mean attention to the first, second, ... parent {:.3f}",
                                head, fmt::join(run.head_parent_attention[head], ", ")));
  }
  for (const auto& line : run.lines) {
    lines.push_back(fmt::format("  {:<40} {:.4f} ± {:.4f}", line.name, line.loss.mean,
                                line.loss.standard_error));
  }
  return lines;
}

std::vector<std::string> attention_in_characters(const ReproductionRun& run) {
  constexpr std::string_view kShades = " .:-=+*#%@";
  constexpr int kMostRows = 64;
  std::vector<std::string> lines;
  if (run.length > kMostRows) return lines;  // the page shows it
  for (std::size_t head = 0; head < run.attention.size(); ++head) {
    const std::string name = run.attention.size() > 1 ? fmt::format(", head {}", head) : "";
    lines.push_back("first-layer attention" + name + " (rows: query, columns: key; @ is 1)");
    for (int i = 0; i < run.length; ++i) {
      std::string line = "  ";
      for (int j = 0; j <= i; ++j) {
        const double a = run.attention[head][static_cast<std::size_t>(i * run.length + j)];
        line += kShades[static_cast<std::size_t>(std::clamp(a, 0.0, 0.999) * kShades.size())];
      }
      lines.push_back(line);
    }
  }
  return lines;
}

}  // namespace lemmascope::causal
