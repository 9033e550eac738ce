package dev.codecsmith.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A video codec: an encoder and a decoder that share nothing but the bitstream. This page is the
 * whole contract.
 *
 * <h2>Life</h2>
 *
 * A codec is a public class with a public constructor without parameters. {@link #encode} and
 * {@link #decode} run in <b>separate processes</b>, each on a fresh instance that is used for one
 * call: a field set while encoding does not exist while decoding. The decoder's process holds the
 * program and the bitstream only, neither the source nor anything else the encoder left behind.
 * Whatever the decoder needs (width, height, frame rate, chroma format, bit depth, quantiser, and
 * the frame count or an end mark) must be in the bitstream.
 *
 * <h2>What the output must be</h2>
 *
 * <ul>
 *   <li>The decoder calls {@link FrameWriter#start} once, with a format equal to the source's in
 *       every component, then {@link FrameWriter#write} exactly once per source frame, in display
 *       order. One frame too few or too many, or another size, is a failure and not a worse score.
 *       A clip has at least one frame; its length is not known until {@link FrameReader#read}
 *       returns false.
 *   <li>Sizes may be odd and as small as 1x1. Chroma planes are rounded up: 4:2:0 at 175x143 has
 *       chroma of 88x72. Blocks that stick out at the right and at the bottom must be handled, for
 *       example by repeating the edge.
 *   <li>8-bit {@link ChromaFormat#YUV420} must work. A codec that cannot do another format throws
 *       {@link UnsupportedOperationException} from encode, with a message that says so.
 *   <li>The decoded frames must not depend on the machine: the same bitstream gives the same
 *       samples, and the same source and quality give the same bitstream, each time. So everything
 *       that the decoder computes is integer arithmetic ({@code int}, {@code long}, shifts); the
 *       encoder predicts from the frames that the decoder will have (it runs the same
 *       reconstruction), never from the source. No random seed, no clock, no hash order.
 * </ul>
 *
 * <h2>Quality</h2>
 *
 * {@code quality} is an integer 0 to 100, higher is better. PSNR and bitrate must rise with it. A
 * campaign names the points that it measures, and for each clip a band of PSNR-YUV, which is what
 * its main anchor reaches between two of its settings; points that cover less than three quarters
 * of the band fail the candidate. So 0 should be coarser and 100 finer than anybody asks for, and
 * PSNR rise evenly between them. On the scale of H.264's quantiser, whose step is 0.625 at QP 0 and
 * doubles each 6, {@code QP = 47 - quality * 3 / 10} does that, and the bands of the usual anchors
 * are within.
 *
 * <h2>The score</h2>
 *
 * The score is BD-rate against the campaign's main anchor, such as x264: how many per cent more
 * (bad) or fewer (good) bits the codec needs at equal PSNR-YUV, as the mean over several clips.
 * PSNR-YUV is (6 PSNR-Y + PSNR-U + PSNR-V) / 8 of each frame in dB, averaged over the frames as
 * JVET and libvmaf do; it is not the PSNR of the mean squared error over all frames, which is
 * ffmpeg's. So a frame that is much better than the others pays: its decibels count as much as
 * theirs. Lower is better, below 0 beats the anchor. The bitrate counts every byte of the
 * bitstream. So what pays is rate against squared error: good prediction (intra, motion),
 * transform, quantisation with rate in mind, adaptive arithmetic coding. The compressed size of the
 * program is reported beside the score, the names of its files counted: shipping a table of trained
 * values is seen.
 *
 * <h2>Limits</h2>
 *
 * CPU time per megapixel of source, memory and program size are limited; a program that breaks a
 * limit fails. One thread is enough: CPU time counts over all threads, so more do not help. As a
 * rule of thumb the encoder may take about 2 s and the decoder 1 s for 30 frames of 176x144, start
 * of the JVM included. Frames come and go one at a time: keep the few that prediction needs, not
 * the clip. There is no network and nothing to read but the JDK and the program, and no file needs
 * to be written. Use nothing but {@code java.base}.
 *
 * <h2>Errors</h2>
 *
 * Throw. The host prints the exception and its stack trace to standard error and ends the process
 * with a non-zero exit code; a message that says what was found and what was expected helps whoever
 * repairs the program. Never return as if nothing had happened. Let {@link IOException} pass. A
 * damaged or cut bitstream must end in an exception, not in an endless loop or an enormous
 * allocation. Standard output belongs to the host: {@code System.out} of a codec goes to standard
 * error and harms nothing.
 *
 * <h2>Where the bits go</h2>
 *
 * An encoder may tell the people who look at it where its bits go, by printing a line for each
 * frame: {@code codecsmith-bits frame=12 type=B bits=3456 motion=800 residual=2100}, the elements
 * of its syntax by any names; {@code FrameBits} does that. Nothing is scored by it.
 *
 * <h2>A complete example</h2>
 *
 * The smallest codec worth the name: each sample is predicted from its left neighbour (the first of
 * a row from the one above), the difference is quantised, and the indices go through Deflate. It is
 * correct in all of the above and compresses poorly. Its entry class is {@code dpcm.DpcmCodec}, in
 * the file {@code dpcm/DpcmCodec.java}.
 *
 * <pre>{@code
 * package dpcm;
 *
 * import dev.codecsmith.codec.ChromaFormat;
 * import dev.codecsmith.codec.Codec;
 * import dev.codecsmith.codec.Frame;
 * import dev.codecsmith.codec.FrameReader;
 * import dev.codecsmith.codec.FrameWriter;
 * import dev.codecsmith.codec.VideoFormat;
 * import java.io.BufferedInputStream;
 * import java.io.DataInputStream;
 * import java.io.DataOutputStream;
 * import java.io.IOException;
 * import java.io.InputStream;
 * import java.io.OutputStream;
 * import java.util.zip.DeflaterOutputStream;
 * import java.util.zip.InflaterInputStream;
 *
 * public final class DpcmCodec implements Codec {
 *
 *   @Override
 *   public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream bitstream)
 *       throws IOException {
 *     DeflaterOutputStream deflater = new DeflaterOutputStream(bitstream);
 *     DataOutputStream out = new DataOutputStream(deflater);
 *     int step = stepOf(quality) << (format.bitDepth() - 8);
 *     out.writeShort(format.width());
 *     out.writeShort(format.height());
 *     out.writeInt(format.rateNumerator());
 *     out.writeInt(format.rateDenominator());
 *     out.writeByte(format.chroma().id());
 *     out.writeByte(format.bitDepth());
 *     out.writeShort(step);
 *     Frame frame = new Frame(format);
 *     while (frames.read(frame)) {
 *       out.writeByte(1); // a frame follows
 *       for (int p = 0; p < format.planes(); p++) {
 *         short[] samples = frame.plane(p);
 *         int width = frame.width(p);
 *         for (int i = 0; i < samples.length; i++) {
 *           int prediction = predict(samples, i, width, format);
 *           int difference = (samples[i] & 0xFFFF) - prediction;
 *           int index = (Math.abs(difference) + step / 2) / step;
 *           index = difference < 0 ? -index : index;
 *           writeIndex(out, index);
 *           // From here on the array holds what the decoder will have, so that predictions are equal.
 *           samples[i] = reconstruct(prediction, index, step, format);
 *         }
 *       }
 *     }
 *     out.writeByte(0); // the end mark
 *     out.flush();
 *     deflater.finish();
 *   }
 *
 *   @Override
 *   public void decode(InputStream bitstream, FrameWriter frames) throws IOException {
 *     DataInputStream in =
 *         new DataInputStream(new BufferedInputStream(new InflaterInputStream(bitstream)));
 *     int width = in.readUnsignedShort();
 *     int height = in.readUnsignedShort();
 *     int rateNumerator = in.readInt();
 *     int rateDenominator = in.readInt();
 *     ChromaFormat chroma = ChromaFormat.ofId(in.readUnsignedByte());
 *     int bitDepth = in.readUnsignedByte();
 *     VideoFormat format =
 *         new VideoFormat(width, height, rateNumerator, rateDenominator, chroma, bitDepth);
 *     int step = in.readUnsignedShort();
 *     frames.start(format);
 *     Frame frame = new Frame(format);
 *     while (in.readUnsignedByte() == 1) {
 *       for (int p = 0; p < format.planes(); p++) {
 *         short[] samples = frame.plane(p);
 *         int planeWidth = frame.width(p);
 *         for (int i = 0; i < samples.length; i++) {
 *           int prediction = predict(samples, i, planeWidth, format);
 *           samples[i] = reconstruct(prediction, readIndex(in), step, format);
 *         }
 *       }
 *       frames.write(frame);
 *     }
 *   }
 *
 *   // The left neighbour; in the first column the one above; mid-grey for the first sample of all.
 *   private static int predict(short[] samples, int i, int width, VideoFormat format) {
 *     if (i % width > 0) {
 *       return samples[i - 1] & 0xFFFF;
 *     }
 *     return i >= width ? samples[i - width] & 0xFFFF : 1 << (format.bitDepth() - 1);
 *   }
 *
 *   private static short reconstruct(int prediction, int index, int step, VideoFormat format) {
 *     return (short) Math.clamp((long) prediction + (long) index * step, 0, format.maxSample());
 *   }
 *
 *   // 4 at quality 100, 6 at 80, 28 at 20: it doubles each 28 steps downwards.
 *   private static int stepOf(int quality) {
 *     int eighths = (100 - quality) * 2 / 7;
 *     return ((8 + eighths % 8) << (eighths / 8)) / 2;
 *   }
 *
 *   // Indices are small: one byte, or 255 and four bytes.
 *   private static void writeIndex(DataOutputStream out, int index) throws IOException {
 *     if (index >= -127 && index <= 127) {
 *       out.writeByte(index + 127);
 *     } else {
 *       out.writeByte(255);
 *       out.writeInt(index);
 *     }
 *   }
 *
 *   private static int readIndex(DataInputStream in) throws IOException {
 *     int first = in.readUnsignedByte();
 *     return first == 255 ? in.readInt() : first - 127;
 *   }
 * }
 * }</pre>
 */
public interface Codec {

  /**
   * Encodes a video.
   *
   * @param format the format of every frame
   * @param frames the source: read until it returns false
   * @param quality 0 to 100, higher is better
   * @param bitstream takes the bitstream; buffered by the host, and flushed by it when this method
   *     returns normally. Closing it is allowed and does nothing
   * @throws UnsupportedOperationException if the codec cannot do this format
   * @throws IOException if the source cannot be read or the bitstream cannot be written
   */
  void encode(VideoFormat format, FrameReader frames, int quality, OutputStream bitstream)
      throws IOException;

  /**
   * Decodes a bitstream that {@link #encode} made.
   *
   * @param bitstream the bitstream from its first byte to its end; buffered by the host
   * @param frames takes the decoded frames
   * @throws IOException if the bitstream cannot be read, is damaged or ends early, or if a frame
   *     cannot be written
   */
  void decode(InputStream bitstream, FrameWriter frames) throws IOException;
}
