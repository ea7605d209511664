// Figures: what is drawn, what is counted, and what malformed data does.
#include "reports/writers/figures.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <nlohmann/json.hpp>

#include "reports/model/sweep_figures.hpp"
#include "reports/writers/attack_trace.hpp"
#include "reports/writers/excess_loss.hpp"
#include "reports/writers/instance_view.hpp"
#include "reports/writers/lean_html.hpp"
#include "reports/writers/sites_view.hpp"

namespace lemmascope::report {
namespace {

using nlohmann::json;

json heatmap(json values, json outlined) {
  return {{"id", "a/b"},
          {"title", "t"},
          {"kind", "heatmap"},
          {"scale", "signed"},
          {"rows", {"0", "1"}},
          {"columns", {"0", "1"}},
          {"values", std::move(values)},
          {"outlined", std::move(outlined)}};
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
    ++found;
  return found;
}

std::string from_base64(const std::string& text) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned value = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == '=') break;
    value = (value << 6) | static_cast<unsigned>(digits.find(c));
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>((value >> bits) & 0xff);
  }
  return bytes;
}

TEST(Heatmap, CountsHitsMissesAndTheLeastMargin) {
  const auto hit = draw_figure(heatmap({{0, nullptr}, {0.5, 0.25}}, {{1, 0}}));
  EXPECT_EQ(hit.facts,
            "1 of 1 outlined entries exceed every other entry of their row; least margin 0.25");
  const auto miss = draw_figure(heatmap({{0, nullptr}, {0.25, 0.5}}, {{1, 0}}));
  EXPECT_EQ(miss.facts,
            "0 of 1 outlined entries exceed every other entry of their row; least margin -0.25; 1 "
            "missed");
}

TEST(Heatmap, MarksTheMaximumWhereItIsAndTheOutlineWhereTheTheoremSays) {
  const auto drawn = draw_figure(heatmap({{0, nullptr}, {0.25, 0.5}}, {{1, 0}}));
  EXPECT_NE(drawn.svg.find("class=\"argmax\" data-row=\"1\" data-column=\"1\""), std::string::npos);
  EXPECT_NE(drawn.svg.find("class=\"outlined\" data-row=\"1\" data-column=\"0\""),
            std::string::npos);
}

// The picture's pixels as indices into its palette; 0 is clear.
std::string pixels_of(const std::string& svg, std::size_t width, std::size_t height) {
  const std::string start = "data:image/png;base64,";
  const std::size_t from = svg.find(start) + start.size();
  const std::string bytes = from_base64(svg.substr(from, svg.find('"', from) - from));
  const std::size_t data = bytes.find("IDAT") + 4;
  std::string rows((width + 1) * height, '\xff');
  auto size = static_cast<uLongf>(rows.size());
  EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(rows.data()), &size,
                       reinterpret_cast<const Bytef*>(bytes.data() + data),
                       static_cast<uLong>(bytes.size() - data)),
            Z_OK);
  std::string pixels;
  for (std::size_t row = 0; row < height; ++row)
    pixels += rows.substr(row * (width + 1) + 1, width);
  return pixels;
}

TEST(Heatmap, DrawsNoCellWhereTheMaskForbids) {
  const auto drawn = draw_figure(heatmap({{0, nullptr}, {0.5, 0.25}}, json::array()));
  // Clear where the mask is; else one more colour for each larger value.
  EXPECT_EQ(pixels_of(drawn.svg, 2, 2), std::string("\x01\x00\x03\x02", 4));
}

TEST(Heatmap, DrawsALineBetweenCellsOnBothSidesOfItsBoundary) {
  json figure = heatmap({{-1, 1}, {-2, -3}}, json::array());
  EXPECT_EQ(draw_figure(figure).svg.find("class=\"boundary\""), std::string::npos);
  figure["boundary"] = 0;
  EXPECT_NE(draw_figure(figure).svg.find("class=\"boundary\" d=\"M34 0v34M34 34h34\""),
            std::string::npos)
      << draw_figure(figure).svg;
}

TEST(Heatmap, SaysWhatItClips) {
  json figure = heatmap({{0, nullptr}, {9, 0.25}}, json::array());
  figure["range"] = {-1, 1};
  EXPECT_EQ(draw_figure(figure).facts, "1 entries lie beyond the colour bar and are clipped");
}

