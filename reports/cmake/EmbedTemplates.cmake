# Writes OUTPUT, a C++ source that holds every file of FOLDERS (separated by commas) as text, and the base-16
# SHA-256 of each for the content-security policy of a page. Run at build time, so that an edited template
# needs no reconfiguration.
string(REPLACE "," ";" folders "${FOLDERS}")
set(files "")
foreach(folder ${folders})
  file(GLOB found ${folder}/*)
  list(SORT found)
  list(APPEND files ${found})
endforeach()
set(entries "")
foreach(file ${files})
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  string(SHA256 hash "${text}")
  string(APPEND entries "      {\"${name}\", \"${hash}\", R\"lemmascope(${text})lemmascope\"},\n")
endforeach()
set(content "// Generated from the files in reports/writers/templates and schemas.
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
