package dev.codecsmith.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.codecsmith.cli.output.PlainEncoder;
import dev.codecsmith.cli.output.SecretsMask;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.service.process.ProcessLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * A log file beside standard error, of bounded size: {@code worker.log} and, when that is full,
 * {@code worker.1.log} up to {@code worker.5.log}. It has more than standard error has: what this
 * program does, not only what goes wrong. No secret gets into it.
 */
public final class LogFile implements AutoCloseable {
  private static final long MOST_BYTES = 5 << 20;
  private static final int OLDER = 5;
  private static final int LONGEST_REMARK = 500;
  private static final String OURS = "dev.codecsmith";
  private static final String SAID = OURS + ".said";

  private static final org.slf4j.Logger said = LoggerFactory.getLogger(SAID);

  private final Path file;
  private final PrintWriter errors;
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
  private final LastError lastError = new LastError();
  private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = context.getLogger(OURS);
  private final ThresholdFilter quiet = new ThresholdFilter();

  private LogFile(Path file, PrintWriter errors) {
    this.file = file;
    this.errors = errors;
  }

  /** Where processes of a kind, such as {@code worker}, write in a data folder. */
  public static Path of(Path data, String kind) {
    return data.resolve("logs").resolve(kind + ".log");
  }

  /**
   * Begins to write, behind what is there.
   *
   * @param errors where sentences for a person go as well
   * @throws IOException with a sentence if it cannot be written
   */
  public static LogFile open(Path file, PrintWriter errors) throws IOException {
    LogFile log = new LogFile(file, errors);
    try {
      Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
      if (Files.notExists(file)) {
        Files.createFile(file);
      }
    } catch (IOException e) {
      throw new IOException("The log " + file + " cannot be written (" + e.getMessage() + ").", e);
    }
    log.begin();
    return log;
  }

  private void begin() {
    FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
    names.setContext(context);
    names.setParent(appender);
    names.setMinIndex(1);
    names.setMaxIndex(OLDER);
    names.setFileNamePattern(file.toString().replaceFirst("\\.log$", ".%i.log"));
    SizeBasedTriggeringPolicy<ILoggingEvent> full = new SizeBasedTriggeringPolicy<>();
    full.setContext(context);
    full.setMaxFileSize(new FileSize(MOST_BYTES));
    full.setCheckIncrement(Duration.buildByMilliseconds(100));
    PlainEncoder encoder = new PlainEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0}: %msg%n");
    appender.setContext(context);
    appender.setName(file.toString());
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.setRollingPolicy(names);
    appender.setTriggeringPolicy(full);
    lastError.setContext(context);
    // Standard error keeps to what it was asked for; the file has what goes on as well.
    quiet.setLevel(root.getLevel().toString());
    quiet.start();
    root.iteratorForAppenders().forEachRemaining(each -> each.addFilter(quiet));
    if (root.getLevel().isGreaterOrEqual(Level.WARN)) {
      ours.setLevel(Level.INFO);
    }
    names.start();
    full.start();
    encoder.start();
    for (Appender<ILoggingEvent> each : List.of(appender, lastError)) {
      each.start();
      root.addAppender(each);
    }
  }

  /** What may be read of it. */
  public ProcessLog readable(Optional<ProcessLog.Crash> lastCrash) {
    return new ProcessLog(file, lastError::last, lastCrash);
  }

  /** Says a sentence to a person and to the log. */
  public void say(String sentence) {
    // First: what a person has read stands in the log, whatever happens next.
    said.info("{}", sentence);
    errors.println(sentence);
    errors.flush();
  }

  /** Says each line that is printed, once it is flushed. */
  public PrintWriter lines() {
    return new PrintWriter(new Lines());
  }

  private final class Lines extends Writer {
    private final StringBuilder unsaid = new StringBuilder();

    @Override
    public synchronized void write(char[] characters, int offset, int length) {
      unsaid.append(characters, offset, length);
    }

    @Override
    public synchronized void flush() {
      String all = unsaid.toString();
      int end = all.lastIndexOf('\n') + 1;
      unsaid.delete(0, end);
      all.substring(0, end).lines().forEach(LogFile.this::say);
    }

    @Override
    public void close() {
      flush();
    }
  }

  /** Nothing more is written; what is logged then goes to standard error alone. */
  @Override
  public void close() {
    for (Appender<ILoggingEvent> each : List.of(appender, lastError)) {
      root.detachAppender(each);
      each.stop();
    }
    ours.setLevel(null);
    quiet.stop();
  }

  /** Keeps the last warning or error. */
  private static final class LastError extends AppenderBase<ILoggingEvent> {
    private volatile Optional<ProcessLog.Remark> last = Optional.empty();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        last =
            Optional.of(
                new ProcessLog.Remark(
                    event.getInstant(),
                    PlainText.line(
                        SecretsMask.masked(event.getFormattedMessage()), LONGEST_REMARK)));
      }
    }

    Optional<ProcessLog.Remark> last() {
      return last;
    }
  }
}
