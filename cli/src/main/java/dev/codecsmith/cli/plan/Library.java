package dev.codecsmith.cli.plan;

import dev.codecsmith.codecs.ShippedProgram;
import dev.codecsmith.codecs.ShippedPrograms;
import dev.codecsmith.evolve.archive.Strategies;
import dev.codecsmith.evolve.proposers.LibraryProposer;
import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.sandbox.program.Program;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The programs that the proposer {@code library} gives to a campaign. Each has the campaign's word
 * on what of it may be edited, and passes it on to what is made of it.
 *
 * @param programs by name, in the order in which they are proposed: those first that have a file
 *     that the campaign edits, each kind from the weakest to the strongest
 * @param edited those that have one, the strongest last
 */
record Library(SequencedMap<String, Program> programs, SequencedMap<String, Program> edited) {

  /** Those of a plan. */
  static Library of(CampaignPlan plan) {
    EditablePaths editable = plan.editable();
    SequencedMap<String, Program> edited = new LinkedHashMap<>();
    SequencedMap<String, Program> others = new LinkedHashMap<>();
    // A campaign for which nobody asked for more takes minutes, also on a busy machine, and a
    // prompt has room for two parents.
    for (ShippedProgram shipped : ShippedPrograms.all()) {
      if (!shipped.slow()) {
        Program program =
            Program.of(shipped.language(), shipped.entry(), shipped.files())
                .withEditable(editable.paths());
        (editable.hasAnyOf(program) ? edited : others).put(shipped.name(), program);
      }
    }
    SequencedMap<String, Program> all = new LinkedHashMap<>(edited);
    all.putAll(others);
    return new Library(all, edited);
  }

  /**
   * Refuses a plan that edits files of which no program has any, or has them too late.
   *
   * @param models whether models write programs
   * @throws IllegalArgumentException with a sentence
   */
  void check(CampaignPlan plan, boolean models) {
    EditablePaths editable = plan.editable();
    if (editable.isAll()) {
      return;
    }
    if (models && plan.models().strategyOrUsual().equals(Strategies.INDEPENDENT)) {
      throw new IllegalArgumentException(
          "'editable' and the strategy "
              + Strategies.INDEPENDENT
              + " do not go together: it writes each program from nothing, so there is nothing to"
              + " edit.");
    }
    if (Campaigns.takesProposals(plan)) {
      // The program that is edited may be brought.
      return;
    }
    if (!plan.proposers().contains(LibraryProposer.NAME)) {
      throw new IllegalArgumentException(
          "A campaign with 'editable' needs a program to edit: name the proposer library, whose"
              + " programs ship, or outside, by which you bring one of your own.");
    }
    if (programs.values().stream().noneMatch(program -> editable.missing(program).isEmpty())) {
      Map.Entry<String, Program> nearest =
          Optional.ofNullable(edited.lastEntry()).orElseGet(programs::lastEntry);
      throw new IllegalArgumentException(
          editable
              .missing(nearest.getValue())
              .orElseThrow()
              .replaceFirst(
                  "the program lacks",
                  "no program of the library has"
                      + (editable.paths().size() > 1 ? " with the others" : ""))
              .replaceFirst("Its files are", "The files of " + nearest.getKey() + " are"));
    }
    String language = plan.models().language();
    if (models && edited.values().stream().noneMatch(each -> each.language().equals(language))) {
      throw new IllegalArgumentException(
          "'editable' names files of programs in "
              + edited.values().stream()
                  .map(Program::language)
                  .distinct()
                  .collect(Collectors.joining(", "))
              + ", and models are to write in "
              + language
              + ": give the language of what is edited.");
    }
    if (models && plan.lag() > programs.size()) {
      throw new IllegalArgumentException(
          "With 'editable' a lag of "
              + plan.lag()
              + " is too much: a model would be asked before any program is measured that it could"
              + " edit. At most "
              + programs.size()
              + " goes.");
    }
  }
}
