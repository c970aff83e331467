set(libraries seqlens::tokenize seqlens::checkpoint nlohmann_json::nlohmann_json)
