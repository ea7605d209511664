# lemmascope_commit_of(FOLDER COMMIT DIRTY) sets COMMIT to the commit that FOLDER is at, "unknown" outside git, and
# DIRTY to true when tracked files of that repository have changed since.
function(lemmascope_commit_of folder commit dirty)
  execute_process(COMMAND git -C ${folder} rev-parse HEAD OUTPUT_VARIABLE found
                  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(failed)
    set(found "unknown")
  endif()
  execute_process(COMMAND git -C ${folder} status --porcelain --untracked-files=no
                  OUTPUT_VARIABLE changes OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(changes STREQUAL "")
    set(${dirty} "false" PARENT_SCOPE)
  else()
    set(${dirty} "true" PARENT_SCOPE)
  endif()
  set(${commit} "${found}" PARENT_SCOPE)
endfunction()
