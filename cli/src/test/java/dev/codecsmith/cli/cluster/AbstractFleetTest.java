package dev.codecsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.CampaignTable;
import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.cli.ServiceProcess;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.cluster.ListedJobs;
import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.TestCredentials;
import dev.codecsmith.store.cloud.CloudStoreSetup;
import dev.codecsmith.store.dynamo.DynamoServer;
import dev.codecsmith.store.s3.S3Server;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.history.v1.ActivityTaskStartedEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A Temporal server, a shared store, workers and campaigns, each a process of the real command. */
abstract class AbstractFleetTest {
  static final int ITERATIONS = 3;
  private static final long PAUSE_NANOS = 20_000_000;
  private static final String TOKEN = "a token of the tests";
  private static List<String> alone = List.of();

  @TempDir Path folder;
  final String fleet = "test-" + UUID.randomUUID();
  final List<ServiceProcess> workers = new ArrayList<>();
  String store = "";
  String server = "";

  @BeforeEach
  void footageAndStore() throws Exception {
    server = TestFleet.target();
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    Files.writeString(folder.resolve("token"), TOKEN);
    makeStore();
  }

  /** Another than before. */
  void makeStore() throws Exception {
    String name = S3Server.newBucket();
    AwsAddress address =
        AwsAddress.parse(
            "aws:table=fleet-%s,bucket=fleet-%s,endpoint=%s,s3-endpoint=%s,path-style,region=eu-central-1"
                .formatted(name, name, DynamoServer.endpoint(), S3Server.endpoint()));
    store = address.toString();
    CloudStoreSetup.Made _ = CloudStoreSetup.make(address);
  }

  @AfterEach
  void stopWorkers() throws Exception {
    for (ServiceProcess each : workers) {
      each.kill();
    }
  }

