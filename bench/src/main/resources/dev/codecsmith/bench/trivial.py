import sys
import zlib

SALT = 0
PADDING = 0


def main():
    source = open(sys.argv[2], "rb")
    header = source.readline()
    fields = {field[:1]: field[1:] for field in header.split()[1:]}
    size = int(fields[b"W"]) * int(fields[b"H"]) * 3 // 2
    out = sys.stdout.buffer
    out.write(header)
    if sys.argv[1] == "encode":
        step = 64 >> (int(sys.argv[3]) // 25)
        table = bytes(value // step for value in range(256))
        out.write(bytes([step]))
        samples = []
        while source.readline():
            samples.append(source.read(size).translate(table))
        out.write(zlib.compress(b"".join(samples)) + bytes(PADDING))
    else:
        step = source.read(1)[0]
        table = bytes(min(255, value * step + step // 2) for value in range(256))
        samples = zlib.decompressobj().decompress(source.read()).translate(table)
        for start in range(0, len(samples), size):
            out.write(b"FRAME\n" + samples[start : start + size])


main()
