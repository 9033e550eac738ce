package dev.codecsmith.cli;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A start for practice, from which the launcher makes its archive of loaded classes: a worker in a
 * folder that is removed, asked how it is. Where a worker cannot start, as without bubblewrap, the
 * archive has less in it and that is all.
 */
final class Practice {
  private static final int ATTEMPTS = 200;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Practice() {}

  public static void main(String[] arguments) throws Exception {
    VectorModule.load();
    Codecsmith.commandLine().usage(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    Path folder = TemporaryFolders.create("practice");
    try {
      worker(folder);
    } finally {
      Folders.remove(folder);
    }
  }

  private static void worker(Path folder) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String[] words = {"worker", "--port", "" + port, "--data", folder.toString()};
    Thread worker = Thread.ofPlatform().start(() -> Codecsmith.commandLine(words).execute(words));
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < ATTEMPTS && worker.isAlive() && !isReady(client, port); i++) {
        Thread.sleep(PAUSE);
      }
    }
    worker.interrupt();
    worker.join();
  }

  private static boolean isReady(HttpClient client, int port) throws InterruptedException {
    try {
      for (String path : new String[] {"/health", "/status", "/metrics"}) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
        if (client.send(request, BodyHandlers.ofString()).statusCode() != 200) {
          return false;
        }
      }
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
