package dev.codecsmith.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A CSV file with a header line: commas, fields in quotes where needed (RFC 4180) but none with a
 * line break, blank lines and lines that begin with # left out. Every error names file and line.
 *
 * @param file where it came from
 * @param columns the header's names
 * @param rows one for each line below it, with as many fields as there are columns
 */
record CsvTable(Path file, List<String> columns, List<Row> rows) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  CsvTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * One line.
   *
   * @param line its number in the file, from 1
   */
  record Row(int line, List<String> fields) {
    Row {
      fields = List.copyOf(fields);
    }
  }

  static CsvTable read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder, not a CSV file.");
    }
    List<Row> rows = new ArrayList<>();
    int number = 0;
    try (Stream<String> lines = Files.lines(file)) {
      for (String text : (Iterable<String>) lines::iterator) {
        number++;
        String line = number == 1 ? text.replaceFirst("^" + BYTE_ORDER_MARK, "") : text;
        if (!line.isBlank() && !line.startsWith("#")) {
          rows.add(new Row(number, fields(file, number, line)));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof MalformedInputException
          ? new IOException(file + " is no CSV file: it is not text in UTF-8.", e)
          : Objects.requireNonNull(e.getCause());
    }
    if (rows.isEmpty()) {
      throw new IOException(file + " is empty; a CSV file with a header line was expected.");
    }
    Row header = rows.removeFirst();
    if (header.fields().stream().allMatch(CsvTable::isNumber)) {
      throw new IOException(
          file
              + ", line "
              + header.line()
              + ": expected the columns' names, such as bitrate_kbps,psnr_yuv, found numbers.");
    }
    for (Row row : rows) {
      if (row.fields().size() != header.fields().size()) {
        throw new IOException(
            "%s, line %d: expected %d fields as in line %d, found %d."
                .formatted(
                    file, row.line(), header.fields().size(), header.line(), row.fields().size()));
      }
    }
    if (rows.isEmpty()) {
      throw new IOException(file + " has a header line and nothing below it.");
    }
    return new CsvTable(file, header.fields(), rows);
  }

  /** The place of the column with one of the names, capital letters or not. */
  Optional<Integer> column(String... names) {
    for (String name : names) {
      for (int column = 0; column < columns.size(); column++) {
        if (columns.get(column).equalsIgnoreCase(name)) {
          return Optional.of(column);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether every row has a number there. */
  boolean isNumeric(int column) {
    return rows.stream().allMatch(row -> isNumber(row.fields().get(column)));
  }

  /** The number in a row, infinity for {@code inf}. */
  double number(Row row, int column) throws IOException {
    String field = row.fields().get(column);
    if (!isNumber(field)) {
      throw new IOException(
          "%s, line %d: %s should be a number, found \"%s\"."
              .formatted(file, row.line(), columns.get(column), field));
    }
    return switch (field.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(field);
    };
  }

  private static boolean isNumber(String field) {
    return field.matches("(?i)[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?|[+-]?inf");
  }

  private static List<String> fields(Path file, int number, String line) throws IOException {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw new IOException("%s, line %d: a quote is not closed.".formatted(file, number));
    }
    fields.add(field.toString().strip());
    return fields;
  }
}
