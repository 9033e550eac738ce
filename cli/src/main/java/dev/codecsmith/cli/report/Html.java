package dev.codecsmith.cli.report;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** HTML in the making. Whatever a model or a person wrote goes in as text: nothing is parsed. */
final class Html {
  private final StringBuilder text = new StringBuilder();

  /** Adds an element with a text in it. */
  Html element(String name, String content) {
    text.append('<').append(name).append('>').append(escaped(content));
    text.append("</").append(name.split(" ", 2)[0]).append(">\n");
    return this;
  }

  /** Adds a list of names and values. */
  Html facts(List<List<String>> facts) {
    text.append("<dl>\n");
    for (List<String> fact : facts) {
      text.append("<div><dt>").append(escaped(fact.getFirst())).append("</dt><dd>");
      text.append(escaped(fact.getLast())).append("</dd></div>\n");
    }
    text.append("</dl>\n");
    return this;
  }

  /** Adds a table, which scrolls by itself where it is wide; the first column names the row. */
  Html table(List<String> heads, List<List<String>> rows) {
    text.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"By ");
    text.append(escaped(heads.getFirst().toLowerCase(Locale.ROOT))).append("\">");
    text.append("<table><thead><tr>");
    heads.forEach(head -> text.append("<th>").append(escaped(head)).append("</th>"));
    text.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      text.append("<tr><th>").append(escaped(row.getFirst())).append("</th>");
      for (String cell : row.subList(1, row.size())) {
        text.append("<td>").append(escaped(cell)).append("</td>");
      }
      text.append("</tr>\n");
    }
    text.append("</tbody></table></div>\n");
    return this;
  }

  /** Adds a drawing, which is a document of its own and so shares no names with others. */
  Html drawing(String about, byte[] svg) {
    text.append("<img alt=\"").append(escaped(about)).append("\" src=\"data:image/svg+xml;base64,");
    text.append(Base64.getEncoder().encodeToString(svg)).append("\">\n");
    return this;
  }

  /** Adds pictures beside one another, with what they show below; PNG. */
  Html pictures(String caption, Map<String, byte[]> named) {
    text.append("<figure>\n");
    named.forEach((about, png) -> {
      text.append("<img alt=\"").append(escaped(about)).append("\" src=\"data:image/png;base64,");
      text.append(Base64.getEncoder().encodeToString(png)).append("\">\n");
    });
    text.append("<figcaption>").append(escaped(caption)).append("</figcaption></figure>\n");
    return this;
  }

  /** The document. */
  String page(String title, String style) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    """
            .formatted(escaped(title), style)
        + text
        + "</body>\n</html>\n";
  }

  /** The bytes of a document. */
  static byte[] bytes(String page) {
    return page.getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String content) {
    return content
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
