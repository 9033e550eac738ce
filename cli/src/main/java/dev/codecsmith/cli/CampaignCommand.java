package dev.codecsmith.cli;

import dev.codecsmith.evolve.models.FileCallLog;
import dev.codecsmith.evolve.models.Spending;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.DataDirectory;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentStore;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code codecsmith campaign}: campaigns as a whole, also while they run. */
@Command(
    name = "campaign",
    description = "Shows how campaigns stand, stops them, goes on with them, exports them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CampaignCommand.Status.class,
      CampaignCommand.Stop.class,
      CampaignCommand.Resume.class,
      ExperimentsCommand.Export.class
    })
final class CampaignCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 2;
  }

  /** {@code campaign status}. */
  @Command(
      name = "status",
      description = "Counts a campaign's experiments and what its model calls cost.",
      mixinStandardHelpOptions = true)
  static final class Status implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Only this campaign.")
    private @Nullable String id;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      try (DataDirectory opened = DataDirectory.open(data.directory(), DataDirectory.Access.READ)) {
        ArrayNode all = Json.mapper().createArrayNode();
        for (CampaignRecord campaign : ExperimentsCommand.campaigns(opened.experiments(), id)) {
          State state = State.of(opened, campaign);
          if (json) {
            state.write(all.addObject());
          } else {
            state.print(out);
          }
        }
        if (json) {
          out.println(all.toPrettyString());
        }
        out.flush();
      }
      return 0;
    }
  }

  /** {@code campaign stop}. */
  @Command(
      name = "stop",
      description = {
        "Asks a running campaign to stop: no iteration begins any more, those under way are"
            + " finished and kept.",
        "`campaign resume` goes on with it."
      },
      mixinStandardHelpOptions = true)
  static final class Stop implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(
        paramLabel = "ID",
        arity = "0..1",
        description = "Which campaign. Default: the only one there is")
    private @Nullable String id;

    @Override
    public Integer call() throws IOException {
      String campaign;
      try (DataDirectory opened = DataDirectory.open(data.directory(), DataDirectory.Access.READ)) {
        campaign = StoredExperiments.campaign(opened.experiments(), id).id();
      }
      String writer =
          DataDirectory.writer(data.directory())
              .orElseThrow(() ->
                  new IOException(
                      "Nothing to stop: no run has the data folder "
                          + data.directory()
                          + " open."));
      StopFile.of(data.directory(), campaign).ask();
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          campaign
              + " ends when its iterations under way have ended, if "
              + writer
              + " runs it. Go on with: codecsmith campaign resume "
              + campaign);
      out.flush();
      return 0;
    }
  }

  /** {@code campaign resume}. */
  @Command(
      name = "resume",
      description = {
        "Goes on with a campaign as it was last run; options given here win.",
        "Options that would make another campaign of it, such as another seed, are refused."
      },
      mixinStandardHelpOptions = true)
  static final class Resume implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();
    @Mixin private CampaignOptions options = new CampaignOptions();
    @Mixin private SandboxOption sandbox = new SandboxOption();

    @Parameters(
        paramLabel = "ID",
        arity = "0..1",
        description = "Which campaign. Default: the only one there is")
    private @Nullable String id;

    @Option(names = "--json", description = "Print one JSON object instead of the table.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
      if (options.namesFile()) {
        throw new IllegalArgumentException(
            "A campaign resumes with its own plan; --campaign is for codecsmith run.");
      }
      String campaign;
      CampaignPlan plan;
      try (DataDirectory opened = DataDirectory.open(data.directory(), DataDirectory.Access.READ)) {
        campaign = StoredExperiments.campaign(opened.experiments(), id).id();
        plan = options.over(StoredPlan.of(opened.experiments(), campaign));
      }
      Campaigns.check(plan);
      return new CampaignRun(spec.commandLine().getOut(), spec.commandLine().getErr(), json)
          .resume(data, sandbox, campaign, plan);
    }
  }

  /** How a campaign stands. */
  private record State(
      CampaignRecord campaign,
      Map<ExperimentStatus, Integer> counts,
      Optional<ExperimentSummary> best,
      SequencedMap<String, Spending> spending) {

    static State of(DataDirectory opened, CampaignRecord campaign) throws IOException {
      ExperimentStore store = opened.experiments();
      List<ExperimentSummary> best = store.best(campaign.id(), 1);
      return new State(
          campaign,
          new TreeMap<>(store.counts(campaign.id())),
          best.stream().findFirst(),
          spending(CampaignModel.callsOf(opened.path(), campaign.id())));
    }

    private static SequencedMap<String, Spending> spending(Path calls) throws IOException {
      if (Files.notExists(calls)) {
        return new LinkedHashMap<>();
      }
      try (FileCallLog log = FileCallLog.openForReplay(calls)) {
        return CampaignModel.byModel(log.entries());
      }
    }

    private Optional<Spending> total() {
      return spending.values().stream().reduce(Spending::plus);
    }

    void print(PrintWriter out) {
      out.println(campaign.id() + "  " + campaign.name() + "  since " + campaign.created());
      out.println(
          "  experiments: "
              + counts.entrySet().stream()
                  .map(count -> count.getValue() + " " + count.getKey().label())
                  .collect(Collectors.joining(", ")));
      best.ifPresent(first ->
          out.println(
              "  best:        "
                  + first.id()
                  + "  "
                  + String.format(Locale.ROOT, "%+.2f %%", first.score().orElseThrow())));
      total().ifPresent(spent -> out.println("  model:       " + CampaignModel.text(spent)));
      if (spending.size() > 1) {
        spending.forEach((model, spent) ->
            out.println("               " + model + ": " + CampaignModel.text(spent)));
      }
    }

    void write(ObjectNode node) {
      node.put("id", campaign.id());
      node.put("name", campaign.name());
      node.put("created", campaign.created().toString());
      ObjectNode experiments = node.putObject("experiments");
      counts.forEach((status, count) -> experiments.put(status.label(), count));
      best.ifPresent(first -> node.put("best", first.id()));
      total().ifPresent(spent -> CampaignReport.spending(node, spent));
      if (!spending.isEmpty()) {
        ObjectNode models = node.putObject("models");
        spending.forEach((model, spent) -> CampaignReport.spending(models.putObject(model), spent));
      }
    }
  }
}