TEST(Heatmap, FramesTheBlocksItIsToldToAndNoOthers) {
  json figure = heatmap({{0, 1, 2}, {3, 4, 5}, {6, 7, 8}}, json::array());
  figure["row_blocks"] = {{{"label", "token"}, {"size", 1}}, {{"label", "position"}, {"size", 2}}};
  figure["column_blocks"] = {{{"label", "token"}, {"size", 2}},
                             {{"label", "position"}, {"size", 1}}};
  figure["framed_blocks"] = json::array(
      {json::array({1, 0}), json::array({2, 0}), json::array({-1, 0}), json::array({1})});
  const std::string svg = draw_figure(figure).svg;
  EXPECT_EQ(count(svg, "class=\"framed\""), 1U);
  // Cells of 34 units: rows 1 and 2, columns 0 and 1.
  EXPECT_NE(svg.find("class=\"framed\" x=\"0\" y=\"34\" width=\"68\" height=\"68\""),
            std::string::npos);
}

TEST(Heatmap, IsSmallHoweverManyCellsItHas) {
  json values = json::array();
  for (int i = 0; i < 100; ++i) values.push_back(json::array());
  for (auto& row : values) {
    for (int j = 0; j < 100; ++j) row.push_back(j % 7);
  }
  const auto drawn = draw_figure(heatmap(values, json::array()));
  EXPECT_LT(drawn.svg.size(), 10000U);
  EXPECT_TRUE(drawn.table.empty());
}

TEST(Curve, CountsWhatALogarithmicAxisCannotShow) {
  const json figure = {{"kind", "curve"},
                       {"x", {{"label", "step"}, {"log", true}}},
                       {"y", {{"label", "loss"}}},
                       {"series", {{{"name", "s"}, {"x", {0, 1, 10}}, {"y", {1, 2, nullptr}}}}}};
  EXPECT_EQ(draw_figure(figure).facts.substr(0, 25), "2 points cannot be shown ");
}

TEST(Curve, NamesReferencesByLettersThatDoNotOverlap) {
  const json figure = {
      {"kind", "curve"},
      {"x", {{"label", "step"}}},
      {"y", {{"label", "loss"}}},
      {"series", {{{"name", "s"}, {"x", {0, 1}}, {"y", {0, 1}}}}},
      {"references",
       {{{"label", "Bayes"}, {"axis", "y"}, {"value", 0.5}, {"upper", 0.52}, {"by", "ours"}},
        {{"label", "line"}, {"axis", "y"}, {"value", 0.51}, {"by", "authors"}}}}};
  const std::string svg = draw_figure(figure).svg;
  std::vector<double> heights;
  for (std::size_t at = svg.find("tick letter"); at != std::string::npos;
       at = svg.find("tick letter", at + 1))
    heights.push_back(std::stod(svg.substr(svg.find(" y=\"", at) + 4)));
  ASSERT_EQ(heights.size(), 2U);
  EXPECT_GE(heights[1] - heights[0], 11);
  EXPECT_NE(svg.find("<b>a</b>&#160;Bayes"), std::string::npos);
  EXPECT_NE(svg.find("<b>b</b>&#160;line"), std::string::npos);
  EXPECT_NE(svg.find("reference authors"), std::string::npos);
}

TEST(Curve, ShowsSharesAgainstTheWhole) {
  const auto drawn = [](const char* label, double high) {
    return draw_figure({{"kind", "curve"},
                        {"x", {{"label", "step"}}},
                        {"y", {{"label", label}}},
                        {"series", {{{"name", "a"}, {"x", {0, 1}}, {"y", {0.229, high}}}}}})
        .svg;
  };
  // The frame runs from 0 to 1 with a step of 0.2, or zooms in on the values.
  const std::string tick = "text-anchor=\"end\">0.8</text>";
  EXPECT_NE(drawn("mean attention", 0.242).find(tick), std::string::npos);
  EXPECT_EQ(drawn("loss", 0.242).find(tick), std::string::npos);
  EXPECT_EQ(drawn("attention score", 7).find(tick), std::string::npos);
}

