package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.SandboxCommand;
import dev.codecsmith.sandbox.SandboxRun;
import dev.codecsmith.sandbox.isolation.Bubblewrap;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.CacheFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a decoder may know: its program and the bitstream, in files that no other run has seen. */
class SecondDecodingTest {
  private static final String COPIES = "sys.stdout.buffer.write(open(sys.argv[2], 'rb').read())\n";

  @TempDir private Path folder;
  private Clip clip;
  private DataDirectory data;

  @BeforeEach
  void open() throws IOException {
    clip = TestClips.moving(folder, "moving", 64, 48, 3);
    data = DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE);
  }

  @AfterEach
  void close() {
    data.close();
  }

  private Evaluation evaluate(Sandbox sandbox, String source)
      throws IOException, InterruptedException {
    try (Toolchains toolchains = Toolchains.in(sandbox, CacheFolder.ofTheUser())) {
      return LocalEvaluations.over(data, sandbox, toolchains, 2)
          .evaluate(
              new EvaluationRequest(
                  "exp_iter1_test",
                  Program.of("python", "main.py", Map.of("main.py", source)),
                  TestBench.settings(CodingLimits.defaults(), clip)),
              EvaluationListener.none());
    }
  }

  @Test
  void oneBitstreamOfAClipIsDecodedAgainFromFilesThatNoOtherRunSees() throws Exception {
    Recording sandbox = new Recording(Bubblewrap.detect(), new CopyOnWriteArrayList<>());
    isDecoded(evaluate(sandbox, "import sys\n" + COPIES));
    List<List<Path>> decodings =
        sandbox.commands.stream()
            .filter(command -> command.arguments().contains("decode"))
            .map(this::ownFiles)
            .toList();
    List<List<Path>> again = decodings.stream().filter(SecondDecodingTest::isOfCopies).toList();
    assertThat(again).hasSize(1);
    assertThat(again.getFirst()).allMatch(file -> file.toString().contains("second-decoding-"));
    assertThat(decodings.stream().filter(files -> !isOfCopies(files)))
        .isNotEmpty()
        .allSatisfy(files -> assertThat(files).doesNotContainAnyElementsOf(again.getFirst()));
  }

  /** All of it, and again; that copies are no codec shows later. */
  private static void isDecoded(Evaluation evaluation) {
    assertThat(evaluation.failure().orElseThrow().kind()).isEqualTo(FailureKind.BAND_NOT_COVERED);
  }

  /** Those below the data folder; the others are the language's. */
  private List<Path> ownFiles(SandboxCommand command) {
    return command.mounts().stream()
        .map(Mount::host)
        .filter(file -> file.startsWith(data.path()))
        .toList();
  }

  private static boolean isOfCopies(List<Path> files) {
    return files.stream().anyMatch(file -> file.toString().contains("second-decoding-"));
  }

  /** A pair of programs that once scored 13 % with it. */
  @Test
  void whatAnEncoderLeavesInHintsOfFilesItsDecoderDoesNotFind() throws Exception {
    Evaluation evaluation =
        evaluate(
            Bubblewrap.detect(),
            """
            import fcntl, os, struct, sys
            def files():
                return [os.path.join(folder, name) for top in ('/usr', '/program')
                        for folder, _, names in sorted(os.walk(top)) for name in sorted(names)][:400]
            def hint(path, what, value):
                try:
                    file = os.open(path, os.O_RDONLY)
                except OSError:
                    return 0
                try:
                    return struct.unpack('Q', fcntl.fcntl(file, what, struct.pack('Q', value)))[0]
                except OSError:
                    return 0
                finally:
                    os.close(file)
            if sys.argv[1] == 'encode':
                sys.stdout.buffer.write(open(sys.argv[2], 'rb').read())
                sys.stdout.flush()
                for path in files():
                    hint(path, 1036, 3)
            else:
                found = sum(hint(path, 1035, 0) == 3 for path in files())
                if found:
                    sys.exit(f'{found} hints came past the bitstream')
                sys.stdout.buffer.write(open(sys.argv[2], 'rb').read())
            """);
    isDecoded(evaluation);
  }

  /** Remembers what it was asked to run. */
  private record Recording(Sandbox sandbox, List<SandboxCommand> commands) implements Sandbox {
    @Override
    public SandboxRun start(SandboxCommand command) throws InfrastructureException {
      commands.add(command);
      return sandbox.start(command);
    }

    @Override
    public String description() {
      return sandbox.description();
    }
  }
}
