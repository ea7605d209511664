# Compile settings every Lemmascope target shares. Floating point stays strict (no -ffast-math): targets
# that claim exact or interval evidence rely on it.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()

# lemmascope_target(NAME) gives a target the include root and the warnings of the house.
function(lemmascope_target name)
  target_include_directories(${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                         -Wno-sign-conversion $<$<CONFIG:Release>:-O2>)
  if(LEMMASCOPE_WERROR)
    target_compile_options(${name} PRIVATE -Werror)
  endif()
endfunction()
