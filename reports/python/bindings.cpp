// The one source that knows pybind11: the calls under their names in Python, each on a thread of
// its own while the interpreter goes on and looks for Ctrl-C.
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <chrono>
#include <exception>
#include <future>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "reports/model/provenance.hpp"
#include "reports/python/calls.hpp"
#include "reports/python/module.hpp"
#include "reports/python/pictures.hpp"
#include "theory/numeric/canary.hpp"
#include "theory/numeric/contradiction.hpp"
#include "theory/numeric/interruption.hpp"

namespace lemmascope::report::python {
namespace {

namespace py = pybind11;

// What Python's handlers of signals have to say, if anything: KeyboardInterrupt.
std::exception_ptr signalled() {
  const py::gil_scoped_acquire held;
  if (PyErr_CheckSignals() == 0) return nullptr;
  return std::make_exception_ptr(py::error_already_set());
}

/// Runs `work(stop)` on a thread of its own. The interpreter is free meanwhile; what it is told by
/// a signal stops the work and is raised once the work has ended.
template <class Work>
auto interruptible(Work work) {
  constexpr std::chrono::milliseconds kBetweenLooks{50};
  Stop stop;
  std::exception_ptr told;
  std::packaged_task<decltype(work(stop))()> task([&] { return work(stop); });
  auto result = task.get_future();
  {
    const py::gil_scoped_release released;
    std::thread worker(std::move(task));
    while (result.wait_for(kBetweenLooks) != std::future_status::ready) {
      if (told) continue;
      told = signalled();
      if (told) sim::raise(stop);
    }
    worker.join();
  }
  if (told) std::rethrow_exception(told);
  return result.get();
}

py::tuple compute_in_python(const std::string& quantity, const Given& given,
                            const std::string& task_file) {
  const Computed done =
      interruptible([&](const Stop& stop) { return compute(quantity, given, task_file, stop); });
  return py::make_tuple(done.answer, done.about);
}

py::tuple check_in_python(std::vector<std::string> selectors, std::string tag, std::string paper,
                          std::string profile, std::string require, std::uint64_t seed, int jobs,
                          double time_budget, std::optional<double> most_work,
                          std::optional<std::int64_t> attack, std::string task,
                          std::string task_name) {
  const CheckCall call{std::move(selectors),
                       std::move(tag),
                       std::move(paper),
                       std::move(profile),
                       std::move(require),
                       seed,
                       jobs,
                       time_budget,
                       most_work,
                       attack,
                       std::move(task),
                       std::move(task_name)};
  const Checked done = interruptible([&](const Stop& stop) { return check(call, stop); });
  return py::make_tuple(done.document, done.samples);
}

std::string attack_in_python(std::string claim, std::string profile,
                             std::optional<std::int64_t> evaluations, std::uint64_t seed,
                             int jobs) {
  const AttackCall call{std::move(claim), std::move(profile), evaluations, seed, jobs};
  return interruptible([&](const Stop& stop) { return attack(call, stop); });
}

py::object train_in_python(const std::string& training, const Given& given,
                           const std::string& task_file, int jobs, const std::string& folder) {
  const std::optional<Trained> done = interruptible(
      [&](const Stop& stop) { return train(training, given, task_file, jobs, folder, stop); });
  if (!done) return py::none();
  return py::make_tuple(done->training, done->page, done->finished);
}

// Texts are drawn and rendered in the interpreter's own thread: they take no time to speak of.
py::tuple picture_in_python(const std::string& figure) {
  const Picture drawn = picture(figure);
  return py::make_tuple(drawn.markup, drawn.facts, drawn.table);
}

std::string report_in_python(const std::string& document, bool is_path, const std::string& format,
                             const std::string& baseline) {
  const py::gil_scoped_release released;
  return report(document, is_path, format, baseline);
}

// What pybind11 does not know; a PreconditionError is a std::invalid_argument, its ValueError.
void translate(std::exception_ptr thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const std::system_error& failure) {
    const py::tuple arguments = py::make_tuple(failure.code().value(), failure.what());
    PyErr_SetObject(PyExc_OSError, arguments.ptr());
  } catch (const Interrupted&) {
    PyErr_SetNone(PyExc_KeyboardInterrupt);
  }
}

void define(py::module_& module) {
  py::register_exception<ContradictionError>(module, "Contradiction", PyExc_RuntimeError);
  py::register_exception_translator(translate);
  module.def("compute", compute_in_python);
  module.def("check", check_in_python);
  module.def("attack", attack_in_python);
  module.def("train", train_in_python);
  module.def("report", report_in_python);
  module.def("quantities", quantities);
  module.def("trainings", trainings);
  module.def("claims", claims);
  module.def("options_of_quantity", options_of_quantity);
  module.def("options_of_training", options_of_training);
  module.def("files_of_result", files_of_result);
  module.def("save", save);
  module.def("picture", picture_in_python);
  module.def("claim_card", claim_card);
  module.def("counterexample_cards", counterexample_cards);
  module.def("witness_card", witness_card);
  module.def("style_sheet", style_sheet);
  module.def("version", version);
  module.attr("program") = this_program().name;
}

}  // namespace
}  // namespace lemmascope::report::python

PYBIND11_MODULE(_native, module) {
  namespace report = lemmascope::report;
  report::set_this_program(report::python::program_of_module());
  if (!lemmascope::all_passed(lemmascope::run_canary())) {
    throw pybind11::import_error(
        "the rounding canary failed: no number of this build can be trusted");
  }
  report::python::define(module);
}
