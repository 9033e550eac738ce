package dev.codecsmith.cli.options.elsewhere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.StoreOption;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
  @ValueSource(strings = {"ftp://here", "here"})
  void whatIsNoAddressOfAWorkerIsRefused(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> elsewhere("--worker", address))
        .withMessageContaining(address);
  }
}
