package dev.codecsmith.cli.status;

import dev.codecsmith.cli.options.Options;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.options.TokenOption;
import dev.codecsmith.cli.options.elsewhere.WorkerTokenOption;
import dev.codecsmith.cli.status.ProcessState.Target;
import dev.codecsmith.service.client.WorkerAddress;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code codecsmith status}: is the worker running? */
@Command(
    name = "status",
    description = {
      "Asks orchestrators and workers how they are, and prints one table: who is up, what runs, what"
          + " went wrong last.",
      "Workers that an orchestrator names are asked as well. Exit code 0: all asked answer and can"
          + " work."
    },
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  static final String ORCHESTRATOR = "orchestrator";
  static final String WORKER = "worker";
  private static final int MOST_MILLISECONDS = 600_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private TokenOption token = new TokenOption();
  @Mixin private WorkerTokenOption workerToken = new WorkerTokenOption();

  @Option(
      names = "--worker",
      paramLabel = "URL",
      description =
          "A worker; repeatable. Default, where no orchestrator is named either:"
              + " http://127.0.0.1:8080")
  private List<String> workers = List.of();

  @Option(
      names = "--orchestrator",
      paramLabel = "URL",
      description =
          "An orchestrator; repeatable. Default, where no worker is named either:"
              + " http://127.0.0.1:8090")
  private List<String> orchestrators = List.of();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A data folder whose campaigns are shown as well.")
  private @Nullable Path data;

  @Option(
      names = "--timeout",
      paramLabel = "MILLISECONDS",
      description = "A process that does not answer within this time is down. Default: 5000")
  private int timeout = 5000;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** Where a process of that kind listens that was told nothing else. */
  static URI usual(String kind) {
    return URI.create("http://127.0.0.1:" + (kind.equals(ORCHESTRATOR) ? 8090 : 8080));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Options.between("--timeout", timeout, 1, MOST_MILLISECONDS);
    List<ProcessState> states = states();
    FolderState folder =
        data == null ? FolderState.NONE : FolderState.of(StoreOption.inFolder(data));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(states, folder).toPrettyString());
    } else {
      StatusTable table = new StatusTable();
      states.forEach(table::add);
      folder.addTo(table);
      table.print(out);
    }
    out.flush();
    return states.stream().allMatch(ProcessState::ready) ? 0 : 1;
  }

  private List<ProcessState> states() throws IOException, InterruptedException {
    Optional<String> shown = token.token();
    Optional<String> shownToWorkers = workerToken.token(shown);
    try (ProcessClient client =
        new ProcessClient(
            kind -> kind.equals(WORKER) ? shownToWorkers : shown, Duration.ofMillis(timeout))) {
      List<ProcessState> states = new ArrayList<>(client.ask(targets()));
      List<Target> known = states.stream().map(ProcessState::target).toList();
      List<Target> named =
          states.stream()
              .flatMap(state -> state.status().path("workers").valueStream())
              .map(JsonNode::asString)
              .filter(StatusCommand::isOfAWorker)
              .distinct()
              .map(worker -> new Target(WORKER, URI.create(worker)))
              .filter(worker -> !known.contains(worker))
              .toList();
      states.addAll(client.ask(named));
      return states;
    }
  }

  /** Whether an orchestrator names a worker so, and not the server of a fleet. */
  static boolean isOfAWorker(String address) {
    return address.startsWith("http:") || address.startsWith("https:");
  }

  private List<Target> targets() {
    if (workers.isEmpty() && orchestrators.isEmpty()) {
      return List.of(
          new Target(ORCHESTRATOR, usual(ORCHESTRATOR)), new Target(WORKER, usual(WORKER)));
    }
    List<Target> targets = new ArrayList<>();
    orchestrators.forEach(
        each -> targets.add(new Target(ORCHESTRATOR, WorkerAddress.parse("--orchestrator", each))));
    workers.forEach(each -> targets.add(new Target(WORKER, WorkerAddress.parse("--worker", each))));
    return targets;
  }

  private static ObjectNode json(List<ProcessState> states, FolderState folder) {
    ObjectNode all = Json.mapper().createObjectNode();
    for (String kind : List.of(ORCHESTRATOR, WORKER)) {
      ArrayNode array = all.putArray(kind + "s");
      states.stream()
          .filter(state -> state.target().kind().equals(kind))
          .forEach(state -> array.add(state.json()));
    }
    folder.addTo(all);
    return all;
  }
}
