# Writes build_information.hpp at build time: the commit may change without a reconfiguration. The file is
# only touched when its content changes.
include(${CMAKE_CURRENT_LIST_DIR}/../../properties/cmake/CommitOf.cmake)
lemmascope_commit_of(${SOURCE_DIR} commit dirty)
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT
"// Generated at build time.
#pragma once
namespace lemmascope::report::build {
inline constexpr const char* kVersion = \"${VERSION}\";
inline constexpr const char* kCommit = \"${commit}\";
inline constexpr bool kDirty = ${dirty};
inline constexpr const char* kCompiler = \"${COMPILER}\";
inline constexpr const char* kFlags = \"${FLAGS}\";
inline constexpr const char* kBuildType = \"${BUILD_TYPE}\";
}  // namespace lemmascope::report::build
")
