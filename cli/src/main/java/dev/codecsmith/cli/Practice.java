package dev.codecsmith.cli;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import dev.codecsmith.store.data.DataDirectory;
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
import java.util.List;

/**
 * A start for practice, from which the launcher makes its archive of loaded classes: a worker and a
 * dashboard in a folder that is removed, each asked for what there is. Where a worker cannot start,
 * as without bubblewrap, the archive has less in it and that is all.
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
      serve(List.of("/health", "/status", "/metrics"), "worker", folder.resolve("worker"));
      Path shown = folder.resolve("dashboard");
      DataDirectory.open(shown, DataDirectory.Access.WRITE).close();
      serve(List.of("/health", "/", "/dashboard.js", "/api/campaigns"), "dashboard", shown);
    } finally {
      Folders.remove(folder);
    }
  }

  /**
   * Serves until all is answered.
   *
   * @param paths that are asked for
   * @param data its folder
   */
  private static void serve(List<String> paths, String command, Path data)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String[] words = {command, "--port", "" + port, "--data", data.toString()};
    Thread server = Thread.ofPlatform().start(() -> Codecsmith.commandLine(words).execute(words));
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < ATTEMPTS && server.isAlive() && !answers(client, port, paths); i++) {
        Thread.sleep(PAUSE);
      }
    }
    server.interrupt();
    server.join();
  }

  private static boolean answers(HttpClient client, int port, List<String> paths)
      throws InterruptedException {
    try {
      for (String path : paths) {
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
