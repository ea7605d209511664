# cmake -D FOLDER=… -D OUTPUT=… -P EmbedProofs.cmake
# Writes OUTPUT, a C++ source that holds every Coq source below FOLDER and its statements.json as text: the program
# carries the proofs it asks Coq to check.
file(GLOB sources RELATIVE ${FOLDER} ${FOLDER}/*.v ${FOLDER}/*/*.v)
list(SORT sources)
set(entries "")
foreach(name statements.json ${sources})
  file(READ ${FOLDER}/${name} text)
  string(APPEND entries "      {\"${name}\", R\"lemmascope(${text})lemmascope\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Generated from theory/proofs.
#include \"reports/proofs/library.hpp\"
namespace lemmascope::report {
const std::vector<ProofFile>& proof_files() {
  static const std::vector<ProofFile> files{
${entries}  };
  return files;
}
}  // namespace lemmascope::report
")
