package dev.codecsmith.store.contract;

import static dev.codecsmith.store.Samples.queued;
import static dev.codecsmith.store.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Values and rate points that are kept beside the records, and the artifacts all of it mentions.
 */
public abstract class AbstractKeptValuesTest extends AbstractStoreTest {
  @Test
  void cachedValueIsReplaced() throws StoreException {
    assertThat(store.cached("anchor")).isEmpty();
    store.cache("anchor", "[1]");
    store.cache("anchor", "[2]");
    reopen();
    assertThat(store.cached("anchor")).contains("[2]");
  }

  @Test
  void measuredPointsAreRememberedExactlyAndReplaced() throws StoreException {
    RatePoint point = Samples.point("carphone", 20, Double.POSITIVE_INFINITY);
    assertThat(store.measuredPoints(Samples.PROGRAM)).isEmpty();
    store.keepMeasuredPoints(Samples.PROGRAM, Map.of("a", Samples.point("carphone", 20, 30)));
    store.keepMeasuredPoints(
        Samples.PROGRAM, Map.of("a", point, "b", Samples.point("carphone", 40, 35)));
    reopen();
    assertThat(store.measuredPoints(Samples.PROGRAM))
        .isEqualTo(Map.of("a", point, "b", Samples.point("carphone", 40, 35)));
    assertThat(store.measuredPoints("another program")).isEmpty();
    store.forgetMeasuredPoints("another program");
    assertThat(store.measuredPoints(Samples.PROGRAM)).hasSize(2);
    store.forgetMeasuredPoints(Samples.PROGRAM);
    assertThat(store.measuredPoints(Samples.PROGRAM)).isEmpty();
  }

  @Test
  void programsWithMeasuredPointsAreListedInOrderAndInPages() throws Exception {
    for (String program : List.of("c", "a", "b")) {
      store.keepMeasuredPoints(
          program,
          Map.of(
              program + "/1", Samples.point("carphone", 20, 30),
              program + "/2", Samples.point("carphone", 40, 35)));
    }
    assertThat(store.measuredPrograms("", 2)).containsExactly("a", "b");
    assertThat(store.measuredPrograms("b", 2)).containsExactly("c");
    store.forgetMeasuredPoints("c");
    assertThat(store.measuredPrograms("b", 2)).isEmpty();
  }

  @Test
  void measuredPointsMentionNoArtifact() throws Exception {
    store.create(queued("c", 1, "me"));
    store.keepMeasuredPoints(Samples.PROGRAM, Map.of("a", Samples.point("carphone", 20, 30)));
    assertThat(mentioned()).containsExactly(Samples.PROGRAM);
  }

  @Test
  void findsEveryHashThatIsMentioned() throws Exception {
    store.create(succeeded(queued("c", 1, "me"), 1));
    store.cache(
        "anchor", "{\"bitstream\":\"" + "12".repeat(32) + "\",\"x\":\"" + "3".repeat(65) + "\"}");
    store.append(
        "c", Samples.T0, new CampaignEvent.Warning(Optional.empty(), "see " + "34".repeat(32)));
    store.putCampaignIfAbsent(
        new CampaignRecord("clips", "n", "[\"" + "56".repeat(32) + "\"]", Samples.T0));
    assertThat(mentioned())
        .containsExactlyInAnyOrder(
            Samples.PROGRAM,
            Samples.BITSTREAM,
            Samples.FRAMES,
            "12".repeat(32),
            "34".repeat(32),
            "56".repeat(32));
  }

  @Test
  void hashesOfManyRecordsAreFound() throws Exception {
    for (int i = 0; i < 130; i++) {
      store.cache("key " + i, "\"%064x\"".formatted(i));
    }
    assertThat(mentioned()).hasSize(130);
  }

  private Set<String> mentioned() throws IOException {
    Set<String> hashes = new TreeSet<>();
    store.forEachMentionedHash(hashes::add);
    return hashes;
  }
}
