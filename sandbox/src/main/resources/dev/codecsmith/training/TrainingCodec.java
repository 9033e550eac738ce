package dev.codecsmith.training;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Codec;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.FrameReader;
import dev.codecsmith.codec.FrameWriter;
import dev.codecsmith.codec.VideoFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Does what codecs do, so that what codecs use is in the archive that their processes start from.
 */
public final class TrainingCodec implements Codec {
  @Override
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream bitstream)
      throws IOException {
    DataOutputStream out = new DataOutputStream(bitstream);
    out.writeShort(format.width());
    out.writeShort(format.height());
    Frame frame = new Frame(format);
    int count = 0;
    while (frames.read(frame)) {
      count++;
    }
    out.writeInt(count);
    out.write(squeeze(useTheLibrary(quality)));
    out.flush();
  }

  @Override
  public void decode(InputStream bitstream, FrameWriter frames) throws IOException {
    DataInputStream in = new DataInputStream(bitstream);
    int width = in.readUnsignedShort();
    int height = in.readUnsignedShort();
    int count = in.readInt();
    try {
      new Inflater().setInput(in.readAllBytes());
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
    useTheLibrary(count);
    VideoFormat format = new VideoFormat(width, height, 25, 1, ChromaFormat.YUV420, 8);
    frames.start(format);
    Frame frame = new Frame(format);
    for (int i = 0; i < count; i++) {
      frames.write(frame);
    }
  }

  private static byte[] squeeze(byte[] bytes) {
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    byte[] result = new byte[4096];
    return Arrays.copyOf(result, deflater.deflate(result));
  }

  private static byte[] useTheLibrary(int seed) throws IOException {
    Random random = new Random(seed);
    Map<Integer, Integer> counts = new HashMap<>();
    Map<String, List<Integer>> sorted = new TreeMap<>();
    PriorityQueue<int[]> queue = new PriorityQueue<>(Comparator.comparingInt((int[] a) -> a[0]));
    ArrayDeque<Integer> deque = new ArrayDeque<>();
    BitSet bits = new BitSet();
    for (int i = 0; i < 100; i++) {
      int value = random.nextInt(64);
      counts.merge(value, 1, Integer::sum);
      sorted.computeIfAbsent("k" + (value & 3), key -> new ArrayList<>()).add(value);
      queue.add(new int[] {value, i});
      deque.addLast(value);
      bits.set(value);
    }
    double[] values = IntStream.range(0, 64).mapToDouble(i -> Math.cos(i * 0.1)).toArray();
    Arrays.sort(values);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (double value : values) {
      out.writeLong(Double.doubleToLongBits(value));
    }
    out.writeUTF(String.format("%d %.3f", queue.size() + deque.size(), values[0]));
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      Future<Integer> sum = pool.submit(() -> counts.values().stream().mapToInt(i -> i).sum());
      out.writeInt(sum.get());
    } catch (Exception e) {
      throw new IOException(e);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
    out.writeInt(
        buffer.getInt() + new DataInputStream(new ByteArrayInputStream(buffer.array())).read());
    return bytes.toByteArray();
  }
}
