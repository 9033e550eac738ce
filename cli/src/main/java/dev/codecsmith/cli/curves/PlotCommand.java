package dev.codecsmith.cli.curves;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code codecsmith plot}: pictures of what was measured. */
@Command(
    name = "plot",
    description = "Draws rate-distortion curves and per-frame quality as SVG or PNG.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {PlotRdCommand.class, PlotFramesCommand.class})
public final class PlotCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 2;
  }
}
