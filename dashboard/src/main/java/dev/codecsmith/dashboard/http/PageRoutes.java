package dev.codecsmith.dashboard.http;

import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The page and what belongs to it. */
final class PageRoutes {
  private static final List<String> MODULES =
      List.of(
          "anchors.js",
          "campaign.js",
          "chart.js",
          "code.js",
          "dashboard.js",
          "experiment.js",
          "frames.js",
          "list.js",
          "text.js");

  private PageRoutes() {}

  static void addTo(RoutesConfig routes) {
    add(routes, "/", "index.html", "text/html; charset=utf-8");
    add(routes, "/dashboard.css", "dashboard.css", "text/css; charset=utf-8");
    for (String module : MODULES) {
      add(routes, "/" + module, module, "text/javascript; charset=utf-8");
    }
    add(routes, "/icon.svg", "icon.svg", "image/svg+xml");
  }

  private static void add(RoutesConfig routes, String path, String name, String type) {
    byte[] file = file(name);
    routes.get(
        path,
        context -> context.contentType(type).header("Cache-Control", "no-cache").result(file));
  }

  private static byte[] file(String name) {
    try (InputStream in = Objects.requireNonNull(PageRoutes.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
