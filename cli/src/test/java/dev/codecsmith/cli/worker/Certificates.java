package dev.codecsmith.cli.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority of the tests, and the certificate of a worker on this machine that it signed. */
final class Certificates {
  private static final String PASSWORD = "a password";

  private final Path folder;

  Certificates(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    Files.writeString(password(), PASSWORD);
    pair("authority", "CN=an authority of tests", "-ext", "bc:critical=ca:true");
    pair("worker", "CN=localhost");
    Path request = folder.resolve("request");
    Path signed = folder.resolve("signed.pem");
    keytool("worker", "-certreq", "-alias", "worker", "-file", request.toString());
    keytool(
        "authority",
        "-gencert",
        "-rfc",
        "-alias",
        "authority",
        "-ext",
        "san=dns:localhost",
        "-infile",
        request.toString(),
        "-outfile",
        signed.toString());
    keytool(
        "authority", "-exportcert", "-rfc", "-alias", "authority", "-file", authority().toString());
    trust("worker");
    keytool("worker", "-importcert", "-alias", "worker", "-file", signed.toString());
  }

  /** The options of a worker that listens with it. */
  List<String> options() {
    return List.of(
        "--tls-keystore", store("worker").toString(), "--tls-password-file", password().toString());
  }

  /** The JVM's option that trusts the authority beside those that the JDK trusts. */
  String trusting() throws IOException, InterruptedException {
    Path trusted = store("trusted");
    Files.copy(Path.of(System.getProperty("java.home"), "lib/security/cacerts"), trusted);
    assertThat(trusted.toFile().setWritable(true)).isTrue();
    trust("trusted");
    return "-Djavax.net.ssl.trustStore=" + trusted;
  }

  private void trust(String store) throws IOException, InterruptedException {
    keytool(
        store, "-importcert", "-noprompt", "-alias", "authority", "-file", authority().toString());
  }

  private void pair(String name, String who, String... more)
      throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", who));
    words.addAll(List.of(more));
    keytool(name, words.toArray(String[]::new));
  }

  private Path store(String name) {
    return folder.resolve(name + ".p12");
  }

  private Path authority() {
    return folder.resolve("authority.pem");
  }

  private Path password() {
    return folder.resolve("password");
  }

  private void keytool(String store, String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(List.of(words));
    line.addAll(
        List.of(
            "-keystore",
            store(store).toString(),
            "-storepass",
            store.equals("trusted") ? "changeit" : PASSWORD));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
