package dev.codecsmith.evolve.archive;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A way in which programs differ that is not their score, cut into bins.
 *
 * <p>CPU times are measured anew in each run, so a campaign whose axes are CPU times cannot be
 * repeated from its seed alone (it does follow from its store); the default axes can.
 */
public enum BehaviourAxis {
  /** Compressed size of the decoder, a bin for each factor of 1.5. */
  DECODER_BYTES {
    @Override
    int bin(Member member) {
      return logarithmic((double) member.decoderBytes(), 1.5);
    }
  },
  /** How bits are shared between luma and chroma, a bin for each dB. */
  CHROMA_LEAD {
    @Override
    int bin(Member member) {
      return (int) Math.floor(Math.clamp(member.chromaLeadDb(), -50, 50));
    }
  },
  /** CPU time of encoding, a bin for each factor of 2. */
  ENCODE_CPU {
    @Override
    int bin(Member member) {
      return logarithmic(member.encodeCpuSeconds() * 1000, 2);
    }
  },
  /** CPU time of decoding, a bin for each factor of 2. */
  DECODE_CPU {
    @Override
    int bin(Member member) {
      return logarithmic(member.decodeCpuSeconds() * 1000, 2);
    }
  };

  /** Decoder size and the share of chroma. */
  public static final List<BehaviourAxis> DEFAULT = List.of(DECODER_BYTES, CHROMA_LEAD);

  /** The member's bin on this axis. */
  abstract int bin(Member member);

  /** The name in settings, such as {@code decoder-bytes}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<BehaviourAxis> named(String label) {
    return List.of(values()).stream().filter(a -> a.label().equals(label)).findFirst();
  }

  private static int logarithmic(double figure, double factor) {
    return figure < 1 ? 0 : 1 + (int) Math.floor(Math.log(figure) / Math.log(factor));
  }
}
