package dev.codecsmith.cli.media;

import dev.codecsmith.cli.options.CommandGroup;
import dev.codecsmith.cli.options.DataOption;
import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.options.Options;
import dev.codecsmith.cli.output.Warnings;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.ImportedClip;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codecsmith clips}: the footage in the data folder. */
@Command(
    name = "clips",
    description = "Lists, adds and shows clips with their hashes.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ClipsCommand.ListClips.class, ClipsCommand.Add.class, ClipsCommand.Show.class})
public final class ClipsCommand extends CommandGroup {
  private static ClipCatalogue catalogue(DataOption data) {
    return new ClipCatalogue(data.directory().resolve("clips"));
  }

  private static void print(PrintWriter out, Clip clip) {
    out.printf(
        Locale.ROOT,
        "%-28s %-36s %6d frames  %s%n",
        clip.name(),
        clip.format().describe(),
        clip.frames(),
        clip.sha256());
    out.flush();
  }

  /** {@code clips list}. */
  @Command(
      name = "list",
      description = "Lists the clips in the data folder.",
      mixinStandardHelpOptions = true)
  static final class ListClips implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Override
    public Integer call() throws IOException {
      List<Clip> clips = catalogue(data).list();
      PrintWriter out = spec.commandLine().getOut();
      if (clips.isEmpty()) {
        out.println(
            "No clips in "
                + data.directory()
                + ". Add one: "
                + NextCommand.of("clips add FILE", data));
        out.flush();
      }
      clips.forEach(clip -> print(out, clip));
      return 0;
    }
  }

  /** {@code clips add}. */
  @Command(
      name = "add",
      description = "Adds footage: any file ffmpeg reads, decoded to exact frames.",
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The footage.")
    private List<Path> files = List.of();

    @Option(names = "--frames", paramLabel = "N", description = "The first N frames of each.")
    private @Nullable Integer frames;

    @Override
    public Integer call() throws IOException {
      OptionalInt most =
          frames == null
              ? OptionalInt.empty()
              : OptionalInt.of(Options.positive("--frames", frames));
      Warnings warnings = new Warnings(spec.commandLine().getErr());
      for (Path file : files) {
        ImportedClip imported = catalogue(data).importFile(file, most);
        imported.notes().forEach(warnings::add);
        print(spec.commandLine().getOut(), imported.clip());
      }
      return 0;
    }
  }

  /** {@code clips show}. */
  @Command(
      name = "show",
      description = "Shows one clip and where its Y4M file is.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "The clip's name, see clips list.")
    private String name = "";

    @Override
    public Integer call() throws IOException {
      Clip clip =
          catalogue(data)
              .find(name)
              .orElseThrow(() ->
                  new IOException(
                      "There is no clip '"
                          + name
                          + "' in "
                          + data.directory()
                          + "; "
                          + NextCommand.of("clips list", data)
                          + " names them."));
      PrintWriter out = spec.commandLine().getOut();
      out.println("name     " + clip.name());
      out.println("format   " + clip.format().describe());
      out.println("frames   " + clip.frames());
      out.println("sha256   " + clip.sha256());
      out.println("file     " + clip.y4m());
      out.flush();
      return 0;
    }
  }
}
