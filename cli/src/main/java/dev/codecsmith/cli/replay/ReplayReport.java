package dev.codecsmith.cli.replay;

import dev.codecsmith.cli.output.WarningLines;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.json.Json;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came out the same, and what did not.
 *
 * @param results by iteration
 * @param neverMeasured how many others were never measured to an end
 */
record ReplayReport(List<Again> results, int neverMeasured) {
  ReplayReport {
    results = List.copyOf(results);
  }

  /** What came of one experiment. */
  record Again(String id, int figures, List<String> differences, List<String> warnings) {
    static Again of(
        ExperimentRecord stored, FigureComparison comparison, List<String> differences) {
      return new Again(stored.id(), comparison.count(stored), differences, stored.remarks());
    }
  }

  boolean isSame() {
    return results.stream().allMatch(again -> again.differences().isEmpty());
  }

  void print(PrintWriter out) {
    results.forEach(again -> print(out, again));
    if (results.size() > 1) {
      out.printf(
          "%d of %d experiments came out the same, %d figures in all%s.%n",
          results.stream().filter(again -> again.differences().isEmpty()).count(),
          results.size(),
          results.stream().mapToInt(Again::figures).sum(),
          neverMeasured == 0 ? "" : "; " + neverMeasured + " were never measured to an end");
    }
  }

  /** One experiment is an object of its own, several stand in a list. */
  ObjectNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    if (results.size() == 1 && neverMeasured == 0) {
      write(root, results.getFirst());
      return root;
    }
    root.put("same", isSame());
    root.put("figures", results.stream().mapToInt(Again::figures).sum());
    root.put("never_measured", neverMeasured);
    ArrayNode list = root.putArray("experiments");
    results.forEach(again -> write(list.addObject(), again));
    return root;
  }

  private static void write(ObjectNode node, Again again) {
    node.put("id", again.id());
    node.put("same", again.differences().isEmpty());
    node.put("figures", again.figures());
    ArrayNode list = node.putArray("differences");
    again.differences().forEach(list::add);
    ArrayNode warnings = node.putArray("warnings");
    again.warnings().forEach(warnings::add);
  }

  private static void print(PrintWriter out, Again again) {
    String id = again.id();
    if (again.differences().isEmpty()) {
      out.println(id + ": all " + again.figures() + " figures came out the same.");
    } else {
      out.println(id + ": " + again.differences().size() + " figures differ:");
      again.differences().forEach(line -> out.println("  " + line));
    }
    WarningLines.print(out, "  ", again.warnings());
  }
}
