package dev.codecsmith.sandbox.isolation;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.host.HostCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The installed {@code bwrap}.
 *
 * @param path where it is
 * @param major its version's first number
 * @param minor its version's second number
 * @param version its version in full
 */
record BubblewrapProgram(Path path, int major, int minor, String version) {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.\\d+)?");
  private static final int OLDEST_MINOR = 5;
  private static final int MINOR_WITH_SIZE = 7;

  static BubblewrapProgram find(List<Path> searchPath) throws InfrastructureException {
    Path path =
        HostCommand.find("bwrap", searchPath).stream()
            .findFirst()
            .orElseThrow(() ->
                new InfrastructureException(
                    "Programs that nobody has read run only under bubblewrap, which is not"
                        + " installed: apt-get install bubblewrap (Debian, Ubuntu), dnf install"
                        + " bubblewrap (Fedora), pacman -S bubblewrap (Arch). For programs you"
                        + " wrote yourself there is --sandbox=none."));
    String output = HostCommand.run(List.of(path.toString(), "--version")).text();
    Matcher matcher = VERSION.matcher(output);
    if (!matcher.find()) {
      throw new InfrastructureException(path + " --version says \"" + output.strip() + "\".");
    }
    BubblewrapProgram found =
        new BubblewrapProgram(
            path,
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            matcher.group());
    if (found.isOlderThan(OLDEST_MINOR)) {
      throw new InfrastructureException(
          path + " is bubblewrap " + found.version + "; the sandbox needs 0.5.0 or newer.");
    }
    return found;
  }

  /** Whether it can limit the size of /tmp; without that the limit on memory holds it too. */
  boolean limitsTmp() {
    return !isOlderThan(MINOR_WITH_SIZE);
  }

  private boolean isOlderThan(int wantedMinor) {
    return major == 0 && minor < wantedMinor;
  }
}
