package matching;

/** The kinds of binary decisions, each with contexts and weights of its own. */
enum Element {
  LAST_COLUMN(0, 3),
  LAST_ROW(1, 3),
  SIGNIFICANT(2, 9),
  GREATER(3, 8),
  ESCAPE(4, 2),
  DIVIDED(5, 3),
  QUAD(6, 2),
  DIRECTION(7, 3),
  SKIP(8, 3),
  INTRA(9, 3),
  MERGE(10, 3),
  MERGE_INDEX(11, 2),
  BI(12, 3),
  REFERENCE(13, 3),
  PREDICTOR(14, 2),
  DIFFERENCE(15, 2),
  PROBABLE(16, 3),
  PROBABLE_INDEX(17, 2),
  MODE(18, 2),
  FROM_LUMA(19, 3),
  CHROMA_MODE(20, 2),
  SPLIT(21, 3),
  CODED_LUMA(22, 3),
  CODED_CHROMA(23, 3),
  KIND(24, 3),
  KIND_INDEX(25, 2),
  FILTER(26, 2),
  FILTER_TAP(27, 2),
  OVERLAP(28, 3),
  SIGN(29, 5),
  LIGHT(30, 3),
  /** More contexts of {@link #PROBABLE} and {@link #PROBABLE_INDEX}: see {@link Gradients}. */
  DERIVED(31, 2),
  /** One more context of {@link #MERGE_INDEX}: how well candidates fit. */
  FIT(32, 1),
  QP(33, 2),
  /** More contexts of {@link #SKIP}: how well the first candidate fits. */
  SKIP_MORE(34, 2),
  /** More contexts of {@link #DIVIDED}: neighbours, and the same place in the first reference. */
  DIVIDED_MORE(35, 3),
  /** More contexts of {@link #CODED_LUMA} and {@link #CODED_CHROMA}: see {@link BorderMisfit}. */
  CODED_MORE(36, 3),
  /** The same of the last level. */
  LAST_MORE(37, 2),
  /** More contexts of {@link #MERGE_INDEX}. */
  MERGE_MORE(38, 4),
  FUSED(39, 3),
  AFFINE(40, 3),
  AFFINE_INDEX(41, 2),
  SIX(42, 2),
  SLOPE(43, 2),
  FIELD(44, 3),
  PAIR_WEIGHT(45, 2),
  DIRECTIONAL(46, 3),
  WAY(47, 2),
  THIRD(48, 3),
  THREE(49, 3),
  VECTOR(50, 7),
  VECTOR_SIGN(51, 3),
  OWN(52, 5),
  /** More contexts of {@link #SIGN}: see {@link MotionBorder}. */
  SIGN_MORE(53, 2);

  static final Element[] ALL = values();

  /** Contexts of one input. */
  static final int CONTEXT_BITS = 12;

  static final int MOST_INPUTS = 10;

  /** Weight sets. */
  static final int SETS = 64;

  /** Its place among the others. */
  final int index;

  /** Contexts of one decision, and so inputs of its mixer. */
  final int inputs;

  private static final int[] START = starts();

  Element(int index, int inputs) {
    this.index = index;
    this.inputs = inputs;
  }

  private static int[] starts() {
    int[] start = new int[ALL.length + 1];
    for (Element e : ALL) {
      start[e.index + 1] = start[e.index] + (e.inputs << CONTEXT_BITS);
    }
    return start;
  }

  /** Contexts of all elements. */
  static int slots() {
    return START[ALL.length];
  }

  int slot(int input, int context) {
    return START[index] + (input << CONTEXT_BITS) + context;
  }

  int weights(int set) {
    return (index * SETS + set) * MOST_INPUTS;
  }
}
