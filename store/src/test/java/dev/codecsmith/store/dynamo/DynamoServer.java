package dev.codecsmith.store.dynamo;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.AwsClients;
import dev.codecsmith.store.aws.TestCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A DynamoDB server, dynalite, in a process of its own; one for all tests of this JVM. It is
 * installed by npm below {@code target}, in the versions that {@code src/test/dynamodb} names.
 */
public final class DynamoServer {
  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final DynamoServer ONLY = started();

  private final URI endpoint;

  private DynamoServer(URI endpoint) {
    TestCredentials.set();
    this.endpoint = endpoint;
  }

  private static DynamoServer started() {
    try {
      Path folder = installed();
      Process process =
          new ProcessBuilder("node", "server.js")
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String port = process.inputReader().readLine();
      if (port == null) {
        throw new IOException("node server.js ended in " + folder + " and served nothing");
      }
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new DynamoServer(URI.create("http://127.0.0.1:" + port));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The DynamoDB server of the tests does not run: install Debian's packages nodejs and npm",
          e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path installed() throws IOException, InterruptedException {
    Path module = Path.of(System.getProperty("codecsmith.root"), "store");
    Path sources = module.resolve("src/test/dynamodb");
    Path folder = Files.createDirectories(module.resolve("target/dynamodb"));
    try (FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var _ = lock.lock();
      boolean done = Files.exists(folder.resolve("installed"));
      for (String file : List.of("package.json", "package-lock.json", "server.js")) {
        Path source = sources.resolve(file);
        Path copy = folder.resolve(file);
        // Another JVM's server may read these now.
        if (!Files.exists(copy) || Files.mismatch(source, copy) >= 0) {
          Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
          done = false;
        }
      }
      if (!done) {
        Files.deleteIfExists(folder.resolve("installed"));
        Path log = folder.resolve("npm.log");
        int code =
            new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (code != 0) {
          throw new IOException("npm ci failed:\n" + Files.readString(log));
        }
        Files.writeString(folder.resolve("installed"), "");
      }
    }
    return folder;
  }

  /** Where it listens. */
  public static URI endpoint() {
    return ONLY.endpoint;
  }

  /** The address of a table of a name that no other test has. */
  public static AwsAddress newAddress() {
    return AwsAddress.parse(
        "aws:table=table-"
            + TABLES.incrementAndGet()
            + ",bucket=unused,region=eu-central-1,endpoint="
            + endpoint());
  }

  /** A client. */
  public static DynamoDbClient client(AwsAddress address) throws StoreException {
    return AwsClients.dynamo(address);
  }
}