TEST(ExcessLoss, IsTheLossMinusTheLinesNextBelowIt) {
  const json figure = {{"kind", "curve"},
                       {"id", "x/loss"},
                       {"x", {{"label", "step"}}},
                       {"series", {{{"name", "held-out"}, {"x", {0, 1}}, {"y", {3.0, 2.0}}}}},
                       {"references",
                        {{{"axis", "y"}, {"label", "above"}, {"value", 2.5}},
                         {{"axis", "y"}, {"label", "far"}, {"value", 0.5}},
                         {{"axis", "y"}, {"label", "band"}, {"value", 1.4}, {"upper", 1.6}},
                         {{"axis", "y"}, {"label", "middle"}, {"value", 1.0}},
                         {{"axis", "x"}, {"label", "second stage"}, {"value", 1}}}}};
  const json excess = excess_loss(figure);
  EXPECT_EQ(excess["y"]["log"], true);
  ASSERT_EQ(excess["series"].size(), 2U);
  EXPECT_EQ(excess["series"][0]["name"], "minus band");
  EXPECT_EQ(excess["series"][0]["y"], json::array({1.5, 0.5}));
  EXPECT_EQ(excess["series"][1]["name"], "minus middle");
  ASSERT_EQ(excess["references"].size(), 1U);
  EXPECT_EQ(excess["references"][0]["label"], "second stage");
  json other = figure;
  other["id"] = "x/attention";
  EXPECT_TRUE(excess_loss(other).is_null());
}

json scrubber() {
  return {{"kind", "scrubber"},
          {"title", "t"},
          {"rows", {"0", "1"}},
          {"columns", {"0", "1"}},
          {"row_axis", "query"},
          {"column_axis", "key"},
          {"outlined", {{1, 0}}},
          {"range", {0, 1}},
          {"panels",
           {{{"title", "step 0"}, {"step", 0}, {"values", {{1, nullptr}, {0.5, 0.5}}}},
            {{"title", "step 9"}, {"step", 9}, {"values", {{1, nullptr}, {0.9, 0.1}}}}}},
          {"curve",
           {{"x", {{"label", "step"}}},
            {"y", {{"label", "loss"}}},
            {"series", {{{"name", "s"}, {"x", {0, 9}}, {"y", {2, 1}}}}}}}};
}

TEST(Scrubber, ShowsEverySnapshotAndWhereItStandsOnTheCurve) {
  const auto drawn = draw_figure(scrubber());
  EXPECT_EQ(count(drawn.svg, "<li data-panel"), 2U);
  EXPECT_EQ(count(drawn.svg, "class=\"heatmap\""), 2U);
  std::vector<double> places;
  for (std::size_t at = drawn.svg.find("data-at=\""); at != std::string::npos;
       at = drawn.svg.find("data-at=\"", at + 1))
    places.push_back(std::stod(drawn.svg.substr(at + 9)));
  ASSERT_EQ(places.size(), 2U);
  EXPECT_LT(places[0], places[1]);
  // The slider works with scripts alone: it is hidden until then.
  EXPECT_NE(drawn.svg.find("<p class=\"scrub\" hidden>"), std::string::npos);
  EXPECT_EQ(count(drawn.svg, "class=\"cursor\""), 1U);
  EXPECT_EQ(drawn.facts,
            "Last snapshot: 1 of 1 outlined entries exceed every other entry of their row; least "
            "margin 0.8");
}

TEST(Scrubber, WithoutSnapshotsSaysSo) {
  json figure = scrubber();
  figure["panels"] = json::array();
  EXPECT_EQ(draw_figure(figure).facts, "no values");
}

TEST(Curve, NamesItsVerticalLinesWhereTheyStand) {
  json figure = scrubber()["curve"];
  figure["kind"] = "curve";
  figure["references"] = {
      {{"axis", "x"}, {"value", 4}, {"label", "stage 2 begins"}, {"by", "ours"}}};
  EXPECT_NE(draw_figure(figure).svg.find(">stage 2 begins</text>"), std::string::npos);
}

TEST(ACounterexample, NamesBothSidesOfItsRelation) {
  const auto sides =
      sides_of_formula(R"(\mathbb{E}[K_{i,p(i)}] \ge g_{ij}\quad\text{for all } j<i)", ">=");
  EXPECT_EQ(sides.left, R"(\mathbb{E}[K_{i,p(i)}])");
  EXPECT_EQ(sides.right, "g_{ij}");
  // Of two relations neither is the one, and of another it is not that one.
  EXPECT_EQ(sides_of_formula("a < b < c", "<").left, "");
  EXPECT_EQ(sides_of_formula("a < b", ">=").left, "");
  EXPECT_EQ(sides_of_formula(R"(a \left( b)", "<=").left, "");
}

