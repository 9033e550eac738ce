package dev.codecsmith.store.dynamo;

import static dev.codecsmith.store.Samples.campaign;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.Samples;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Events of one campaign from several processes, some of which are killed between the claim of a
 * key and its event.
 */
final class InterruptedEventsTest {
  private final AwsAddress address = DynamoServer.newAddress();

  @BeforeEach
  void makeTable() throws StoreException {
    try (DynamoDbClient client = DynamoServer.client(address)) {
      boolean _ = TableSchema.create(client, address.table());
    }
    try (DynamoExperimentStore store = open()) {
      store.putCampaignIfAbsent(campaign("c"));
    }
  }

  private DynamoExperimentStore open() throws StoreException {
    return DynamoExperimentStore.open(
        DynamoServer.client(address), address.table(), new MemoryArtifactStore(), () -> {});
  }

  private Table table() throws StoreException {
    return new Table(DynamoServer.client(address), address.table());
  }

  private static CampaignEvent proposed(int iteration) {
    return new CampaignEvent.CandidateProposed(
        "exp_iter" + iteration + "_c", iteration, "intra", "library", List.of());
  }

  private static CampaignEvent warning(String text) {
    return new CampaignEvent.Warning(Optional.empty(), text);
  }

  @Test
  void whoComesBehindAKilledWriterTellsTheEventAtTheNumberThatWasClaimed() throws Exception {
    EventKeys killed = new EventKeys(table());
    assertThat(killed.claim("c", proposed(1), 1)).isEqualTo(new EventKeys.Claim(1, false));
    try (DynamoExperimentStore store = open()) {
      assertThat(store.told("c", List.of("proposed/exp_iter1_c"))).isEmpty();
      assertThat(store.append("c", Samples.T0, proposed(1))).isEqualTo(1);
      assertThat(store.append("c", Samples.T0, proposed(1))).isEqualTo(1);
      assertThat(store.told("c", List.of("proposed/exp_iter1_c"))).hasSize(1);
    }
  }

  @Test
  void aClaimWhoseNumberAnotherEventTookIsMoved() throws Exception {
    EventKeys killed = new EventKeys(table());
    assertThat(killed.claim("c", proposed(1), 1)).isEqualTo(new EventKeys.Claim(1, false));
    try (DynamoExperimentStore store = open()) {
      assertThat(store.append("c", Samples.T0, warning("first"))).isEqualTo(1);
      assertThat(store.told("c", List.of("proposed/exp_iter1_c"))).isEmpty();
      assertThat(store.append("c", Samples.T0, proposed(1))).isEqualTo(2);
      assertThat(store.append("c", Samples.T0, proposed(1))).isEqualTo(2);
      assertThat(store.events("c", 0, 10))
          .extracting(StoredEvent::event)
          .containsExactly(warning("first"), proposed(1));
    }
  }

  @Test
  void aDeletionThatWasClaimedAndNotToldFreesNothing() throws Exception {
    CampaignEvent deleted = new CampaignEvent.ExperimentDeleted("exp_iter1_c", 1);
    try (DynamoExperimentStore store = open()) {
      store.append("c", Samples.T0, proposed(1));
      EventKeys killed = new EventKeys(table());
      assertThat(killed.claim("c", deleted, 2)).isEqualTo(new EventKeys.Claim(2, false));
      assertThat(store.append("c", Samples.T0, proposed(1))).isEqualTo(1);
      assertThat(store.append("c", Samples.T0, deleted)).isEqualTo(2);
      assertThat(store.append("c", Samples.T0, proposed(1))).isEqualTo(3);
    }
  }

  @Test
  void processesTellEachEventOnceAndLeaveNoGap() throws Exception {
    int processes = 4;
    int events = 12;
    List<Callable<List<Long>>> work = new ArrayList<>();
    for (int process = 0; process < processes; process++) {
      String name = "process " + process;
      work.add(() -> {
        List<Long> numbers = new ArrayList<>();
        try (DynamoExperimentStore store = open()) {
          for (int i = 1; i <= events; i++) {
            numbers.add(store.append("c", Samples.T0, proposed(i)));
            store.append("c", Samples.T0, warning(name + " " + i));
          }
        }
        return numbers;
      });
    }
    List<List<Long>> told = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Long>> done : executor.invokeAll(work)) {
        told.add(done.get());
      }
    }
    assertThat(told).as("all were given the same numbers").allMatch(told.getFirst()::equals);
    int all = events + processes * events;
    try (DynamoExperimentStore store = open()) {
      List<StoredEvent> log = store.events("c", 0, 1000);
      assertThat(log)
          .extracting(StoredEvent::number)
          .isEqualTo(LongStream.rangeClosed(1, all).boxed().toList());
      assertThat(log)
          .extracting(StoredEvent::event)
          .doesNotHaveDuplicates()
          .containsAll(IntStream.rangeClosed(1, events).mapToObj(i -> proposed(i)).toList());
    }
  }
}
