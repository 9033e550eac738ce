package dev.codecsmith.cli.curves;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.codecsmith.cli.output.Sentences;
import java.io.BufferedReader;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final int LONGEST_FIELD = 1 << 20;

  /** Where the header is looked for, in characters. */
  private static final int LOOK_AHEAD = 1 << 16;

  private static final Pattern LINE_BREAK = Pattern.compile("\\R");
  private static final Pattern LINE = Pattern.compile("line \\d+");
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
    char separatedBy;
    List<Row> rows = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file, charset(file))) {
      separatedBy = separator(in);
      try (CsvReader<CsvRecord> records = reader(in, separatedBy)) {
        for (CsvRecord record : records) {
          if (record.getFieldCount() > 1 || !record.getField(0).isBlank()) {
            rows.add(row(record));
          }
        }
      }
    } catch (CsvParseException e) {
      Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
      throw new IOException(
          "%s%s: a quote is not closed on its line or has text behind it, or a field is longer than a million characters."
              .formatted(file, line.find() ? ", " + line.group() : ""),
          e);
    } catch (UncheckedIOException e) {
      throw noText(file, Objects.requireNonNull(e.getCause()));
    } catch (MalformedInputException e) {
      throw noText(file, e);
    }
    if (rows.isEmpty()) {
      throw new IOException(file + " is empty; a CSV file with a header line was expected.");
    }
    Row header = rows.removeFirst();
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

  private static Row row(CsvRecord record) {
    if (record.getFields().stream().anyMatch(field -> LINE_BREAK.matcher(field).find())) {
      throw new CsvParseException("line " + record.getStartingLineNumber());
    }
    return new Row(
        Math.toIntExact(record.getStartingLineNumber()),
        record.getFields().stream().map(String::strip).toList());
  }

  /** Leaves it to this class to say where fields are missing. */
  private static CsvReader<CsvRecord> reader(BufferedReader in, char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .commentStrategy(CommentStrategy.SKIP)
        .trimWhitespacesAroundQuotes(true)
        .allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .maxBufferSize(LONGEST_FIELD)
        .ofCsvRecord(in);
  }

  private static IOException noText(Path file, IOException cause) {
    return cause instanceof MalformedInputException
        ? new IOException(
            file + " is no CSV file: it is not text in UTF-8, nor in UTF-16 with a mark.", cause)
        : cause;
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

  /**
   * What separates fields, by the header; afterwards the reader stands where the text begins,
   * behind a byte order mark.
   */
  private static char separator(BufferedReader in) throws IOException {
    in.mark(1);
    if (in.read() != BYTE_ORDER_MARK) {
      in.reset();
    }
    in.mark(LOOK_AHEAD);
    char[] beginning = new char[LOOK_AHEAD];
    int read = 0;
    for (int got = 0; got >= 0 && read < LOOK_AHEAD; read += Math.max(got, 0)) {
      got = in.read(beginning, read, LOOK_AHEAD - read);
    }
    in.reset();
    return new String(beginning, 0, read)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .findFirst()
        .map(CsvTable::separatorOf)
        .orElse(',');
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
}
