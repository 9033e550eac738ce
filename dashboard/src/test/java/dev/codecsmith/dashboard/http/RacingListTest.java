package dev.codecsmith.dashboard.http;

import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An experiment that begins while the lists are read. */
class RacingListTest extends ServedStoreTest {
  /** Behind a call of this method one begins, once. */
  private Optional<String> behind = Optional.empty();

  private final AtomicBoolean begun = new AtomicBoolean();

  @Override
  ExperimentStore open() {
    ExperimentStore real = new MemoryExperimentStore();
    return (ExperimentStore)
        Proxy.newProxyInstance(
            ExperimentStore.class.getClassLoader(),
            new Class<?>[] {ExperimentStore.class},
            (_, method, arguments) -> {
              Object answer = call(real, method, arguments);
              if (behind.equals(Optional.of(method.getName()))
                  && begun.compareAndSet(false, true)) {
                campaign.queued(2);
              }
              return answer;
            });
  }

  private static Object call(ExperimentStore real, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void oneThatBeginsBehindTheListIsNamedNowhereBeforeItsEvent() throws Exception {
    campaign.queued(1);
    behind = Optional.of("list");
    JsonNode list = json(get("/api/experiments?campaign=c&status=in_progress"));
    assertThat(begun).isTrue();
    assertThat(list.at("/in_progress").size()).isEqualTo(1);
    assertThat(list.at("/running").valueStream())
        .extracting(JsonNode::asString)
        .containsExactly(experiment(1));
    assertThat(list.at("/counts/in_progress").asInt()).isEqualTo(1);
    assertThat(list.path("total").asInt()).isEqualTo(1);
  }

  @Test
  void oneThatBeginsBehindTheCountsIsCountedWhereItIsListed() throws Exception {
    campaign.queued(1);
    behind = Optional.of("counts");
    JsonNode list = json(get("/api/experiments?campaign=c&status=in_progress"));
    assertThat(begun).isTrue();
    assertThat(list.at("/in_progress").size()).isEqualTo(2);
    assertThat(list.at("/running").size()).isEqualTo(2);
    assertThat(list.at("/matching/in_progress").asInt()).isEqualTo(2);
    assertThat(list.at("/counts/in_progress").asInt()).isEqualTo(2);
    assertThat(list.path("total").asInt()).isEqualTo(2);
  }
}
