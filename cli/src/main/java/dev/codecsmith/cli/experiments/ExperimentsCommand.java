package dev.codecsmith.cli.experiments;

import dev.codecsmith.cli.control.ExperimentRemoval;
import dev.codecsmith.cli.options.CommandGroup;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.output.JsonOut;
import dev.codecsmith.cli.output.PlainWriter;
import dev.codecsmith.cli.output.Times;
import dev.codecsmith.cli.plan.CampaignSettingsText;
import dev.codecsmith.lab.bits.BitsTable;
import dev.codecsmith.lab.evaluation.LimitUse;
import dev.codecsmith.lab.objective.CampaignObjective;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.sandbox.host.AtomicFile;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.export.ExperimentExport;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/** {@code codecsmith experiments}: reads and cleans the store, also while a campaign runs. */
@Command(
    name = "experiments",
    description = "Lists, shows, deletes and exports stored experiments, and cleans up after them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ExperimentsCommand.ListExperiments.class,
      ExperimentsCommand.Show.class,
      ArtifactCommand.class,
      CancelCommand.class,
      ExperimentsCommand.Delete.class,
      CleanCommand.class,
      ExperimentsCommand.Export.class
    })
public final class ExperimentsCommand extends CommandGroup {
  /** {@code experiments list}. */
  @Command(
      name = "list",
      description = "Lists experiments, by campaign and iteration.",
      mixinStandardHelpOptions = true)
  static final class ListExperiments implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private StoreOption data = new StoreOption();

