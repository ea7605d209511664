# Writes a header that says which program this is: its name, and its project's version and commit. Touched only when
# its content changes.
include(${CMAKE_CURRENT_LIST_DIR}/CommitOf.cmake)
lemmascope_commit_of(${SOURCE_DIR} commit dirty)
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT
"// Generated at build time.
#pragma once
#include \"reports/cli/program.hpp\"
inline constexpr lemmascope::report::ThisProgram kThisProgram{\"${NAME}\", \"${VERSION}\", \"${commit}\", ${dirty}};
")
