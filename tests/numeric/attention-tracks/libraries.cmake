include(${CMAKE_SOURCE_DIR}/scripts/cmake/PublishedCheckpoints.cmake)
set(libraries attention-tracks_app seqlens_published_checkpoints)