    @Option(names = "--campaign", paramLabel = "ID", description = "Only this campaign's.")
    private @Nullable String campaign;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      try (DataDirectory opened = data.read()) {
        if (json) {
          writeJson(opened, out);
        } else if (campaign == null && StoredExperiments.isEmpty(opened)) {
          out.println(StoredExperiments.none(opened));
        } else {
          StoredExperiments.forEachCampaign(
              opened, campaign, each -> print(opened.experiments(), each, out));
        }
        out.flush();
      }
      return 0;
    }

    private void writeJson(DataDirectory opened, PrintWriter out) throws IOException {
      try (JsonGenerator all = JsonOut.to(out)) {
        all.writeStartArray();
        StoredExperiments.forEachCampaign(
            opened,
            campaign,
            each ->
                opened
                    .experiments()
                    .forEach(
                        each.id(),
                        experiment -> all.writeTree(ExperimentExport.toJson(experiment))));
        all.writeEndArray();
      }
      out.println();
    }

    private static void print(ExperimentStore store, CampaignRecord campaign, PrintWriter out)
        throws IOException {
      out.println(
          campaign.id() + "  " + campaign.name() + "  since " + Times.at(campaign.created()));
      CampaignObjective.words(campaign)
          .ifPresent(words -> out.println("  score: " + words + ", lower is better"));
      List<String> proposers = proposers(store, campaign.id());
      if (proposers.isEmpty()) {
        out.println("  no experiments yet");
      } else {
        ExperimentTable table =
            ExperimentTable.begin(
                out,
                CampaignSettingsText.mainAnchor(campaign),
                CampaignObjective.of(campaign),
                CampaignSettingsText.holdsOut(campaign),
                proposers.stream());
        store.forEachLine(campaign.id(), table::add);
      }
      out.println();
    }

    /** The names of a campaign's proposers, each once. */
    private static List<String> proposers(ExperimentStore store, String campaign)
        throws IOException {
      Set<String> proposers = new TreeSet<>();
      store.forEachLine(campaign, line -> proposers.add(line.program().proposer()));
      return List.copyOf(proposers);
    }
  }

  /** {@code experiments show}. */
  @Command(
      name = "show",
      description = "Shows one experiment: its rate points, its failure, its program.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private StoreOption data = new StoreOption();

    @Parameters(paramLabel = "ID", description = "The experiment's id, or the start of it.")
    private String id = "";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
        names = "--program",
        paramLabel = "DIR",
        description = "Also write the program into this new folder, ready for evaluate.")
    private @Nullable Path program;

    @Override
    public Integer call() throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      try (DataDirectory opened = data.read()) {
        ExperimentRecord experiment = StoredExperiments.find(opened, id);
        Optional<LimitUse> limitUse = StoredExperiments.limitUse(opened, experiment);
        if (json) {
          ObjectNode node = ExperimentExport.toJson(experiment);
          node.set("limit_use", Json.mapper().valueToTree(limitUse));
          node.set("bits", BitsText.json(BitsTable.reports(experiment, opened.artifacts())));
          out.println(node.toPrettyString());
        } else {
          ExperimentDetails.print(out, experiment, limitUse, opened.artifacts());
        }
        if (program != null) {
          ProgramFolders.write(experiment, opened.artifacts(), program);
          spec.commandLine().getErr().println("The program is in " + program + ".");
          spec.commandLine().getErr().flush();
        }
        out.flush();
      }
      return 0;
    }
  }

  /** {@code experiments delete}. */
  @Command(
      name = "delete",
      description = {
        "Deletes experiments and the artifacts that nothing else mentions.",
        "A deleted iteration is evaluated again when its campaign is continued."
      },
      mixinStandardHelpOptions = true)
  static final class Delete implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private StoreOption data = new StoreOption();

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Experiments to delete.")
    private List<String> ids = List.of();

    @Option(names = "--failed", description = "Delete all that failed.")
    private boolean failed;

    @Override
    public Integer call() throws IOException, InterruptedException {
      if (!failed && ids.isEmpty()) {
        throw new IllegalArgumentException(
            "Say what to delete: ids of experiments, or --failed for all that failed.");
      }
      try (DataDirectory opened = data.change()) {
        ExperimentRemoval removal =
            new ExperimentRemoval(opened, spec.commandLine().getErr()::println);
        int deleted = removal.delete(ids);
        if (failed) {
          deleted += removal.deleteFailed();
        }
        int artifacts = opened.clean().artifacts();
        PrintWriter out = spec.commandLine().getOut();
        out.println("Deleted " + deleted + " experiments and " + artifacts + " artifacts.");
        out.flush();
      }
      return 0;
    }
  }

  /** {@code experiments export}. */
  @Command(
      name = "export",
      description = {
        "Writes all experiments of a campaign as JSON or CSV.",
        Metric.PSNR_YUV_DEFINITION
            + " psnr_y, psnr_u and psnr_v are averaged likewise; psnr_avg is ffmpeg's."
      },
      mixinStandardHelpOptions = true)
  public static final class Export implements Callable<Integer> {
    enum Format {
      json,
      csv
    }

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private StoreOption data = new StoreOption();

    @Option(
        names = "--campaign",
        paramLabel = "ID",
        description = "Which campaign; not needed where there is one.")
    private @Nullable String campaign;

    @Option(
        names = "--format",
        defaultValue = "json",
        description = "json, or csv with one row per rate point. Default: ${DEFAULT-VALUE}")
    private Format format = Format.json;

    @Option(names = "--out", paramLabel = "FILE", description = "Default: standard output.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
      try (DataDirectory opened = data.read()) {
        CampaignRecord found = StoredExperiments.campaign(opened, campaign);
        if (file == null) {
          write(opened, found, spec.commandLine().getOut());
        } else {
          try (AtomicFile whole = AtomicFile.at(file)) {
            try (Writer writer = new PlainWriter(Files.newBufferedWriter(whole.part()))) {
              write(opened, found, writer);
            }
            whole.complete();
          }
        }
      }
      return 0;
    }

    private void write(DataDirectory opened, CampaignRecord record, Writer writer)
        throws IOException {
      ExperimentStore store = opened.experiments();
      switch (format) {
        case json ->
            ExperimentExport.writeJson(store, record.id(), CampaignJson.of(opened, record), writer);
        case csv -> ExperimentExport.writeCsv(store, record.id(), writer);
      }
      writer.flush();
    }
  }
}