TEST(ACounterexample, RingsTheCellsThatBreak) {
  const json sites = {{"names", {"i", "j"}},
                      {"op", ">"},
                      {"cells",
                       {{{"at", {2, 0}}, {"lhs", 0.5}, {"rhs", 0.25}, {"holds", "yes"}},
                        {{"at", {2, 1}}, {"lhs", 0.5}, {"rhs", 0.75}, {"holds", "no"}}}}};
  const std::string html = sites_html(sites, "a > b");
  EXPECT_EQ(count(html, "class=\"ringed\""), 1U);
  EXPECT_NE(html.find("<td class=\"ringed\"><span>0.75</span>"), std::string::npos) << html;
  EXPECT_NE(html.find("<td class=\"first\">0.5</td><td>0.25</td>"), std::string::npos) << html;
  EXPECT_EQ(sites_html(json(), "a > b"), "");
}

TEST(AttackTrace, FallsToTheLineOnlyWhereItBroke) {
  EXPECT_NE(attack_trace({{"trace", {{1, 0.5}, {7, -0.1}}}}).find("trace broken"),
            std::string::npos);
  const std::string survived = attack_trace({{"trace", {{1, 0.5}, {7, 0.1}}}});
  EXPECT_EQ(survived.find("broken"), std::string::npos);
  EXPECT_NE(survived.find("0.5 at first, 0.1 after 7 evaluations"), std::string::npos) << survived;
  EXPECT_EQ(attack_trace(json()), "");
  EXPECT_EQ(attack_trace({{"trace", json::array({json::array({1, 0.5})})}}), "");
}

TEST(LeanHtml, LeavesOutWhatTheStandardLets) {
  EXPECT_EQ(lean_html("<tr><td class=\"n\">&quot;1&quot; &lt; 2</td><td class=\"a b\">x</td></tr>"),
            "<tr><td class=n>\"1\" &lt; 2<td class=\"a b\">x");
  // A slash would join the value; attributes keep their entities; scripts stay.
  EXPECT_EQ(lean_html("<rect width=\"2\" height=\"3\"/>"), "<rect width=2 height=\"3\"/>");
  EXPECT_EQ(lean_html("<a title=\"&quot;\" href=\"#x\">y</a>"),
            "<a title=\"&quot;\" href=#x>y</a>");
  EXPECT_EQ(lean_html("<script>a = \"</td>&quot;\";</script>"),
            "<script>a = \"</td>&quot;\";</script>");
  EXPECT_EQ(lean_html("<p title=\"a > b\">c &amp; d"), "<p title=\"a > b\">c &amp; d");
}

TEST(SweepFigures, PutTheLongestAxesIntoGridsOnOneColourScale) {
  json sweep = {{"plan",
                 {{"axes",
                   {{{"name", "graph"}, {"values", {"chain", "star"}}},
                    {{"name", "length"}, {"values", {"4", "6", "8"}}},
                    {{"name", "states"}, {"values", {"2", "3"}}},
                    {{"name", "seed"}, {"values", {"0", "1"}}}}}}},
                {"cases", json::array()}};
  for (const char* graph : {"chain", "star"}) {
    for (const char* length : {"4", "6", "8"}) {
      for (const char* states : {"2", "3"}) {
        for (int seed = 0; seed < 2; ++seed) {
          if (graph == std::string("star") && length == std::string("8")) continue;
          const double value = std::stod(length) + 10 * std::stod(states) + seed;
          sweep["cases"].push_back(
              {{"status", "done"},
               {"settings",
                {{"graph", graph}, {"length", length}, {"states", states}, {"seed", seed}}},
               {"values", {{"gap", value}, {"runs", 3}, {"note", "no number"}}}});
        }
      }
    }
  }
  const json figures = sweep_figures(sweep);
  ASSERT_EQ(figures.size(), 1U);
  const json& figure = figures[0];
  EXPECT_EQ(figure["kind"], "small-multiples");
  EXPECT_EQ(figure["column_axis"], "length");
  EXPECT_EQ(figure["row_axis"], "states");
  EXPECT_EQ(figure["range"], json::array({24.5, 38.5}));
  ASSERT_EQ(figure["panels"].size(), 2U);
  EXPECT_EQ(figure["panels"][1]["title"], "graph star");
  EXPECT_EQ(figure["panels"][1]["values"],
            json::array({{24.5, 26.5, nullptr}, {34.5, 36.5, nullptr}}));
  const std::string svg = draw_figure(figure).svg;
  EXPECT_NE(svg.find("graph chain"), std::string::npos);
  EXPECT_NE(svg.find("data-panel=\"1\""), std::string::npos);
}

