package dev.codecsmith.evolve.models.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.models.calls.FileCallLog;
import dev.codecsmith.evolve.models.calls.KilledCampaign;
import dev.codecsmith.evolve.models.fake.FakeModelServer;
import dev.codecsmith.evolve.models.fake.FakeReply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class KillTest {
  /** Arrivals at which the server kills its caller before it answers. */
  private static final Set<Integer> KILL_AT = Set.of(1, 6, 17, 30, 38);

  @TempDir Path folder;

  @Test
  void killedAgainAndAgainNothingIsPaidForTwiceButWhatWasUnderWay() throws Exception {
    AtomicReference<Process> running = new AtomicReference<>();
    AtomicInteger kills = new AtomicInteger();
    try (FakeModelServer server =
        FakeModelServer.start(request -> {
          Process campaign = running.get();
          if (campaign != null && KILL_AT.contains(request.number())) {
            campaign.destroyForcibly();
            kills.incrementAndGet();
          }
          return FakeReply.text("answer to " + request.prompt());
        })) {
      Path replies = folder.resolve("replies");
      int starts = 0;
      int exit = -1;
      while (exit != 0) {
        starts++;
        assertThat(starts).isLessThanOrEqualTo(KILL_AT.size() + 1);
        Process campaign = start(server, replies);
        running.set(campaign);
        exit = campaign.waitFor();
      }

      assertThat(kills).hasValue(KILL_AT.size());
      assertThat(Files.readAllLines(replies)).isEqualTo(expected());
      assertThat(server.deliveries()).hasSize(KilledCampaign.SLOTS);
      assertThat(server.deliveries().values().stream().mapToLong(times -> times - 1).sum())
          .isLessThanOrEqualTo((long) KILL_AT.size() * KilledCampaign.SIDE_BY_SIDE);
      try (FileCallLog log = FileCallLog.open(folder.resolve("calls.jsonl"))) {
        assertThat(log.spent().calls()).isEqualTo(KilledCampaign.SLOTS);
      }
    }
  }

  private Process start(FakeModelServer server, Path replies) throws Exception {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            KilledCampaign.class.getName(),
            server.anthropicUrl() + "/v1/messages",
            folder.resolve("calls.jsonl").toString())
        .redirectOutput(replies.toFile())
        .redirectError(folder.resolve("errors").toFile())
        .start();
  }

  private static List<String> expected() {
    return IntStream.range(0, KilledCampaign.SLOTS)
        .mapToObj(i -> "answer to question " + i)
        .toList();
  }
}
