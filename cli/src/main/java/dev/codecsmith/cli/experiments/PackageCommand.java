package dev.codecsmith.cli.experiments;

import dev.codecsmith.cli.control.JavaCompiler;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.lab.packaging.CodecPackage;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codecsmith package}: a codec to take home. */
@Command(
    name = "package",
    description = {
      "Makes of an experiment a folder that codes video without Codecsmith: ./codec encode in.y4m 60 >"
          + " out.bin, ./codec decode out.bin | ffplay -",
      "A Java program becomes a jar, which is compiled in the sandbox; others are sources that are"
          + " built in one line. Its figures, contract and licence stand in README.md."
    },
    mixinStandardHelpOptions = true)
public final class PackageCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();
  @Mixin private SandboxOption sandbox = new SandboxOption();

  @Parameters(paramLabel = "EXPERIMENT", description = "Its id, or the start of it.")
  private String id = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to make; it must be new or empty.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (DataDirectory opened = data.read()) {
      ExperimentRecord experiment = StoredExperiments.find(opened, id);
      CampaignRecord campaign = StoredExperiments.campaign(opened, experiment.campaignId());
      new CodecPackage(opened.artifacts(), new JavaCompiler(sandbox::open))
          .write(experiment, campaign, out);
      PrintWriter writer = spec.commandLine().getOut();
      writer.println(
          experiment.id()
              + " is in "
              + out
              + "; "
              + out.resolve("README.md")
              + " says how to use it.");
      writer.flush();
      return 0;
    }
  }
}
