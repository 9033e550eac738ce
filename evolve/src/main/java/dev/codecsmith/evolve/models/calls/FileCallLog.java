package dev.codecsmith.evolve.models.calls;

import dev.codecsmith.evolve.models.ModelJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * A call log in one file: one call a line, as JSON, only ever added to and flushed to the disk
 * before it counts. Memory holds a short entry per call and where its line stands, not the texts.
 *
 * <p>A kill in the middle of writing leaves an unfinished last line; it was never acknowledged and
 * is removed when the file is opened again. Any other damage is an error that names the line, and
 * so is a whole line that is no call as known here: a newer version wrote it, and it is left as it
 * is.
 */
public final class FileCallLog implements CallLog, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(FileCallLog.class);

  /** A call and where its line stands. */
  private record Line(Entry entry, long offset, int length) {}

  private final Path file;

  /** Not a channel, which an interrupted thread would close for everybody. */
  private final RandomAccessFile bytes;

  /** A slot has few calls, so one of them is found by looking at all. */
  private final Map<String, List<Line>> slots = new HashMap<>();

  private final SequencedMap<String, Spending> spent = new LinkedHashMap<>();
  private int lines;
  private long end;

  private FileCallLog(Path file, RandomAccessFile bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * Opens a log for reading and writing, making the file when it is missing.
   *
   * @throws IOException when the file is damaged, or another process has it open for writing
   */
  public static FileCallLog open(Path file) throws IOException {
    Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    Files.createDirectories(directory);
    boolean fresh = Files.notExists(file);
    RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw");
    try {
      lock(file, bytes);
      if (fresh) {
        // Without this a crash may keep the lines and lose the file's name.
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
          names.force(true);
        }
      }
      FileCallLog log = new FileCallLog(file, bytes);
      log.scan();
      if (log.end < bytes.length()) {
        LOG.warn("{}: removed an unfinished last line, left by a kill", file);
        bytes.setLength(log.end);
        bytes.getFD().sync();
      }
      return log;
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  /**
   * Opens a finished log for replay; nothing can be appended, and several may read it at once.
   *
   * @throws IOException when there is no such file or it is damaged
   */
  public static FileCallLog openForReplay(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("There is no readable recording %s.".formatted(file));
    }
    RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r");
    try {
      FileCallLog log = new FileCallLog(file, bytes);
      log.scan();
      return log;
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  @Override
  public synchronized void append(ModelCall call) throws IOException {
    byte[] json = ModelJson.MAPPER.writeValueAsBytes(call);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    try {
      bytes.seek(end);
      bytes.write(line);
      bytes.getFD().sync();
    } catch (IOException e) {
      // Half a line in the middle would be damage once the next one follows it.
      bytes.setLength(end);
      throw e;
    }
    add(call, end, json.length);
    end += json.length + 1;
  }

  @Override
  public synchronized Optional<ModelCall> find(CallKey key) throws IOException {
    for (Line line : linesOf(key.slot())) {
      if (line.entry().replied() && line.entry().key().equals(key)) {
        return Optional.of(
            ModelJson.MAPPER.readValue(read(line.offset(), line.length()), ModelCall.class));
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized List<Entry> entries(String slot) {
    return linesOf(slot).stream().map(Line::entry).toList();
  }

  @Override
  public synchronized SequencedMap<String, Spending> spentByModel() {
    return new LinkedHashMap<>(spent);
  }

  private List<Line> linesOf(String slot) {
    return slots.getOrDefault(slot, List.of());
  }

  @Override
  public synchronized void close() throws IOException {
    bytes.close();
  }

  private void add(ModelCall call, long offset, int length) {
    lines++;
    slots
        .computeIfAbsent(call.key().slot(), slot -> new ArrayList<>(1))
        .add(new Line(call.entry(), offset, length));
    spent.merge(call.key().model(), Spending.NOTHING.plus(call.entry()), Spending::plus);
  }

  /** Reads every line once; leaves {@link #end} behind the last good one. */
  private void scan() throws IOException {
    // Not closed: closing it would close the file.
    InputStream input = new BufferedInputStream(new FileInputStream(bytes.getFD()), 1 << 16);
    for (byte[] json = line(input); json.length > 0; json = line(input)) {
      try {
        add(call(json), end, json.length - 1);
      } catch (JacksonException e) {
        if (isRecord(json)) {
          throw unknownRecord(e);
        }
        if (line(input).length == 0) {
          return;
        }
        throw new IOException(
            "The call log %s is damaged in line %d: %s. Restore the file or move it away."
                .formatted(file, lines + 1, e.getOriginalMessage()),
            e);
      }
      end += json.length;
    }
  }

  /** The call in a line. The word null is JSON for anything, but no call. */
  private static ModelCall call(byte[] json) {
    try {
      return Optional.ofNullable(ModelJson.MAPPER.readValue(json, ModelCall.class))
          .orElseThrow(() -> noCall("the line holds no call"));
    } catch (NumberFormatException e) {
      // So Jackson says of a number that is beyond all range.
      throw noCall(String.valueOf(e.getMessage()));
    }
  }

  private static JacksonException noCall(String why) {
    return MismatchedInputException.from((JsonParser) null, ModelCall.class, why);
  }

  /** A line that is whole: one JSON object. A kill leaves no such line behind. */
  private static boolean isRecord(byte[] json) {
    try {
      return ModelJson.MAPPER
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .<JsonNode>readValue(json)
          .isObject();
    } catch (JacksonException | NumberFormatException torn) {
      return false;
    }
  }

  private IOException unknownRecord(JacksonException why) {
    return new IOException(
        "Line %d of the call log %s holds a call that this version of Codecsmith does not know, written by a newer one (%s). Nothing was changed; go on with the version that wrote it, or a later one."
            .formatted(lines + 1, file, why.getOriginalMessage()),
        why);
  }

  /** The next line with its line feed; empty at the end, and for a line without one. */
  private static byte[] line(InputStream input) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next;
    while ((next = input.read()) >= 0) {
      line.write(next);
      if (next == '\n') {
        return line.toByteArray();
      }
    }
    return new byte[0];
  }

  private byte[] read(long offset, int length) throws IOException {
    byte[] json = new byte[length];
    bytes.seek(offset);
    bytes.readFully(json);
    return json;
  }

  private static void lock(Path file, RandomAccessFile bytes) throws IOException {
    FileLock lock;
    try {
      lock = bytes.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(
          "The call log %s is in use by another campaign; wait for it to end or stop it."
              .formatted(file));
    }
  }
}
