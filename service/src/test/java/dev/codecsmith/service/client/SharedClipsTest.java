package dev.codecsmith.service.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.service.worker.Jobs;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which clips go into the caller's store, by what a worker says of the one that it shares. */
class SharedClipsTest {
  private static final byte[] VIDEO = "YUV4MPEG2".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;
  private final MemoryArtifactStore store = new MemoryArtifactStore();
  private final ClipsAndArtifacts artifacts = new ClipsAndArtifacts(store);
  private Job.Trial job = Jobs.trial("trial/1");
  private String status = "";
  private HttpServer worker;

  SharedClipsTest() throws IOException {
    worker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    worker.createContext(
        "/status",
        exchange -> {
          byte[] body = status.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @BeforeEach
  void clip() throws IOException {
    worker.start();
    Path file = Files.write(folder.resolve("clip.y4m"), VIDEO);
    ClipReference any = job.settings().clips().getFirst();
    ClipReference reference =
        new ClipReference(
            any.name(),
            DigestUtils.sha256Hex(VIDEO),
            any.frames(),
            any.width(),
            any.height(),
            any.pixelFormat(),
            any.frameRate());
    Clip clip = reference.in(file);
    artifacts.add(clip);
    job = Jobs.trial("trial/1", reference);
  }

  @AfterEach
  void stop() {
    worker.stop(0);
  }

  private boolean isShared() throws Exception {
    URI address = URI.create("http://127.0.0.1:" + worker.getAddress().getPort());
    new SharedClips("s3://mine", artifacts)
        .share(job, new WorkerConnection(address, Optional.empty()));
    return store.contains(DigestUtils.sha256Hex(VIDEO));
  }

  @Test
  void aWorkerThatSharesTheStoreGetsClipsByIt() throws Exception {
    status = "{\"cache\": {\"shared\": \"s3://mine\"}}";
    assertThat(isShared()).isTrue();
    assertThat(isShared()).isTrue();
  }

  @Test
  void forAWorkerWithAnotherStoreOrNoneNothingIsPutThere() throws Exception {
    for (String other :
        new String[] {
          "{\"cache\": {\"shared\": \"s3://theirs\"}}", "{\"cache\": {}}", "{}", "no JSON", "[1]"
        }) {
      status = other;
      assertThat(isShared()).as(other).isFalse();
    }
    worker.stop(0);
    assertThat(isShared()).isFalse();
  }
}
