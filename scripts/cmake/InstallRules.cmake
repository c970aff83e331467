# `cmake --install` gives a tree that can be moved: programs (our libraries are inside them), manual pages and shell
# completion made by the programs themselves, models, the example, licences.
include(GNUInstallDirs)

get_property(programs GLOBAL PROPERTY SEQLENS_PROGRAMS)
set(generated ${CMAKE_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${generated})
set(generated_files "")

# One file that the program prints itself, installed as `destination`/`name`.
function(seqlens_install_printed program name destination)
  set(file ${generated}/${destination}/${name})
  get_filename_component(folder ${file} DIRECTORY)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(OUTPUT ${file} COMMAND ${program} ${ARGN} > ${file} DEPENDS ${program} VERBATIM)
  install(FILES ${file} DESTINATION ${destination})
  set(generated_files ${generated_files} ${file} PARENT_SCOPE)
endfunction()

foreach(program IN LISTS programs)
  install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  seqlens_install_printed(${program} ${program}.1 ${CMAKE_INSTALL_MANDIR}/man1 --help-man)
  seqlens_install_printed(${program} ${program} ${CMAKE_INSTALL_DATADIR}/bash-completion/completions --completion bash)
  seqlens_install_printed(${program} _${program} ${CMAKE_INSTALL_DATADIR}/zsh/site-functions --completion zsh)
  seqlens_install_printed(${program} ${program}.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d --completion fish)
endforeach()
configure_file(data/seqlens.7.in ${generated}/seqlens.7 @ONLY)
install(FILES ${generated}/seqlens.7 DESTINATION ${CMAKE_INSTALL_MANDIR}/man7)
add_custom_target(man_pages_and_completion ALL DEPENDS ${generated_files})

install(DIRECTORY data/models/ DESTINATION ${CMAKE_INSTALL_DATADIR}/seqlens/models
  FILES_MATCHING PATTERN "*.safetensors" PATTERN "README.md")
install(DIRECTORY data/example DESTINATION ${CMAKE_INSTALL_DATADIR}/seqlens)
install(FILES README.md CHANGELOG.md CITATION.cff LICENSE data/third_party_licences.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
