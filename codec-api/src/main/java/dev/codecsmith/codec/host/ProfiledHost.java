package dev.codecsmith.codec.host;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@link CodecHost} that also tells on standard error where the codec's time went. It looks at
 * the running threads every few milliseconds and counts which method is at work, and which stand
 * below it. At the end it writes a line for each of those that were found most often:
 *
 * <pre>
 * codecsmith-time samples=412 self=96 total=203 method=mine.Mixer.update
 * </pre>
 *
 * {@code samples} is how often a thread was found at work, {@code self} how often in this method,
 * {@code total} how often in it or below it. Samples are taken where the virtual machine can stop a
 * thread, so a short method counts for the one that calls it.
 */
public final class ProfiledHost {
  private static final int PAUSE_MILLIS = 3;
  private static final int MOST_METHODS = 40;
  private static final String OWN_PACKAGE = ProfiledHost.class.getPackageName() + ".";

  private final Map<String, int[]> counts = new HashMap<>();
  private int samples;

  ProfiledHost() {}

  /** As {@link CodecHost#main}. */
  public static void main(String[] args) {
    HostOutput out = new HostOutput(new FileOutputStream(FileDescriptor.out));
    PrintStream words = System.err;
    System.setOut(words);
    ProfiledHost profile = new ProfiledHost();
    Thread sampler = new Thread(profile::sample, "profile");
    sampler.setDaemon(true);
    sampler.start();
    int exit = CodecHost.EXIT_CODEC_FAILED;
    try {
      exit = CodecHost.run(args, out);
      profile.tell(words);
    } finally {
      words.flush();
      Runtime.getRuntime().halt(exit);
    }
  }

  private void sample() {
    Thread own = Thread.currentThread();
    try {
      while (true) {
        Thread.sleep(PAUSE_MILLIS);
        for (Map.Entry<Thread, StackTraceElement[]> thread :
            Thread.getAllStackTraces().entrySet()) {
          if (thread.getKey() != own && thread.getKey().getState() == Thread.State.RUNNABLE) {
            add(thread.getValue());
          }
        }
      }
    } catch (InterruptedException e) {
      own.interrupt();
    }
  }

  /** Counts a stack, the running method first; one without a method of the codec does not count. */
  synchronized void add(StackTraceElement[] stack) {
    if (!isOfTheCodec(stack)) {
      return;
    }
    samples++;
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < stack.length; i++) {
      String method = stack[i].getClassName() + "." + stack[i].getMethodName();
      if (seen.add(method) && !stack[i].getClassName().startsWith(OWN_PACKAGE)) {
        int[] count = counts.computeIfAbsent(method, _ -> new int[2]);
        count[0] += i == 0 ? 1 : 0;
        count[1]++;
      }
    }
  }

  private static boolean isOfTheCodec(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      String type = frame.getClassName();
      if (!type.startsWith(OWN_PACKAGE) && !isOfTheMachine(type)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfTheMachine(String type) {
    return type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
  }

  synchronized void tell(PrintStream words) {
    List<Map.Entry<String, int[]>> all = new ArrayList<>(counts.entrySet());
    all.sort((one, other) -> {
      int bySelf = Integer.compare(other.getValue()[0], one.getValue()[0]);
      int byTotal = Integer.compare(other.getValue()[1], one.getValue()[1]);
      return bySelf != 0 ? bySelf : byTotal != 0 ? byTotal : one.getKey().compareTo(other.getKey());
    });
    for (Map.Entry<String, int[]> method : all.subList(0, Math.min(MOST_METHODS, all.size()))) {
      words.println(
          "codecsmith-time samples="
              + samples
              + " self="
              + method.getValue()[0]
              + " total="
              + method.getValue()[1]
              + " method="
              + method.getKey());
    }
  }
}
