package dev.codecsmith.dashboard.http;

import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.dashboard.requests.Turns;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.regex.Pattern;

/**
 * Artifacts by hash, as files to keep: no browser shows or runs one, whatever a program wrote into
 * it.
 */
final class ArtifactRoutes {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final ArtifactStore artifacts;
  private final Turns turns;

  /**
   * @param turns of reading one through and sending it
   */
  ArtifactRoutes(ArtifactStore artifacts, Turns turns) {
    this.artifacts = artifacts;
    this.turns = turns;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/api/artifacts/{sha256}", this::send);
    routes.head("/api/artifacts/{sha256}", this::send);
  }

  private void send(Context context) throws Refusal, IOException, InterruptedException {
    String hash = context.pathParam("sha256");
    if (!SHA256.matcher(hash).matches()) {
      throw new Refusal(
          400, "An artifact is named by its SHA-256, 64 digits in lower-case hexadecimal.");
    }
    if (!artifacts.contains(hash)) {
      throw new Refusal(404, "There is no artifact of this hash here.");
    }
    try (Turns.Turn _ = turns.take()) {
      send(context, hash);
    }
  }

  private void send(Context context, String hash) throws IOException {
    // Read through before the first byte is sent: a damaged one is refused, not cut off.
    long bytes = size(hash);
    context
        .contentType("application/octet-stream")
        .header("Content-Disposition", "attachment")
        .header("Content-Length", Long.toString(bytes))
        .header("ETag", '"' + hash + '"')
        .header("Cache-Control", "private, max-age=31536000, immutable");
    if (context.req().getMethod().equals("GET")) {
      try (InputStream in = artifacts.open(hash)) {
        OutputStream out = context.res().getOutputStream();
        in.transferTo(out);
        out.flush();
      }
    }
  }

  private long size(String hash) throws IOException, StoreException {
    try (InputStream in = artifacts.open(hash)) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
