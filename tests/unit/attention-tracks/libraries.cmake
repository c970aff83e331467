set(libraries attention-tracks_app seqlens::cli)
