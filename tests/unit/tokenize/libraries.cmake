set(libraries seqlens::tokenize nlohmann_json::nlohmann_json)
