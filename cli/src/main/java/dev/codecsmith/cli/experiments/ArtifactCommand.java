package dev.codecsmith.cli.experiments;

import dev.codecsmith.cli.options.Options;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.sandbox.host.AtomicFile;
import dev.codecsmith.store.ArtifactLinks;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codecsmith experiments artifact}: what an experiment left, out of the store. */
@Command(
    name = "artifact",
    description = {
      "Gets one artifact of an experiment: its log, prompt, reply, a bitstream, a video.",
      "experiments show lists them by role, such as bitstream/bunny/60."
    },
    mixinStandardHelpOptions = true)
final class ArtifactCommand implements Callable<Integer> {
  /** As long as a signature of such a store can hold. */
  private static final int MOST_HOURS = 7 * 24;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();

  @Parameters(index = "0", paramLabel = "EXPERIMENT", description = "Its id, or the start of it.")
  private String id = "";

  @Parameters(
      index = "1",
      paramLabel = "ROLE",
      description = "What it is to the experiment, as experiments show names it.")
  private String role = "";

  @ArgGroup private Target target = new Target();

  /** Where it goes. */
  private static final class Target {
    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "Write it into this file. Default: standard output.")
    private @Nullable Path file;

    @Option(
        names = "--link",
        paramLabel = "HOURS",
        description = {
          "Print an address instead, by which anybody fetches it without credentials for so many"
              + " hours (up to 168).",
          "Only of a store in S3, and not longer than your own credentials hold."
        })
    private @Nullable Integer hours;
  }

  @Override
  public Integer call() throws IOException {
    if (target.hours != null) {
      int _ = Options.between("--link", target.hours, 1, MOST_HOURS);
    }
    try (DataDirectory opened = data.read()) {
      ExperimentRecord experiment = StoredExperiments.find(opened, id);
      String sha256 = sha256(experiment);
      if (target.hours != null) {
        print(link(opened, sha256, Duration.ofHours(target.hours)));
      } else if (target.file != null) {
        try (AtomicFile whole = AtomicFile.at(target.file)) {
          opened.artifacts().copyTo(sha256, whole.part());
          whole.complete();
        }
      } else {
        try (InputStream in = opened.artifacts().open(sha256)) {
          in.transferTo(System.out);
          System.out.flush();
        }
      }
    }
    return 0;
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private String sha256(ExperimentRecord experiment) throws IOException {
    Map<String, String> roles = new TreeMap<>(experiment.candidate().artifacts());
    roles.putAll(experiment.artifacts());
    return Optional.ofNullable(roles.get(role))
        .orElseThrow(() ->
            new IOException(
                roles.isEmpty()
                    ? experiment.id() + " has left no artifact."
                    : "%s has no artifact '%s'; it has %s."
                        .formatted(experiment.id(), role, String.join(", ", roles.keySet()))));
  }

  private static String link(DataDirectory opened, String sha256, Duration valid)
      throws IOException {
    ArtifactLinks links =
        opened
            .links()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "--link is of stores in S3, and the artifacts of "
                        + opened.path()
                        + " are files; use --out FILE."));
    if (!opened.artifacts().contains(sha256)) {
      throw new StoreException("The artifact " + sha256 + " is not in the store any more.");
    }
    return links.link(sha256, valid).toString();
  }
}
