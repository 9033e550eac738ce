package dev.codecsmith.cli.experiments;

import dev.codecsmith.cli.control.CancelFolder;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code experiments cancel}. */
@Command(
    name = "cancel",
    description = {
      "Ends the evaluation of an experiment that another process runs with this data folder.",
      "It fails as cancelled, its campaign goes on, and its iteration is not evaluated again unless"
          + " the experiment is deleted."
    },
    mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();

  @Parameters(paramLabel = "ID", description = "The experiment to cancel.")
  private String id = "";

  @Override
  public Integer call() throws IOException {
    try (DataDirectory opened = data.read()) {
      String whole = StoredExperiments.find(opened, id).id();
      CancelFolder.ask(opened, opened.experiments(), whole);
      PrintWriter out = spec.commandLine().getOut();
      out.println(whole + " is being cancelled.");
      out.flush();
    }
    return 0;
  }
}
