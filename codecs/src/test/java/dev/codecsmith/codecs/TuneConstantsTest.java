package dev.codecsmith.codecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.codec.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The constants that a tuner may change, at both ends of what it may change them to. */
class TuneConstantsTest {
  // Private, so that only the class which is compiled again holds its value.
  private static final Pattern CONSTANT =
      Pattern.compile(
          "private static final int (\\w+) = (-?\\d+); // tune: (-?\\d+)\\.\\.(-?\\d+)$",
          Pattern.MULTILINE);

  @TempDir Path directory;

  record Constant(String file, String text, String name, int value, int low, int high) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** At which end each constant of a file is. */
  private enum Ends {
    LOW,
    HIGH,
    LOW_AND_HIGH_IN_TURN,
    HIGH_AND_LOW_IN_TURN;

    int of(Constant constant, int place) {
      boolean low =
          switch (this) {
            case LOW -> true;
            case HIGH -> false;
            case LOW_AND_HIGH_IN_TURN -> place % 2 == 0;
            case HIGH_AND_LOW_IN_TURN -> place % 2 != 0;
          };
      return low ? constant.low() : constant.high();
    }
  }

  static Stream<String> programs() {
    return RoundTripTest.programs();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void aProgramMarksItsConstantsAndTheyLieInTheirRange(String program) {
    List<Constant> constants = constants(program);
    long marks =
        ShippedPrograms.find(program).orElseThrow().files().values().stream()
            .flatMap(String::lines)
            .filter(line -> line.contains("// tune:"))
            .count();

    assertThat(constants).hasSizeGreaterThanOrEqualTo(5).hasSize((int) marks);
    for (Constant constant : constants) {
      assertThat(constant.value()).as(constant.name()).isBetween(constant.low(), constant.high());
    }
  }

  // The constants of a file together: a class compiled and loaded for each alone takes minutes. In
  // turn, so that one that bounds another meets it from the wrong side.
  @ParameterizedTest
  @MethodSource("programs")
  void bothEndsOfEveryRangeStillDecode(String program) throws Exception {
    List<Frame> clip = TestClips.moving(40, 24, 4);
    Map<String, List<Constant>> files =
        constants(program).stream().collect(Collectors.groupingBy(Constant::file));
    for (List<Constant> file : files.values()) {
      for (Ends ends : Ends.values()) {
        CodecRun.Point point = CodecRun.measure(variant(program, file, ends), clip, 60);
        assertThat(point.psnrYuv()).as("%s of %s", ends, file).isGreaterThan(28);
      }
    }
  }

  private static List<Constant> constants(String program) {
    List<Constant> constants = new ArrayList<>();
    ShippedPrograms.find(program)
        .orElseThrow()
        .files()
        .forEach((file, text) -> {
          Matcher matcher = CONSTANT.matcher(text);
          while (matcher.find()) {
            constants.add(
                new Constant(
                    file,
                    text,
                    matcher.group(1),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)),
                    Integer.parseInt(matcher.group(4))));
          }
        });
    return constants;
  }

  // The entry class of the program with one class compiled again.
  private Class<?> variant(String program, List<Constant> file, Ends ends) throws Exception {
    ShippedProgram shipped = ShippedPrograms.find(program).orElseThrow();
    String name = file.getFirst().file();
    String text = file.getFirst().text();
    for (int i = 0; i < file.size(); i++) {
      Constant constant = file.get(i);
      text =
          text.replace(
              " " + constant.name() + " = " + constant.value() + ";",
              " " + constant.name() + " = " + ends.of(constant, i) + ";");
    }
    String changed = text;
    Path classes = Files.createDirectory(directory.resolve(name.replace('/', '.') + ends));
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("memory:///" + name), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return changed;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of(
            "-proc:none",
            "-implicit:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            classes.toString());
    assertThat(compiler.getTask(null, null, null, options, null, List.of(source)).call()).isTrue();
    return new VariantLoader(classes, program).loadClass(shipped.entry());
  }

  /** Loads a program's classes anew, the recompiled ones instead of those of the class path. */
  private static final class VariantLoader extends ClassLoader {
    private final Path classes;
    private final String prefix;

    VariantLoader(Path classes, String program) {
      super(TuneConstantsTest.class.getClassLoader());
      this.classes = classes;
      this.prefix = program + ".";
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(prefix)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        if (known != null) {
          return known;
        }
        byte[] bytes = bytes(name.replace('.', '/') + ".class");
        return defineClass(name, bytes, 0, bytes.length);
      }
    }

    private byte[] bytes(String file) throws ClassNotFoundException {
      Path changed = classes.resolve(file);
      try (InputStream in =
          Files.exists(changed) ? Files.newInputStream(changed) : getResourceAsStream(file)) {
        if (in == null) {
          throw new ClassNotFoundException(file);
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(file, e);
      }
    }
  }
}
