package dev.codecsmith.service.http;

import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/** Artifacts by hash: clips and programs come in, results go out. They stream from and to disk. */
final class ArtifactRoutes implements HttpListener.Routes {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern FROM = Pattern.compile("bytes=(\\d{1,18})-");

  private final ArtifactStore artifacts;
  private final Path temporary;
  private final long mostBytes;

  /**
   * @param temporary a folder for what is coming in
   * @param mostBytes of one artifact
   */
  ArtifactRoutes(ArtifactStore artifacts, Path temporary, long mostBytes) {
    this.artifacts = artifacts;
    this.temporary = temporary;
    this.mostBytes = mostBytes;
  }

  /** Those that are only given out. */
  static HttpListener.Routes toRead(ArtifactStore artifacts) {
    return new ArtifactRoutes(artifacts, Path.of(""), 0)::addReadingTo;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    addReadingTo(routes);
    routes.put("/artifacts/{sha256}", this::take);
  }

  private void addReadingTo(RoutesConfig routes) {
    routes.head("/artifacts/{sha256}", this::tell);
    routes.get("/artifacts/{sha256}", this::send);
  }

  private static String hash(Context context) throws BadRequestException {
    String hash = context.pathParam("sha256");
    if (!SHA256.matcher(hash).matches()) {
      throw new BadRequestException(
          "An artifact is named by its SHA-256, 64 digits in lower-case hexadecimal.");
    }
    return hash;
  }

  private void tell(Context context) throws BadRequestException, StoreException {
    context.status(artifacts.contains(hash(context)) ? 200 : 404);
  }

  private void send(Context context) throws BadRequestException, IOException {
    String hash = hash(context);
    if (!artifacts.contains(hash)) {
      Problems.answer(context, 404, "There is no artifact " + hash + " here.");
      return;
    }
    long from = from(context);
    context.status(from > 0 ? 206 : 200).contentType("application/octet-stream");
    try (InputStream in = artifacts.open(hash)) {
      in.skipNBytes(from);
      OutputStream out = context.res().getOutputStream();
      in.transferTo(out);
      out.flush();
    }
  }

  /** Where a transfer that was cut goes on. */
  private static long from(Context context) throws BadRequestException {
    String range = Optional.ofNullable(context.header("Range")).orElse("");
    var matcher = FROM.matcher(range);
    if (!range.isEmpty() && !matcher.matches()) {
      throw new BadRequestException("Of ranges only bytes=N- is known.");
    }
    return range.isEmpty() ? 0 : Long.parseLong(matcher.group(1));
  }

  private void take(Context context) throws BadRequestException, IOException {
    String hash = hash(context);
    if (artifacts.contains(hash)) {
      context.status(200);
      return;
    }
    Files.createDirectories(temporary);
    Path file = Files.createTempFile(temporary, "incoming", "");
    try {
      Optional<String> received = received(context, file);
      if (received.isEmpty()) {
        Problems.answer(context, 413, "An artifact may have at most " + mostBytes + " bytes here.");
      } else if (!received.get().equals(hash)) {
        throw new BadRequestException(
            "What was sent has the SHA-256 " + received.get() + " and not " + hash + ".");
      } else {
        String _ = artifacts.put(file);
        context.status(201);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** The hash of what came; empty if it is too long. */
  private Optional<String> received(Context context, Path file) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    try (InputStream in = context.bodyInputStream();
        OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        total += read;
        if (total > mostBytes) {
          return Optional.empty();
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
      return Optional.of(HexFormat.of().formatHex(digest.digest()));
    }
  }
}
