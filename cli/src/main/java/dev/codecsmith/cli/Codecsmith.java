package dev.codecsmith.cli;

import dev.codecsmith.cli.alerts.AlertsCommand;
import dev.codecsmith.cli.campaign.CampaignCommand;
import dev.codecsmith.cli.campaign.RunCommand;
import dev.codecsmith.cli.curves.BdrateCommand;
import dev.codecsmith.cli.curves.PlotCommand;
import dev.codecsmith.cli.dashboard.DashboardCommand;
import dev.codecsmith.cli.dashboard.ReportCommand;
import dev.codecsmith.cli.doctor.DoctorCommand;
import dev.codecsmith.cli.experiments.EvaluateCommand;
import dev.codecsmith.cli.experiments.ExperimentsCommand;
import dev.codecsmith.cli.experiments.LineageCommand;
import dev.codecsmith.cli.experiments.PackageCommand;
import dev.codecsmith.cli.mcp.McpCommand;
import dev.codecsmith.cli.media.AnchorsCommand;
import dev.codecsmith.cli.media.ClipsCommand;
import dev.codecsmith.cli.media.MeasureCommand;
import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.orchestrator.OrchestratorCommand;
import dev.codecsmith.cli.output.PlainWriter;
import dev.codecsmith.cli.output.Sentences;
import dev.codecsmith.cli.replay.ReplayCommand;
import dev.codecsmith.cli.status.LogsCommand;
import dev.codecsmith.cli.status.StatusCommand;
import dev.codecsmith.cli.store.StoreCommand;
import dev.codecsmith.cli.worker.WorkerCommand;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.service.client.TlsFaults;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command {@code codecsmith}. Exit code 0: done; 1: not done, the reason on standard error; 2:
 * wrong use.
 */
@Command(
    name = "codecsmith",
    description = {
      "Lets a search invent video codecs and tells the truth about them.",
      "Programs are proposed by a library and a tuner, or by language models where you name one."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Beside these, ./codecsmith test runs all tests of the project.",
      "README.md has the first steps."
    })
public final class Codecsmith implements Callable<Integer> {
  private static final int LONGEST_SENTENCE = 10_000;

  /** As the help lists them. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          RunCommand.class,
          EvaluateCommand.class,
          CampaignCommand.class,
          DashboardCommand.class,
          ReportCommand.class,
          ReplayCommand.class,
          LineageCommand.class,
          ExperimentsCommand.class,
          PackageCommand.class,
          ClipsCommand.class,
          MeasureCommand.class,
          BdrateCommand.class,
          AnchorsCommand.class,
          PlotCommand.class,
          StoreCommand.class,
          McpCommand.class,
          WorkerCommand.class,
          OrchestratorCommand.class,
          StatusCommand.class,
          LogsCommand.class,
          AlertsCommand.class,
          DoctorCommand.class);

  private static final Logger log = LoggerFactory.getLogger(Codecsmith.class);

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] arguments) {
    try {
      VectorModule.load();
    } catch (IllegalStateException e) {
      System.err.println("codecsmith: " + PlainText.of(String.valueOf(e.getMessage())));
      System.exit(CommandLine.ExitCode.SOFTWARE);
    }
    System.exit(commandLine(arguments).execute(arguments));
  }

  /**
   * The command line, for who runs it in this process.
   *
   * @param arguments what it is to execute; where they begin with a command's name it has that one
   *     alone, since to make all of them takes longer than what many do
   */
  public static CommandLine commandLine(String... arguments) {
    CommandLine command = new PlainCommandLine(new Codecsmith());
    List<Class<?>> named =
        COMMANDS.stream().filter(type -> List.of(arguments).indexOf(name(type)) == 0).toList();
    (named.isEmpty() ? COMMANDS : named).forEach(command::addSubcommand);
    return command
        .setOut(command.getOut())
        .setErr(command.getErr())
        .setCommandName(NextCommand.program())
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler((fault, _) -> explain(fault))
        .setExecutionExceptionHandler((fault, failed, _) -> explain(fault, failed));
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  /** Whatever it prints to, it prints plain text. */
  private static final class PlainCommandLine extends CommandLine {
    PlainCommandLine(Codecsmith command) {
      super(command);
    }

    @Override
    public CommandLine setOut(PrintWriter out) {
      return super.setOut(PlainWriter.printer(out));
    }

    @Override
    public CommandLine setErr(PrintWriter errors) {
      return super.setErr(PlainWriter.printer(errors));
    }
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return CommandLine.ExitCode.OK;
  }

  /** A word that the command does not take: what is wrong and where its help is, no more. */
  private static int explain(CommandLine.ParameterException fault) {
    CommandLine command = fault.getCommandLine();
    PrintWriter errors = command.getErr();
    String sentence = plain(String.valueOf(fault.getMessage()).strip());
    errors.println(
        "codecsmith: "
            + sentence
            + (sentence.endsWith(".") ? "" : ".")
            + " See "
            + command.getCommandSpec().qualifiedName()
            + " --help.");
    errors.flush();
    return CommandLine.ExitCode.USAGE;
  }

  /** Messages repeat what somebody typed or what stands in a file, however much that is. */
  private static String plain(String sentence) {
    return PlainText.passage(sentence, LONGEST_SENTENCE);
  }

  /** A person gets a sentence; what only a developer can use goes to the log. */
  private static int explain(Exception fault, CommandLine command) {
    PrintWriter errors = command.getErr();
    int exit = CommandLine.ExitCode.SOFTWARE;
    switch (fault) {
      case InterruptedException _ -> errors.println("codecsmith: stopped.");
      case IOException known -> errors.println("codecsmith: " + plain(Sentences.of(known)));
      case IllegalArgumentException known -> {
        errors.println(
            "codecsmith: " + plain(Sentences.sentence(String.valueOf(known.getMessage()))));
        log.debug("Wrong use", known);
        exit = CommandLine.ExitCode.USAGE;
      }
      case UncheckedIOException known when TlsFaults.sentence(known).isPresent() ->
          errors.println("codecsmith: " + TlsFaults.sentence(known).orElseThrow());
      default -> {
        errors.println(
            "codecsmith: an error in Codecsmith itself: "
                + plain(fault.toString())
                + ". Set CODECSMITH_LOG=debug for details and report it.");
        log.debug("Unexpected", fault);
      }
    }
    errors.flush();
    return exit;
  }
}
