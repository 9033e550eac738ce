package dev.codecsmith.sandbox.jdk;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A Java compiler that stays: programs come in through standard input, classes go out through
 * standard output, and no file is written.
 *
 * <p>A request is a count of files and for each its path and text; an answer is a status, the
 * compiler's messages, and a count of classes with name and bytes. Counts and lengths are four
 * bytes, big-endian; texts are UTF-8 behind their length. The options come as arguments.
 */
public final class CompilerServer {
  /** The program compiled. */
  public static final int COMPILED = 0;

  /** The compiler refused it. */
  public static final int REFUSED = 1;

  /** The compiler itself failed. */
  public static final int FAILED = 2;

  /** What the compiler's report of a fault in itself has where its stack was too small. */
  private static final String TOO_DEEP = "java.lang.StackOverflowError";

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final StandardJavaFileManager files =
      compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
  private final List<String> options;

  private CompilerServer(List<String> options) {
    this.options = options;
  }

  /** Serves until standard input ends. */
  public static void main(String[] options) throws IOException {
    Locale.setDefault(Locale.ROOT);
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    DataInputStream requests =
        new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
    DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
    CompilerServer server = new CompilerServer(List.of(options));
    while (true) {
      int count;
      try {
        count = requests.readInt();
      } catch (EOFException e) {
        return;
      }
      List<Source> sources = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        sources.add(new Source(readText(requests), readText(requests)));
      }
      server.answer(sources, answers);
      answers.flush();
    }
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private void answer(List<Source> sources, DataOutputStream answer) throws IOException {
    Classes classes = new Classes(files);
    Messages messages = new Messages();
    int status;
    try {
      boolean compiled = compiler.getTask(messages, classes, null, options, null, sources).call();
      status = compiled ? COMPILED : REFUSED;
      if (!compiled && messages.toString().contains(TOO_DEEP)) {
        messages = tooDeep();
      }
    } catch (StackOverflowError e) {
      messages = tooDeep();
      status = REFUSED;
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      e.printStackTrace(new PrintWriter(messages, true));
      status = FAILED;
    }
    answer.writeInt(status);
    String text = messages.toString();
    writeBytes(answer, text.getBytes(StandardCharsets.UTF_8));
    answer.writeInt(status == COMPILED ? classes.written.size() : 0);
    if (status == COMPILED) {
      for (Map.Entry<String, ByteArrayOutputStream> each : classes.written.entrySet()) {
        writeBytes(answer, each.getKey().getBytes(StandardCharsets.UTF_8));
        writeBytes(answer, each.getValue().toByteArray());
      }
    }
  }

  private static Messages tooDeep() {
    Messages sentence = new Messages();
    new PrintWriter(sentence, true)
        .println(
            "The Java compiler ran out of stack: an expression or a block is nested too deep."
                + " Split it.");
    return sentence;
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** A source file that is only text. */
  private static final class Source extends SimpleJavaFileObject {
    private final String path;
    private final String text;

    Source(String path, String text) {
      super(URI.create("memory:///" + path), Kind.SOURCE);
      this.path = path;
      this.text = text;
    }

    @Override
    public String getName() {
      return path;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps what the compiler writes, and lets it read the platform and the class path only. */
  private static final class Classes extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

    Classes(StandardJavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      String name = className.replace('.', '/') + kind.extension;
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          written.put(name, bytes);
          return bytes;
        }
      };
    }

    @Override
    public FileObject getFileForOutput(
        Location location, String packageName, String relativeName, FileObject sibling)
        throws IOException {
      throw new IOException("no resource is written here");
    }
  }
}
