package dev.codecsmith.cli.campaign;

import dev.codecsmith.cli.control.CampaignProcess;
import dev.codecsmith.cli.control.CampaignStop;
import dev.codecsmith.cli.dashboard.DashboardOption;
import dev.codecsmith.cli.experiments.CampaignJson;
import dev.codecsmith.cli.experiments.ExperimentsCommand;
import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.options.CommandGroup;
import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.options.TellingOption;
import dev.codecsmith.cli.options.elsewhere.WorkersOption;
import dev.codecsmith.cli.output.Times;
import dev.codecsmith.cli.output.WarningLines;
import dev.codecsmith.cli.plan.CampaignOptions;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.plan.StoredPlan;
import dev.codecsmith.cli.progress.EventTexts;
import dev.codecsmith.cli.replay.RecordCommand;
import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
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
    description =
        "Shows how campaigns stand, follows them, stops them, goes on with them, brings programs to"
            + " them, exports and records them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CampaignCommand.Status.class,
      CampaignCommand.Stop.class,
      CampaignCommand.Resume.class,
      ProposeCommand.class,
      CampaignWatch.class,
      RecordCommand.class,
      ExperimentsCommand.Export.class
    })
public final class CampaignCommand extends CommandGroup {
  /** {@code campaign status}. */
  @Command(
      name = "status",
      description = "Counts a campaign's experiments and what its model calls cost.",
      mixinStandardHelpOptions = true)
  static final class Status implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private StoreOption data = new StoreOption();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "Only this campaign.")
    private @Nullable String id;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      try (DataDirectory opened = data.read()) {
        ArrayNode all = Json.mapper().createArrayNode();
        if (id == null && !json && StoredExperiments.isEmpty(opened)) {
          out.println(StoredExperiments.none(opened));
        }
        StoredExperiments.forEachCampaign(
            opened,
            id,
            campaign -> {
              State state = State.of(opened, campaign);
              if (json) {
                all.add(state.json(opened));
              } else {
                state.print(out);
              }
            });
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
    @Mixin private StoreOption data = new StoreOption();

    @Parameters(
        paramLabel = "ID",
        arity = "0..1",
        description = "Which campaign. Default: the one that runs")
    private @Nullable String id;

    @Override
    public Integer call() throws IOException {
      try (DataDirectory opened = data.read()) {
        Optional<String> asked =
            id == null
                ? Optional.empty()
                : Optional.of(StoredExperiments.campaign(opened, id).id());
        String campaign = CampaignStop.ask(opened, asked);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
            campaign
                + " ends when its iterations under way have ended. Go on with: "
                + NextCommand.of("campaign resume " + campaign, opened));
        out.flush();
      }
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
    @Mixin private StoreOption data = new StoreOption();
    @Mixin private CampaignOptions options = new CampaignOptions();
    @Mixin private SandboxOption sandbox = new SandboxOption();
    @Mixin private WorkersOption workers = new WorkersOption();
    @Mixin private TellingOption telling = new TellingOption();
    @Mixin private DashboardOption dashboard = new DashboardOption();

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
            "A campaign resumes with its own plan; --campaign is for "
                + NextCommand.of("run")
                + ".");
      }
      String campaign;
      CampaignPlan plan;
      try (DataDirectory opened = data.read()) {
        campaign = StoredExperiments.campaign(opened, id).id();
        if (Campaigns.isOfEvaluate(campaign)) {
          throw new IllegalArgumentException(
              campaign + " holds what evaluate measured; there is nothing to go on with.");
        }
        plan = options.over(StoredPlan.of(opened.experiments(), campaign));
      }
      Campaigns.check(plan);
      return new ReportedRun(
              spec.commandLine().getOut(),
              spec.commandLine().getErr(),
              json,
              workers,
              telling,
              dashboard)
          .resume(data, sandbox, campaign, plan);
    }
  }

  /** How a campaign stands. */
  private record State(
      CampaignRecord campaign,
      Map<ExperimentStatus, Integer> counts,
      Optional<ExperimentRecord> best,
      SequencedMap<String, Spending> spending,
      Optional<String> runner) {

    static State of(DataDirectory opened, CampaignRecord campaign) throws IOException {
      ExperimentStore store = opened.experiments();
      return new State(
          campaign,
          new TreeMap<>(store.counts(campaign.id())),
          CampaignJson.best(opened, campaign.id()),
          CampaignJson.spendingByModel(opened.path(), campaign.id()),
          new CampaignProcess(opened, campaign.id()).process());
    }

    private Optional<Spending> total() {
      return spending.values().stream().reduce(Spending::plus);
    }

    void print(PrintWriter out) {
      out.println(
          campaign.id() + "  " + campaign.name() + "  since " + Times.at(campaign.created()));
      runner.ifPresent(process -> out.println("  running now: " + process));
      out.println(
          "  experiments: "
              + (counts.isEmpty() ? "none yet" : "")
              + counts.entrySet().stream()
                  .map(count -> count.getValue() + " " + count.getKey().label())
                  .collect(Collectors.joining(", ")));
      best.ifPresent(first -> {
        out.println(
            "  best:        "
                + first.id()
                + "  "
                + String.format(Locale.ROOT, "%+.2f %%", first.score().orElseThrow()));
        WarningLines.print(out, "               ", first);
      });
      total().ifPresent(spent -> out.println("  model:       " + EventTexts.spending(spent)));
      if (spending.size() > 1) {
        spending.forEach((model, spent) ->
            out.println("               " + model + ": " + EventTexts.spending(spent)));
      }
    }

    ObjectNode json(DataDirectory opened) throws IOException {
      ObjectNode node = CampaignJson.of(opened, campaign);
      node.put("running", runner.isPresent());
      ObjectNode experiments = node.putObject("experiments");
      counts.forEach((status, count) -> experiments.put(status.label(), count));
      if (!spending.isEmpty()) {
        ObjectNode models = node.putObject("models");
        spending.forEach((model, spent) -> CampaignJson.write(models.putObject(model), spent));
      }
      return node;
    }
  }
}
