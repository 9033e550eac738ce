package dev.codecsmith.cli.dashboard;

import picocli.CommandLine.Option;

/** {@code --port}: where a browser finds it. */
final class DashboardPort {
  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8090",
      description =
          "The port of the page in a browser, http://127.0.0.1:N/, and of nothing else; where it is"
              + " taken, another free one, which is said. 0 is any. Default: ${DEFAULT-VALUE}")
  private int port;

  /**
   * The port that is wanted.
   *
   * @throws IllegalArgumentException with a sentence if it is no port
   */
  int number() {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("A port is a number from 0 to 65535, not " + port + ".");
    }
    return port;
  }
}
