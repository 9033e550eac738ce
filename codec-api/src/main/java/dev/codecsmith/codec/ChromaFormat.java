package dev.codecsmith.codec;

/** How the two chroma planes are subsampled against luma. */
public enum ChromaFormat {
  YUV400,
  YUV420,
  YUV422,
  YUV444
}