  ServiceProcess worker(String name, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of(inTheFleet("--name", name)));
    words.addAll(List.of(more));
    if (!words.contains("--parallel")) {
      words.addAll(List.of("--parallel", "1"));
    }
    ServiceProcess worker =
        ServiceProcess.start(
            "worker",
            folder.resolve(name),
            folder.resolve("token"),
            TOKEN,
            words.toArray(String[]::new));
    workers.add(worker);
    return worker;
  }

  private List<String> words(String data, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "--json",
                "--clip",
                folder.resolve("tiny.y4m").toString(),
                "--seed",
                "7",
                "--data",
                folder.resolve(data).toString()));
    words.addAll(List.of(more));
    if (!words.contains("--port")) {
      words.add("--no-dashboard");
    }
    if (!words.contains("--iterations")) {
      words.addAll(List.of("--iterations", "" + ITERATIONS));
    }
    return words;
  }

  String[] run(String data, String... more) {
    return CProgramModel.slowly(words(data, more).toArray(String[]::new));
  }

  /** The same of programs each half of which sleeps for so long. */
  String[] sleeping(int millis, String data, String... more) {
    return CProgramModel.ofSleepers(millis, words(data, more).toArray(String[]::new));
  }

  String[] byTheFleet(String data, String... more) {
    return run(data, inTheFleet(more));
  }

  /** These words with the fleet's. */
  String[] inTheFleet(String... more) {
    return Stream.concat(
            Stream.concat(
                Stream.of("--store", store, "--cluster-fleet", fleet),
                TestFleet.options(server).stream()),
            Stream.of(more))
        .toArray(String[]::new);
  }

  /** The table of one process, which is the same in each test. */
  List<String> alone() {
    synchronized (AbstractFleetTest.class) {
      if (alone.isEmpty()) {
        alone = CampaignTable.of(Spoken.by(run("local")).json());
      }
      return alone;
    }
  }

  Process started(String... more) throws IOException {
    return process(byTheFleet("here", more));
  }

  static Process process(String... words) throws IOException {
    return process(Map.of(), words);
  }

  /**
   * The same.
   *
   * @param environment more of it
   */
  static Process process(Map<String, String> environment, String... words) throws IOException {
    ProcessBuilder command = CommandProcess.of(words);
    command.environment().putAll(environment);
    command.environment().put("AWS_ACCESS_KEY_ID", TestCredentials.ID);
    command.environment().put("AWS_SECRET_ACCESS_KEY", TestCredentials.SECRET);
    return command.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** What a process says, line by line, and at last that it has ended. */
  static BlockingQueue<String> said(Process process) {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              process.errorReader(StandardCharsets.UTF_8).lines().forEach(lines::add);
              lines.add("THE END");
            });
    return lines;
  }

  static String awaitLine(BlockingQueue<String> lines, String part) throws InterruptedException {
    List<String> heard = new ArrayList<>();
    while (true) {
      String line = lines.poll(120, TimeUnit.SECONDS);
      assertThat(line).as("%s", heard).isNotNull().isNotEqualTo("THE END");
      if (line.contains(part)) {
        return line;
      }
      heard.add(line);
    }
  }

  /**
   * The experiments that the server has workflows of, one each time it was begun anew.
   *
   * @param atLeast how many have ended
   */
  List<String> jobs(int atLeast) throws IOException {
    try (TemporalServer temporal = TestFleet.connect("reader")) {
      return new ListedJobs(temporal, fleet)
          .experiments(atLeast).stream().map(id -> id.substring(0, id.indexOf('/'))).toList();
    }
  }

  /** Waits until a worker does a step of an experiment, for the so many-th time. */
  void awaitStep(BlockingQueue<String> campaign, String kind, int attempt, String worker)
      throws IOException, InterruptedException {
    List<String> heard = new ArrayList<>();
    try (TemporalServer temporal = TestFleet.connect("reader")) {
      while (!isAt(temporal, kind, attempt, worker)) {
        String line = campaign.poll(50, TimeUnit.MILLISECONDS);
        assertThat(line).as("%s", heard).isNotEqualTo("THE END");
        heard.add(String.valueOf(line));
      }
    }
  }

  /**
   * Waits until a step that a worker is at, which stands still, is to be done once more.
   *
   * @return false if it is at no such step any more, since that had ended before
   */
  boolean isTakenFrom(String worker, String kind) throws IOException {
    try (TemporalServer temporal = TestFleet.connect("reader")) {
      while (true) {
        List<PendingActivityInfo> steps =
            pending(temporal).filter(each -> isLastOf(each, kind, worker)).toList();
        if (steps.stream().anyMatch(each -> each.getAttempt() > 1)) {
          return true;
        }
        if (steps.isEmpty()) {
          return false;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Waits until others have taken all steps that a worker was the last to begin. */
  void awaitTakenFrom(String worker, String kind) throws IOException {
    try (TemporalServer temporal = TestFleet.connect("reader")) {
      while (pending(temporal).anyMatch(each -> isLastOf(each, kind, worker))) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static boolean isLastOf(PendingActivityInfo step, String kind, String worker) {
    return step.getActivityType().getName().equals(kind)
        && step.getLastWorkerIdentity().equals(worker);
  }

  private boolean isAt(TemporalServer temporal, String kind, int attempt, String worker) {
    return pending(temporal)
        .anyMatch(each ->
            isLastOf(each, kind, worker)
                && each.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED
                && each.getAttempt() == attempt);
  }

  private Stream<PendingActivityInfo> pending(TemporalServer temporal) {
    ListedJobs jobs = new ListedJobs(temporal, fleet);
    return jobs.open().stream()
        .filter(id -> id.startsWith("exp_"))
        .flatMap(id -> jobs.described(id).getPendingActivitiesList().stream());
  }

  /**
   * The steps of experiments as they ended: kind, attempt and worker.
   *
   * @param atLeast how many experiments have ended
   */
  List<String> steps(int atLeast) throws IOException {
    List<String> steps = new ArrayList<>();
    try (TemporalServer temporal = TestFleet.connect("reader")) {
      for (String workflow : new ListedJobs(temporal, fleet).experiments(atLeast)) {
        List<HistoryEvent> events = temporal.client().fetchHistory(workflow).getEvents();
        for (HistoryEvent each : events) {
          if (each.hasActivityTaskStartedEventAttributes()) {
            ActivityTaskStartedEventAttributes started =
                each.getActivityTaskStartedEventAttributes();
            steps.add(
                "%s %d %s"
                    .formatted(
                        events
                            .get((int) started.getScheduledEventId() - 1)
                            .getActivityTaskScheduledEventAttributes()
                            .getActivityType()
                            .getName(),
                        started.getAttempt(),
                        started.getIdentity()));
          }
        }
      }
    }
    return steps;
  }
}
