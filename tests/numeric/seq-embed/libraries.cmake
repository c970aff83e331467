set(libraries seq-embed_app seqlens::checkpoint nlohmann_json::nlohmann_json)
