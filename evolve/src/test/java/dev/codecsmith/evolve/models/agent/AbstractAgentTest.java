package dev.codecsmith.evolve.models.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.edits.EditResult;
import dev.codecsmith.evolve.edits.ProgramEdits;
import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;

/** An agent that is a shell script, and evaluations that only say what they were asked for. */
abstract class AbstractAgentTest {
  static final SortedMap<String, String> FILES =
      new TreeMap<>(
          Map.of(
              "program/program.json", "{\"language\": \"c\", \"entry\": \"main.c\"}",
              "program/main.c", "int a = 1;\n",
              "parents/1/program.json", "{\"language\": \"c\", \"entry\": \"main.c\"}",
              "parents/1/main.c", "int a = 0;\n",
              "contract.md", "THE CONTRACT"));

  static final Program BETTER = Program.of("c", "main.c", Map.of("main.c", "int a = 9;\n"));

  static final ModelRequest REQUEST = ModelRequest.of("", "Do it well.").withFiles(FILES);

  @TempDir Path folder;
  final List<Program> evaluated = new ArrayList<>();
  final List<Optional<Program>> parents = new ArrayList<>();

  ModelReply ask(String script) throws Exception {
    return ask(script, Duration.ofMinutes(1));
  }

  ModelReply ask(String script, Duration deadline) throws Exception {
    return agent(script, deadline).ask(REQUEST);
  }

  AgentModel agent(String script, Duration deadline) throws Exception {
    Path file = Files.writeString(folder.resolve("agent.sh"), script);
    AgentSettings settings =
        new AgentSettings("agent", "sh '" + file + "'", Duration.ofSeconds(20), deadline);
    return new AgentModel(settings, new Measured(), CallPolicy.defaults());
  }

  /** Each evaluation takes ten seconds of CPU time, or says that it does. */
  final class Measured implements WorkspaceEvaluation {
    @Override
    public Verdict evaluate(Asked asked, Consumer<String> progress) throws InfrastructureException {
      if (asked.request() instanceof WorkspaceRequest.Score(List<WorkspaceRequest.Coded> points)) {
        return new Verdict(true, "Scored " + points, 0);
      }
      evaluated.add(asked.program());
      parents.add(asked.parent());
      if (asked.program().files().toString().contains("down")) {
        throw new InfrastructureException("The machine is down.");
      }
      progress.accept("encoding: 1 of 2");
      progress.accept("encoding: 2 of 2");
      boolean good = !asked.program().files().toString().contains("bad");
      return switch (asked.request()) {
        case WorkspaceRequest.Tune tune ->
            new Verdict(good, "Tuned by " + tune.settings(), 10, Optional.of(BETTER));
        case WorkspaceRequest.Quick quick -> new Verdict(good, "Looked at " + quick, 10);
        default -> new Verdict(good, "Score: +1.00 %", 10);
      };
    }

    @Override
    public void furnish(Path workspace) throws IOException {
      Files.writeString(Files.createDirectory(workspace.resolve("clips")).resolve("a.y4m"), "clip");
    }
  }

  static Program program(ModelReply reply) {
    EditResult result =
        ProgramEdits.apply(
            reply.text(),
            Program.of("java", "X", Map.of("X.java", "class X {}")),
            ReplyForm.WORKSPACE);
    assertThat(result).as(reply.text()).isInstanceOf(EditResult.Applied.class);
    return ((EditResult.Applied) result).program();
  }
}
