package dev.codecsmith.cli.dashboard;

import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * {@code --decode-here}: whether programs that workers evaluate are run here for their pictures.
 */
public final class PicturesOption {
  @Option(
      names = "--decode-here",
      description =
          "With --worker and --cluster: decode on this machine what the page is to show pictures"
              + " of. Programs that were generated then run here too, in a sandbox: it wants"
              + " bubblewrap and their languages' tools (codecsmith doctor looks)")
  private boolean here;

  /**
   * Why no program is run here for its pictures, in a sentence; empty where they may be.
   *
   * @param elsewhere whether programs are evaluated by workers
   */
  public Optional<String> refusal(boolean elsewhere) {
    return elsewhere && !here
        ? Optional.of(
            "Programs run on workers here, and none on this machine to show its pictures: start it"
                + " with --decode-here to have it decode them in a sandbox, or codecsmith dashboard"
                + " on another machine that has the store.")
        : Optional.empty();
  }
}
