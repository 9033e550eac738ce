package dev.codecsmith.cli.dashboard;

import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code --port}, {@code --no-dashboard}, {@code --decode-here}: how a run can be watched in a
 * browser.
 */
public final class DashboardOption {
  @Mixin private DashboardPort port = new DashboardPort();
  @Mixin private PicturesOption pictures = new PicturesOption();

  @Option(
      names = "--no-dashboard",
      description = "Show the run in no browser; nothing listens at --port.")
  private boolean none;

  /**
   * The port that is wanted; empty for no dashboard.
   *
   * @throws IllegalArgumentException with a sentence if it is no port
   */
  public Optional<Integer> port() {
    return none ? Optional.empty() : Optional.of(port.number());
  }

  /** Whether programs are run for their pictures. */
  public PicturesOption pictures() {
    return pictures;
  }
}
