package dev.codecsmith.store.dynamo;

import static dev.codecsmith.store.Samples.campaign;
import static dev.codecsmith.store.Samples.queued;
import static dev.codecsmith.store.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.Page;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Nothing is too large for an item of 400 KB, or for an answer of 1 MB. */
final class LargeRecordsTest {
  private final AwsAddress address = DynamoServer.newAddress();
  private final MemoryArtifactStore artifacts = new MemoryArtifactStore();
  private final Random random = new Random(1);
  private DynamoExperimentStore store;

  @BeforeEach
  void openStore() throws StoreException {
    try (DynamoDbClient client = DynamoServer.client(address)) {
      TableSchema.create(client, address.table());
    }
    store =
        DynamoExperimentStore.open(
            DynamoServer.client(address), address.table(), artifacts, () -> {});
    store.putCampaignIfAbsent(campaign("c"));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  /** A text that cannot be made shorter than half its length. */
  private String noise(int characters) {
    byte[] bytes = new byte[characters / 2];
    random.nextBytes(bytes);
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  private ExperimentRecord failed(int iteration, String message) {
    ExperimentRecord queued = queued("c", iteration, "me");
    return ExperimentRecordBuilder.builder(queued)
        .status(ExperimentStatus.FAILED)
        .result(
            ExperimentResultBuilder.builder(queued.result())
                .failure(
                    Optional.of(
                        new Failure(FailureKind.CRASHED, ExperimentStatus.ENCODING, message)))
                .build())
        .build();
  }

  @Test
  void recordOfAnyLengthComesBackAsItWas() throws Exception {
    for (int characters : new int[] {500, 144 << 10, 500_000, 2_000_000}) {
      ExperimentRecord record = failed(characters, noise(characters));
      assertThat(store.create(record)).isTrue();
      assertThat(store.find(record.id())).contains(record);
      assertThat(store.summary(record.id())).contains(ExperimentSummary.of(record));
    }
  }

  @Test
  void recordOfVeryManyPointsIsReplacedAndTakenOver() throws Exception {
    List<RatePoint> points =
        IntStream.range(0, 5000)
            .mapToObj(i -> Samples.point(noise(40), i % 100, random.nextDouble()))
            .toList();
    ExperimentRecord queued = queued("c", 1, "me");
    store.create(queued);
    ExperimentRecord measured =
        ExperimentRecordBuilder.builder(queued.next(queued.updated()).build())
            .status(ExperimentStatus.MEASURING)
            .result(ExperimentResultBuilder.builder(queued.result()).points(points).build())
            .build();
    assertThat(store.update(measured)).isTrue();
    ExperimentRecord taken =
        store
            .takeOver(measured.id(), measured.lease(), measured.lease(), measured.updated())
            .orElseThrow();
    assertThat(taken.points()).isEqualTo(points);
    assertThat(store.update(succeeded(taken, -5))).isTrue();
    assertThat(store.find(taken.id())).contains(succeeded(taken, -5));
  }

  @Test
  void textsThatAreArtifactsAreMentioned() throws Exception {
    ExperimentRecord record = failed(1, noise(2_000_000) + " see " + "12".repeat(32));
    store.create(record);
    store.cache("key", noise(2_000_000) + " " + "34".repeat(32));
    Set<String> mentioned = new TreeSet<>();
    store.forEachMentionedHash(mentioned::add);
    assertThat(mentioned).contains("12".repeat(32), "34".repeat(32)).hasSizeGreaterThan(4);
    int artifactsFound = 0;
    for (String hash : mentioned) {
      artifactsFound += artifacts.contains(hash) ? 1 : 0;
    }
    assertThat(artifactsFound).as("the two texts themselves").isEqualTo(2);
  }

  @Test
  void campaignsEventsAndValuesMayBeLong() throws Exception {
    CampaignRecord long1 = new CampaignRecord("long", "n", noise(1_000_000), Samples.T0);
    store.putCampaignIfAbsent(long1);
    assertThat(store.findCampaign("long")).contains(long1);
    assertThat(store.campaigns(Page.FIRST, 10).items()).contains(long1);
    CampaignEvent event = new CampaignEvent.Warning(Optional.empty(), noise(1_000_000));
    store.append("c", Samples.T0, event);
    assertThat(store.events("c", 0, 1)).extracting(StoredEvent::event).containsExactly(event);
    String value = noise(1_000_000);
    store.cache(noise(5_000), value);
    store.cache("k", value);
    assertThat(store.cached("k")).contains(value);
  }

  @Test
  void listsGoOnBehindAnAnswerOfOneMegabyte() throws Exception {
    List<CampaignEvent> events = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      store.create(failed(i, noise(500_000)));
      events.add(new CampaignEvent.Warning(Optional.empty(), noise(500_000)));
      store.append("c", Samples.T0, events.getLast());
    }
    assertThat(store.events("c", 0, 100)).extracting(StoredEvent::event).isEqualTo(events);
    assertThat(store.summaries("c", 0, 100)).hasSize(8);
    assertThat(store.counts("c")).containsEntry(ExperimentStatus.FAILED, 8);
    Set<String> mentioned = new TreeSet<>();
    store.forEachMentionedHash(mentioned::add);
    assertThat(mentioned).contains(Samples.PROGRAM);
  }
}
