package dev.codecsmith.cli.experiments;

import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.output.WarningLines;
import dev.codecsmith.cli.progress.EventTexts;
import dev.codecsmith.evolve.edits.ProgramDiff;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.export.ExperimentExport;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.lifecycle.ExperimentEvents;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code codecsmith lineage}: where a program comes from. */
@Command(
    name = "lineage",
    description = {
      "Shows a program's ancestors, the oldest first: score, reason, and what each changed against"
          + " its first parent."
    },
    mixinStandardHelpOptions = true)
public final class LineageCommand implements Callable<Integer> {
  private static final int CONTEXT_LINES = 3;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();

  @Parameters(paramLabel = "ID", description = "The experiment's id, or the start of it.")
  private String id = "";

  @Option(names = "--no-diff", description = "Leave out what was changed.")
  private boolean noDiff;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (DataDirectory opened = data.read()) {
      ExperimentStore store = opened.experiments();
      List<ExperimentRecord> ancestry = ancestry(store, StoredExperiments.find(opened, id));
      ArrayNode all = Json.mapper().createArrayNode();
      for (ExperimentRecord each : ancestry) {
        String diff = noDiff ? "" : diff(opened, each, ancestry);
        if (json) {
          ObjectNode node = ExperimentExport.toJson(each);
          if (!noDiff) {
            node.put("diff", diff);
          }
          all.add(node);
        } else {
          print(out, each, diff);
        }
      }
      if (json) {
        out.println(all.toPrettyString());
      }
      out.flush();
    }
    return 0;
  }

  /** The experiment and all it descends from, by iteration; one that was deleted is left out. */
  private static List<ExperimentRecord> ancestry(ExperimentStore store, ExperimentRecord last)
      throws IOException {
    Map<String, ExperimentRecord> found = new LinkedHashMap<>();
    Deque<ExperimentRecord> open = new ArrayDeque<>(List.of(last));
    while (!open.isEmpty()) {
      ExperimentRecord next = open.removeFirst();
      if (found.putIfAbsent(next.id(), next) == null) {
        for (String parent : next.candidate().parents()) {
          store.find(parent).ifPresent(open::addLast);
        }
      }
    }
    return found.values().stream()
        .sorted(Comparator.comparingInt(ExperimentRecord::iteration))
        .toList();
  }

  /** Empty for a program without a parent, and where the parent was deleted. */
  private static String diff(
      DataDirectory opened, ExperimentRecord child, List<ExperimentRecord> ancestry)
      throws IOException {
    Optional<ExperimentRecord> parent =
        child.candidate().parents().stream()
            .findFirst()
            .flatMap(first -> ancestry.stream().filter(e -> e.id().equals(first)).findFirst());
    if (parent.isEmpty()) {
      return "";
    }
    Program from = StoredExperiments.program(parent.get(), opened.artifacts());
    return ProgramDiff.unified(
        from, StoredExperiments.program(child, opened.artifacts()), CONTEXT_LINES);
  }

  private static void print(PrintWriter out, ExperimentRecord each, String diff) {
    out.println(EventTexts.ended(ExperimentEvents.ended(each)));
    WarningLines.print(out, "  ", each);
    out.println("  by " + each.candidate().proposer() + parents(each));
    PlainText.of(each.candidate().reasoning())
        .strip()
        .lines()
        .forEach(line -> out.println("  " + line));
    if (!diff.isEmpty()) {
      out.println();
      PlainText.of(diff).lines().forEach(line -> out.println("    " + line));
    }
    out.println();
  }

  private static String parents(ExperimentRecord each) {
    List<String> parents = each.candidate().parents();
    return parents.isEmpty()
        ? ", from nothing before it"
        : ", from " + String.join(" and ", parents);
  }
}
