# Writes OUTPUT, a C++ source that holds every file of FOLDER as text, and the base-16 SHA-256 of each for
# the content-security policy of a page. Run at build time, so that an edited template needs no
# reconfiguration.
file(GLOB files ${FOLDER}/*)
list(SORT files)
set(entries "")
foreach(file ${files})
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  string(SHA256 hash "${text}")
  string(APPEND entries "      {\"${name}\", \"${hash}\", R\"lemmascope(${text})lemmascope\"},\n")
endforeach()
set(content "// Generated from the files in reports/writers/templates.
#include \"reports/writers/template.hpp\"
namespace lemmascope::report {
const std::vector<EmbeddedFile>& embedded_files() {
  static const std::vector<EmbeddedFile> files{
${entries}  };
  return files;
}
}  // namespace lemmascope::report
")
file(WRITE ${OUTPUT} "${content}")
