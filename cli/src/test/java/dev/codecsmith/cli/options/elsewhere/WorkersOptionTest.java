package dev.codecsmith.cli.options.elsewhere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.StoreOption;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Who evaluates elsewhere, and what does not go together. */
class WorkersOptionTest {
  private static final String[] FLEET = {
    "--cluster", "here:7233", "--store", "aws:table=codecs,bucket=codecs"
  };

  @TempDir private Path folder;

  /** As {@code run} has them. */
  @Command
  private static final class Options {
    @Mixin private WorkersOption workers = new WorkersOption();
    @Mixin private StoreOption store = new StoreOption();
    @Mixin private SandboxOption sandbox = new SandboxOption();
  }

  private static Optional<Elsewhere> elsewhere(String... words) throws IOException {
    Options given = CommandLine.populateCommand(new Options(), words);
    return given.workers.elsewhere(given.store, given.sandbox);
  }

  private static Optional<Elsewhere> byFleet(String... more) throws IOException {
    return elsewhere(Stream.of(FLEET, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private static void refused(String sentence, String... words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> elsewhere(words))
        .withMessageContaining(sentence);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 30, 3600})
  void aSilenceWithinItsRangeIsTheFleets(int seconds) throws Exception {
    assertThat(byFleet("--cluster-silence", "" + seconds))
        .get()
        .isInstanceOfSatisfying(
            Elsewhere.Cluster.class,
            fleet -> assertThat(fleet.silence()).isEqualTo(Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 3601})
  void aSilenceOutOfItsRangeIsRefused(int seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> byFleet("--cluster-silence", "" + seconds))
        .withMessageContaining("--cluster-silence")
        .withMessageContaining("3600");
  }

  @Test
  void aSilenceIsForAFleet() {
    refused("name its --cluster", "--cluster-silence", "5");
    refused("name its --cluster", "--cluster-silence", "5", "--worker", "http://127.0.0.1:1");
  }

  @Test
  void programsThatRunElsewhereAreNotRunWithoutASandbox() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> byFleet("--sandbox", "none"))
        .withMessageContaining("leave --sandbox=none out");
    refused("leave --sandbox=none out", "--worker", "http://127.0.0.1:1", "--sandbox", "none");
    assertThat(elsewhere("--sandbox", "none")).isEmpty();
  }

  @Test
  void aFleetNeedsAStoreThatIsShared() {
    refused("name a store that they share with --store", "--cluster", "here:7233");
  }

  @Test
  void workersByNameAndAFleetAreOneOrTheOther() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> byFleet("--worker", "http://127.0.0.1:1"))
        .withMessageContaining("name one of the two");
    assertThat(elsewhere("--worker", "http://127.0.0.1:1"))
        .get()
        .isInstanceOfSatisfying(
            Elsewhere.Workers.class,
            named ->
                assertThat(named.addresses()).containsExactly(URI.create("http://127.0.0.1:1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://here",
        "here",
        "here:8080",
        "",
        "http://",
        "http://he re:8080",
        "http://here:99999",
        "http://somebody:secret@here:8080",
        "http://here:8080/?a=b"
      })
  void whatIsNoAddressOfAWorkerIsRefused(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> elsewhere("--worker", "http://127.0.0.1:1", "--worker", address))
        .withMessage(
            "--worker takes an address such as http://127.0.0.1:8080, found '" + address + "'.");
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theCommandsSaySoInOneSentence() throws Exception {
    String clip = folder.resolve("tiny.y4m").toString();
    TestFootage.write(Path.of(clip), 48, 32, 2);
    String data = folder.resolve("data").toString();
    String[] run = {"run", "--clip", clip, "--data", data, "--worker", "ftp://here"};
    String[] orchestrator = {"orchestrator", "--port", "0", "--data", data, "--worker", "here:80"};
    Spoken.by(run).refuses("--worker takes an address", "found 'ftp://here'");
    Spoken.by(orchestrator).refuses("--worker takes an address", "found 'here:80'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://here", "HTTPS://[::1]:8443/", "http://gate/worker-1"})
  void whereAWorkerMayListenIsTaken(String address) throws Exception {
    assertThat(elsewhere("--worker", address))
        .get()
        .isInstanceOfSatisfying(
            Elsewhere.Workers.class,
            named -> assertThat(named.addresses()).containsExactly(URI.create(address)));
  }
}
