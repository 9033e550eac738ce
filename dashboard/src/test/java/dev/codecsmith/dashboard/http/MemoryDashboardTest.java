package dev.codecsmith.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Over a store in memory. */
class MemoryDashboardTest extends AbstractDashboardTest {
  @Override
  ExperimentStore open() {
    return new MemoryExperimentStore();
  }

  @Test
  void ofTenThousandExperimentsAnAnswerHoldsAPage() throws Exception {
    for (int iteration = 1; iteration <= 10_000; iteration++) {
      if (iteration % 100 == 0) {
        campaign().failed(iteration);
      } else {
        campaign().succeeded(iteration, iteration);
      }
    }
    HttpResponse<String> answer = get("/api/experiments?campaign=c");
    assertThat(answer.body().length()).isLessThan(100_000);
    JsonNode list = json(answer);
    assertThat(list.path("total").asInt()).isEqualTo(10_000);
    assertThat(list.path("successful").size()).isEqualTo(50);
    assertThat(list.path("failed").get(0).path("iteration").asInt()).isEqualTo(10_000);
    JsonNode last = json(get("/api/experiments?campaign=c&status=failed&page=2&limit=99"));
    assertThat(last.path("failed").size()).isEqualTo(1);
    assertThat(last.path("failed").get(0).path("iteration").asInt()).isEqualTo(100);
  }
}
