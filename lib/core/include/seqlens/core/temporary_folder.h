#pragma once

#include <filesystem>

namespace seqlens {

/// The folder that temporary files go to: TMPDIR, /tmp where that is not set.
/// @throws Error "TMPDIR '/absent': no such folder; temporary files go there" for what is none.
[[nodiscard]] std::filesystem::path temporary_folder();

}  // namespace seqlens
