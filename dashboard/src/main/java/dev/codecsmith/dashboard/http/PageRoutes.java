package dev.codecsmith.dashboard.http;

import dev.codecsmith.sandbox.host.ResourceFiles;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page and what belongs to it, and the document of what it is drawn from. */
final class PageRoutes {
  private static final List<String> MODULES =
      List.of(
          "actions.js",
          "anchors.js",
          "bits.js",
          "campaign.js",
          "chart.js",
          "charttable.js",
          "clips.js",
          "code.js",
          "compare.js",
          "dashboard.js",
          "dialog.js",
          "experiment.js",
          "film.js",
          "frames.js",
          "lineage.js",
          "list.js",
          "models.js",
          "network.js",
          "news.js",
          "parts.js",
          "pictures.js",
          "request.js",
          "stage.js",
          "text.js",
          "timeline.js",
          "token.js",
          "videos.js",
          "workers.js");

  /** Paths of the page itself, which are the same whatever is stored. */
  static final Set<String> PATHS =
      Stream.concat(
              Stream.of("/", "/dashboard.css", "/pictures.css", "/icon.svg", "/api/openapi.yaml"),
              MODULES.stream().map(module -> "/" + module))
          .collect(Collectors.toUnmodifiableSet());

  private PageRoutes() {}

  static void addTo(RoutesConfig routes) {
    add(routes, "/", "index.html", "text/html; charset=utf-8");
    for (String sheet : List.of("dashboard.css", "pictures.css")) {
      add(routes, "/" + sheet, sheet, "text/css; charset=utf-8");
    }
    for (String module : MODULES) {
      add(routes, "/" + module, module, "text/javascript; charset=utf-8");
    }
    add(routes, "/api/openapi.yaml", "openapi.yaml", "application/yaml");
    add(routes, "/icon.svg", "icon.svg", "image/svg+xml");
  }

  private static void add(RoutesConfig routes, String path, String name, String type) {
    byte[] file = ResourceFiles.bytes(PageRoutes.class, name);
    routes.get(
        path,
        context -> context.contentType(type).header("Cache-Control", "no-cache").result(file));
  }
}
