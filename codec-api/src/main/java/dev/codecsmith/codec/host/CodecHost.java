package dev.codecsmith.codec.host;

import dev.codecsmith.codec.Codec;
import dev.codecsmith.codec.VideoFormat;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The main class of a Java candidate's two processes.
 *
 * <pre>
 * CodecHost ENTRY encode SOURCE.y4m QUALITY    the bitstream goes to standard output
 * CodecHost ENTRY decode BITSTREAM             the frames go to standard output, as Y4M
 * </pre>
 *
 * ENTRY is the name of a public class on the class path that implements {@link Codec}. The exit
 * code says what became of it: {@link #EXIT_DONE}, {@link #EXIT_CODEC_FAILED}, {@link
 * #EXIT_WRONG_USE} or {@link #EXIT_OUT_OF_MEMORY}; standard error then says why. The last buffer of
 * the output is written only when the codec returned normally, and the process ends at once,
 * whatever threads the codec left behind.
 *
 * <p>An experiment starts this twice per clip and quality, so the time to the first byte counts:
 * this package uses no lambda, stream, format string or regular expression, whose first use costs
 * more than all the rest.
 */
public final class CodecHost {
  /** The codec returned normally and its whole output is written. */
  public static final int EXIT_DONE = 0;

  /** The codec threw; its stack trace is on standard error. */
  public static final int EXIT_CODEC_FAILED = 1;

  /**
   * The arguments, the entry class or the input file are wrong; one sentence on standard error says
   * which.
   */
  public static final int EXIT_WRONG_USE = 2;

  /** The codec ran out of memory. */
  public static final int EXIT_OUT_OF_MEMORY = 3;

  private static final String USAGE =
      "Usage: CodecHost ENTRY encode SOURCE.y4m QUALITY | CodecHost ENTRY decode BITSTREAM";

  private CodecHost() {}

  /** Runs one half of a codec and ends the process. */
  public static void main(String[] args) {
    HostOutput out = new HostOutput(new FileOutputStream(FileDescriptor.out));
    // What a codec prints must not end up in its bitstream.
    System.setOut(System.err);
    int exit = EXIT_CODEC_FAILED;
    try {
      exit = run(args, out);
    } finally {
      // Not exit: shutdown hooks and threads of the codec are not waited for.
      System.err.flush();
      Runtime.getRuntime().halt(exit);
    }
  }

  static int run(String[] args, HostOutput out) {
    try {
      execute(args, out);
      out.finish();
      return EXIT_DONE;
    } catch (WrongUseException e) {
      System.err.println(e.getMessage());
      return EXIT_WRONG_USE;
    } catch (OutOfMemoryError e) {
      System.err.println("The codec ran out of memory.");
      StackTraces.print(e);
      return EXIT_OUT_OF_MEMORY;
    } catch (Throwable e) {
      StackTraces.print(e);
      return EXIT_CODEC_FAILED;
    }
  }

  private static void execute(String[] args, HostOutput out) throws Exception {
    boolean encode = args.length == 4 && args[1].equals("encode");
    boolean decode = args.length == 3 && args[1].equals("decode");
    if (!encode && !decode) {
      throw new WrongUseException(USAGE);
    }
    int quality = encode ? quality(args[3]) : 0;
    try (InputStream in = open(args[2])) {
      if (encode) {
        Y4mFrameReader frames = new Y4mFrameReader(in, args[2]);
        VideoFormat format = frames.format();
        instance(args[0]).encode(format, frames, quality, out);
      } else {
        Y4mFrameWriter frames = new Y4mFrameWriter(out);
        instance(args[0]).decode(new HostInput(in), frames);
        frames.finish();
      }
    }
  }

  private static int quality(String text) throws WrongUseException {
    try {
      int quality = Integer.parseInt(text);
      if (quality >= 0 && quality <= 100) {
        return quality;
      }
    } catch (NumberFormatException e) {
      // Said below, together with a number out of range.
    }
    throw new WrongUseException("QUALITY is " + text + ": it must be an integer from 0 to 100.");
  }

  private static InputStream open(String file) throws WrongUseException {
    try {
      return new FileInputStream(new File(file));
    } catch (IOException e) {
      throw new WrongUseException("The input cannot be read: " + e.getMessage());
    }
  }

  private static Codec instance(String entry) throws Exception {
    Class<?> type = load(entry);
    if (!Codec.class.isAssignableFrom(type)) {
      throw new WrongUseException(
          "The entry class " + entry + " does not implement dev.codecsmith.codec.Codec.");
    }
    Constructor<?> constructor = publicConstructor(type);
    if (constructor == null) {
      throw new WrongUseException(
          "The entry class "
              + entry
              + " cannot be instantiated: it must be public, not abstract, and have a public constructor without"
              + " parameters.");
    }
    try {
      return (Codec) constructor.newInstance();
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      throw cause instanceof Exception exception ? exception : e;
    }
  }

  private static Class<?> load(String entry) throws WrongUseException {
    try {
      return Class.forName(entry, false, CodecHost.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new WrongUseException(
          "The entry class "
              + entry
              + " is not on the class path: the entry must name a class of the program with its package, for example"
              + " dpcm.DpcmCodec.");
    } catch (NoClassDefFoundError e) {
      // On a file system that ignores case, and for Dpcm/DpcmCodec instead of dpcm.DpcmCodec.
      throw new WrongUseException(
          "The entry class " + entry + " cannot be loaded: " + e.getMessage() + ".");
    }
  }

  private static @Nullable Constructor<?> publicConstructor(Class<?> type) {
    if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
      return null;
    }
    try {
      return type.getConstructor();
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}
