package dev.codecsmith.cli.curves;

import dev.codecsmith.cli.options.CommandGroup;
import picocli.CommandLine.Command;

/** {@code codecsmith plot}: pictures of what was measured. */
@Command(
    name = "plot",
    description = "Draws rate-distortion curves and per-frame quality as SVG or PNG.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {PlotRdCommand.class, PlotFramesCommand.class})
public final class PlotCommand extends CommandGroup {}
