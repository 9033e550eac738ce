import dev.codecsmith.codec.*;
import java.io.*;
import java.lang.management.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;

/**
 * java H run CLASSES_DIR ENTRY SET QUALITIES [THREADS] : encodes and decodes, prints and stores CLASSES_DIR/../SET.csv
 * java H cmp A.csv B.csv : BD-rate of B against A by clip (piecewise cubic with more than two points, else linear).
 * SET is a name of sets/NAME.txt next to the harness: lines "FILE FRAMES X Y W H".
 */
public class H {
  record Clip(String name, VideoFormat format, List<byte[]> frames) {}

  static Clip read(Path file, int most, int x0, int y0, int w, int h, String name) throws IOException {
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      String head = in.readLine();
      int width = 0, height = 0, depth = 8, num = 25, den = 1;
      for (String s : head.split(" ")) {
        if (s.startsWith("W")) width = Integer.parseInt(s.substring(1));
        if (s.startsWith("H")) height = Integer.parseInt(s.substring(1));
        if (s.startsWith("F")) { String[] f = s.substring(1).split(":"); num = Integer.parseInt(f[0]); den = Integer.parseInt(f[1]); }
        if (s.contains("p10")) depth = 10;
      }
      if (w == 0) { w = width; h = height; }
      int cw = (width + 1) / 2, ch = (height + 1) / 2;
      List<byte[]> frames = new ArrayList<>();
      while (frames.size() < most) {
        String l;
        try { l = in.readLine(); } catch (EOFException e) { break; }
        if (l == null) break;
        byte[] all = new byte[width * height + 2 * cw * ch];
        in.readFully(all);
        int ow = (w + 1) / 2, oh = (h + 1) / 2;
        byte[] out = new byte[w * h + 2 * ow * oh];
        int at = 0;
        for (int y = 0; y < h; y++) { System.arraycopy(all, (y0 + y) * width + x0, out, at, w); at += w; }
        for (int p = 0; p < 2; p++)
          for (int y = 0; y < oh; y++) { System.arraycopy(all, width * height + p * cw * ch + (y0 / 2 + y) * cw + x0 / 2, out, at, ow); at += ow; }
        frames.add(out);
      }
      return new Clip(name, new VideoFormat(w, h, num, den, ChromaFormat.YUV420, depth), frames);
    }
  }

  static void load(byte[] from, Frame f) {
    int at = 0;
    for (int p = 0; p < 3; p++) {
      short[] s = f.plane(p);
      int n = f.width(p) * f.height(p);
      for (int i = 0; i < n; i++) s[i] = (short) (from[at++] & 255);
    }
  }

  public static void main(String[] a) throws Exception {
    if (a[0].equals("cmp")) { compare(a[1], a[2]); return; }
    Path classes = Path.of(a[1]);
    String set = a[3];
    Path home = Path.of(System.getProperty("harness"));
    List<Clip> clips = new ArrayList<>();
    for (String l : Files.readAllLines(home.resolve("sets/" + set + ".txt"))) {
      if (l.isBlank()) continue;
      String[] p = l.trim().split(" +");
      int[] v = new int[5];
      for (int i = 0; i < 5; i++) v[i] = p.length > i + 1 ? Integer.parseInt(p[i + 1]) : 0;
      clips.add(read(home.resolve("y4m/" + p[0] + ".y4m"), v[0], v[1], v[2], v[3], v[4], p[0]));
    }
    URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, H.class.getClassLoader());
    Class<?> entry = loader.loadClass(a[2]);
    int threads = a.length > 5 ? Integer.parseInt(a[5]) : 2;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<String>> jobs = new ArrayList<>();
    for (Clip c : clips) for (String q : a[4].split(",")) jobs.add(pool.submit(() -> one(entry, c, Integer.parseInt(q))));
    StringBuilder out = new StringBuilder();
    for (Future<String> j : jobs) { String s = j.get(); System.out.println(s); out.append(s).append('\n'); }
    pool.shutdown();
    Files.writeString(classes.resolveSibling(set + ".csv"), out.toString());
  }

  static String one(Class<?> entry, Clip c, int q) throws Exception {
    ThreadMXBean t = ManagementFactory.getThreadMXBean();
    long t0 = t.getCurrentThreadCpuTime();
    ByteArrayOutputStream bits = new ByteArrayOutputStream();
    Codec enc = (Codec) entry.getDeclaredConstructor().newInstance();
    int[] at = {0};
    enc.encode(c.format, READER(c, at), q, bits);
    long t1 = t.getCurrentThreadCpuTime();
    Codec dec = (Codec) entry.getDeclaredConstructor().newInstance();
    double[] sum = {0};
    int[] n = {0};
    dec.decode(new ByteArrayInputStream(bits.toByteArray()), new FrameWriter() {
      @Override public void start(VideoFormat f) {}
      @Override public void write(Frame f) {
        double v = 0;
        byte[] src = c.frames.get(n[0]++);
        int i = 0;
        for (int p = 0; p < 3; p++) {
          long e = 0; int m = f.width(p) * f.height(p); short[] s = f.plane(p);
          for (int k = 0; k < m; k++) { int d = s[k] - (src[i++] & 255); e += (long) d * d; }
          double psnr = e == 0 ? 100 : 10 * Math.log10(255.0 * 255 * m / e);
          v += (p == 0 ? 6 : 1) * psnr / 8;
        }
        sum[0] += v;
      }
    });
    long t2 = t.getCurrentThreadCpuTime();
    if (n[0] != c.frames.size()) throw new IllegalStateException(c.name + ": decoded " + n[0] + " of " + c.frames.size());
    double mp = (double) c.format.width() * c.format.height() * n[0] / 1e6;
    return String.format(Locale.ROOT, "%s,%d,%d,%.4f,enc %.2f s/MP,dec %.2f s/MP", c.name, q, bits.size(), sum[0] / n[0], (t1 - t0) / 1e9 / mp, (t2 - t1) / 1e9 / mp);
  }

  static FrameReader READER(Clip c, int[] at) {
    return (Frame f) -> { if (at[0] >= c.frames.size()) return false; load(c.frames.get(at[0]++), f); return true; };
  }

  static Map<String, TreeMap<Double, Double>> table(String f) throws IOException {
    Map<String, TreeMap<Double, Double>> m = new LinkedHashMap<>();
    for (String l : Files.readAllLines(Path.of(f))) {
      String[] p = l.split(",");
      m.computeIfAbsent(p[0], k -> new TreeMap<>()).put(Double.parseDouble(p[3]), Math.log(Double.parseDouble(p[2])));
    }
    return m;
  }

  static double at(TreeMap<Double, Double> t, double x) { // PCHIP
    Double[] xs = t.keySet().toArray(Double[]::new);
    int n = xs.length;
    double[] y = new double[n], d = new double[n], s = new double[n];
    for (int i = 0; i < n; i++) y[i] = t.get(xs[i]);
    for (int i = 0; i + 1 < n; i++) s[i] = (y[i + 1] - y[i]) / (xs[i + 1] - xs[i]);
    if (n == 2) { d[0] = s[0]; d[1] = s[0]; } else {
      for (int i = 1; i + 1 < n; i++) {
        double h0 = xs[i] - xs[i - 1], h1 = xs[i + 1] - xs[i];
        d[i] = s[i - 1] * s[i] <= 0 ? 0 : 3 * (h0 + h1) / ((2 * h1 + h0) / s[i - 1] + (h1 + 2 * h0) / s[i]);
      }
      d[0] = s[0]; d[n - 1] = s[n - 2];
    }
    int i = 0;
    while (i < n - 2 && x > xs[i + 1]) i++;
    double h = xs[i + 1] - xs[i], u = (x - xs[i]) / h;
    return y[i] * (1 + 2 * u) * (1 - u) * (1 - u) + d[i] * h * u * (1 - u) * (1 - u) + y[i + 1] * u * u * (3 - 2 * u) + d[i + 1] * h * u * u * (u - 1);
  }

  static void compare(String a, String b) throws IOException {
    var ta = table(a); var tb = table(b);
    double all = 0; int k = 0;
    StringBuilder out = new StringBuilder();
    for (String c : ta.keySet()) {
      if (!tb.containsKey(c)) continue;
      var x = ta.get(c); var y = tb.get(c);
      double lo = Math.max(x.firstKey(), y.firstKey()), hi = Math.min(x.lastKey(), y.lastKey()), sum = 0;
      int n = 400;
      for (int i = 0; i < n; i++) { double v = lo + (hi - lo) * (i + 0.5) / n; sum += at(y, v) - at(x, v); }
      double bd = 100 * (Math.exp(sum / n) - 1);
      out.append(String.format(Locale.ROOT, "%s %+.2f  ", c, bd));
      all += bd; k++;
    }
    System.out.println(out + String.format(Locale.ROOT, "mean %+.2f", all / k));
  }
}
