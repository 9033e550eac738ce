package dev.codecsmith.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CProgramModel;
import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ProposeCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void footage() throws Exception {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 3);
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  /** A model writes what nobody brings. */
  private JsonNode run(int iterations, String... more) {
    return Spoken.by(
            Stream.concat(
                    Stream.of(
                        CProgramModel.with(
                            "run",
                            "--clip",
                            folder.resolve("tiny.y4m").toString(),
                            "--no-dashboard",
                            "--json",
                            "--data",
                            data(),
                            "--iterations",
                            Integer.toString(iterations))),
                    Stream.of(more))
                .toArray(String[]::new))
        .json();
  }

  private Spoken propose(Path program, String... more) {
    return Spoken.by(
        Stream.concat(
                Stream.of("campaign", "propose", program.toString(), "--data", data()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Path program() throws Exception {
    String reply = CProgramModel.reply(7);
    String begin = "```c\n";
    Path program = Files.createDirectories(folder.resolve("brought"));
    Files.writeString(program.resolve("program.json"), "{\"language\": \"c\", \"entry\": \"a.c\"}");
    Files.writeString(
        program.resolve("a.c"),
        reply.substring(reply.indexOf(begin) + begin.length(), reply.lastIndexOf("```")));
    return program;
  }

  @Test
  void aFolderIsTheNextIterationOfACampaignThatGoesOn() throws Exception {
    JsonNode first = run(1, "--proposer", "outside");
    String parent = first.at("/experiments/0/id").asString();
    assertThat(
            propose(program(), "--reasoning", "Another number.", "--parent", "exp_iter1")
                .well()
                .out())
        .contains(" waits for " + first.at("/campaign/id").asString(), "has begun its last");

    JsonNode second = run(2, "--proposer", "outside").at("/experiments/1");
    assertThat(second.path("name").asString()).isEqualTo("brought");
    assertThat(second.path("proposer").asString()).isEqualTo("outside:by-hand");
    assertThat(Spoken.by("experiments", "show", "exp_iter2", "--data", data()).well().out())
        .contains("Another number.", parent);
  }

  @Test
  void aProgramPassesOnWhatOfItMayBeEditedAndWhoeverTouchesMoreIsRefused() throws Exception {
    run(1, "--proposer", "outside");
    Path program = program();
    String manifest = "{\"language\": \"c\", \"entry\": \"a.c\", \"editable\": [\"%s\"]}";
    Files.writeString(program.resolve("program.json"), manifest.formatted("b.h"));
    propose(program, "--reasoning", "r")
        .complainsOf("'editable' names b.h, which the program lacks");
    Files.writeString(program.resolve("b.h"), "#define B 1\n");
    propose(program, "--reasoning", "A founder.").well();
    run(2, "--proposer", "outside");

    Files.writeString(program.resolve("program.json"), manifest.formatted("a.c"));
    Files.writeString(
        program.resolve("a.c"), Files.readString(program.resolve("a.c")) + "int more;\n");
    propose(program, "--reasoning", "r", "--parent", "exp_iter2")
        .complainsOf("This changes a.c, but only b.h may be edited");
    Files.writeString(
        program.resolve("a.c"),
        Files.readString(program.resolve("a.c")).replace("int more;\n", ""));
    Files.writeString(program.resolve("b.h"), "#define B 2\n");
    propose(program, "--reasoning", "Two.", "--parent", "exp_iter2").well();
    assertThat(run(3, "--proposer", "outside").at("/experiments/2/name").asString())
        .isEqualTo("brought");
  }

  @Test
  void whatCannotBeBroughtIsRefusedInASentence() throws Exception {
    JsonNode plain = run(1);
    propose(program(), "--reasoning", "r").complainsOf("takes no proposals");
    propose(folder, "--reasoning", "r").complainsOf("has no program.json");
    propose(program()).refuses("--reasoning");
    String taking = run(1, "--proposer", "outside").at("/campaign/id").asString();
    propose(program(), taking, "--reasoning", "r", "--parent", "exp_iter9")
        .complainsOf("no experiment 'exp_iter9'");
    String foreign = plain.at("/experiments/0/id").asString();
    propose(program(), taking, "--reasoning", "r", "--parent", foreign)
        .complainsOf("has no experiment " + foreign);
  }
}
