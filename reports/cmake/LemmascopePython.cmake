# A program's papers as a Python package; the same inside this project and in one that found the installed package.

# lemmascope_python(NAME PAPERS key… [PROGRAM program]) makes the package NAME in the folder `python` of the
# project's build: what `lemmascope` is to Python, over these papers. Commands that it prints are those of PROGRAM, which
# lemmascope_program() has made in the same folder; lemmascope's own unless given. The target is NAME_module.
function(lemmascope_python name)
  cmake_parse_arguments(PARSE_ARGV 1 module "" "PROGRAM" "PAPERS")
  if(NOT name MATCHES "^[a-z][a-z0-9_]*$" OR NOT module_PAPERS OR module_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "lemmascope_python(${name} PAPERS key…): expected a word of small letters and the keys of its "
                        "papers")
  endif()
  if(NOT TARGET Lemmascope::python)
    message(FATAL_ERROR "lemmascope_python(${name}): this Lemmascope was built without its Python module; "
                        "-DLEMMASCOPE_PYTHON=ON builds it")
  endif()
  lemmascope_require_papers(${module_PAPERS})
  lemmascope_root(root)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/generated)
  set(folder ${PROJECT_BINARY_DIR}/python/${name})
  lemmascope_write_program(${generated}/${name}_papers.cpp NO_MAIN PAPERS ${module_PAPERS})
  set(include "")
  set(program "{}")
  if(module_PROGRAM)
    set(include "#include \"${module_PROGRAM}_information.hpp\"\n")
    set(program "kThisProgram")
  endif()
  file(CONFIGURE OUTPUT ${generated}/${name}_module.cpp CONTENT
"// Generated: which program a Python module speaks for.
#include \"reports/python/module.hpp\"
${include}
namespace lemmascope::report::python {
ThisProgram program_of_module() { return ${program}; }
}  // namespace lemmascope::report::python
")
  # Nothing but its entry is seen from outside: another module may bring the same libraries.
  file(CONFIGURE OUTPUT ${generated}/module.map CONTENT "{ global: PyInit__native; local: *; };\n")
  set(target ${name}_module)
  add_library(${target} MODULE ${generated}/${name}_papers.cpp ${generated}/${name}_module.cpp)
  lemmascope_target(${target})
  set_target_properties(${target} PROPERTIES PREFIX "" OUTPUT_NAME _native SUFFIX "${LEMMASCOPE_PYTHON_SUFFIX}"
                                             LIBRARY_OUTPUT_DIRECTORY ${folder})
  list(TRANSFORM module_PAPERS PREPEND Lemmascope:: OUTPUT_VARIABLE libraries)
  target_link_libraries(${target} PRIVATE ${libraries} Lemmascope::python)
  target_link_options(${target} PRIVATE -Wl,--undefined=PyInit__native
                                        -Wl,--version-script=${generated}/module.map)
  if(module_PROGRAM)
    add_dependencies(${target} ${module_PROGRAM}_information)
    target_include_directories(${target} PRIVATE ${generated})
  endif()

  # Its sources, as they are: the package imports nothing by its own name.
  if(LEMMASCOPE_INCLUDE_DIR)
    set(sources ${Lemmascope_DIR}/python)
  else()
    set(sources ${root}/reports/python/lemmascope)
  endif()
  file(GLOB files RELATIVE ${sources} CONFIGURE_DEPENDS ${sources}/*.py)
  set(copies "")
  foreach(file ${files})
    add_custom_command(OUTPUT ${folder}/${file} DEPENDS ${sources}/${file}
                       COMMAND ${CMAKE_COMMAND} -E copy ${sources}/${file} ${folder}/${file} VERBATIM)
    list(APPEND copies ${folder}/${file})
  endforeach()
  add_custom_target(${target}_sources ALL DEPENDS ${copies})
  add_dependencies(${target} ${target}_sources)
endfunction()
