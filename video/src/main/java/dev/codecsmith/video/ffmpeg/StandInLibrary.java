package dev.codecsmith.video.ffmpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An empty shared library for Linux: a name, the symbol versions it claims, and no symbol.
 *
 * <p>The bundled ffmpeg is linked against libraries for sound cards, screens and capture devices,
 * which servers and containers do not have, and then does not even start. It calls into them only
 * when such a device is used; its calls are bound when first made, so an empty library of the right
 * name is all that the dynamic loader asks for. With these beside it ffmpeg starts on any Linux
 * with the GNU C library, and faster; it cannot use devices.
 *
 * <p>Layout after the System V ABI: ELF header, program headers (load, dynamic, stack), hash table,
 * symbol table with the null symbol, version table, version definitions, dynamic section, names.
 *
 * @param name the library's file name and SONAME
 * @param versions the symbol versions that its users ask for
 */
record StandInLibrary(String name, List<String> versions) {

  /** What ffmpeg's libavdevice and libavutil ask for beyond the C library and their own kind. */
  static final List<StandInLibrary> FOR_FFMPEG =
      List.of(
          new StandInLibrary("libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4")),
          new StandInLibrary("libpulse.so.0", List.of("PULSE_0")),
          new StandInLibrary("libudev.so.1", List.of("LIBUDEV_183")),
          new StandInLibrary("libxcb.so.1", List.of()),
          new StandInLibrary("libxcb-shm.so.0", List.of()));

  private static final int ELF_HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int PROGRAM_HEADERS = 3;
  private static final int HASH_TABLE = 16;
  private static final int SYMBOL = 24;
  private static final int VERSION_TABLE = 8;
  private static final int VERSION_DEFINITION = 28;
  private static final int DYNAMIC_ENTRY = 16;

  /** The library's bytes for a machine, 62 for x86-64 or 183 for AArch64 (ELF's e_machine). */
  byte[] bytes(int machine) {
    // The first definition of a library is the library itself.
    List<String> defined = new ArrayList<>(List.of(name));
    defined.addAll(versions);

    int hash = ELF_HEADER + PROGRAM_HEADERS * PROGRAM_HEADER;
    int symbols = hash + HASH_TABLE;
    int versionTable = symbols + SYMBOL;
    int definitions = versionTable + VERSION_TABLE;
    int dynamic = (definitions + defined.size() * VERSION_DEFINITION + 7) & ~7;
    long[][] entries = new long[10][];
    int names = dynamic + entries.length * DYNAMIC_ENTRY;
    byte[] strings = ("\0" + String.join("\0", defined) + "\0").getBytes(StandardCharsets.US_ASCII);
    int size = names + strings.length;

    entries[0] = new long[] {14, 1}; // DT_SONAME
    entries[1] = new long[] {4, hash}; // DT_HASH
    entries[2] = new long[] {5, names}; // DT_STRTAB
    entries[3] = new long[] {6, symbols}; // DT_SYMTAB
    entries[4] = new long[] {10, strings.length}; // DT_STRSZ
    entries[5] = new long[] {11, SYMBOL}; // DT_SYMENT
    entries[6] = new long[] {0x6ffffff0L, versionTable}; // DT_VERSYM
    entries[7] = new long[] {0x6ffffffcL, definitions}; // DT_VERDEF
    entries[8] = new long[] {0x6ffffffdL, defined.size()}; // DT_VERDEFNUM
    entries[9] = new long[] {0, 0}; // DT_NULL

    ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    elf.putShort((short) 3).putShort((short) machine).putInt(1); // a shared object
    elf.putLong(0).putLong(ELF_HEADER).putLong(0).putInt(0); // no entry, no sections
    elf.putShort((short) ELF_HEADER);
    elf.putShort((short) PROGRAM_HEADER).putShort((short) PROGRAM_HEADERS);
    elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);

    int readWrite = 6; // the loader notes addresses in the dynamic section
    programHeader(elf, 1, readWrite, 0, size, 0x1000); // PT_LOAD
    programHeader(elf, 2, readWrite, dynamic, entries.length * DYNAMIC_ENTRY, 8); // PT_DYNAMIC
    programHeader(elf, 0x6474e551, readWrite, 0, 0, 16); // PT_GNU_STACK, not executable

    elf.position(hash).putInt(1).putInt(1).putInt(0).putInt(0);

    elf.position(definitions);
    int nameOffset = 1;
    for (int i = 0; i < defined.size(); i++) {
      boolean last = i == defined.size() - 1;
      elf.putShort((short) 1).putShort((short) (i == 0 ? 1 : 0)).putShort((short) (i + 1));
      elf.putShort((short) 1).putInt(elfHash(defined.get(i))).putInt(20);
      elf.putInt(last ? 0 : VERSION_DEFINITION);
      elf.putInt(nameOffset).putInt(0);
      nameOffset += defined.get(i).length() + 1;
    }

    elf.position(dynamic);
    for (long[] entry : entries) {
      elf.putLong(entry[0]).putLong(entry[1]);
    }
    elf.put(strings);
    return elf.array();
  }

  private static void programHeader(
      ByteBuffer elf, int type, int flags, int offset, int size, int alignment) {
    elf.putInt(type).putInt(flags).putLong(offset).putLong(offset).putLong(offset);
    elf.putLong(size).putLong(size).putLong(alignment);
  }

  /** The hash function of the System V ABI. */
  private static int elfHash(String name) {
    int hash = 0;
    for (byte c : name.getBytes(StandardCharsets.US_ASCII)) {
      hash = (hash << 4) + c;
      int top = hash & 0xF0000000;
      hash = (hash ^ (top >>> 24)) & ~top;
    }
    return hash;
  }
}
