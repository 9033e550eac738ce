package dev.codecsmith.dashboard.http;

import static dev.codecsmith.dashboard.StoredCampaign.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.memory.MemoryExperimentStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Over an artifact store whose disk breaks while it is read. */
class BrokenStoreTest extends ServedStoreTest {
  @Override
  ExperimentStore open() {
    return new MemoryExperimentStore();
  }

  @Override
  Dashboard.Shown shown() {
    return DashboardShownBuilder.builder(super.shown()).artifacts(new Broken()).build();
  }

  private static final class Broken implements ArtifactStore {
    @Override
    public String put(byte[] bytes) throws StoreException {
      throw new StoreException("It is full.");
    }

    @Override
    public String put(Path file) throws StoreException {
      throw new StoreException("It is full.");
    }

    @Override
    public boolean contains(String sha256) {
      return true;
    }

    @Override
    public InputStream open(String sha256) {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          throw new StoreException("The disk broke.");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          return read();
        }
      };
    }
  }

  @Test
  void anArtifactThatCannotBeReadIsAFaultAndNoEmptyFile() throws Exception {
    HttpResponse<String> answer = get("/api/artifacts/" + "0".repeat(64));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(json(answer).path("error").asString()).isEqualTo("The disk broke.");
  }

  @Test
  void bitstreamsThatCannotBeReadAreAFaultAndNoSmallerZipFile() throws Exception {
    campaign.measured(1, "0".repeat(64), "carphone");
    HttpResponse<String> answer = get("/api/experiments/" + experiment(1) + "/bitstreams.zip");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(json(answer).path("error").asString()).isEqualTo("The disk broke.");
    assertThat(answer.headers().firstValue("Retry-After")).as("it stays broken").isEmpty();
  }
}
