package dev.codecsmith.cli.output;

import dev.codecsmith.store.ExperimentRecord;
import java.io.PrintWriter;
import java.util.List;

/** What a person should look at of an experiment, said alike wherever the experiment is. */
public final class WarningLines {
  private WarningLines() {}

  /** A line each. */
  public static void print(PrintWriter out, String indent, ExperimentRecord experiment) {
    print(out, indent, experiment.remarks());
  }

  public static void print(PrintWriter out, String indent, List<String> warnings) {
    warnings.forEach(warning -> out.println(indent + "warning: " + warning));
  }
}
