package dev.codecsmith.cli.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.cli.campaign.Telling;
import dev.codecsmith.cli.log.LogFile;
import dev.codecsmith.cli.options.TellingPlan;
import dev.codecsmith.cli.options.elsewhere.Elsewhere;
import dev.codecsmith.cluster.client.FleetWorkers;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.alerts.AlertSettings;
import dev.codecsmith.service.orchestrator.CampaignRequest;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.s3.S3Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which faults are those of a campaign, and what one campaign keeps another from. */
@Timeout(120)
class FileCampaignsTest {
  private static final String ENDPOINT = "aws.endpointUrlS3";
  private static final String HASH = "#sha256=" + "ab".repeat(32);

  @TempDir private Path folder;
  private Path clip;
  private DataDirectory data;
  private Telling telling;
  private LogFile log;
  private FileCampaigns campaigns;

  @BeforeEach
  void open() throws Exception {
    clip = folder.resolve("tiny.y4m");
    TestFootage.write(clip, 48, 32, 2);
    data = DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE);
    telling =
        Telling.begin(
            new TellingPlan(AlertSettings.STANDARD, List.of(), Optional.empty()), data, List.of());
    log = LogFile.open(folder.resolve("test.log"), new PrintWriter(new StringWriter()));
    // Nobody is there, and nothing here gets as far as to wait for one.
    FileCampaigns.Evaluating nobody =
        new FileCampaigns.Evaluating.There(
            new Elsewhere.Workers(List.of(URI.create("http://127.0.0.1:1")), Optional.empty()),
            new FleetWorkers(),
            new SimpleMeterRegistry());
    CampaignStore inTheFolder = CampaignStore.open(data, Optional.empty());
    campaigns = new FileCampaigns(data, inTheFolder, nobody, telling, log);
  }

  @AfterEach
  void close() {
    System.clearProperty(ENDPOINT);
    log.close();
    telling.close();
    data.close();
  }

  private static CampaignRequest request(String yaml) {
    return new CampaignRequest(yaml, Optional.empty(), Optional.empty());
  }

  private static CampaignRequest of(Object clip) {
    return request("clips: ['" + clip + "']\niterations: 1\n");
  }

  @Test
  void aServerThatIsAwayIsNoFaultOfTheCampaign() {
    assertThatThrownBy(() -> campaigns.plan(of("https://127.0.0.1:1/clip.y4m" + HASH)))
        .isInstanceOfSatisfying(
            StoreException.class, fault -> assertThat(fault.isLasting()).isFalse())
        .hasMessageContaining("cannot be fetched");
  }

  @Test
  void anAddressThatMayNotBeAskedIsAFaultOfTheCampaign() throws Exception {
    try (ServerSocket here = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "https://127.0.0.1:" + here.getLocalPort() + "/clip.y4m" + HASH;
      assertThatThrownBy(() -> campaigns.plan(of(address)))
          .isInstanceOf(BadRequestException.class)
          .hasMessageContaining("which an address of a clip may not name");
    }
  }

  @Test
  void aClipThatIsNoneIsAFaultOfTheCampaign() throws Exception {
    Path text = Files.writeString(folder.resolve("text.y4m"), "no video");
    for (Path wrong : List.of(text, folder.resolve("none.y4m"), folder)) {
      assertThatThrownBy(() -> campaigns.plan(of(wrong))).isInstanceOf(BadRequestException.class);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoFaultOfTheCampaign() throws Exception {
    Files.deleteIfExists(data.clipsDirectory());
    Files.writeString(data.clipsDirectory(), "in the way");
    assertThatThrownBy(() -> campaigns.plan(of(clip)))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("Cannot write to the folder");
  }

  @Test
  void aServerThatHangsKeepsNoOtherCampaignWaiting() throws Exception {
    URI _ = S3Server.endpoint();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    HttpServer hanging =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hanging.createContext(
        "/",
        exchange -> {
          asked.countDown();
          try {
            answer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    hanging.start();
    System.setProperty(ENDPOINT, "http://127.0.0.1:" + hanging.getAddress().getPort());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> slow = threads.submit(() -> campaigns.plan(of("s3://bucket-x/clip.y4m" + HASH)));
      asked.await();
      assertThat(campaigns.plan(of(clip)).iterations()).isEqualTo(1);
      assertThat(slow.isDone()).isFalse();
      answer.countDown();
      assertThatThrownBy(slow::get).hasCauseInstanceOf(BadRequestException.class);
    } finally {
      answer.countDown();
      hanging.stop(0);
    }
  }

  @Test
  void whatOnlyAPersonCanMendLastsAlsoWhereTheFolderCannotBeTidied() throws Exception {
    Path prices = Files.writeString(folder.resolve("prices.json"), "nothing is free");
    CampaignRequest request =
        request(
            "clips: ['%s']\niterations: 1\nproposers: [command]\nmodel_command: cat\nprices: %s\n"
                .formatted(clip, prices));
    String id = campaigns.plan(request).id();
    // What asks a campaign to stop is deleted at its end, which a full folder is not.
    Files.createDirectories(data.path().resolve("stop").resolve(id).resolve("full"));
    assertThatThrownBy(() -> campaigns.run(request, id, Optional::empty))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining("The price file " + prices);
  }
}
