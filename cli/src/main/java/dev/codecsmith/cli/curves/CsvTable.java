package dev.codecsmith.cli.curves;

import dev.codecsmith.cli.output.Sentences;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A CSV file with a header line: commas, fields in quotes where needed (RFC 4180) but none with a
 * line break, blank lines and lines that begin with # left out. As spreadsheets of other countries
 * write it, fields may be separated by semicolons or tabs throughout, numbers then having a decimal
 * comma or point, and the text may be UTF-16 with a byte order mark. Every error names file and
 * line.
 *
 * @param file where it came from
 * @param separator of fields: a comma, a semicolon or a tab
 * @param columns the header's names
 * @param rows one for each line below it, with as many fields as there are columns
 */
record CsvTable(Path file, char separator, List<String> columns, List<Row> rows) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Pattern NUMBER = number("\\.");
  private static final Pattern NUMBER_WITH_COMMA = number("[.,]");
  private static final Pattern GROUPED = Pattern.compile("[0-9.,' \u00A0\u202F]++");
  private static final int SHOWN_OF_A_FIELD = 60;
  private static final int SHOWN_OF_THE_NAMES = 500;

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
    Optional<Character> separator = Optional.empty();
    try (Stream<String> lines = Files.lines(file, charset(file))) {
      for (String text : (Iterable<String>) lines::iterator) {
        number++;
        String line = number == 1 ? text.replaceFirst("^" + BYTE_ORDER_MARK, "") : text;
        if (!line.isBlank() && !line.startsWith("#")) {
          separator = Optional.of(separator.isPresent() ? separator.get() : separatorOf(line));
          rows.add(new Row(number, fields(file, number, line, separator.get())));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof MalformedInputException
          ? new IOException(
              file + " is no CSV file: it is not text in UTF-8, nor in UTF-16 with a mark.", e)
          : Objects.requireNonNull(e.getCause());
    }
    if (rows.isEmpty()) {
      throw new IOException(file + " is empty; a CSV file with a header line was expected.");
    }
    Row header = rows.removeFirst();
    char separatedBy = separator.orElse(',');
    if (header.fields().stream().allMatch(field -> isNumber(field, separatedBy))) {
      throw new IOException(
          file
              + ", line "
              + header.line()
              + ": expected the columns' names, such as bitrate_kbps,psnr_yuv, found numbers.");
    }
    for (Row row : rows) {
      if (row.fields().size() != header.fields().size()) {
        throw new IOException(
            "%s, line %d: expected %d fields as in line %d, found %d%s."
                .formatted(
                    file,
                    row.line(),
                    header.fields().size(),
                    header.line(),
                    row.fields().size(),
                    hint(row, header.fields().size(), separatedBy)));
      }
    }
    if (rows.isEmpty()) {
      throw new IOException(file + " has a header line and nothing below it.");
    }
    return new CsvTable(file, separatedBy, header.fields(), rows);
  }

  /** UTF-8 but where a byte order mark says otherwise. */
  private static Charset charset(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] mark = in.readNBytes(2);
      boolean wide =
          mark.length == 2
              && ((mark[0] == (byte) 0xFF && mark[1] == (byte) 0xFE)
                  || (mark[0] == (byte) 0xFE && mark[1] == (byte) 0xFF));
      return wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }
  }

  /** What separates the names of the header: whatever gives most of them. */
  private static char separatorOf(String header) {
    String unquoted = header.replaceAll("\"[^\"]*\"", "");
    char best = ',';
    for (char candidate : new char[] {';', '\t'}) {
      if (count(unquoted, candidate) > count(unquoted, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  /** What may be wrong with a row of too many fields. */
  private static String hint(Row row, int expected, char separator) {
    boolean decimalCommas = separator == ',' && row.fields().size() == 2 * expected;
    return decimalCommas
        ? "; if its numbers have decimal commas, write points, or separate fields by semicolons"
        : "";
  }

  private static String shown(String field) {
    return Sentences.shortened(field, SHOWN_OF_A_FIELD);
  }

  /** The names of the columns for a sentence, but those at some places. */
  String namesBut(int... left) {
    return Sentences.shortened(
        IntStream.range(0, columns.size())
            .filter(column -> IntStream.of(left).noneMatch(each -> each == column))
            .mapToObj(columns::get)
            .collect(Collectors.joining(", ")),
        SHOWN_OF_THE_NAMES);
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
    return rows.stream().allMatch(row -> isNumber(row.fields().get(column), separator));
  }

  /** The number in a row, infinity for {@code inf}. */
  double number(Row row, int column) throws IOException {
    String field = row.fields().get(column);
    if (!isNumber(field, separator)) {
      throw new IOException(
          "%s, line %d: %s should be a number%s, found \"%s\"."
              .formatted(
                  file,
                  row.line(),
                  shown(columns.get(column)),
                  GROUPED.matcher(field).matches() && field.chars().anyMatch(Character::isDigit)
                      ? " with a decimal point and nothing between thousands"
                      : "",
                  shown(field)));
    }
    return switch (field.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(field.replace(',', '.'));
    };
  }

  /** Where commas separate fields, a comma in a number could stand between thousands. */
  private static boolean isNumber(String field, char separator) {
    return (separator == ',' ? NUMBER : NUMBER_WITH_COMMA).matcher(field).matches();
  }

  /** Possessive throughout, so that a field of a megabyte takes no longer than its length. */
  private static Pattern number(String point) {
    return Pattern.compile(
        "(?i)[+-]?+(?:\\d++(?:%1$s\\d*+)?+|%1$s\\d++)(?:e[+-]?+\\d++)?+|[+-]?+inf"
            .formatted(point));
  }

  private static List<String> fields(Path file, int number, String line, char separator)
      throws IOException {
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
      } else if (c == separator && !quoted) {
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
