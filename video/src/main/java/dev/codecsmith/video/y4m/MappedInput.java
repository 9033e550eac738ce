package dev.codecsmith.video.y4m;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file mapped into memory as a whole. */
public final class MappedInput implements ByteInput {
  private final Arena arena = Arena.ofShared();
  private final MemorySegment file;
  private long position;

  public MappedInput(Path path) throws IOException {
    MemorySegment mapped = MemorySegment.NULL;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } finally {
      if (mapped.equals(MemorySegment.NULL)) {
        arena.close();
      }
    }
    file = mapped;
  }

  public long size() {
    return file.byteSize();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public int read() {
    return position == file.byteSize() ? -1 : file.get(ValueLayout.JAVA_BYTE, position++) & 0xFF;
  }

  @Override
  public MemorySegment read(long count) {
    MemorySegment slice = file.asSlice(position, Math.min(count, file.byteSize() - position));
    position += slice.byteSize();
    return slice;
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
