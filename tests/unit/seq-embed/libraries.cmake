set(libraries seq-embed_app seqlens::scan)
