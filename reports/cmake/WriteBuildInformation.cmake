# Writes build_information.hpp at build time: the commit may change without a reconfiguration. The file is
# only touched when its content changes.
execute_process(COMMAND git -C ${SOURCE_DIR} rev-parse HEAD OUTPUT_VARIABLE commit
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(commit "unknown")
endif()
execute_process(COMMAND git -C ${SOURCE_DIR} status --porcelain --untracked-files=no
                OUTPUT_VARIABLE changes OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(changes STREQUAL "")
  set(dirty "false")
else()
  set(dirty "true")
endif()
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
