package dev.codecsmith.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of rate points of which some have ended and others are under way. */
class RoundProgressTest {
  private final List<String> told = new ArrayList<>();
  private final RoundProgress progress =
      new RoundProgress(heartbeat -> {
        Heartbeat.Phase phase = (Heartbeat.Phase) heartbeat;
        told.add(phase.phase() + " " + phase.done() + "/" + phase.total());
      });

  private void ended(int done, int total) throws InfrastructureException {
    progress.hear(new Heartbeat.Phase(ExperimentStatus.ENCODING, done, total));
  }

  private void decoded(int total) throws InfrastructureException {
    for (int i = 0; i <= total; i++) {
      progress.hear(new Heartbeat.Phase(ExperimentStatus.DECODING, i, total));
    }
  }

  @Test
  void pointsThatAreDecodedAreEncoded() throws InfrastructureException {
    ended(0, 3);
    progress.decoding(2);
    assertThat(told).containsExactly("ENCODING 0/3", "ENCODING 1/3", "ENCODING 2/3");
  }

  @Test
  void whenAllAreEncodedThoseThatEndedAreDecoded() throws InfrastructureException {
    ended(0, 2);
    ended(1, 2);
    progress.decoding(1);
    assertThat(told)
        .containsExactly(
            "ENCODING 0/2", "ENCODING 1/2", "ENCODING 2/2", "DECODING 0/2", "DECODING 1/2");
  }

  @Test
  void aPointThatIsLostWithItsWorkerIsNotTakenBackAndNotToldAgain() throws InfrastructureException {
    ended(0, 2);
    progress.decoding(2);
    progress.decoding(0);
    ended(1, 2);
    progress.decoding(1);
    ended(2, 2);
    decoded(2);
    assertThat(told)
        .containsExactly(
            "ENCODING 0/2",
            "ENCODING 1/2",
            "ENCODING 2/2",
            "DECODING 0/2",
            "DECODING 1/2",
            "DECODING 2/2");
  }

  @Test
  void eachRoundCountsFromTheStart() throws InfrastructureException {
    ended(0, 1);
    ended(1, 1);
    decoded(1);
    told.clear();
    ended(0, 2);
    progress.decoding(1);
    assertThat(told).containsExactly("ENCODING 0/2", "ENCODING 1/2");
  }

  @Test
  void aRoundOfNothingIsEncodedAndDecodedAtOnce() throws InfrastructureException {
    ended(0, 0);
    decoded(0);
    assertThat(told).containsExactly("ENCODING 0/0", "DECODING 0/0");
  }
}
