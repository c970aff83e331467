set(libraries seqlens::cli CLI11::CLI11)
