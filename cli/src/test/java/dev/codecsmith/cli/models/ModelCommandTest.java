package dev.codecsmith.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.Codecsmith;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.cli.VectorModule;
import dev.codecsmith.codecs.ShippedProgram;
import dev.codecsmith.codecs.ShippedPrograms;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Campaigns with a model, as a user meets them; the model is a shell command. */
class ModelCommandTest {
  @TempDir private Path folder;

  @BeforeAll
  static void vectors() {
    VectorModule.load();
  }

  private record Said(int exit, String out, String err) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }
  }

  private Said say(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Codecsmith.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all =
        Stream.concat(Arrays.stream(words), Stream.of("--data", folder.resolve("data").toString()))
            .toArray(String[]::new);
    return new Said(command.execute(all), out.toString(), err.toString());
  }

  private String clip(String name) throws IOException {
    Path file = folder.resolve(name);
    TestFootage.write(file, 48, 32, name.startsWith("tiny") ? 3 : 2);
    return file.toString();
  }

  /** A command that keeps its prompt and answers with the simplest program that ships. */
  private String answering() throws IOException {
    ShippedProgram intra = ShippedPrograms.all().getFirst();
    StringBuilder reply = new StringBuilder("It codes each frame by itself.\n\nNAME: by itself\n");
    reply.append("ENTRY: ").append(intra.entry()).append("\n\n");
    intra
        .files()
        .forEach((path, text) ->
            reply.append("FILE: ").append(path).append("\n```java\n").append(text).append("```\n"));
    Files.writeString(folder.resolve("reply.md"), reply);
    return "cat > '%1$s/prompt.md'; cat '%1$s/reply.md'".formatted(folder);
  }

  @Test
  void aCampaignIsWrittenByAModelAndCanBeReplayedAndTraced() throws Exception {
    String[] run = {
      "run",
      "--clip",
      clip("tiny.y4m"),
      "--hold-out",
      clip("concealed.y4m"),
      "--proposer",
      "command",
      "--model-command",
      answering(),
      "--goal",
      "Be small above all.",
      "--repairs",
      "1",
      "--json",
      "--iterations"
    };
    Said first = say(with(run, "1"));
    assertThat(first.exit()).as(first.err()).isZero();
    JsonNode experiment = first.json().path("experiments").path(0);
    assertThat(experiment.path("status").asString()).as(first.out()).isEqualTo("succeeded");
    assertThat(experiment.path("proposer").asString()).isEqualTo("command");
    assertThat(first.json().at("/campaign/model_calls").asInt()).isEqualTo(1);
    assertThat(first.json().at("/campaign/calls_of_unknown_cost").asInt()).isEqualTo(1);
    assertThat(first.json().at("/campaign/calls_of_unknown_tokens").asInt()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("prompt.md")))
        .contains("Be small above all.")
        .contains("public interface Codec")
        .contains("tiny")
        .doesNotContain("concealed");

    Said second = say(with(run, "2"));
    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(second.err()).contains("1 of 2 experiments are finished already");
    assertThat(second.json().at("/campaign/model_calls").asInt()).isEqualTo(3);
    JsonNode duplicate = second.json().path("experiments").path(1);
    assertThat(duplicate.path("status").asString()).isEqualTo("failed");
    assertThat(duplicate.path("failure").toString()).contains("was proposed before");
    assertThat(Files.readString(folder.resolve("prompt.md"))).doesNotContain("concealed");

    String id = experiment.path("id").asString();
    Said replay = say("replay", id);
    assertThat(replay.exit()).as(replay.out() + replay.err()).isZero();
    assertThat(replay.out()).contains("came out the same");
    assertThat(say("lineage", id).out()).contains("by itself").contains("from nothing before it");
    assertThat(say("campaign", "status").out())
        .contains("1 succeeded, 1 failed")
        .contains("3 model calls, tokens unknown")
        .contains("cost unknown");
    assertThat(say("campaign", "export").out()).contains(id);
  }

  private static String[] with(String[] words, String last) {
    return Stream.concat(Arrays.stream(words), Stream.of(last)).toArray(String[]::new);
  }

  private String answeringInC() throws IOException {
    Path reply = Files.writeString(folder.resolve("reply.md"), CProgramModel.reply(1));
    return "cat > '%1$s.prompt'; cat '%1$s'".formatted(reply);
  }

  @Test
  void severalModelsShareACampaignAndEachHasItsBill() throws Exception {
    String words = answeringInC();
    Path yaml =
        Files.writeString(
            folder.resolve("c.yaml"),
            """
            clips: [tiny.y4m]
            proposers: [command]
            language: c
            repairs: 0
            lag: 1
            models:
              - {proposer: command, name: left, command: "%1$s"}
              - {proposer: command, name: right, command: "%1$s"}
            """
                .formatted(words));
    clip("tiny.y4m");
    String[] run = {"run", "--campaign", yaml.toString(), "--json", "--iterations"};
    Said said = say(with(run, "2"));
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(
            said.json().path("experiments").valueStream().map(e -> e.path("proposer").asString()))
        .containsExactlyInAnyOrder("command:left", "command:right");
    assertThat(say("campaign", "status").out())
        .contains("left: 1 model call, tokens unknown")
        .contains("right: 1 model call,");
    assertThat(say("campaign", "status", "--json").json().at("/0/models/left/model_calls").asInt())
        .isEqualTo(1);
  }

  @Test
  void anAgentWorksInAFolderEvaluatesThereAndLeavesTheCandidate() throws Exception {
    ShippedProgram intra = ShippedPrograms.all().getFirst();
    Path seed = Files.createDirectories(folder.resolve("seed"));
    for (var file : intra.files().entrySet()) {
      Path path = seed.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    Path script =
        Files.writeString(
            folder.resolve("agent.sh"),
            """
            kept='%1$s'
            echo run >> "$kept/runs"
            find . -type f > "$kept/files"
            grep -rl concealed . > "$kept/leaks"
            if [ -e program/program.json ]; then
              echo 'package intra; final class Draft { int n; }' > program/intra/Draft.java
            else
              cp -r "$kept/seed/." program/
              echo '{"language": "java", "entry": "%2$s"}' > program/program.json
            fi
            ./evaluate > "$kept/first" 2> "$kept/news"
            ./evaluate --quick --frames 2 > "$kept/quick" 2>&1
            ./evaluate --profile --frames 2 > "$kept/profile" 2>&1
            ./score tiny program/program.json clips/tiny.y4m > "$kept/score" 2>&1
            ./evaluate --tune 1 --frames 2 > "$kept/tune" 2>&1
            wc -c < TASK.md > "$kept/size"
            printf 'I worked.\nNAME: drafted\n' > NOTES.md
            """
                .formatted(folder, intra.entry()));
    clip("tiny.y4m");
    clip("concealed.y4m");
    Path yaml =
        Files.writeString(
            folder.resolve("c.yaml"),
            """
            clips: [tiny.y4m]
            held_out: [concealed.y4m]
            proposers: [agent]
            agent_command: "sh '%s'"
            agent_cpu_minutes: 15
            lag: 1
            """
                .formatted(script));
    String[] run = {"run", "--campaign", yaml.toString(), "--json", "--iterations"};
    Said said = say(with(run, "2"));
    assertThat(said.exit()).as(said.err()).isZero();
    JsonNode experiment = said.json().path("experiments").path(1);
    assertThat(experiment.path("proposer").asString()).isEqualTo("agent");
    assertThat(experiment.path("name").asString()).isEqualTo("drafted");
    assertThat(experiment.path("status").asString()).as(said.out()).isEqualTo("succeeded");
    assertThat(Files.readString(folder.resolve("first")))
        .contains("Score: BD-rate", "Clip tiny", " of 15 min of CPU time");
    assertThat(Files.readString(folder.resolve("news"))).contains("encoding: 1 of 4");
    assertThat(Files.readString(folder.resolve("quick")))
        .contains("the parent", "+0.00 % of the rate at equal PSNR-YUV", "| tiny-2f | 30 |");
    assertThat(Files.readString(folder.resolve("profile")))
        .contains("QUALITY 50", "| I | 2 | ", "Encoder: ", "Decoder: ", "| intra.");
    assertThat(Files.readString(folder.resolve("score"))).contains("PSNR-YUV 60.0000 dB");
    assertThat(Files.readString(folder.resolve("tune"))).contains("Each against the best before");
    assertThat(Long.parseLong(Files.readString(folder.resolve("size")).strip())).isLessThan(20_000);
    assertThat(Files.readString(folder.resolve("files")))
        .contains("./program/program.json", "./contract.md", "./parents/1-scorecard.md")
        .contains("./evaluate", "./score", "./TASK.md", "./clips/tiny.y4m", "./anchors.csv");
    assertThat(folder.resolve("leaks")).isEmptyFile();
    String id = experiment.path("id").asString();
    assertThat(say("lineage", id).out()).contains("intra/Draft.java");

    // The recorded call holds the program, so another run of it needs no agent.
    Path calls =
        folder
            .resolve("other/models")
            .resolve(said.json().at("/campaign/id").asString() + ".jsonl");
    Files.createDirectories(calls.getParent());
    Files.copy(folder.resolve("data/models").resolve(calls.getFileName()), calls);
    Files.delete(script);
    Files.move(folder.resolve("data"), folder.resolve("first-data"));
    Files.move(folder.resolve("other"), folder.resolve("data"));
    Said again = say(with(run, "1"));
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.json().path("experiments").path(0).path("program_sha256"))
        .isEqualTo(said.json().path("experiments").path(0).path("program_sha256"));
    assertThat(Files.readString(folder.resolve("runs")).lines()).hasSize(2);
  }

  @Test
  void aTunedProgramShowsItsAncestors() throws Exception {
    // The second that is tuned: of what the last of the library did, the first cannot know yet.
    long library = ShippedPrograms.all().stream().filter(program -> !program.slow()).count();
    String last = Long.toString(library + 2);
    Said run =
        say("run", "--clip", clip("tiny.y4m"), "--iterations", last, "--json", "--seed", "2");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().path("campaign").has("model_calls")).isFalse();
    JsonNode experiments = run.json().path("experiments");
    String tuned = experiments.path(experiments.size() - 1).path("id").asString();
    String lineage = say("lineage", tuned).out();
    assertThat(lineage).contains("tune:").contains("@@").contains("by tuner, from exp_iter");
    assertThat(say("lineage", tuned, "--no-diff").out()).doesNotContain("@@");
    assertThat(say("lineage", tuned, "--json").json().size()).isGreaterThan(1);
  }

  @Test
  void everyMissingPartOfAModelIsOneSentence() throws Exception {
    refused(say("run", "--proposer", "claude"), "--model NAME");
    refused(say("run", "--proposer", "command"), "--model-command");
    refused(say("run", "--proposer", "inbox"), "--inbox DIR");
    refused(say("run", "--proposer", "claude,openai", "--model", "m"), "claude:m");
    refused(
        say("run", "--proposer", "inbox", "--inbox", "in", "--budget-usd", "5"), "--iterations");
    refused(say("run", "--strategy", "hope"), "map-elites");
    refused(say("run", "--budget-usd", "0"), "above 0");
    refused(
        say(
            "run",
            "--clip",
            clip("tiny.y4m"),
            "--hold-out",
            clip("secret.y4m"),
            "--goal",
            "Do well on secret.",
            "--proposer",
            "command",
            "--model-command",
            "true"),
        "held-out clip");
    Path key = Files.writeString(folder.resolve("key"), "secret\n");
    String clip = clip("tiny.y4m");
    String[] unpriced = {
      "run", "--clip", clip, "--proposer", "openai", "--model", "no-such-model", "--key-file"
    };
    sentence(say(with(with(with(unpriced, key.toString()), "--budget-usd"), "5")), "--prices");
    sentence(say(with(unpriced, folder.resolve("none").toString())), "key file");
    sentence(say("replay", "exp_iter9"), "no experiment 'exp_iter9'");
    sentence(say("lineage", "exp_iter9"), "no experiment 'exp_iter9'");
    sentence(say("campaign", "status", "campaign_x"), "no campaign 'campaign_x'");
  }

  private static void sentence(Said said, String part) {
    complaint(1, said, part);
  }

  private static void refused(Said said, String part) {
    complaint(2, said, part);
  }

  private static void complaint(int exit, Said said, String part) {
    assertThat(said.exit()).as(said.out() + said.err()).isEqualTo(exit);
    assertThat(said.err().strip().lines()).as(said.err()).hasSize(1);
    assertThat(said.err()).startsWith("codecsmith: ").contains(part);
    assertThat(said.out()).isEmpty();
  }
}
