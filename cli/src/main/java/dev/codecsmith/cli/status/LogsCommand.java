package dev.codecsmith.cli.status;

import dev.codecsmith.cli.options.Options;
import dev.codecsmith.cli.options.TokenOption;
import dev.codecsmith.cli.output.Interruption;
import dev.codecsmith.cli.status.ProcessState.Target;
import dev.codecsmith.service.client.TlsFaults;
import dev.codecsmith.service.client.WorkerAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code codecsmith logs}: the log of a process, from anywhere that has its token. */
@Command(
    name = "logs",
    description = "Prints the log of an orchestrator or a worker, also as it goes on.",
    mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
  private static final int MOST_LINES = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String DATA = "data: ";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private TokenOption token = new TokenOption();

  @Parameters(paramLabel = "orchestrator|worker", description = "Whose log.")
  private String kind = StatusCommand.ORCHESTRATOR;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Where it listens. Default: http://127.0.0.1:8090 for an orchestrator,"
              + " http://127.0.0.1:8080 for a worker")
  private @Nullable String url;

  @Option(names = "--lines", paramLabel = "N", description = "The last N lines. Default: 100")
  private int lines = 100;

  @Option(
      names = "--follow",
      description = "Also print what is written from now on. Ctrl-C ends it.")
  private boolean follow;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!List.of(StatusCommand.ORCHESTRATOR, StatusCommand.WORKER).contains(kind)) {
      throw new IllegalArgumentException(
          "There are logs of an orchestrator and of a worker, not of '" + kind + "'.");
    }
    Options.between("--lines", lines, 0, MOST_LINES);
    URI address =
        Optional.ofNullable(url)
            .map(given -> WorkerAddress.parse("--url", given))
            .orElseGet(() -> StatusCommand.usual(kind));
    PrintWriter errors = spec.commandLine().getErr();
    return Interruption.stopping(
        errors,
        "Stopped following.",
        () -> {
          print(address);
          return 0;
        });
  }

  private void print(URI address) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Optional<String> shown = token.token();
    try (ProcessClient client = new ProcessClient(_ -> shown, PATIENCE)) {
      HttpResponse<Stream<String>> answer =
          client.lines(
              new Target(kind, address), "/log?lines=" + lines + (follow ? "&follow=true" : ""));
      try (Stream<String> text = answer.body()) {
        check(address, answer.statusCode(), text);
        (follow ? text.filter(line -> line.startsWith(DATA)) : text)
            .forEach(line -> {
              out.println(follow ? line.substring(DATA.length()) : line);
              out.flush();
            });
      }
    } catch (ConnectException | HttpTimeoutException e) {
      throw new IOException(
          "No %s answers at %s; is it started? `codecsmith status` asks them all."
              .formatted(kind, address),
          e);
    } catch (SSLException e) {
      throw new IOException(
          "The %s at %s cannot be asked. %s"
              .formatted(kind, address, TlsFaults.sentence(e).orElse(e.toString())),
          e);
    } catch (UncheckedIOException e) {
      throw new IOException("The " + kind + " at " + address + " has ended, or was cut off.", e);
    }
  }

  private void check(URI address, int status, Stream<String> body) throws IOException {
    if (status == 401) {
      throw new IOException(
          "The " + kind + " at " + address + " wants a token: give --token-file.");
    }
    if (status != 200) {
      throw new IOException(
          "The %s at %s answered %d: %s"
              .formatted(kind, address, status, body.limit(1).collect(Collectors.joining())));
    }
  }
}
