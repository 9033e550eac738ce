package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one call of the command printed and returned.
 *
 * @param exit its exit code
 * @param out standard output
 * @param err standard error
 */
public record Spoken(int exit, String out, String err) {

  public static Spoken by(String... words) {
    VectorModule.load();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Codecsmith.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Spoken(command.execute(words), out.toString(), err.toString());
  }

  public Spoken well() {
    assertThat(exit).as(err).isZero();
    return this;
  }

  public JsonNode json() {
    return JsonMapper.shared().readTree(well().out());
  }

  /** Not done, and one sentence says why. */
  public void complainsOf(String... parts) {
    complains(1, parts);
  }

  /** Not what the command takes, and one sentence says why. */
  public void refuses(String... parts) {
    complains(2, parts);
  }

  private void complains(int code, String... parts) {
    assertThat(exit).as(out + err).isEqualTo(code);
    assertThat(err.strip().lines()).as(err).hasSize(1);
    assertThat(err).startsWith("codecsmith: ").contains(parts);
    assertThat(out).isEmpty();
  }
}
