#include "properties/compute/usual_options.hpp"

namespace lemmascope::compute {

Option whole_option(std::string name, std::string help, std::string usual, std::string least,
                    std::string most) {
  return {.name = std::move(name),
          .kind = OptionKind::whole,
          .help = std::move(help),
          .usual = std::move(usual),
          .least = std::move(least),
          .most = std::move(most)};
}

Option number_option(std::string name, std::string help, std::string usual, std::string least,
                     std::string most) {
  Option option = whole_option(std::move(name), std::move(help), std::move(usual), std::move(least),
                               std::move(most));
  option.kind = OptionKind::number;
  return option;
}

Option seed_option(std::string usual) {
  Option option = whole_option("seed", "root seed", std::move(usual), "0", "18446744073709551615");
  option.seeds_draws = true;
  return option;
}

}  // namespace lemmascope::compute
