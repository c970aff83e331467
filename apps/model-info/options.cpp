#include "model-info/options.h"

#include <CLI/CLI.hpp>

#include "seqlens/cli/option_checks.h"
#include "seqlens/cli/output_check.h"
#include "seqlens/core/errors.h"
#include "seqlens/default_model/find_model.h"

namespace model_info {

using seqlens::UsageError;
using seqlens::cli::real_number;

const seqlens::cli::ProgramText kText{
    "model-info",
    "says what is in a model, compares it with its original, converts it",
    "[options] [MODEL]",
    "MODEL is a model file, a published checkpoint (a Hugging Face folder with config.json and safetensors, "
    "whole or in shards, or a weights file beside its config.json) or the name of a model inside the "
    "programs. Without it SEQLENS_MODEL counts, then the model inside. Published are ESM-2, Nucleotide "
    "Transformer v1 and v2, DNABERT and DNABERT-2.\n\n"
    "Told are family, sizes, parameters, tokenizer, labels, scan settings, where the model comes from, its "
    "licence as far as it is known, and SHA-256 digests. Only headers are read, so a model of any size is "
    "described at once but for the digests (--no-digest).\n\n"
    "--verify runs the model on the inputs of a file of reference outputs and prints the largest absolute "
    "difference of each kind of output. Padding is cut off and each sequence runs alone. The exit code is 1 "
    "when one differs by more than --tolerance.\n\n"
    "--convert writes the model as one file in this toolkit's form, with its tokenizer, for every program.",
    {{"The model inside the programs", "model-info"},
     {"A downloaded checkpoint", "model-info esm2_t6_8M_UR50D"},
     {"Does it compute what the original computes?",
      "model-info esm2_tiny --verify esm2_tiny/ref_outputs.safetensors"},
     {"One file of a folder", "model-info nt_v2_50m --convert nt_v2_50m.safetensors"}},
};

namespace {

void check(const Options& options, const CLI::App& app) {
  if (options.verify.empty() && app.count("--tolerance") > 0)
    throw UsageError("--tolerance is about comparing: it needs --verify");
  if (!options.verify.empty() && !options.convert.empty())
    throw UsageError("--verify and --convert are two runs: give one of them");
  if (options.convert == "-") throw UsageError("--convert writes a model file: give its name");
  if (!options.convert.empty() && (options.json || options.output != "-"))
    throw UsageError("--convert prints nothing: leave out --json and -o");
  seqlens::cli::check_outputs(options.common, {{"-o", options.output}, {"--convert", options.convert}},
                              {seqlens::default_model::asked_model(options.model), options.verify});
}

}  // namespace

void define(CLI::App& app, Options& options) {
  app.option_defaults()->group("Input");
  app.add_option("MODEL", options.model, "Model: a built-in name, a file or a folder")->type_name("MODEL");

  app.option_defaults()->group("What to do (default: tell what is in the model)");
  app.add_option("--verify", options.verify, "Compare with the reference outputs in this file")
      ->type_name("SAFETENSORS");
  app.add_option("--tolerance", options.tolerance, "Largest absolute difference that --verify lets pass")
      ->check(real_number(0, 1e6))
      ->type_name("X");
  app.add_option("--convert", options.convert, "Write the model as one file, with its tokenizer")
      ->type_name("SAFETENSORS");

  app.option_defaults()->group("Output");
  app.add_flag("--no-digest", options.no_digest, "Leave out SHA-256, which reads every byte of the weights");
  app.add_flag("--json", options.json, "JSON instead of text");
  app.add_option("-o,--output", options.output, "File to write to; '-' is standard output")
      ->type_name("FILE");
  app.final_callback([&app, &options] { check(options, app); });
}

}  // namespace model_info
