#include "seqlens/cli/shared_options.h"

#include "seqlens/cli/option_checks.h"

namespace seqlens::cli {
namespace {

constexpr std::int64_t kLongestBatch = 1 << 28;

}  // namespace

void declare_model(CLI::App& app, std::string& model) {
  app.add_option("-m,--model", model,
                 "Model: a built-in name, a model file, or a folder of a published model. Default: "
                 "SEQLENS_MODEL, or the built-in one")
      ->type_name("NAME|PATH");
}

void declare_precision(CLI::App& app, std::string& precision) {
  app.add_option("--precision", precision,
                 "Products of the model in f32, bf16 or int8: faster where the CPU has a unit for them, and "
                 "rounded; auto: f32")
      ->check(one_of({"f32", "bf16", "int8", "auto"}))
      ->type_name("NAME");
}

void declare_reference(CLI::App& app, std::string& reference) {
  app.add_option("--reference", reference, "FASTA that a CRAM was compressed against")->type_name("FILE");
}

void declare_allow_remote(CLI::App& app, bool& allow_remote) {
  app.add_flag("--allow-remote", allow_remote, "Let http:, s3: and ftp: inputs through");
}

void declare_n_policy(CLI::App& app, std::string& n_policy) {
  app.add_option("--n-policy", n_policy,
                 "skip: leave out windows of which more than a tenth is N; token: score them")
      ->check(one_of({"skip", "token"}))
      ->type_name("NAME");
}

void declare_batch_of_bases(CLI::App& app, std::int64_t& bases) {
  app.add_option("--batch", bases, "Bases that a thread takes at once; changes memory, not results")
      ->check(whole_number(1, kLongestBatch))
      ->type_name("N");
}

}  // namespace seqlens::cli