TEST(SweepFigures, DrawACurveOverOneAxisOfNumbers) {
  json sweep = {{"plan", {{"axes", {{{"name", "alpha"}, {"values", {"1/4", "1/2"}}}}}}},
                {"cases", json::array()}};
  for (const char* alpha : {"1/4", "1/2"})
    sweep["cases"].push_back(
        {{"settings", {{"alpha", alpha}}}, {"values", {{"gap", alpha[2] - 48}}}});
  const json figures = sweep_figures(sweep);
  ASSERT_EQ(figures.size(), 1U);
  EXPECT_EQ(figures[0]["kind"], "curve");
  EXPECT_EQ(figures[0]["series"][0]["x"], json::array({0.25, 0.5}));
}

TEST(ACounterexample, RingsThePositionsWhereItBreaks) {
  const json instance = {{"parents", {-1, 0, 0}}};
  const std::string html = instance_html(instance, "i=2, j=1, T=0");
  std::size_t rings = 0;
  for (std::size_t at = html.find("class=\"ring\""); at != std::string::npos;
       at = html.find("class=\"ring\"", at + 1))
    ++rings;
  EXPECT_EQ(rings, 2U);
  EXPECT_NE(html.find(">j</text>"), std::string::npos);
  EXPECT_EQ(instance_html(instance, "i=9, s=1").find("class=\"ring\""), std::string::npos);
}

TEST(PhaseMap, CountsItsCells) {
  const json figure = {
      {"kind", "phase-map"},
      {"statuses", {{"holds", "dominates"}}},
      {"panels",
       {{{"title", "p"},
         {"rows", {1}},
         {"columns", {1, 2}},
         {"row_axis", "S"},
         {"column_axis", "T"},
         {"cells", {{{{"status", "holds"}, {"margin", 0.5}}, {{"status", "fails"}}}}}}}}};
  EXPECT_EQ(draw_figure(figure).facts,
            "✔ dominates in 1 cells; ✘ fails in 1 cells. The small number in a cell is the margin");
}

TEST(PhaseMap, DrawsTheBoundaryBetweenWhatHoldsAndWhatFails) {
  const auto drawn = [](const char* a, const char* b) {
    const nlohmann::json cells = {{{{"status", "holds"}}, {{"status", a}}},
                                  {{{"status", "holds"}}, {{"status", b}}}};
    return draw_figure({{"kind", "phase-map"}, {"panels", {{{"cells", cells}}}}}).svg;
  };
  EXPECT_NE(drawn("holds", "fails").find("d=\"M46 26h46M46 26v26\""), std::string::npos)
      << drawn("holds", "fails");
  EXPECT_EQ(drawn("holds", "unknown").find("phase-boundary"), std::string::npos);
  EXPECT_EQ(drawn("holds", "holds").find("phase-boundary"), std::string::npos);
}

TEST(Figure, OfAnUnknownKindSaysSo) {
  EXPECT_EQ(draw_figure({{"kind", "hologram"}}).facts,
            "this version does not know how to draw a figure of kind 'hologram'");
}

TEST(Figure, SurvivesMalformedData) {
  for (const char* kind : {"heatmap", "curve", "phase-map", "small-multiples", "scrubber"}) {
    for (const json& junk : {json(1), json("x"), json::array({1, "x", nullptr}), json::object(),
                             json::array({json::array({1, "x"}), 3})}) {
      json figure = {{"kind", kind}};
      for (const char* key :
           {"values", "rows", "columns", "outlined", "series", "x", "y", "panels", "references",
            "range", "row_blocks", "column_blocks", "framed_blocks", "boundary", "curve", "marks"})
        figure[key] = junk;
      EXPECT_NO_THROW(draw_figure(figure)) << figure.dump();
      figure["id"] = "x/loss";
      EXPECT_NO_THROW(excess_loss(figure)) << figure.dump();
      EXPECT_NO_THROW(sweep_figures({{"plan", {{"axes", junk}}}, {"cases", junk}}));
    }
  }
}

}  // namespace
}  // namespace lemmascope::report
