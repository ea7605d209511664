// What `lemmascope reproduce` offers for this paper.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "properties/catalogue/training.hpp"
#include "properties/causal/reproduction_figures.hpp"
#include "properties/causal/training_figures.hpp"
#include "properties/compute/usual_options.hpp"

namespace lemmascope::causal {
namespace {

using compute::OptionKind;
using nlohmann::json;

std::vector<compute::Option> options() {
  return {{.name = "quick", .kind = OptionKind::flag, .help = "a scaled-down configuration"},
          compute::whole_option("seeds", "independent repetitions", "1", "1", "1000"),
          compute::seed_option("0")};
}

class Reproduced : public catalogue::ReproducedFigure {
 public:
  explicit Reproduced(Reproduction result) : result_(std::move(result)) {}

  bool finished() const override { return result_.finished; }
  json data() const override { return reproduction_json(result_); }
  json figures() const override { return reproduction_figures(result_); }
  std::vector<std::string> summary() const override {
    std::vector<std::string> lines;
    for (const auto& run : result_.runs) {
      for (std::string& line : training_summary(run)) lines.push_back(std::move(line));
    }
    for (const auto& n : result_.numbers) {
      lines.push_back(fmt::format("  {:<44} ours {:.4f}   published {:.4f}   {}   ({})", n.what,
                                  n.ours, n.published, n.agrees() ? "agrees" : "differs",
                                  n.source));
    }
    return lines;
  }
  std::vector<std::string> remarks() const override { return result_.remarks; }
  double seconds() const override { return result_.seconds; }
  json seconds_by_run() const override {
    json seconds = json::object();
    for (const auto& run : result_.runs) seconds[run.name] = run.seconds;
    return seconds;
  }

 private:
  Reproduction result_;
};

template <Figure figure>
std::unique_ptr<catalogue::ReproducedFigure> run(const compute::OptionValues& given,
                                                 const catalogue::RunOptions& how) {
  const compute::OptionValues values = compute::with_defaults(options(), given);
  ReproductionOptions one;
  one.quick = compute::flag_of(values, "quick");
  one.root_seed = compute::seed_of(values);
  one.seeds = compute::whole_of(values, "seeds");
  one.threads = how.threads;
  one.checkpoint_folder = how.checkpoint;
  one.stop = how.stop;
  if (how.watch) {
    one.watch = [&how](const ReproductionProgress& p) {
      return how.watch({p.run, p.index, p.count, p.progress});
    };
  }
  if (how.begin) how.begin();
  return std::make_unique<Reproduced>(reproduce(figure, one));
}

template <Figure figure>
catalogue::Reproduction reproduction(std::string title, std::string shows, bool in_all = true) {
  return {to_text(figure), std::move(title), std::move(shows), options(), in_all, run<figure>};
}

}  // namespace

std::vector<catalogue::Reproduction> every_reproduction() {
  return {
      reproduction<Figure::fig2>("Figure 2", "weights on a chain, pairs and a random forest"),
      reproduction<Figure::fig5>("Figure 5", "weights with two and three parents"),
      reproduction<Figure::fig6>("Figure 6", "curves of the trainings of Figure 2", false),
      reproduction<Figure::fig7>("Figure 7", "curves of the trainings of Figure 5", false),
      reproduction<Figure::fig8>("Figure 8", "a standard transformer with an MLP"),
      reproduction<Figure::fig9>("Figure 9", "attention to the parent on twenty random forests")};
}

}  // namespace lemmascope::causal
