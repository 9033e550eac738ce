package matching;

/**
 * What the contexts and weights of a {@link Mixer} start from, so that a short video need not teach
 * them first: probabilities with how sure they are, learnt from four clips that have nothing to do
 * with any footage this program is measured on (see docs/discovery.md). They adapt at once.
 */
final class Prior {
  /** How often a context counts as seen at most. */
  private static final int SURE = 14; // tune: 2..40

  private static final int FIRST = '#';
  private static final int STEPS = 45;
  private static final int WEIGHT_UNIT = 1024;

  private Prior() {}

  private static int valueOf(char c) {
    return c - FIRST;
  }

  // A context is a letter for its probability, then one for how often it was seen; a run of
  // contexts that were not is '!' and two letters that count them.
  static void load(long[] contexts) {
    load(contexts, 0, PriorContexts.TEXT);
    load(contexts, Element.SKIP_MORE.slot(0, 0), PriorMore.SKIP);
    load(contexts, Element.DIVIDED_MORE.slot(0, 0), PriorMore.DIVIDED);
    load(contexts, Element.CODED_MORE.slot(0, 0), PriorMore.CODED);
    load(contexts, Element.LAST_MORE.slot(0, 0), PriorMore.LAST);
    load(contexts, Element.MERGE_MORE.slot(0, 0), PriorMore.MERGE);
  }

  private static void load(long[] contexts, int start, String[] texts) {
    int at = start;
    for (String text : texts) {
      for (int i = 0; i < text.length(); i += 2) {
        char c = text.charAt(i);
        if (c == '!') {
          at += valueOf(text.charAt(i + 1)) * STEPS + valueOf(text.charAt(i + 2));
          i++;
          continue;
        }
        long p = Mixer.squash((valueOf(c) - STEPS / 2) * 256 / 3);
        int seen = Math.min(SURE, valueOf(text.charAt(i + 1)) + 1);
        contexts[at++] = p << 24 | p << 8 | seen;
      }
    }
  }

  /** The weight of an input, or 0 where none was learnt. */
  static int weight(Element e, int input) {
    int at = e.index * Element.MOST_INPUTS + input;
    return at >= PriorMore.WEIGHTS.length()
        ? 0
        : (PriorMore.WEIGHTS.charAt(at) - 'P') * WEIGHT_UNIT;
  }
}
