// Figures of a result as inline SVG. A result's "figures" is an array of objects; every kind has
//   id       "mine/some-figure", unique; becomes the anchor
//   title    a few words
//   caption  what is shown, with the instance it belongs to
//   kind     "heatmap", "curve", "phase-map", "small-multiples", "scrubber" or "table"
//   claims   (optional) ids of the claims it belongs to; their cards link to it
//   group    (optional) figures of one group stand side by side under this heading
// Numbers are tagged quantities, bare numbers, or null for "nothing here".
//
// heatmap
//   rows, columns            labels
//   row_axis, column_axis    axis titles
//   values                   rows of numbers; null where the mask forbids an entry
//   scale                    "sequential" (cividis) or "signed" (blue-white-orange, symmetric about
//   zero) outlined                 (optional) cells [row, column] the theorem says are the maximum
//   of their row;
//                            hits, misses and the least margin are counted against the unmasked
//                            rest
//   row_blocks, column_blocks  (optional) [{"label", "size"}]: separators, e.g. token and position
//   blocks range                    (optional) [low, high]; entries beyond are clipped, and the
//   report says so
//   framed_blocks            (optional) [[row block, column block]]: framed in the outline's colour
//   boundary                 (optional) a value: a line is drawn between cells on both sides of it
//
// curve
//   x, y        {"label", "log" (optional, default false)}; points a log axis cannot show are
//   counted series      [{"name", "x": [..], "y": [..], "lower": [..], "upper": [..], "points":
//   true}]: x and y of
//               equal length; lower and upper (optional) draw a band; "points" (optional) marks
//               single measurements and draws no line
//   references  (optional) [{"label", "axis": "x"|"y", "value", "upper" (optional), "by":
//   "ours"|"authors"}]:
//               a line, or a band from value to upper; "authors" is dashed
//   marks       (optional) values of x at which snapshots were taken
//
// phase-map
//   statuses    {"holds": "meaning", "fails": "meaning", "unknown": "meaning"} (optional texts)
//   panels      [{"title", "rows", "columns", "row_axis", "column_axis",
//                 "cells": [[{"status": "holds"|"fails"|"unknown", "margin": number, "note": text}
//                 | null]]}]
//
// small-multiples
//   panels      heatmaps without id, caption and kind, side by side; what they share (row_axis,
//               column_axis, scale, range) may stand in the figure: one range makes their colours
//               comparable
//
// scrubber
//   panels      heatmaps as in small multiples, each with "step": one matrix in the course of a
//               training; with scripts one at a time, without as small multiples
//   curve       a curve over the same steps, on which a cursor shows where the snapshot stands
//
// table
//   columns     headings
//   rows        rows of texts or numbers, as many as columns
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace lemmascope::report {

/// What the page shows for one figure: markup, and a line of facts read off the picture.
struct DrawnFigure {
  std::string svg;    ///< empty for an unknown kind
  std::string facts;  ///< plain text, not escaped
  std::string table;  ///< the numbers as an HTML table, empty when there are too many cells
};

DrawnFigure draw_figure(const nlohmann::json& figure);

DrawnFigure draw_heatmap(const nlohmann::json& figure);
DrawnFigure draw_curve(const nlohmann::json& figure);
DrawnFigure draw_phase_map(const nlohmann::json& figure);
DrawnFigure draw_small_multiples(const nlohmann::json& figure);
DrawnFigure draw_scrubber(const nlohmann::json& figure);
DrawnFigure draw_table(const nlohmann::json& figure);

/// The colour bar of a heatmap by itself, for many that share one scale.
std::string draw_colour_bar(const nlohmann::json& figure);

/// Where a curve shows these values of x, in units of its picture, nothing beyond its frame; and
/// the frame's top and bottom.
struct CurvePlaces {
  std::vector<std::optional<double>> at;
  double top = 0, bottom = 0;
};
CurvePlaces curve_places(const nlohmann::json& figure, const std::vector<double>& x);

/// "figure-mine.some-figure": an id an HTML element may carry.
std::string anchor(const std::string& prefix, const std::string& id);

}  // namespace lemmascope::report
