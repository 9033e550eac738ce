package dev.codecsmith.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code deploy/check} finds: skipped, with its own words, where the machine lacks a program
 * for it.
 */
@Timeout(300)
class DeployCheckTest {
  private static final int UNCHECKED = 77;
  private static final Path DEPLOY =
      Path.of(System.getProperty("codecsmith.root", "..")).resolve("deploy");

  @ParameterizedTest
  @ValueSource(strings = {"rules", "systemd", "container", "kubernetes", "terraform"})
  void whatIsDeployedIsValid(String part) throws Exception {
    Checked checked = Checked.by(DEPLOY.resolve("check"), part);
    assertThat(checked.code()).as(checked.said()).isZero();
  }

  /** What a check came to. */
  private record Checked(int code, String said) {
    static Checked by(Path check, String argument) throws Exception {
      Process process =
          new ProcessBuilder(check.toAbsolutePath().toString(), argument)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      assumeTrue(
          code != UNCHECKED,
          said.contains("NOT CHECKED")
              ? said.strip()
              : "NOT CHECKED: the manifests for Kubernetes, as " + said.strip());
      return new Checked(code, said);
    }
  }

  /** Manifests with one thing changed, and what is to be said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "worker.yaml  | terminationGracePeriodSeconds: 150 | terminationGracePeriod: 150 | spec has no key terminationGracePeriod",
        "worker.yaml  | image: registry.example | imagePullPolicy: registry.example | lacks the key image",
        "worker.yaml  | containerPort: 8080 | containerPort: '8080' | containerPort must be whole number, found '8080'",
        "worker.yaml  | {name: cache, mountPath: /cache} | {name: cash, mountPath: /cache} | the mounted volume cash is none of",
        "worker.yaml  | path: /health, port: http | path: /health, port: web | a probe's port web is none of http",
        "worker.yaml  | $(POD_NAME) | $(POD) | the variable in args POD is none of POD_NAME",
        "worker.yaml  | matchLabels: {app: codecsmith-worker} | matchLabels: {app: worker} | its selector does not find its own pods",
        "worker.yaml  | runAsGroup: 10001 | runAsUser: 10001 | the key runAsUser is given twice",
        "scaling.yaml | scaleTargetRef: {name: codecsmith-worker} | scaleTargetRef: {name: worker} | the Deployment worker is none of codecsmith-worker",
        "scaling.yaml | threshold: | treshold: | metadata lacks the key threshold",
        "scaling.yaml | minReplicaCount: 0 | minReplicaCount: 60 | minReplicaCount is more than maxReplicaCount",
        "scaling.yaml | matchLabels: {app: codecsmith-worker} | matchLabels: {app: other} | its selector finds no pods",
        "scaling.yaml | port: http | port: metrics | the port metrics is none of http",
        "scaling.yaml | credentials: {name: codecsmith-token | credentials: {name: token | the secret token is none of codecsmith-token",
        "scaling.yaml | apiVersion: keda.sh/v1alpha1 | apiVersion: keda.sh/v1 | no such kind is expected",
      })
  void aManifestThatAClusterWouldRefuseIsRefused(
      String file, String valid, String wrong, String said, @TempDir Path folder) throws Exception {
    Path manifests = DEPLOY.resolve("kubernetes");
    for (String each : List.of("worker.yaml", "scaling.yaml")) {
      String text = Files.readString(manifests.resolve(each));
      if (each.equals(file)) {
        assertThat(text).contains(valid);
        text = text.replaceFirst(Pattern.quote(valid), Matcher.quoteReplacement(wrong));
      }
      Files.writeString(folder.resolve(each), text);
    }
    Checked checked = Checked.by(manifests.resolve("check"), folder.toString());
    assertThat(checked.code()).as(checked.said()).isEqualTo(1);
    assertThat(checked.said()).contains(said);
  }
}
