package dev.codecsmith.cli.worker;

import static dev.codecsmith.cli.worker.RemoteCampaign.awaitLine;
import static dev.codecsmith.cli.worker.RemoteCampaign.freePort;
import static dev.codecsmith.cli.worker.RemoteCampaign.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker whose clock is wrong by an hour: it takes part as one whose clock is right. */
@Timeout(300)
class ClockSkewTest {
  /** What the worker asks the time of, in place of the C library. */
  private static final String CLOCK =
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <stddef.h>
      #include <sys/time.h>
      #include <time.h>
      static const int skew = SKEW;
      int clock_gettime(clockid_t clock, struct timespec *now) {
        static int (*real)(clockid_t, struct timespec *);
        if (!real) real = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
        int code = real(clock, now);
        if (!code && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += skew;
        return code;
      }
      int gettimeofday(struct timeval *now, void *zone) {
        struct timespec fine;
        int code = clock_gettime(CLOCK_REALTIME, &fine);
        now->tv_sec = fine.tv_sec;
        now->tv_usec = fine.tv_nsec / 1000;
        return code;
      }
      time_t time(time_t *now) {
        struct timespec fine;
        clock_gettime(CLOCK_REALTIME, &fine);
        if (now) *now = fine.tv_sec;
        return fine.tv_sec;
      }
      """;

  @TempDir private static Path folder;
  private static RemoteCampaign campaigns;
  private static List<String> undisturbed;

  @BeforeAll
  static void begin() throws Exception {
    campaigns = new RemoteCampaign(folder);
    undisturbed = campaigns.undisturbed();
  }

  @AfterAll
  static void end() {
    campaigns.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {3600, -3600})
  void aClockThatIsWrongChangesNothing(int seconds) throws Exception {
    int port = freePort();
    String address = "http://127.0.0.1:" + port;
    ProcessBuilder command = RemoteCampaign.workerCommand(port, folder.resolve("worker" + seconds));
    command.environment().put("LD_PRELOAD", clock(seconds).toString());
    Process worker = campaigns.started(command);
    RemoteCampaign.awaitUp(address);
    String data = "skewed" + seconds;
    try (AlertWebhook webhook = new AlertWebhook()) {
      Process campaign = campaigns.run(data, "--worker", address, "--alert", webhook.option());
      BlockingQueue<String> said = lines(campaign);
      awaitLine(said, "encoding");
      assertThat(time(address))
          .as("it is wrong")
          .isCloseTo(Instant.now().plusSeconds(seconds), within(10, ChronoUnit.MINUTES));
      assertThat(campaigns.table(campaign, data)).isEqualTo(undisturbed);
      assertThat(campaigns.modelCalls(data)).isEqualTo(RemoteCampaign.ITERATIONS);
      assertThat(webhook.told()).isEmpty();
    }
    worker.destroyForcibly().waitFor();
  }

  private static Path clock(int seconds) throws Exception {
    Path source =
        Files.writeString(
            folder.resolve("clock.c"), CLOCK.replace("SKEW", Integer.toString(seconds)));
    Path library = folder.resolve("clock" + seconds + ".so");
    Process compiler =
        new ProcessBuilder(
                "cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
            .redirectErrorStream(true)
            .start();
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compiler.waitFor()).as(said).isZero();
    return library;
  }

  /** What time it is there. */
  private static Instant time(String address) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String date =
          client
              .send(
                  HttpRequest.newBuilder(URI.create(address + "/health")).build(),
                  BodyHandlers.discarding())
              .headers()
              .firstValue("Date")
              .orElseThrow();
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }
  }
}
