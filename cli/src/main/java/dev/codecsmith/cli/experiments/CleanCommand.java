package dev.codecsmith.cli.experiments;

import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.data.StoreKind.Cleaned;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code experiments clean}. */
@Command(
    name = "clean",
    description = {
      "Deletes what no experiment needs any more: programs that were only tried, agents' drafts,"
          + " what killed runs left, and the remembered rate points of programs that no experiment"
          + " has.",
      "Experiments stay, with all that belongs to them. While a campaign runs nothing is deleted:"
          + " stop it, clean, and continue it."
    },
    mixinStandardHelpOptions = true)
final class CleanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();

  @Override
  public Integer call() throws IOException {
    try (DataDirectory opened = data.change()) {
      Cleaned cleaned = opened.clean();
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "Deleted "
              + cleaned.artifacts()
              + " artifacts and the remembered rate points of "
              + cleaned.programs()
              + " programs.");
      out.flush();
    }
    return 0;
  }
}
