#include "protein-contacts/options.h"

#include <CLI/CLI.hpp>

#include "seqlens/cli/default_input.h"
#include "seqlens/cli/option_checks.h"
#include "seqlens/cli/output_check.h"
#include "seqlens/cli/shared_options.h"
#include "seqlens/core/errors.h"

#include "protein-contacts/output_names.h"

namespace protein_contacts {

using seqlens::UsageError;

const seqlens::cli::ProgramText kText{
    "protein-contacts",
    "predicts which residues of a protein touch",
    "--family ALIGNMENT | -m MODEL INPUT... [options]",
    "With --family, a model is trained on the alignment of one protein family in seconds: factored attention "
    "(one attention layer whose queries and keys come from positions alone), or a Potts model, both by "
    "pseudo-likelihood. The alignment may be a3m, aligned FASTA, Stockholm or Clustal, plain or gzip; '-' is "
    "standard input. With --model, a published protein model with a contact head (ESM-2) reads proteins.\n\n"
    "The table has the columns i, j, probability, column_i, column_j: residues of the reference row "
    "counted from 1 ('.' where it has a gap), columns of the alignment from 0. -o names a folder (it "
    "is there, or ends in '/'), which gets contacts.tsv, contacts.rr (CASP), contacts.npy and "
    "contacts.svg, or one file of the kind that its name ends in. With --model, files of a folder are "
    "named after the records, and one table has the column record before the others.\n\n"
    "--truth takes a table with the columns i, j (columns of the alignment from 0) and contact8 or dist_cb, "
    "whose unlisted pairs are unresolved, or a structure, whose contacts are C-beta atoms closer than 8 "
    "Angstrom. The picture then shows them in its lower triangle, and --evaluate prints the share of "
    "contacts among the L, L/2 and L/5 highest pairs.",
    {{"Contacts of a family", "protein-contacts --family family.a3m -o contacts/"},
     {"By a Potts model, as a table",
      "protein-contacts --family PF00018.sto.gz --family-model potts > contacts.tsv"},
     {"How many are right", "protein-contacts --family family.a3m --evaluate --truth 1abc.cif --chain A"},
     {"Of single proteins", "protein-contacts -m esm2_t6_8M_UR50D -o contacts/ proteins.fa"}},
};

namespace {

void check_input(Options& options) {
  if (!options.of_family()) {
    if (options.model.empty() && options.inputs.empty())
      throw UsageError("give --family ALIGNMENT, or --model MODEL and proteins");
    seqlens::cli::default_to_standard_input(options.inputs);
    return;
  }
  if (!options.model.empty()) throw UsageError("--family trains its own model; leave --model out");
  if (!options.inputs.empty())
    throw UsageError("'" + options.inputs.front() + "': --family names the alignment; no INPUT beside it");
}

void check_truth(const Options& options) {
  if (options.truth == "-") throw UsageError("--truth must be a file");
  if (options.evaluate && options.truth.empty()) throw UsageError("--evaluate needs --truth");
  if (!options.chain.empty() && options.truth.empty()) throw UsageError("--chain belongs to --truth");
}

void check_output(const Options& options) {
  if (options.output.empty() || names_folder(options.output)) return;
  const Kind kind = kind_of_name(options.output);
  if (kind == Kind::npy && options.output == "-") throw UsageError("-o -: npy needs a file");
  if (!options.of_family() && kind != Kind::tsv)
    throw UsageError("-o '" + options.output + "': with --model, -o is a folder or a table");
}

void check_files(const Options& options) {
  std::vector<std::string> read = options.inputs;
  read.insert(read.end(), {options.family, options.truth});
  seqlens::cli::check_outputs(options.common, {{"-o", options.output}}, read);
}

void add_input_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Input");
  app.add_option("INPUT", options.inputs, "Proteins for --model: FASTA, plain or gzip; '-' is standard input")
      ->type_name("FILE");
  app.add_option("--family", options.family,
                 "Alignment of a protein family: a3m, aligned FASTA, Stockholm or Clustal; '-' is standard "
                 "input")
      ->type_name("FILE");
  app.add_option("--reference", options.reference,
                 "Row of the alignment whose residues are counted: a name, or first")
      ->type_name("NAME");
}

void add_model_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Model");
  app.add_option("--family-model", options.family_model,
                 "What is trained on the alignment: attention (factored attention) or potts")
      ->check(seqlens::cli::one_of({"attention", "potts"}))
      ->type_name("NAME");
  seqlens::cli::declare_model(app, options.model);
}

void add_truth_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Known contacts");
  app.add_option("--truth", options.truth, "Table of pairs, or a structure (PDB, mmCIF), plain or gzip")
      ->type_name("FILE");
  app.add_option("--chain", options.chain, "Chain of the structure. Default: the one most like the reference")
      ->type_name("NAME");
  app.add_flag("--evaluate", options.evaluate,
               "Print the precision of the L, L/2, L/5 highest pairs, at all, short, medium and long range, "
               "with baselines; contacts are then written with -o alone");
}

void add_output_options(CLI::App& app, Options& options) {
  app.option_defaults()->group("Output");
  app.add_option(
         "-o,--output", options.output,
         "Folder, or a file: .rr (CASP), .npy, .svg, else a table; '.gz' is bgzip. Default: the table "
         "on standard output")
      ->type_name("PATH");
}

}  // namespace

void define(CLI::App& app, Options& options) {
  add_input_options(app, options);
  add_model_options(app, options);
  add_truth_options(app, options);
  add_output_options(app, options);
  app.final_callback([&options] {
    check_input(options);
    check_truth(options);
    check_output(options);
    check_files(options);
  });
}

}  // namespace protein_contacts
