package dev.codecsmith.bench;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.store.aws.AwsAddress;
import dev.codecsmith.store.aws.AwsClients;
import dev.codecsmith.store.s3.ArtifactBucket;
import dev.codecsmith.store.s3.Encryption;
import dev.codecsmith.store.s3.S3ArtifactStore;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.SplittableRandom;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A long clip through an S3 bucket: a process whose heap has 100 MB stores it and fetches it back.
 * The server, s3proxy, keeps it in the memory of this one.
 *
 * <p>Argument: how many MiB (default 710).
 */
public final class StoreBenchmark {
  private static final String ID = "bench-id";
  private static final String SECRET = "bench-secret";
  private static final int HEAP = 100_000_000;
  private static final String PASS = "pass";

  private StoreBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    System.setProperty("aws.accessKeyId", ID);
    System.setProperty("aws.secretAccessKey", SECRET);
    List<String> words = List.of(arguments);
    if (words.size() == 3 && words.getFirst().equals(PASS)) {
      pass(AwsAddress.parse(words.get(1)), Path.of(words.get(2)));
      return;
    }
    Path folder = Files.createTempDirectory("codecsmith-bench");
    try {
      serve(folder, words.isEmpty() ? 710 : Integer.parseInt(words.getFirst()));
    } finally {
      Folders.remove(folder);
    }
  }

  private static void serve(Path folder, int mebibytes) throws Exception {
    Path clip = folder.resolve("clip");
    SplittableRandom random = new SplittableRandom(2);
    byte[] piece = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(clip)) {
      for (int i = 0; i < mebibytes; i++) {
        random.nextBytes(piece);
        out.write(piece);
      }
    }
    S3Proxy server =
        S3Proxy.builder()
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, ID, SECRET)
            .blobStore(BlobStores.create("transient-nio2", new Properties()))
            .build();
    server.start();
    try {
      String address =
          "aws:table=unused,path-style,region=us-east-1,bucket=bench,endpoint=http://127.0.0.1:"
              + server.getPort();
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx" + HEAP,
                  "-cp",
                  System.getProperty("java.class.path"),
                  StoreBenchmark.class.getName(),
                  PASS,
                  address,
                  clip.toString())
              .inheritIO()
              .start();
      if (child.waitFor() != 0) {
        throw new IllegalStateException("the process that stores the clip failed");
      }
    } finally {
      server.stop();
    }
  }

  private static void pass(AwsAddress address, Path clip) throws Exception {
    Encryption encryption = new Encryption(Optional.empty());
    try (S3Client client = AwsClients.s3(address)) {
      boolean _ = ArtifactBucket.create(client, address.bucket(), encryption);
    }
    try (S3ArtifactStore store =
        S3ArtifactStore.open(
            AwsClients.s3(address), AwsClients.presigner(address), address.bucket(), encryption)) {
      long begin = System.nanoTime();
      String hash = store.put(clip);
      double there = (System.nanoTime() - begin) / 1e9;
      begin = System.nanoTime();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[1 << 20];
      try (InputStream in = store.open(hash)) {
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
          digest.update(piece, 0, read);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%d MiB through a bucket with a heap of %d MB: there in %.1f s, back in %.1f s, %s; heap"
              + " in use at most %d MiB%n",
          Files.size(clip) >> 20,
          HEAP / 1_000_000,
          there,
          (System.nanoTime() - begin) / 1e9,
          HexFormat.of().formatHex(digest.digest()).equals(hash) ? "unchanged" : "DAMAGED",
          peak() >> 20);
    }
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
        .sum();
  }
}
