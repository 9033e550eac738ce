package dev.codecsmith.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  private static final Path DEPLOY =
      Path.of(System.getProperty("codecsmith.root", "..")).resolve("deploy");

  @ParameterizedTest
  @ValueSource(strings = {"rules", "systemd", "container", "kubernetes", "terraform"})
  void whatIsDeployedIsValid(String part) throws Exception {
    Checked checked = Checked.by(DEPLOY.resolve("check"), part);
    assertThat(checked.code()).as(checked.said()).isZero();
  }

  /** Roles with one right changed, and what is to be said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "roles.tf | [local.parameter_arns.worker_token] | [local.parameter_arns.token] | the role worker may too much",
        "roles.tf | \"route53:ChangeResourceRecordSets\" | \"s3:GetObject\" | the role worker may too much",
        "roles.tf | \"s3:DeleteObject\" | \"s3:DeleteObjectVersion\" | a role may delete versions",
        "fleet.tf | local.parameter_arns.worker_token, | local.parameter_arns.token, | the role fleet may too much",
        "fleet.tf | \"s3:AbortMultipartUpload\" | \"s3:DeleteObject\" | the role fleet may too much",
        "fleet.tf | \"cloudwatch:PutMetricData\" | \"dynamodb:GetItem\" | the role fleet may too much",
        "fleet.tf | \"kms:Decrypt\" | \"kms:*\" | a role may delete versions",
        "fleet.tf | \"aws_iam_policy_document\" \"fleet\" | \"aws_iam_policy_document\" \"f\" | no document of the role fleet",
      })
  void aRightThatAMachineMustNotHaveIsRefused(
      String file, String valid, String wrong, String said, @TempDir Path folder) throws Exception {
    for (String each :
        List.of(
            "check",
            "systemd/install",
            "terraform/machine.sh.tftpl",
            "terraform/roles.tf",
            "terraform/fleet.tf")) {
      Path copy = folder.resolve("deploy").resolve(each);
      Files.createDirectories(copy.getParent());
      Files.copy(DEPLOY.resolve(each), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path changed = folder.resolve("deploy/terraform").resolve(file);
    String text = Files.readString(changed);
    assertThat(text).contains(valid);
    Files.writeString(
        changed, text.replaceFirst(Pattern.quote(valid), Matcher.quoteReplacement(wrong)));
    Checked checked = Checked.by(folder.resolve("deploy/check"), "rules");
    assertThat(checked.code()).as(checked.said()).isEqualTo(1);
    assertThat(checked.said()).contains(said);
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
