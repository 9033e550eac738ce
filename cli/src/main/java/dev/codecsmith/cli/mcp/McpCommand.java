package dev.codecsmith.cli.mcp;

import dev.codecsmith.cli.dashboard.StoredAnchors;
import dev.codecsmith.cli.mcp.programs.EvaluateTool;
import dev.codecsmith.cli.mcp.programs.EvaluationBudget;
import dev.codecsmith.cli.mcp.programs.ProgramArgument;
import dev.codecsmith.cli.mcp.programs.ProposalTool;
import dev.codecsmith.cli.mcp.programs.ProposeTool;
import dev.codecsmith.cli.mcp.programs.TrialBench;
import dev.codecsmith.cli.mcp.reading.CampaignsTool;
import dev.codecsmith.cli.mcp.reading.CompareTool;
import dev.codecsmith.cli.mcp.reading.ContractTool;
import dev.codecsmith.cli.mcp.reading.ExperimentTool;
import dev.codecsmith.cli.mcp.reading.ListTool;
import dev.codecsmith.cli.mcp.reading.LogTool;
import dev.codecsmith.cli.mcp.reading.ProgramTool;
import dev.codecsmith.cli.mcp.reading.VisibleStore;
import dev.codecsmith.cli.mcp.tool.McpTool;
import dev.codecsmith.cli.options.ListenOptions;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.options.TokenOption;
import dev.codecsmith.cli.output.Interruption;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code codecsmith mcp}: agents read campaigns, try programs and propose them. */
@Command(
    name = "mcp",
    description = {
      "Serves agents by the Model Context Protocol: they read experiments, compare them, evaluate"
          + " programs of their own on search clips within a budget, and propose them to a campaign"
          + " that was started with --proposer outside.",
      "By standard input and output, for an agent that starts it; with --http for any that connect."
          + " Held-out clips stay hidden."
    },
    mixinStandardHelpOptions = true)
public final class McpCommand implements Callable<Integer> {
  private static final String TOKEN_VARIABLE = "CODECSMITH_MCP_TOKEN";

  private static final List<String> LISTENING =
      List.of("--port", "--host", "--token-file", "--tls-keystore", "--tls-password-file");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOption data = new StoreOption();
  @Mixin private SandboxOption sandbox = new SandboxOption();
  @Mixin private ListenOptions listen = new ListenOptions();

  @Option(
      names = "--http",
      description = "Listen at http://127.0.0.1:PORT/mcp in place of standard input and output.")
  private boolean http;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8095",
      description = "With --http, the port; 0 for any that is free. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "With --http, a file with the token that agents must show, at least 16 characters."
              + " Default: the environment variable "
              + TOKEN_VARIABLE
              + ", or none")
  private @Nullable Path tokenFile;

  @Option(
      names = "--cpu-minutes",
      paramLabel = "M",
      defaultValue = "20",
      description =
          "How much CPU time the encodes and decodes of agents' programs may take together until"
              + " this server ends; the evaluation that exceeds it is the last one. Default:"
              + " ${DEFAULT-VALUE}")
  private double cpuMinutes;

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      description =
          "How many evaluations may be asked for, whatever they take. Default: any number")
  private @Nullable Integer evaluations;

  @Option(
      names = "--programs",
      paramLabel = "DIR",
      description =
          "Program folders that agents name are in this folder or below it. Default: the current"
              + " folder")
  private Path programs = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkTogether();
    EvaluationBudget budget =
        new EvaluationBudget(
            cpuMinutes, evaluations == null ? OptionalInt.empty() : OptionalInt.of(evaluations));
    PrintWriter errors = spec.commandLine().getErr();
    return Interruption.stopping(
        errors,
        "The MCP server has stopped.",
        () -> {
          try (DataDirectory stored = data.read();
              TrialBench bench =
                  new TrialBench(stored, sandbox, CampaignPlan.defaults().parallel())) {
            serve(new ServedTools(tools(stored, bench, budget), version()), errors);
            return 0;
          }
        });
  }

  /** What says how it listens is refused where it does not. */
  private void checkTogether() {
    for (String option : LISTENING) {
      if (!http && spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new IllegalArgumentException(option + " is for --http.");
      }
    }
  }

  private void serve(ServedTools tools, PrintWriter errors)
      throws IOException, InterruptedException {
    if (!http) {
      StdioAgents.serve(tools);
      return;
    }
    Optional<String> token =
        TokenOption.read("--token-file", Optional.ofNullable(tokenFile), TOKEN_VARIABLE);
    try (HttpAgents agents = HttpAgents.start(tools, listen.settings(port, token))) {
      errors.println(
          "MCP server: "
              + listen.address(agents.port())
              + HttpAgents.PATH
              + "  Stop it with Ctrl+C.");
      errors.flush();
      new CountDownLatch(1).await();
    }
  }

  private List<McpTool> tools(DataDirectory stored, TrialBench bench, EvaluationBudget budget) {
    VisibleStore store = new VisibleStore(stored);
    ProgramArgument given = new ProgramArgument(programs.toAbsolutePath());
    return List.of(
        new CampaignsTool(stored),
        new ListTool(store),
        new ExperimentTool(store),
        new ProgramTool(store),
        new LogTool(store),
        new CompareTool(store, new StoredAnchors(stored.clipsDirectory(), stored.experiments())),
        new ContractTool(),
        new EvaluateTool(store, given, bench, budget),
        new ProposeTool(store, given, Clock.systemUTC()),
        new ProposalTool(store));
  }

  private static String version() {
    return Optional.ofNullable(McpCommand.class.getPackage().getImplementationVersion())
        .orElse("unpacked");
  }
}
