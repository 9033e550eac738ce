package dev.codecsmith.evolve.outside;

import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
import java.util.Optional;

/**
 * What a program that others bring may differ in from the first of its parents: in files that may
 * be edited. A program without parents is an edit of nothing; where the campaign edits named files,
 * it is taken as long as there is no program to edit.
 *
 * @param campaign what the campaign edits
 * @param programs the campaign's programs
 */
public record ProposalRule(EditablePaths campaign, Programs programs) {

  /** Programs of a campaign's experiments. */
  @FunctionalInterface
  public interface Programs {
    /** Those of an experiment by its id. */
    Optional<Program> find(String experimentId) throws IOException;
  }

  /** Everything may be edited. */
  public static ProposalRule none() {
    return new ProposalRule(EditablePaths.ALL, _ -> Optional.empty());
  }

  /**
   * Why a proposal is not taken, in a sentence; empty if it is.
   *
   * @param edits whether the campaign has a program with a score, which can be edited
   * @throws IOException if a parent's program cannot be read
   */
  public Optional<String> refusal(OutsideProposal proposal, boolean edits) throws IOException {
    Optional<Program> parent = parent(proposal);
    if (parent.isPresent()) {
      EditablePaths editable = campaign.isAll() ? EditablePaths.of(parent.get()) : campaign;
      return editable.breach(parent.get(), proposal.program());
    }
    if (campaign.isAll()) {
      return EditablePaths.of(proposal.program()).missing(proposal.program());
    }
    return edits
        ? Optional.of(
            "This campaign edits only "
                + campaign.inWords()
                + " of its programs: name the experiment that the program was made from as its"
                + " first parent.")
        : campaign.missing(proposal.program());
  }

  /** The proposal's program with the word on what may be edited that it passes on to others. */
  Program program(OutsideProposal proposal) throws IOException {
    if (!campaign.isAll()) {
      return proposal.program().withEditable(campaign.paths());
    }
    return parent(proposal)
        .map(parent -> proposal.program().withEditable(parent.editable()))
        .orElseGet(proposal::program);
  }

  private Optional<Program> parent(OutsideProposal proposal) throws IOException {
    return proposal.parents().isEmpty()
        ? Optional.empty()
        : programs.find(proposal.parents().getFirst());
  }
}
